"""How the cashier's pages look: nothing wider than the page, all of it seen, and nothing that axe calls serious."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.screens.cashier.conftest import DESK, PHONE, OpenTill
from tests.screens.cashier.looking import ask, bill_page, lines_of
from tests.screens.kitchen import Kitchen
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTIONS = [
    ("P", "guarding"),
    ("R", "changing"),
    ("U", "choosing"),
    ("S", "splitting"),
    ("B", "refunding"),
    ("W", "weighing"),
]


@pytest.fixture(scope="module")
def full(kitchen: Kitchen) -> str:
    """A bill with one of everything, in a house that is full."""
    for n in range(30, 50):
        kitchen.order("tofu", table=f"B{n}", guests=n)
    long = {"dish": "beef", "qty": 12, "options": ["thick", "egg"]}
    pot = {"dish": "twin_pot", "qty": 1, "cells": [{"soup": "spicy", "spice": "hot"}, {"soup": "clear"}]}
    placed = kitchen.order(long, pot, "fish", *["tofu"] * 12, table="V01", guests=12)
    bill, lines = placed["bill"], lines_of(placed)
    kitchen.post(f"/lines/{lines[3]}/comp", {"reason": "等得太久 waited far too long for it"})
    kitchen.post(f"/lines/{lines[4]}/void", {"reason": "guest"})
    kitchen.post(f"/bills/{bill}/reductions", {"kind": "percent", "value": 125, "reason": "老顾客 regulars"})
    kitchen.post(f"/bills/{bill}/surcharges", {"surcharge": "tea"})
    kitchen.post(f"/lines/{lines[2]}/weigh", {"gross_g": 1200, "tare_g": 100})
    kitchen.post(
        f"/bills/{bill}/pay", {"tender": "card", "amount_minor": 5000, "reference": "TX-0000001", "tip_minor": 900}
    )
    kitchen.post(f"/bills/{bill}/split", {"by": "amount", "amounts": [1000]})
    kitchen.order({"dish": "fish", "qty": 1}, table="V01")
    kitchen.post(f"/sessions/{placed['session']}/ask-bill")
    return bill_page(placed)


def wide(page: Page) -> list[str]:
    """What sticks out of the page at its right."""
    found: list[str] = page.evaluate(
        """() => Array.from(document.querySelectorAll("body *"))
          .filter((node) => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .filter((node) => !node.closest(".scroll, .is-spoken, .sprite"))
          .map((node) => node.className || node.tagName)"""
    )
    return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["waiter", "manager"])
def test_nothing_is_wider_than_the_page(
    open_till: OpenTill, full: str, lang: str, role: str, size: tuple[int, int]
) -> None:
    for path in ("/cashier", full, "/drawer", *(["/days"] if role == "manager" else [])):
        page = open_till(path, lang, size=size, role=role)
        assert wide(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_at_a_desk_every_deed_and_what_is_due_are_seen_without_scrolling(
    open_till: OpenTill, full: str, lang: str
) -> None:
    page = open_till(full, lang, role="manager")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    for seen in page.locator(".bill-deeds .button, .till-doors .button, .bill-sums .is-due").all():
        expect(seen).to_be_in_viewport(ratio=0.9)


def test_a_refusal_hides_nothing_of_the_bill(kitchen: Kitchen, open_till: OpenTill, full: str) -> None:
    page = open_till(full)
    ask(page, "R", "changing")
    page.keyboard.type("999")
    page.keyboard.press("Enter")
    fault = page.locator(".till-bill > .fault")
    expect(fault).to_be_visible()
    assert fault.evaluate("(node) => node.getBoundingClientRect().height") < 80
    for seen in (page.locator(".bill-line").first, page.locator(".bill-sums .is-due")):
        expect(seen).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_has_nothing_that_is_serious(open_till: OpenTill, full: str, lang: str) -> None:
    page = open_till("/cashier", lang)
    assert faults(page) == []
    page = open_till(full, lang, role="manager")
    assert faults(page) == []
    for key, dialog in QUESTIONS:
        ask(page, key, dialog)
        assert faults(page) == [], dialog
        page.keyboard.press("Escape")
        expect(page.locator("dialog[open]")).to_have_count(0)
    for path in ("/drawer", "/days"):
        assert faults(open_till(path, lang, role="manager")) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_has_nothing_that_is_serious_and_is_no_wider_than_a_phone(
    kitchen: Kitchen, open_till: OpenTill, full: str, lang: str
) -> None:
    page = open_till("/days", lang, role="manager", size=PHONE)
    page.goto(f"{kitchen.url}/days/{kitchen.get('/house')['business_day']}")
    assert wide(page) == []
    assert faults(page) == []


def test_a_question_that_is_refused_has_nothing_that_is_serious(open_till: OpenTill, full: str) -> None:
    page = open_till(full, role="manager")
    ask(page, "R", "changing")
    page.keyboard.press("Enter")
    expect(page.locator("#changing [data-own-fault]")).to_be_visible()
    assert faults(page) == []
