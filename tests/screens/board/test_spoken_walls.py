"""Walls call out what comes to them where they are set so: with the table, and not for minutes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.screens.board.conftest import OpenBoard, said
from tests.screens.kitchen import Kitchen, founding, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SPEAKING = Screen("speaking", named("Speaking"), spoken=("new", "more", "rush", "void"))
QUIET = replace(SPEAKING, screen="quiet", spoken=())


@pytest.fixture
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with a wall that speaks and one that does not."""
    made = (*founding(more_tables=12), ChangeKitchen(screens=(SPEAKING, QUIET)))
    yield from running(Kitchen(tmp_path_factory.mktemp("spoken") / "data", made))


@pytest.mark.parametrize(("lang", "tongue"), [("zh", "zh"), ("en", "en"), ("both", "zh")])
def test_an_order_an_add_on_a_rush_and_a_void_are_called_with_the_table(
    kitchen: Kitchen, open_board: OpenBoard, lang: str, tongue: str
) -> None:
    page, quiet = open_board("speaking", lang), open_board("quiet", lang)
    table = ["en/b", f"{tongue}/0", f"{tongue}/7"]
    first = kitchen.order("tofu", "noodles", table="B07")
    told = [*table, f"{tongue}/new"]
    said(page, *told)
    line = kitchen.order("tofu", table="B07")["lines"][0]["line"]
    told += [*table, f"{tongue}/more"]
    said(page, *told)
    kitchen.post(f"/lines/{line}/rush")
    told += [*table, f"{tongue}/rush"]
    said(page, *told)
    kitchen.post(f"/lines/{first['lines'][0]['line']}/void", {"reason": "guest"})
    told += [*table, f"{tongue}/void"]
    said(page, *told)
    expect(quiet.locator(".slot article").first).to_be_visible()
    assert quiet.evaluate("window.spoken") == []


def open_sheet(page: Page) -> None:
    page.locator("#gear").click()
    expect(page.locator("#sheet")).to_be_visible()


def test_a_device_can_be_quiet_for_itself_and_remembers_it(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page, quiet = open_board("speaking", "zh"), open_board("quiet", "zh")
    open_sheet(quiet)
    expect(quiet.locator("#sheet-spoken")).to_be_hidden()
    open_sheet(page)
    expect(page.locator("#sheet-spoken")).to_be_checked()
    page.locator("#sheet-spoken").uncheck()
    page.reload()
    expect(page.locator("body[data-runs]")).to_have_count(1)
    open_sheet(page)
    expect(page.locator("#sheet-spoken")).not_to_be_checked()
    page.locator("#sheet-close").click()
    kitchen.order("tofu", table="B01")
    expect(page.locator(".slot article")).to_have_count(1)
    page.wait_for_timeout(500)
    assert page.evaluate("window.spoken") == []


def test_a_rush_is_a_few_calls_and_the_number_of_the_others(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page = open_board("speaking", "zh")
    for number in range(1, 10):
        kitchen.order("tofu", table=f"B{number:02}")
    expect(page.locator(".slot article")).to_have_count(9)
    calls = [["en/b", "zh/0", f"zh/{number}", "zh/new"] for number in range(1, 5)]
    said(page, *[clip for call in calls for clip in call], "zh/others", "zh/5", "zh/pieces")
