"""A deed acts on what was painted when it was asked for: what has changed meanwhile is looked at first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import SUM, ask, bill_page, lines_of, of_bill, press, tick
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHANGED = "What was ticked has changed meanwhile"
Change = Callable[[Kitchen, Any, str], None]


def begins(kitchen: Kitchen, placed: Any, line: str) -> None:
    """The cook begins."""
    kitchen.post(f"/tickets/{placed['tickets'][0]}/start")


def leaves(kitchen: Kitchen, placed: Any, line: str) -> None:
    """It goes to a new party."""
    kitchen.post("/lines/move", {"lines": [line], "to_new": True})


def is_taken_back(kitchen: Kitchen, placed: Any, line: str) -> None:
    """A waiter voids it."""
    kitchen.post(f"/lines/{line}/void", {"reason": "at the table"})


def is_painted(page: Page, change: Change, line: str) -> None:
    """The page has got what changed."""
    node = page.locator(f'.bill-line[data-line="{line}"]')
    if change is begins:
        expect(node).to_have_attribute("data-begun", "1")
    elif change is is_taken_back:
        expect(node).to_have_attribute("data-state", "voided")
    else:
        expect(node).to_have_count(0)


@pytest.mark.parametrize("change", [begins, leaves, is_taken_back], ids=lambda each: str(each.__name__))
def test_a_void_is_of_lines_as_they_were_when_it_was_asked_for(
    kitchen: Kitchen, open_till: OpenTill, table: str, change: Change
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    line = lines_of(placed)[0]
    page = open_till(bill_page(placed), role="manager")
    tick(page, line)
    ask(page, "V", "reasoning")
    change(kitchen, placed, line)
    is_painted(page, change, line)
    press(page, "Alt+2", "Enter")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text(CHANGED)
    expect(page.locator("dialog[open]")).to_have_count(0)
    reasons = [each["reason"] for each in kitchen.events("LineVoided") if each["line"] == line]
    assert reasons == (["at the table"] if change is is_taken_back else [])


def test_once_it_was_looked_at_the_same_press_does_it(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed), role="manager")
    (line, _) = lines_of(placed)
    tick(page, line)
    ask(page, "V", "reasoning")
    begins(kitchen, placed, line)
    is_painted(page, begins, line)
    press(page, "Alt+2", "Enter")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text(CHANGED)
    expect(ask(page, "V", "reasoning")).to_contain_text("wasted")
    press(page, "Alt+2", "Enter")
    expect(page.locator(f'.bill-line[data-line="{line}"]')).to_have_attribute("data-state", "voided")


@pytest.mark.parametrize(
    ("key", "dialog", "event"),
    [("R", "changing", "BillReduced"), ("S", "splitting", "BillSplit"), ("G", "reasoning", "LineComped")],
)
def test_reductions_splits_and_free_dishes_as_well(
    kitchen: Kitchen, open_till: OpenTill, table: str, key: str, dialog: str, event: str
) -> None:
    placed = kitchen.order("tofu", "cola", table=table)
    page = open_till(bill_page(placed), role="manager")
    line = lines_of(placed)[0]
    tick(page, line)
    ask(page, key, dialog)
    leaves(kitchen, placed, line)
    is_painted(page, leaves, line)
    if dialog == "changing":
        page.fill("#changing-value", "10")
        page.fill("#changing-reason", "regulars")
    elif dialog == "reasoning":
        page.fill("#reasoning-more", "a birthday")
    press(page, "Enter")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text(CHANGED)
    assert [each for each in kitchen.events(event) if each.get("bill") == placed["bill"]] == []


def test_what_happens_to_other_lines_is_in_nobodys_way(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    other = kitchen.order("cola", table=table)
    page = open_till(bill_page(placed), role="manager")
    tick(page, lines_of(placed)[0])
    ask(page, "V", "reasoning")
    begins(kitchen, other, lines_of(other)[0])
    is_painted(page, begins, lines_of(other)[0])
    press(page, "Alt+2", "Enter")
    expect(page.locator(SUM)).to_have_text("¥6.00")
    assert [each["line"] for each in of_bill(kitchen, "LineVoided", placed["bill"])] == lines_of(placed)


def test_what_is_served_while_somebody_says_why_it_is_not_wanted_stays(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed), role="manager")
    ask(page, "P", "guarding")
    page.click("#guarding [value=cancel]")
    expect(page.locator("#reasoning")).to_be_visible()
    served = lines_of(placed)[0]
    kitchen.post(f"/lines/{served}/serve")
    expect(page.locator(f'[data-unserved="{served}"]')).to_have_count(0)
    press(page, "Alt+2", "Enter")
    expect(page.locator(f'[data-fault="line {served}"], #fault')).to_contain_text([CHANGED])
    assert [each for each in kitchen.events("LineVoided") if each["line"] in lines_of(placed)] == []
