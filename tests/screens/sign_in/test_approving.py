"""Somebody who may, approves at the waiter's device: a tap on their name and a PIN, and both are recorded."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.screens.sign_in.conftest import DESK, OWNERS_PIN, PHONE, PIN, OpenPad, Staffed, touch
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def bill(kitchen: Staffed) -> str:
    """A bill of one tofu."""
    return str(kitchen.order("tofu", table="A01")["bill"])


def discounted(kitchen: Staffed, page: Page, bill: str) -> None:
    """Ann asks for a tenth off, for which she needs somebody."""
    touch(page, "Ann")
    expect(page.locator(".lock-name")).to_have_text("Ann")
    page.goto(f"{kitchen.url}/cashier?bill={bill}")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    page.keyboard.press("Alt+r")
    page.keyboard.press("Alt+1")
    page.fill("#changing-value", "10")
    page.fill("#changing-reason", "regulars")
    page.keyboard.press("Enter")
    expect(page.locator("#approving-people")).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_tap_and_a_pin_approve_of_one_deed(
    kitchen: Staffed, open_pad: OpenPad, bill: str, lang: str, size: tuple[int, int]
) -> None:
    page = open_pad(lang, size)
    discounted(kitchen, page, bill)
    assert faults(page) == []
    expect(page.locator("#approving-tiles .tile")).to_have_text(["May"])
    page.locator("#approving-tiles .tile").click()
    for digit in OWNERS_PIN:
        page.locator(f'#approving [data-digit="{digit}"]').click()
    page.locator("#approving .keypad-key.is-main").click()
    expect(page.locator("#approving")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("¥10.80")
    assert len(kitchen.events("BillReduced")) == 1


def test_by_keys_a_wrong_pin_is_told_and_asked_for_again(kitchen: Staffed, open_pad: OpenPad, bill: str) -> None:
    page = open_pad()
    discounted(kitchen, page, bill)
    page.keyboard.press("Enter")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(page.locator("#approving [data-own-fault]")).to_have_text("This PIN is wrong.")
    page.keyboard.type("ma")
    page.keyboard.type(OWNERS_PIN)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("¥10.80")
    assert OWNERS_PIN not in page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")


def test_a_login_code_is_still_taken(kitchen: Staffed, open_pad: OpenPad, bill: str) -> None:
    page = open_pad()
    discounted(kitchen, page, bill)
    page.click("#approving-other")
    page.fill("#approving-code", kitchen.secrets["manager"])
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("¥10.80")
