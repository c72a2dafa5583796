"""What is sold out in a real Chromium: marked, counted and set free from a page, and seen by whoever orders."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import LONG, OpenOrder

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def stock(page: Page, dish: str, where: str = "all") -> Locator:
    """A dish on the page, in the menu or among what is counted now."""
    return page.locator(f'#{where} .stock[data-dish="{dish}"]')


def seen(page: Page, dish: str) -> Locator:
    """What the ordering page says is left of a dish."""
    return page.locator(f'.dish[data-dish="{dish}"] .dish-mark')


def sold_out_page(page: Page) -> Page:
    """Another page of the same person, on what is sold out."""
    opened = page.context.new_page()
    opened.goto(page.url.split("/order")[0] + "/sold-out")
    expect(opened.locator("body")).to_have_attribute("data-runs", "1")
    return opened


def test_it_is_marked_counted_and_lifted_and_open_order_pages_follow(kitchen: Kitchen, open_order: OpenOrder) -> None:
    order = open_order(lang="en").page
    page = sold_out_page(order)
    stock(page, "tofu").locator("[data-open=out]").click()
    expect(stock(page, "tofu", "counted").locator(".stock-mark")).to_have_text("sold out")
    expect(seen(order, "tofu")).to_have_text("sold out")
    stock(page, "tofu").locator("[data-open=count]").click()
    page.fill("#counting-n", "7")
    page.press("#counting-n", "Enter")
    expect(stock(page, "tofu").locator(".stock-mark")).to_have_text("7 left")
    expect(seen(order, "tofu")).to_have_text("7 left")
    stock(page, "tofu").locator("[data-open=free]").click()
    expect(stock(page, "tofu", "counted")).to_have_count(0)
    expect(seen(order, "tofu")).to_be_hidden()


@pytest.mark.parametrize("typed", ["藕片", "op", "oup", "lotus", "208"])
def test_a_dish_is_found_as_it_is_when_ordering(open_order: OpenOrder, typed: str) -> None:
    page = sold_out_page(open_order(lang="en").page)
    page.fill("#search", typed)
    expect(page.locator("#all .stock")).to_have_count(1)
    expect(stock(page, "lotus")).to_be_visible()


def test_nothing_found_and_no_number_are_said(kitchen: Kitchen, open_order: OpenOrder) -> None:
    page = sold_out_page(open_order(lang="en").page)
    page.fill("#search", "zzz")
    expect(page.locator("#found-none")).to_have_text("Nothing on the menu is called “zzz”")
    page.fill("#search", "")
    stock(page, "kelp").locator("[data-open=count]").click()
    page.fill("#counting-n", "few")
    page.press("#counting-n", "Enter")
    expect(page.locator("#counting .fault")).to_contain_text("Type a whole number")
    page.keyboard.press("Escape")
    assert kitchen.get("/menu")["dishes"][0]["sold_out"] is False


def test_what_others_order_is_counted_down_on_the_page(kitchen: Kitchen, open_order: OpenOrder) -> None:
    kitchen.post("/dishes/beer/sold-out", {"remaining": 5})
    page = sold_out_page(open_order(lang="en").page)
    expect(stock(page, "beer", "counted").locator(".stock-mark")).to_have_text("5 left")
    kitchen.order("beer", table="A03")
    expect(stock(page, "beer", "counted").locator(".stock-mark")).to_have_text("4 left")
    kitchen.post("/dishes/beer/sold-out", {"remaining": None})


def test_the_longest_names_fit_on_a_phone_and_the_way_back_is_to_the_order(open_order: OpenOrder) -> None:
    order = open_order(lang="en").page
    order.set_viewport_size({"width": 390, "height": 844})
    address = order.url
    order.click(".order-stock")
    expect(order.locator("body")).to_have_attribute("data-runs", "1")
    expect(stock(order, "paste").locator(".stock-name")).to_have_text(LONG.en)
    assert order.evaluate("document.documentElement.scrollWidth <= innerWidth")
    order.click("#back")
    order.wait_for_url(address)
