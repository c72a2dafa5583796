"""The network's pages in a browser: kept up to date, honest without a server, and measuring where one stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHORT = "document.body.dataset.lasts = '1500'"


def is_within(page: Page) -> bool:
    """Whether nothing stands out of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def measuring(open_page: OpenPage, lang: str = "en") -> Page:
    """The page for measuring, whose measure takes a second and a half."""
    page = open_page("/", "manager", 390, 844)
    page.add_init_script(f"document.addEventListener('readystatechange', () => {{ {SHORT}; }})")
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_it_fits_and_leads_on_to_measuring(open_page: OpenPage, lang: str, width: int, height: int) -> None:
    page = open_page(f"/network?lang={lang}", "manager", width, height)
    assert is_within(page)
    expect(page.locator(".network-table")).not_to_have_count(0)
    page.locator(".button.is-main").click()
    page.wait_for_url("**/network/measure")
    assert is_within(page)


def test_a_table_is_measured_noted_and_seen_on_the_page_without_loading_it_anew(open_page: OpenPage) -> None:
    page = measuring(open_page)
    looks = open_page("/network?lang=en", "manager")
    page.goto(page.url.rstrip("/") + "/network/measure?lang=en&table=A01")
    page.click("#begin")
    expect(page.locator("#begin")).to_be_disabled()
    expect(page.locator(".measured")).to_contain_text("Noted for A01")
    expect(page.locator("#begin")).to_be_enabled()
    assert page.input_value("#table") == "", "the next one is another table"
    expect(looks.locator("#at-A01")).to_contain_text("Measured", timeout=15_000)


def test_what_is_measured_without_a_network_is_kept_also_over_a_new_page(open_page: OpenPage) -> None:
    page = measuring(open_page)
    page.goto(page.url.rstrip("/") + "/network/measure?lang=en&table=A02")

    def cut(route: Route) -> None:
        if route.request.method == "POST" or "echo" in route.request.url:
            route.abort()
        else:
            route.continue_()

    page.route("**/network/**", cut)
    page.click("#begin")
    expect(page.locator(".measured")).to_contain_text("the house did not answer once")
    expect(page.locator(".measured")).to_contain_text("this phone keeps it")
    page.reload()
    expect(page.locator(".measured")).to_contain_text("this phone keeps it")
    page.unroute("**/network/**")
    expect(page.locator(".measured.is-weak")).to_contain_text("Noted for A02", timeout=15_000)
    page.reload()
    expect(page.locator("#measure")).to_be_visible()
    expect(page.locator(".measured")).to_have_count(0)


def test_without_a_server_it_says_since_when(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = open_page("/network?lang=en", "manager")
    expect(page.locator("#gone")).to_be_hidden()
    kitchen.stop()
    expect(page.locator("#gone")).to_be_visible(timeout=15_000)
    expect(page.locator("#gone")).to_contain_text("The server does not answer")
