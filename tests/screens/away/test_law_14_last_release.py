"""Law 14: a page of the release before goes on working across an upgrade, and loads itself anew at a safe moment."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.away.conftest import OpenDevice, kept
from tests.screens.guest.conftest import Guest, House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BACK_MS = 60_000
"""Another release is begun from nothing, and looked for less and less often meanwhile."""
SETTLED_MS = 8_000
"""In this time a page that may load itself anew has done so."""


def upgrade(kitchen: House) -> None:
    """The house is served by the next release."""
    kitchen.kill()
    kitchen.ready_s = 60.0
    kitchen.command = (sys.executable, "-m", "tests.screens.away.next_release")
    kitchen.start()


def is_next(page: Page, timeout: float = BACK_MS) -> None:
    expect(page.locator("html")).to_have_attribute("data-release", "next", timeout=timeout)


def stays(page: Page) -> None:
    """It is the page that it was, and it is live."""
    page.wait_for_timeout(SETTLED_MS)
    expect(page.locator("html")).not_to_have_attribute("data-release", "next")


def test_a_guest_who_fills_a_cart_goes_on_and_gets_the_new_page_once_it_is_sent(
    kitchen: House, phone: Callable[..., Guest]
) -> None:
    guest = phone()
    guest.on().add("tofu")
    upgrade(kitchen)
    expect(guest.page.locator("#link")).to_have_attribute("data-state", "live", timeout=BACK_MS)
    stays(guest.page)
    guest.add("cola").cart()
    guest.page.tap("#send")
    is_next(guest.page)
    expect(guest.sent).to_have_count(2)
    assert sorted(kitchen.dishes) == ["cola", "tofu"]


def test_a_guest_who_has_nothing_under_way_gets_the_new_page_at_once(
    kitchen: House, wire: Proxy, phone: Callable[..., Guest]
) -> None:
    """And the worker serves no script of the old one with it, also without a network."""
    guest = phone()
    guest.on()
    upgrade(kitchen)
    is_next(guest.page)
    build = guest.page.evaluate("document.querySelector('script[src]').src.split('/')[4]")
    kept(guest.page, "/guest", f"/static/{build}/js/guest/order.whole.js")
    guest.page.reload()
    wire.set("drop")
    guest.page.reload()
    expect(guest.page.locator("body")).to_have_attribute("data-cached", re.compile(r"^\d+$"))
    is_next(guest.page)
    builds = guest.page.evaluate(
        "performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname.split('/'))"
        ".filter(([, first]) => first === 'static').map((parts) => parts[2])"
    )
    assert set(builds) == {build}


def test_a_question_that_is_open_on_the_floor_is_answered_before_the_page_is_the_new_one(
    kitchen: House, device: OpenDevice
) -> None:
    page = device("/floor")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    page.click('.table[data-table="A01"]')
    expect(page.locator("#headcount")).to_be_visible()
    upgrade(kitchen)
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    stays(page)
    expect(page.locator("#headcount")).to_be_visible()
    page.click("#headcount [data-close]")
    is_next(page)


def test_a_waiters_order_that_waits_is_sent_before_the_page_is_the_new_one(kitchen: House, device: OpenDevice) -> None:
    page = device("/order?table=A01")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.tap(".dish[data-dish=tofu] [data-deed=add]")
    upgrade(kitchen)
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=BACK_MS)
    stays(page)
    page.tap("#cart-open")
    page.tap("#send")
    is_next(page)
    expect(page.locator("#rounds .sent")).to_have_count(1)
    assert kitchen.dishes == ["tofu"]
