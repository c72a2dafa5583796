"""The progress board of a full house: every table is whole, on some page, and what is late is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from kds.core.menu.change_menu import ChangeMenu
from kds.core.types import Name
from tests.house import dish
from tests.screens.board.conftest import OpenBoard, boards, cut_off
from tests.screens.kitchen import Kitchen, founding, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FULL = 120
LONGEST = replace(
    dish("longest"),
    name=Name(
        zh="手工现切秘制古法炭烤雪花和牛眼肉薄片配芝麻花生小料双拼（大份）",
        en="Hand-cut signature charcoal-grilled snowflake wagyu ribeye slices with sesame and peanut dips",
    ),
)


@pytest.fixture
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with many tables and the longest name of a dish."""
    made = (*founding(more_tables=FULL), ChangeMenu(dishes=(LONGEST,)), boards())
    yield from running(Kitchen(tmp_path_factory.mktemp("progress") / "data", made))


def test_what_is_late_is_counted_as_time_passes_and_an_empty_house_says_so(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    page = open_board("progress")
    expect(page.locator("#nothing")).to_have_text("Nobody waits for anything")
    expect(page.locator("#late")).to_be_hidden()
    placed = kitchen.order("quick", "tofu", table="A01")
    kitchen.order("tofu", table="A02")
    expect(page.locator("#count-waiting")).to_have_text("2")
    expect(page.locator("#late")).to_contain_text("1 of them late · 1 late dishes", timeout=10_000)
    expect(page.locator(".waits.is-late")).to_contain_text("A01")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/serve")
    expect(page.locator("#late")).to_be_hidden()
    expect(page.locator("#count-waiting")).to_have_text("2")


def test_a_table_that_waits_for_more_than_a_column_holds_is_named_in_each(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    kitchen.order("tofu", table="A02")
    kitchen.order(*["tofu", "sesame", "longest"] * 14, table="A01")
    for lang in ("zh", "en"):
        page = open_board("progress", lang, size=(1280, 720))
        parts = page.locator('.waits[data-label="A01"]').evaluate("node => node.getClientRects().length")
        assert parts > 2
        expect(page.locator(".board-again")).to_have_text([f"A01 · {n}/{parts}" for n in range(2, parts + 1)])
        expect(page.locator(".board-goes-on")).to_have_count(parts - 1)
        expect(page.locator(".board-part")).to_have_text(f"1/{parts}")
        assert cut_off(page, ".waits, .board-again, .board-goes-on") == []
        page.close()


def test_with_every_table_waiting_nothing_is_cut_off_and_every_table_is_on_some_page(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    for number in range(1, FULL + 1):
        kitchen.order("tofu", "cola", *(["longest"] if number % 3 else []), table=f"B{number:02}")
    for lang, size in (("zh", (1920, 1080)), ("en", (1920, 1080)), ("en", (1280, 720))):
        page = open_board("progress", lang, size=size)
        expect(page.locator(".waits")).to_have_count(FULL)
        assert cut_off(page, ".waits") == []
        wide, whole = page.locator(".board-columns").evaluate("node => [node.clientWidth, node.scrollWidth]")
        pages = int(page.locator("#turn").inner_text().rstrip("页").split("共" if lang == "zh" else "of")[1])
        assert (pages - 1) * wide < whole <= pages * (wide + 24), "what is at the right of a page is on the next"
        page.close()
