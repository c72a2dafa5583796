"""Without HTTPS nothing can be opened while the house is away; an open page does what it can, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.live.authority import NAME
from tests.live.proxy import Proxy
from tests.screens.away.conftest import AWAY_MS, BACK_MS, OpenDevice, has_read_the_floor
from tests.screens.guest.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def wire(kitchen: House) -> Iterator[Proxy]:
    """The way to the house, as plain as it comes."""
    made = Proxy(kitchen.port)
    yield made
    made.close()


@pytest.fixture
def origin(wire: Proxy) -> str:
    """A name for which no browser keeps pages without HTTPS."""
    return f"http://{NAME}:{wire.port}"


def test_the_floor_stays_shows_the_bills_and_says_to_stay(kitchen: House, wire: Proxy, device: OpenDevice) -> None:
    kitchen.order("tofu", table="A01")
    page = device("/floor")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    assert page.evaluate("'serviceWorker' in navigator") is False
    has_read_the_floor(page)
    address = page.url
    wire.set("drop")
    expect(page.locator("#gone")).to_be_visible(timeout=AWAY_MS)
    page.click('.table[data-table="A01"]')
    expect(page.locator("#known li")).to_have_count(1)
    expect(page.locator("#known-stay")).to_contain_text("Stay on this page")
    expect(page.locator("#known-order")).to_be_hidden()
    page.click("#known [data-close]")
    page.click('.floor-doors a[href="/cashier"]')
    expect(page.locator('[data-fault="floor"]')).to_contain_text("that page cannot be opened now")
    assert page.url == address
    wire.set("pass")
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)
    expect(page.locator('[data-fault="floor"]')).to_be_hidden()


def test_an_open_ordering_page_keeps_the_order_and_sends_it(kitchen: House, wire: Proxy, device: OpenDevice) -> None:
    page = device("/order?table=A01")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.tap(".dish[data-dish=tofu] [data-deed=add]")
    wire.set("drop")
    expect(page.locator("#link")).to_have_attribute("data-state", "stale", timeout=AWAY_MS)
    page.tap("#cart-open")
    page.tap("#send")
    expect(page.locator("#waiting")).to_contain_text("Kept on this device; it is sent by itself")
    assert kitchen.dishes == []
    wire.set("pass")
    expect(page.locator("#rounds .sent")).to_have_count(1, timeout=BACK_MS)
    assert kitchen.dishes == ["tofu"]
