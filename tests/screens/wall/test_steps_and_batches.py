"""A dish that goes on from station to station, and one that is cooked for several tables: by finger, key and bar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from playwright.sync_api import Locator, Page, expect

from tests.house import PORK, SCREENS
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import see, ticket
from tests.screens.wall.test_bump_bars import bar_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TABLES = ("A01", "A02", "A03")
COUNTED = """() => {
  const more = document.querySelector(".batches-more");
  if (!more || Number(more.dataset.more) < 2) return false;
  const shown = Array.from(document.querySelectorAll(".batch")).filter((one) => !one.hidden);
  const hidden = document.querySelectorAll(".batch").length - shown.length;
  const edge = document.querySelector(".batches").getBoundingClientRect().bottom + 1;
  return more.textContent.includes(String(Number(more.dataset.more) + hidden))
    && shown.every((one) => one.getBoundingClientRect().bottom <= edge)
    && more.getBoundingClientRect().bottom <= edge;
}"""
"""All that can be cooked together stands in the column, whole, or is counted there."""


@pytest.fixture(autouse=True)
def together(kitchen: Kitchen) -> Iterator[None]:
    """The wall shows what can be cooked together."""
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(replace(SCREENS[0], batches=True))]})
    kitchen.post("/menu/changes", {"dishes": [to_builtins(PORK)]})
    yield
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(SCREENS[0])]})


def orders(kitchen: Kitchen, name: str, *amounts: int) -> list[str]:
    """So many portions for each of the first tables; the tickets."""
    placed = [
        kitchen.order({"dish": name, "qty": qty}, table=table) for table, qty in zip(TABLES, amounts, strict=False)
    ]
    return [each["tickets"][0] for each in placed]


def card(page: Page) -> Locator:
    found = page.locator("#card")
    expect(found.locator(".card-of")).to_be_visible()
    return found


def test_a_bump_hands_on_to_a_ticket_that_says_where_it_is_and_where_it_goes(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(lang="en")
    (first,) = orders(kitchen, "pork", 1)
    expect(see(page, first).locator(".line-step")).to_have_text("1/3 → hot → cold")
    see(page, first).locator(".ticket-bump").tap()
    expect(ticket(page, first)).to_have_count(0)
    gone = kitchen.events("LinesPassedOn")[-1]
    expect(see(page, gone["into"]).locator(".line-step")).to_have_text("2/3 → cold")
    page.keyboard.press("r")
    expect(see(page, first).locator(".line-step")).to_have_text("1/3 → hot → cold")
    assert kitchen.events("TicketBumped") == [] or kitchen.events("TicketBumped")[-1]["ticket"] != first


def test_a_touch_on_a_batch_opens_it_and_a_part_is_for_the_oldest(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    tickets = orders(kitchen, "tofu", 2, 1, 2)
    expect(page.locator(".batch-qty")).to_have_text("5")
    expect(page.locator(".batch-tables")).to_contain_text("A01×2")
    page.locator(".batch").tap()
    card(page).get_by_role("button", name="3 done").tap()
    expect(page.locator("#card")).to_be_hidden()
    for each in tickets[:2]:
        expect(ticket(page, each)).to_have_count(0)
    expect(ticket(page, tickets[2])).to_be_visible()
    expect(page.locator(".batch")).to_have_count(0)


def test_keys_and_bars_reach_it_by_the_same_numbers(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="zh")
    tickets = orders(kitchen, "tofu", 1, 1, 1)
    expect(page.locator(".batch-qty")).to_have_text("3")
    page.keyboard.press("b")
    expect(card(page).locator(".card-button")).to_have_count(3)
    page.keyboard.press("2")
    expect(ticket(page, tickets[0])).to_have_count(0)
    expect(page.locator(".batch-qty")).to_have_text("2")
    with bar_at(kitchen) as bar:
        bar.press("batches")
        expect(card(page).locator(".card-button")).to_have_count(2)
        bar.press("card", dish=1)
    for each in tickets[1:]:
        expect(ticket(page, each)).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_has_no_room_in_the_column_is_counted_and_nothing_is_cut(
    kitchen: Kitchen, open_wall: OpenWall, lang: str
) -> None:
    page = open_wall(lang=lang, width=1280, height=720)
    for table in TABLES:
        kitchen.order("tofu", "noodles", "crab", "cola", "sesame", "pork", table=table)
    page.wait_for_function(COUNTED)
