"""A manager approves of one deed at the waiter's page: a login code that is asked for, used once and kept nowhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.cashier.conftest import DESK, PHONE, OpenTill
from tests.screens.cashier.looking import BACK_MS, SUM, ask, bill_page, lines_of, of_bill, tick
from tests.screens.cashier.test_layout import wide
from tests.screens.kitchen import Kitchen
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def discount(page: Page, percent: str) -> None:
    """Ten percent off, say, by keys; whoever may not is asked for somebody who may."""
    ask(page, "R", "changing")
    page.keyboard.press("Alt+1")
    page.fill("#changing-value", percent)
    page.fill("#changing-reason", "regulars")
    page.keyboard.press("Enter")


def approve(page: Page, code: str) -> None:
    """Type a login code where one is asked for."""
    expect(page.locator("#approving")).to_be_visible()
    expect(page.locator("#approving-code")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("lang", "words"), [("en", "A manager has to approve"), ("zh", "需要经理批准")])
def test_a_discount_of_a_waiter_is_approved_where_it_is_given(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, words: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed), lang)
    discount(page, "10")
    expect(page.locator("#approving h2")).to_have_text(words)
    approve(page, kitchen.secrets["manager"])
    expect(page.locator(SUM)).to_have_text("¥10.80")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_be_hidden()
    kept = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert kitchen.secrets["manager"] not in kept
    assert page.input_value("#approving-code") == ""


def test_who_does_not_approve_leaves_the_bill_as_it_was_and_the_reason_stands_at_it(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    discount(page, "10")
    expect(page.locator("#approving")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f'[data-fault="bill {placed["bill"]}"]')).to_contain_text("You have no right")
    assert of_bill(kitchen, "BillReduced", placed["bill"]) == []


def test_a_wrong_code_and_one_of_somebody_who_may_not_are_told_and_asked_for_again(
    kitchen: Kitchen, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    discount(page, "50")
    approve(page, "kds_错")
    expect(page.locator("#approving [data-own-fault]")).to_contain_text("wrong or no longer valid")
    approve(page, kitchen.secrets["waiter"])
    expect(page.locator("#approving [data-own-fault]")).to_contain_text("may not approve of it either")
    approve(page, kitchen.secrets["manager"])
    expect(page.locator(SUM)).to_have_text("¥6.00")
    assert len(of_bill(kitchen, "BillReduced", placed["bill"])) == 1


def test_several_lines_given_free_are_one_question(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", "cola", "noodles", table=table)
    page = open_till(bill_page(placed))
    for line in lines_of(placed)[:2]:
        tick(page, line)
    ask(page, "G", "reasoning")
    page.keyboard.press("Alt+3")
    page.keyboard.press("Enter")
    approve(page, kitchen.secrets["manager"])
    expect(page.locator(SUM)).to_have_text("¥18.00")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_next_deed_is_asked_about_anew(kitchen: Kitchen, open_till: OpenTill, table: str) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till(bill_page(placed))
    for percent, left in (("10", "¥10.80"), ("20", "¥8.40")):
        discount(page, percent)
        approve(page, kitchen.secrets["manager"])
        expect(page.locator(SUM)).to_have_text(left)


def test_what_was_approved_and_whose_answer_is_lost_is_done_once_and_not_known_to_the_next_page(
    kitchen: Kitchen, wire: Proxy, open_till: OpenTill, table: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    (line,) = lines_of(placed)
    page = open_till(bill_page(placed), port=wire.port)
    tick(page, line)
    ask(page, "G", "reasoning")
    page.keyboard.press("Alt+3")
    page.keyboard.press("Enter")
    expect(page.locator("#approving")).to_be_visible()
    wire.set("deaf")
    approve(page, kitchen.secrets["manager"])
    expect(page.locator(f'[data-fault="line {line}"]')).to_contain_text("No answer yet")
    wire.set("pass")
    page.reload()
    fault = page.locator(f'[data-fault="line {line}"]')
    expect(fault).to_contain_text("It is not known whether this was done", timeout=BACK_MS)
    expect(page.locator(SUM)).to_have_text("¥0.00")
    assert sum(each["line"] == line for each in kitchen.events("LineComped")) == 1


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_question_is_whole_and_axe_finds_nothing_grave(
    kitchen: Kitchen, open_till: OpenTill, table: str, lang: str, size: tuple[int, int]
) -> None:
    kitchen.post("/accounts", {"account": table, "name": {"zh": "极光", "en": "Acme"}, "limit_minor": 100})
    page = open_till(f"/accounts?account={table}", lang, size=size)
    page.locator("[data-open=limit]").click()
    page.fill("#limiting-limit", "60")
    page.keyboard.press("Enter")
    expect(page.locator("#approving")).to_be_visible()
    assert wide(page) == []
    assert faults(page) == []
    approve(page, kitchen.secrets["manager"])
    expect(page.locator("article dl")).to_contain_text("¥60.00")
