"""Bring what was ordered and not served: the kitchen hears of each that it has not made, and the bill waits."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import ask, bill_page, lines_of, of_bill
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def rushed(kitchen: Kitchen) -> list[str]:
    return [each["line"] for each in kitchen.events("LineRushed")]


@pytest.mark.parametrize(("lang", "said"), [("en", "The kitchen hears of it: 3"), ("zh", "已通知厨房：3")])
def test_what_is_asked_for_at_the_bill_is_rushed_what_was_kept_back_begun_and_what_is_ready_left_alone(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, said: str
) -> None:
    placed = kitchen.order("tofu", "noodles", table=table)
    held = kitchen.order("tofu", table=table, fire="hold")
    done = kitchen.order("cola", table=table)
    kitchen.post(f"/tickets/{done['tickets'][0]}/bump")
    page = open_till(bill_page(placed), lang)
    dialog = ask(page, "P", "guarding")
    expect(dialog.locator("li")).to_have_count(4)
    page.keyboard.press("Alt+2")
    expect(page.locator("#said")).to_contain_text(said)
    assert [each for each in rushed(kitchen) if each in lines_of(placed)] == lines_of(placed)
    assert [each for each in rushed(kitchen) if each in (*lines_of(held), *lines_of(done))] == []
    assert lines_of(held)[0] in [each["line"] for each in kitchen.events("LineFired")]
    expect(page.locator("#paying")).to_be_hidden()
    assert of_bill(kitchen, "PaymentTaken", placed["bill"]) == []


def test_what_was_rushed_a_moment_ago_is_told_at_its_line(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    kitchen.post(f"/lines/{line}/rush")
    page = open_till(bill_page(placed))
    ask(page, "P", "guarding")
    page.keyboard.press("Alt+2")
    expect(page.locator(f'[data-fault="line {line}"]')).to_contain_text("only just been asked")


def test_a_table_that_is_not_cleared_yet_is_brought_what_is_missing(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    kitchen.post(f"/bills/{placed['bill']}/pay", {"tender": "card", "amount_minor": 1200})
    page = open_till(bill_page(placed))
    ask(page, "C", "guarding")
    page.keyboard.press("Alt+2")
    expect(page.locator("#said")).to_contain_text("The kitchen hears of it: 1")
    assert lines_of(placed)[0] in rushed(kitchen)
