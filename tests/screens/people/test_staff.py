"""/people in a real browser: somebody is added by the keyboard alone, changed, let go and erased."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk import OpenPage
from tests.screens.people.looking import LONG, SIZES, sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def add(page: Page, name: str, role: str = "waiter", pin: str = "") -> None:
    """Fill in the form for somebody new and send it by Enter."""
    page.locator("#n-name").fill(name)
    page.locator(f"#add input[value={role}]").check(force=True)
    page.locator("#n-pin").fill(pin)
    page.locator("#n-again").fill(pin)
    page.locator("#n-again").press("Enter")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_is_added_by_keys_alone(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/people?lang={lang}", "manager")
    expect(page.locator("p.empty").first).to_be_visible()
    page.locator("#n-name").focus()
    page.keyboard.type("王梅")
    page.keyboard.press("Tab")
    page.keyboard.type("138 0013 8000")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.type("48291")
    page.keyboard.press("Tab")
    page.keyboard.type("48291")
    page.keyboard.press("Enter")
    row = page.locator("table.people tbody tr").first
    expect(row).to_contain_text("王梅")
    expect(row).to_contain_text("收银" if lang == "zh" else "cashier")
    expect(row).to_contain_text("138 0013 8000")
    expect(page.get_by_role("status").first).to_be_visible()


def test_a_pin_is_made_and_shown_this_once(open_page: OpenPage) -> None:
    page = open_page("/people?lang=en", "manager")
    page.locator("#n-name").fill("Mei")
    page.get_by_role("button", name="Add, and make a PIN").click()
    expect(page.locator("[data-pin]")).to_have_text(re.compile(r"^\d{6}$"))
    page.get_by_role("link", name="Close").click()
    expect(page.locator("[data-pin]")).to_have_count(0)


def test_somebody_leaves_is_asked_about_and_erased(open_page: OpenPage) -> None:
    page = open_page("/people?lang=en", "manager")
    add(page, "Mei")
    page.get_by_role("link", name="Let them go").click()
    expect(page.get_by_text("Does Mei work here no more?")).to_be_visible()
    page.get_by_role("button", name="Let them go").click()
    page.get_by_role("link", name="Erase their name").click()
    expect(page.get_by_text("Bills, days and reports keep all their figures")).to_be_visible()
    page.get_by_role("button", name="Erase their name").click()
    expect(page.get_by_text(re.compile(r"^erased \(prs_"))).to_be_visible()
    expect(page.get_by_text("Mei", exact=True)).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_holds_long_names_faults_and_questions(open_page: OpenPage, lang: str, width: int, height: int) -> None:
    page = open_page(f"/people?lang={lang}", "manager", width, height)
    sound(page)
    for name in (LONG, LONG, "欧阳修远"):
        add(page, name)
    sound(page)
    add(page, "", pin="1234")
    expect(page.locator("#n-name")).to_be_focused()
    expect(page.locator("#n-name-fault, #n-pin-fault")).to_have_count(2)
    sound(page)
    page.locator("table.people th a").first.click()
    sound(page)
    page.locator("#chosen a[href*='ask=leave']").click()
    sound(page)
    page.goto(page.url.split("/people")[0] + "/people")
    page.locator("a[href*='revoke=']").first.click()
    sound(page)
