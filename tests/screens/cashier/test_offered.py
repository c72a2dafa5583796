"""What the house offers at the till: reductions by name, and its own reasons, which may be the only ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Page, expect

from kds.core.billing.offered import REASONS
from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import SUM, ask, bill_page, lines_of, tick
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW = {"zh": "上菜慢", "en": "Too slow"}
LISTED = {
    "reductions": [
        {"reduction": "staff", "name": {"zh": "员工九折", "en": "Staff"}, "kind": "percent", "value": 100},
        {"reduction": "five", "name": {"zh": "立减五元", "en": "Five off"}, "kind": "amount", "value": 500},
    ],
    "reasons": [
        {"deed": deed, "said": [SLOW, {"zh": "点错", "en": "Mistake"}], "free": False}
        for deed in ("void", "comp", "discount", "refund", "reopen", "waive", "drawer")
    ],
}


@pytest.fixture
def strict(kitchen: Kitchen) -> Iterator[Kitchen]:
    """The house gives these reasons alone, meanwhile."""
    kitchen.post("/billing", LISTED)
    yield kitchen
    usual: Any = msgspec.to_builtins(REASONS)
    kitchen.post("/billing", {"reductions": [], "reasons": usual})


def recorded(kitchen: Kitchen, bill: str) -> list[str]:
    """Why each reduction of a bill was given."""
    return [each["reason"] for each in kitchen.get(f"/bills/{bill}")["reductions"]]


@pytest.mark.parametrize(("lang", "name", "total"), [("en", "Staff", "¥10.80"), ("zh", "立减五元", "¥7.00")])
def test_a_reduction_by_name_is_one_press_and_stands_on_the_bill_by_it(
    strict: Kitchen, open_till: OpenTill, table: str, lang: str, name: str, total: str
) -> None:
    placed = strict.order("tofu", table=table)
    page = open_till(bill_page(placed), lang, role="manager")
    changing = ask(page, "R", "changing")
    changing.get_by_role("button", name=name).click()
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text(total)
    assert recorded(strict, placed["bill"]) == [name]


def test_some_lines_have_no_reduction_by_name(strict: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = strict.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed), role="manager")
    tick(page, lines_of(placed)[0])
    expect(ask(page, "R", "changing").locator("[data-named]")).to_be_hidden()


def test_where_the_house_lists_all_its_reasons_none_can_be_written(
    strict: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = strict.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed), role="manager")
    changing = ask(page, "R", "changing")
    expect(changing.locator("#changing-reason")).to_be_hidden()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(changing.locator("[data-own-fault]")).to_have_text("Say why")
    changing.locator("input[value='Too slow']").check(force=True)
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥15.00")
    assert recorded(strict, placed["bill"]) == ["Too slow"]


def test_a_dish_is_voided_for_a_reason_of_the_list(strict: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = strict.order("tofu", "noodles", table=table)
    page = open_till(bill_page(placed), role="manager")
    tick(page, lines_of(placed)[0])
    reasoning = ask(page, "V", "reasoning")
    expect(reasoning.locator("#reasoning-more")).to_be_hidden()
    expect(reasoning.locator("[data-for=void]:visible")).to_have_count(2)
    reasoning.locator("[data-for=void] input[value=Mistake]").check(force=True)
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥18.00")


def test_a_surcharge_is_waived_for_a_reason_where_the_house_has_some(
    strict: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = strict.order("tofu", table=table, guests=2)
    strict.post(f"/bills/{placed['bill']}/surcharges", {"surcharge": "tea"})
    page = open_till(bill_page(placed), role="manager")
    expect(page.locator(SUM)).to_have_text("¥22.00")
    _waive(page)
    page.locator("#reasoning [data-for=waive] input[value='Too slow']").check(force=True)
    page.keyboard.press("Enter")
    expect(page.locator(SUM)).to_have_text("¥12.00")


def _waive(page: Page) -> None:
    """The surcharges of the bill, and the only one that is on it."""
    ask(page, "U", "choosing")
    page.locator("#choosing").get_by_role("button", name="Waive").click()
    expect(page.locator("#reasoning")).to_be_visible()
