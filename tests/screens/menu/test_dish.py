"""The menu's pages in a real browser: a photo is seen, a fault loses nothing, hours hold on an open page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk import OpenPage
from tests.screens.people.looking import SIZES, sound
from tests.storage.test_photos import picture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def unfold(page: Page) -> None:
    """Open all topics of a dish's form."""
    for topic in page.locator("details.form-more").all():
        if topic.get_attribute("open") is None:
            topic.locator("summary").click()


def test_a_photo_is_chosen_saved_and_seen_where_dishes_are_ordered(open_page: OpenPage, tmp_path: Path) -> None:
    photo = tmp_path / "tofu.jpg"
    photo.write_bytes(picture())
    page = open_page("/menu/dishes/tofu?lang=en", "manager")
    page.set_input_files("#photo-file", photo)
    expect(page.locator("#photo-word")).to_contain_text("as soon as the dish is saved")
    expect(page.locator("#photo-shown")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("tr.is-saved img.menu-photo")).to_be_visible()
    waiter = open_page("/order?service=takeaway&lang=en", "waiter")
    row = waiter.locator('[data-dish="tofu"] img')
    row.scroll_into_view_if_needed()
    expect(row).to_be_visible()
    waiter.wait_for_function("document.querySelector('[data-dish=tofu] img').naturalWidth > 0")


def test_what_is_no_picture_is_said_and_the_form_stays(open_page: OpenPage, tmp_path: Path) -> None:
    text = tmp_path / "tofu.jpg"
    text.write_text("not a picture")
    page = open_page("/menu/dishes/tofu?lang=en", "manager")
    page.locator("#en").fill("Silken tofu")
    page.set_input_files("#photo-file", text)
    expect(page.locator("#photo-word")).to_contain_text("This is no picture")
    expect(page.locator("#en")).to_have_value("Silken tofu")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_fault_shows_every_topic_with_what_was_typed(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/menu/dishes/tofu?lang={lang}", "manager")
    unfold(page)
    page.locator("#prices").fill("28: brunch")
    page.locator("input[name=allergen-soy]").check(force=True)
    page.locator("button[value=save]").click()
    expect(page.get_by_role("alert")).to_contain_text("brunch")
    expect(page.locator("#prices")).to_be_visible()
    expect(page.locator("#prices")).to_have_value("28: brunch")
    expect(page.locator("input[name=allergen-soy]")).to_be_checked()


def test_an_open_page_of_a_waiter_hears_that_a_dish_is_not_sold_now(open_page: OpenPage) -> None:
    waiter = open_page("/order?service=takeaway&lang=en", "waiter")
    cola = waiter.locator('[data-dish="cola"]')
    expect(cola).not_to_have_class(re.compile("is-out"))
    hours = open_page("/menu/hours?lang=en", "manager")
    for name, begins in (("Day", "05:00"), ("Night", "23:59")):
        form = hours.locator("form.menu-hours").last
        form.locator("input[name=en]").fill(name)
        form.locator("input[name=begins]").fill(begins)
        form.get_by_role("button", name="Add").click()
        expect(hours.get_by_role("status").first).to_contain_text("Saved")
    now = hours.locator("form.menu-hours", has=hours.locator(".chip.is-good"))
    other = "Night" if "Day" in now.locator("h2").inner_text() else "Day"
    dish = open_page("/menu/dishes/cola?lang=en", "manager")
    unfold(dish)
    dish.get_by_label(other, exact=True).check(force=True)
    dish.locator("button[value=save]").click()
    dish.wait_for_url("**/menu?saved=cola")
    expect(cola).to_have_class(re.compile("is-out"), timeout=10_000)
    expect(cola).to_contain_text("available")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/menu", "/menu/hours", "/menu/dishes/four_pot", "/menu/dishes/new"])
def test_the_pages_fit_and_are_for_everybody(open_page: OpenPage, path: str, lang: str, size: tuple[int, int]) -> None:
    page = open_page(f"{path}?lang={lang}", "manager", width=size[0], height=size[1])
    unfold(page)
    sound(page)
