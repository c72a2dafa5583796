"""Drafts in a real browser: put together by the forms, looked at, published; walls that are open learn of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen
from tests.screens.people.looking import SIZES, sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "zh": ("现在发布", "已发布", "撤销", "已撤销", "发布之前都不生效"),
    "en": ("Publish now", "Published.", "Undo", "Undone.", "Nothing of it holds before"),
}


def put(page: Page, price: str, when: str = "draft:new") -> str:
    """Tofu at another price, into a draft; the draft."""
    page.fill("#price", price)
    page.select_option("#when", when)
    page.click("button[value=save]")
    page.wait_for_url("**/menu?saved=tofu&draft=*")
    return page.url.partition("draft=")[2]


def price_of(kitchen: Kitchen, dish: str = "tofu") -> int:
    (found,) = [each for each in kitchen.get("/menu")["dishes"] if each["dish"] == dish]
    price: int = found["price_minor"]
    return price


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_draft_from_the_form_to_the_undoing(kitchen: Kitchen, open_page: OpenPage, lang: str) -> None:
    publish, published, undo, undone, not_yet = WORDS[lang]
    before = price_of(kitchen)
    page = open_page(f"/menu/dishes/tofu?lang={lang}", "manager")
    draft = put(page, "15.50")
    expect(page.locator(".drafted")).to_contain_text(not_yet)
    assert price_of(kitchen) == before
    page.click(".drafted a.button")
    page.wait_for_url(f"**/changes/{draft}")
    expect(page.locator(".diff-lines ins")).to_contain_text("¥15.50")
    sound(page)
    page.get_by_role("button", name=publish).click()
    expect(page.locator(".notice.is-good")).to_contain_text(published)
    assert price_of(kitchen) == 1550
    page.locator(".draft-card").first.get_by_role("button", name=re.compile(undo)).click()
    expect(page.locator(".is-asking .diff-lines del")).to_contain_text("¥15.50")
    sound(page)
    assert price_of(kitchen) == 1550
    page.locator(".is-asking").get_by_role("button", name=re.compile(undo)).click()
    expect(page.locator(".notice.is-good")).to_contain_text(undone)
    assert price_of(kitchen) == before


def test_an_open_wall_learns_of_what_is_published(kitchen: Kitchen, open_page: OpenPage) -> None:
    wall = open_page("/screens/wall?lang=en", "kitchen", 1920, 1080)
    expect(wall.locator("html, body").first).to_be_visible()
    name = {"zh": "大屏", "en": "The new wall"}
    screen = {"screen": "wall", "name": name, "all_day": False}
    draft = kitchen.post("/drafts", {"kitchen": {"screens": [screen]}})["draft"]
    kitchen.post(f"/drafts/{draft}/publish", {})
    expect(wall.locator("body")).to_contain_text("The new wall", timeout=10_000)
    kitchen.post("/kitchen/changes", {"screens": [{"screen": "wall", "name": {"zh": "wall（中）", "en": "wall"}}]})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_its_pages_are_sound(kitchen: Kitchen, open_page: OpenPage, lang: str, size: tuple[int, int]) -> None:
    gone = {"screens": ["wall", "cold"]}
    station = {"station": "pack", "name": {"zh": "打包台", "en": "Packing and sending"}}
    wanted = {"kitchen": {"stations": [station], "gone": gone}, "billing": {"round_to_minor": 100}}
    draft = kitchen.post("/drafts", {"title": "冬季菜单和很长很长的名字" * 3, **wanted})["draft"]
    for path in ("/changes", f"/changes/{draft}", f"/menu?draft={draft}", "/where", f"/where?dish=tofu&draft={draft}"):
        page = open_page(f"{path}{'&' if '?' in path else '?'}lang={lang}", "manager", *size)
        sound(page)
    kitchen.post(f"/drafts/{draft}/drop", {})


@pytest.mark.parametrize("size", SIZES)
def test_what_nobody_would_see_is_published_only_where_it_is_meant(
    kitchen: Kitchen, open_page: OpenPage, size: tuple[int, int]
) -> None:
    draft = kitchen.post("/drafts", {"kitchen": {"gone": {"screens": ["wall"]}}})["draft"]
    page = open_page(f"/changes/{draft}?lang=en", "manager", *size)
    expect(page.locator(".notice.is-bad")).to_contain_text("which no screen shows")
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("[role=alert]").first).to_contain_text("Nobody would see some dishes then")
    sound(page)
    page.locator("[name=knowingly]").check(force=True)
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator(".notice.is-good")).to_contain_text("Published.")
    page.locator(".draft-card").first.get_by_role("button", name=re.compile("Undo")).click()
    expect(page.locator(".draft-card").first).to_contain_text("Undo this change?")
    page.get_by_role("button", name="Undo it", exact=True).click()
    expect(page.locator(".notice.is-good")).to_contain_text("Undone.")


def test_a_form_asks_at_once_what_is_meant_and_keeps_what_was_typed(kitchen: Kitchen, open_page: OpenPage) -> None:
    kitchen.post("/kitchen/changes", {"stations": [{"station": "pack", "name": {"zh": "打包台", "en": "Packing"}}]})
    cold = {
        "screen": "wall",
        "name": {"zh": "wall（中）", "en": "wall"},
        "stations": ["soup", "hot", "drinks", "catch_all"],
    }
    kitchen.post("/kitchen/changes", {"screens": [cold]})
    page = open_page("/menu/dishes/tofu?lang=en", "manager")
    page.fill("#en", "Packed tofu")
    page.select_option("#station", "pack")
    page.click("button[value=save]")
    expect(page.locator("[role=alert]")).to_contain_text("would go to “Packing”, which no screen shows")
    expect(page.locator("#en")).to_have_value("Packed tofu")
    expect(page.locator(".drafted-holes")).to_contain_text("Packing")
    sound(page)
    kitchen.post("/kitchen/changes", {"screens": [{**cold, "stations": []}]})
