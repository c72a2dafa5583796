"""Lines that go to a party without a bill, or to a new one at their table: by keys at the till, by taps on a sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.cashier.conftest import PHONE, OpenTill
from tests.screens.cashier.looking import SUM, ask, bill_page, lines_of, tick
from tests.screens.kitchen import Kitchen
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_cashier_moves_a_line_to_guests_who_have_no_bill_yet(
    kitchen: Kitchen, open_till: OpenTill, table: str, other: str, lang: str
) -> None:
    guests = kitchen.post("/sessions", {"table": other, "guests": 2}, 201)["session"]
    placed = kitchen.order("tofu", "cola", table=table)
    page = open_till(bill_page(placed), lang)
    tick(page, lines_of(placed)[1])
    dialog = ask(page, "M", "moving")
    option = dialog.locator(f'option[value="{guests}"]')
    expect(option).to_contain_text(other)
    page.select_option("#moving-to", value=guests)
    page.focus("#moving-to")
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥12.00")
    expect(page.locator(f'.till-row[data-session="{guests}"]')).to_contain_text("¥6.00")


def test_the_cashier_moves_a_line_to_a_new_party_at_the_table(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", "cola", table=table)
    page = open_till(bill_page(placed))
    tick(page, lines_of(placed)[0])
    ask(page, "M", "moving")
    page.select_option("#moving-to", label=f"{table} · a new party at the same table")
    page.focus("#moving-to")
    page.keyboard.press("Enter")
    expect(page.locator(".till-bill h1")).to_have_text(f"{table}-1")
    expect(page.locator(".till-row", has_text=f"{table}-2")).to_contain_text("¥12.00")
    assert len([each for each in kitchen.get("/sessions")["sessions"] if each["table"] == table]) == 2


@pytest.mark.parametrize(("lang", "said"), [("en", "Moved: 1"), ("zh", "已转1项")])
def test_a_waiter_moves_a_line_by_taps_and_is_told_to_tick_first(
    kitchen: Kitchen, open_till: OpenTill, table: str, other: str, lang: str, said: str
) -> None:
    guests = kitchen.post("/sessions", {"table": other, "guests": 2}, 201)["session"]
    placed = kitchen.order("tofu", "cola", table=table)
    page = open_till(f"/sessions/{placed['session']}", lang, size=PHONE)
    page.tap('[data-open="lines"]')
    dialog = page.locator("#moving")
    expect(dialog.locator(f'option[value="{guests}"]')).to_have_count(1)
    dialog.locator("[type=submit]").tap()
    expect(dialog.locator("[data-own-fault]")).to_be_visible()
    assert faults(page) == []
    dialog.locator("label.switch").last.tap()
    page.select_option("#moving-to", value=guests)
    dialog.locator("[type=submit]").tap()
    expect(page.locator("#said")).to_contain_text(said)
    expect(page.locator(".row")).to_have_count(1)
    assert kitchen.get(f"/tables/{other}")["bills"] != []


def test_what_is_paid_is_not_offered_on_the_sheet(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    kitchen.post(f"/bills/{placed['bill']}/pay", {"tender": "cash", "amount_minor": 1200})
    page = open_till(f"/sessions/{placed['session']}", size=PHONE)
    page.tap('[data-open="lines"]')
    expect(page.locator("#moving [type=checkbox]")).to_have_count(0)
