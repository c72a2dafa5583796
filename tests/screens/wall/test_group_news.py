"""What a wall by dish or by table lets hear: what happened to a line, whichever group has it then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from kds.core.kitchen.screens import Layout
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import Frames
from tests.screens.wall.test_layouts import by, line_of, shown

pytestmark = [pytest.mark.browser, pytest.mark.slow]

__all__ = ["by"]

HEARD = """async (boards) => {
  const { Board } = await import(document.querySelector("script[type=module]").src.replace("page.js", "board.js"));
  const board = new Board();
  const heard = boards.map((each) => board.apply(each));
  return heard[heard.length - 1];
}"""
GROUPED: tuple[Layout, ...] = ("dishes", "tables")


class Listener:
    """What a page hears of one board after the other."""

    def __init__(self, page: Page) -> None:
        self._page, self._frames = page, Frames(page)
        page.reload()

    def boards(self) -> list[Any]:
        return [each for each in self._frames.heard if each.get("type") == "board"]

    def news(self, deed: Callable[[], object]) -> tuple[dict[str, bool], list[list[str]]]:
        """What was heard of the next board, and what of it is said in words."""
        known = len(self.boards())
        deed()
        while len(self.boards()) == known:
            self._page.wait_for_timeout(20)
        heard = self._page.evaluate(HEARD, self.boards()[: known + 1])
        return {name: heard[name] for name in ("arrived", "rushed", "voided")}, heard["said"]


def only(name: str) -> dict[str, bool]:
    return {each: each == name for each in ("arrived", "rushed", "voided")}


@pytest.mark.parametrize("layout", [*GROUPED, "slots"])
def test_a_void_is_heard_as_one_also_where_another_stop_has_just_gone(
    kitchen: Kitchen, open_wall: OpenWall, by: Callable[[Layout], None], layout: Layout
) -> None:
    by(layout)
    page = open_wall()
    listener = Listener(page)
    placed = [kitchen.order("tofu", table=table) for table in ("A01", "A02", "A03")]
    shown(page, *[line_of(each) for each in placed])
    for each in placed:
        listener.news(lambda each=each: kitchen.post(f"/tickets/{each['tickets'][0]}/start"))  # type: ignore[misc]
    for each, table in zip(placed[:2], ("A01", "A02"), strict=True):
        void = listener.news(lambda each=each: kitchen.post(f"/lines/{line_of(each)}/void", {"reason": "guest"}))  # type: ignore[misc]
        assert void == (only("voided"), [["void", table]])
    gone = listener.news(lambda: kitchen.post(f"/tickets/{placed[0]['tickets'][0]}/acknowledge-voids"))
    assert gone == (dict.fromkeys(only(""), False), [])


@pytest.mark.parametrize("layout", GROUPED)
def test_a_rush_and_what_is_new_are_heard_as_what_they_are(
    kitchen: Kitchen, open_wall: OpenWall, by: Callable[[Layout], None], layout: Layout
) -> None:
    by(layout)
    page = open_wall()
    listener = Listener(page)
    held = kitchen.order({"dish": "tofu", "qty": 1, "fire": "hold"}, table="A01")
    shown(page, line_of(held))
    heard, ((what, table),) = listener.news(lambda: kitchen.order("tofu", table="A02"))
    assert (heard, table, what in ("new", "more")) == (only("arrived"), "A02", True)
    heard, said = listener.news(lambda: kitchen.post(f"/lines/{line_of(held)}/fire"))
    assert (heard, [each[1] for each in said]) == (only("arrived"), ["A01"])
    assert listener.news(lambda: kitchen.post(f"/lines/{line_of(held)}/rush")) == (only("rushed"), [["rush", "A01"]])
    heard, said = listener.news(lambda: kitchen.post(f"/lines/{line_of(held)}/note", {"note": "no salt"}))
    assert (heard["rushed"], heard["voided"], said) == (False, False, [])
