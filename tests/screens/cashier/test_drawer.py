"""The drawer in a real Chromium: opened with a float, counted blind, handed over with its tables; each once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.cashier.conftest import OpenTill
from tests.screens.cashier.looking import BACK_MS, ask, bill_page, still_wanted
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def till(kitchen: Kitchen, table: str) -> Iterator[str]:
    """A till that nobody has; after the test it is nobody's again."""
    yield f"till-{table}"
    kitchen._http.post(
        "/api/v1/shifts/close", json={"counted_minor": 0, "till": f"till-{table}"}, headers=kitchen._headers()
    )


def take_over(page: Page, till: str, cash: str) -> None:
    """Open a shift by keys."""
    ask(page, "N", "opening")
    page.keyboard.type(cash)
    page.fill("#opening-till", till)
    page.keyboard.press("Enter")
    expect(page.locator(f'article[data-till="{till}"]')).to_be_visible()


def count(page: Page, sum: str) -> None:
    """Count the first till, one's own."""
    ask(page, "S", "counting")
    page.keyboard.type(sum)


@pytest.mark.parametrize(("lang", "word"), [("en", "The till is closed."), ("zh", "已收班。")])
def test_a_shift_by_the_keyboard_alone_is_counted_blind(
    kitchen: Kitchen, open_till: OpenTill, table: str, till: str, lang: str, word: str
) -> None:
    page = open_till("/drawer", lang)
    take_over(page, till, "500")
    placed = kitchen.order("tofu", table=table)
    paying = open_till(bill_page(placed))
    still_wanted(paying)
    paying.keyboard.press("Enter")
    expect(paying.locator(".till-bill")).to_have_attribute("data-state", "paid")
    ask(page, "D", "dropping")
    page.keyboard.type("100")
    page.fill("#dropping-reason", "safe")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    open_shift = page.locator(f'article[data-till="{till}"]').evaluate("(node) => node.outerHTML")
    assert "412" not in open_shift, "what should be there is not said before it is counted"
    count(page, "410.50")
    page.keyboard.press("Enter")
    result = page.locator("#result")
    expect(result.locator("[data-expected]")).to_have_text("¥412.00")
    expect(result.locator("[data-difference]")).to_have_text("-¥1.50")
    expect(result).to_contain_text(word)
    expect(result.locator("li", has_text=table)).to_have_text(f"{table} · ¥0.00")
    page.keyboard.press("Enter")
    expect(page.locator(f'article[data-till="{till}"]')).to_have_count(0)
    expect(page.locator("tr", has_text=till)).to_contain_text("¥412.00")


def test_a_till_is_handed_over_to_a_colleague_with_the_tables(
    kitchen: Kitchen, open_till: OpenTill, table: str, till: str
) -> None:
    placed = kitchen.order("tofu", table=table)
    page = open_till("/drawer")
    me = page.evaluate("document.body.dataset.actor")
    kitchen.post(f"/sessions/{placed['session']}/serve-by", {"staff": me})
    page.reload()
    take_over(page, till, "100")
    count(page, "100")
    page.select_option("#counting-to", label="manager")
    expect(page.locator("#counting")).to_contain_text("Hand over my 1 party too")
    page.focus("#counting-to")
    page.keyboard.press("Enter")
    expect(page.locator("#result")).to_contain_text("The till is handed over.")
    page.keyboard.press("Enter")
    expect(page.locator(f'article[data-till="{till}"]')).to_contain_text("manager")
    (served,) = [each for each in kitchen.get("/sessions")["sessions"] if each["session"] == placed["session"]]
    assert served["served_by"] != me


def test_a_till_that_has_a_shift_is_refused_and_a_sum_that_is_none_told_in_the_question(
    open_till: OpenTill, till: str
) -> None:
    page = open_till("/drawer")
    take_over(page, till, "1")
    ask(page, "N", "opening")
    page.keyboard.type("one")
    page.keyboard.press("Enter")
    expect(page.locator("#opening [data-own-fault]")).to_have_text("Type a sum, such as 88.00")
    page.fill("#opening-float", "1")
    page.fill("#opening-till", till)
    page.keyboard.press("Enter")
    expect(page.locator('[data-fault="till "]')).to_contain_text("has a shift already")


def test_a_count_whose_answer_is_lost_is_done_once_and_its_result_shown_by_the_next_page(
    kitchen: Kitchen, wire: Proxy, open_till: OpenTill, till: str
) -> None:
    page = open_till("/drawer", port=wire.port)
    take_over(page, till, "20")
    count(page, "19")
    wire.set("deaf")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-fault="till {till}"]')).to_contain_text("No answer yet")
    wire.set("pass")
    page.reload()
    expect(page.locator("#result [data-difference]")).to_have_text("-¥1.00", timeout=BACK_MS)
    page.keyboard.press("Enter")
    expect(page.locator("tr", has_text=till)).to_have_count(1)
    assert sum(each["till"] == till for each in kitchen.events("ShiftClosed")) == 1
