"""/rights in a real browser: what is changed is marked, listed and saved; what others change is not overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen
from tests.screens.people.looking import SIZES, sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def cell(page: Page, role: str, right: str) -> Locator:
    return page.locator(f"[data-cell='{role} {right}']")


def press(page: Page, role: str, right: str) -> None:
    """A tap on the cell."""
    cell(page, role, right).locator("label").click()


def matrix(open_page: OpenPage, lang: str = "en", role: str = "manager", width: int = 1280, height: int = 800) -> Page:
    page = open_page(f"/rights?lang={lang}", role, width, height)
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    return page


def row(kitchen: Kitchen, role: str) -> Any:
    (found,) = [each for each in kitchen.get("/rights")["roles"] if each["role"] == role]
    return found


def other_saves(kitchen: Kitchen, role: str, *more: str, without: str = "") -> None:
    """Another manager changes the role."""
    rights = [each for each in row(kitchen, role)["rights"] if each != without]
    kitchen.post(f"/roles/{role}/rights", {"rights": [*rights, *more]})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_cells_are_marked_listed_and_saved(kitchen: Kitchen, open_page: OpenPage, lang: str) -> None:
    page = matrix(open_page, lang)
    expect(page.locator("#save")).to_be_disabled()
    press(page, "waiter", "discount")
    cell(page, "waiter", "discount").locator(".limit input").fill("12.5")
    press(page, "cashier", "void")
    expect(page.locator("td.is-changed")).to_have_count(2)
    page.locator("#save").click()
    expect(page.locator("#changes li")).to_have_count(3)
    expect(page.locator("#changes")).to_contain_text("12.5%")
    assert "discount" not in row(kitchen, "waiter")["rights"], "nothing is stored before it is confirmed"
    page.locator("#asking [value=save]").click()
    expect(page.locator("#saved")).to_be_visible()
    expect(page.locator("td.is-changed")).to_have_count(0)
    assert {"right": "discount", "most": 125} in row(kitchen, "waiter")["limits"]
    assert "void" not in row(kitchen, "cashier")["rights"]


def test_it_is_done_by_keys_alone(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = matrix(open_page)
    cell(page, "waiter", "comp").locator("input[type=checkbox]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("20")
    page.locator("#save").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#asking")).to_be_visible()
    expect(page.locator("#changes")).to_contain_text("¥20.00")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_be_visible()
    assert row(kitchen, "waiter")["limits"] == [{"right": "comp", "most": 2000}]


def test_what_another_changes_is_shown_and_what_is_typed_here_stays(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = matrix(open_page)
    press(page, "waiter", "comp")
    other_saves(kitchen, "waiter", "refund")
    expect(cell(page, "waiter", "refund").locator("input[type=checkbox]")).to_be_checked(timeout=10_000)
    expect(cell(page, "waiter", "refund")).to_have_class("is-moved")
    expect(page.locator("#others")).to_be_visible()
    expect(cell(page, "waiter", "comp")).to_have_class("is-changed")
    page.locator("#save").click()
    page.locator("#asking [value=save]").click()
    expect(page.locator("#saved")).to_be_visible()
    assert {"comp", "refund"} <= set(row(kitchen, "waiter")["rights"])


def test_a_save_over_what_nobody_has_seen_is_refused_with_what_differs(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = matrix(open_page)
    page.route("**/api/v1/rights", lambda route: route.abort())
    press(page, "waiter", "comp")
    other_saves(kitchen, "waiter", without="void")
    page.locator("#save").click()
    page.locator("#asking [value=save]").click()
    expect(page.locator("#fault")).to_contain_text("Void what is not begun", timeout=10_000)
    assert "comp" not in row(kitchen, "waiter")["rights"]
    page.unroute("**/api/v1/rights")
    expect(cell(page, "waiter", "void").locator("input[type=checkbox]")).not_to_be_checked(timeout=10_000)
    page.locator("#save").click()
    page.locator("#asking [value=save]").click()
    expect(page.locator("#saved")).to_be_visible()
    assert ("comp" in row(kitchen, "waiter")["rights"], "void" in row(kitchen, "waiter")["rights"]) == (True, False)


def test_what_may_not_be_given_cannot_be_pressed_and_usual_is_one_press_away(
    kitchen: Kitchen, open_page: OpenPage
) -> None:
    other_saves(kitchen, "waiter", "refund", without="void")
    page = matrix(open_page)
    expect(cell(page, "manager", "refund").locator("input[type=checkbox]")).to_be_disabled()
    expect(page.locator("[data-reset=manager]")).to_be_disabled()
    page.locator("[data-reset=waiter]").click()
    expect(page.locator("td.is-changed")).to_have_count(2)
    page.locator("#discard").click()
    expect(page.locator("td.is-changed")).to_have_count(0)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_holds_on_every_screen_and_a_bad_limit_is_said(
    open_page: OpenPage, lang: str, width: int, height: int
) -> None:
    page = matrix(open_page, lang, "manager", width, height)
    sound(page)
    press(page, "waiter", "discount")
    cell(page, "waiter", "discount").locator(".limit input").fill("1o")
    expect(page.locator("#count")).to_contain_text("12.5")
    page.locator("#save").click()
    expect(page.locator("#fault")).to_be_visible()
    expect(page.locator("#asking")).not_to_be_visible()
    sound(page)
    cell(page, "waiter", "discount").locator(".limit input").fill("10")
    page.locator("#save").click()
    expect(page.locator("#asking")).to_be_visible()
    sound(page)
