"""A guest's page while there is no network: it opens, says of when it is, and is never another's."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.away.conftest import AWAY_MS, BACK_MS, OpenDevice, kept, names_kept
from tests.screens.guest.conftest import Guest, House
from tests.screens.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Phone = Callable[..., Guest]


def opened_away(page: Page) -> None:
    """The page is opened anew, and comes from the device."""
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-cached", re.compile(r"^\d+$"))


@pytest.mark.parametrize(("lang", "said"), [("en", "as of {}, no network"), ("zh", "无网络，以下为 {} 的内容")])
def test_page_and_menu_open_without_a_network_and_say_of_when_they_are(
    wire: Proxy, phone: Phone, lang: str, said: str
) -> None:
    guest = phone(lang=lang)
    page = guest.page
    wire.set("drop")
    opened_away(page)
    expect(page.locator(".dish")).to_have_count(15)
    expect(page.locator("#link")).to_have_attribute("data-state", "stale")
    expect(page.locator("#link-word")).to_have_text(re.compile(said.format(r"\d\d:\d\d")))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    wire.set("pass")
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=BACK_MS)


def test_an_order_of_a_page_that_was_opened_without_a_network_is_kept_and_sent_once(
    kitchen: House, wire: Proxy, phone: Phone
) -> None:
    guest = phone()
    page = guest.page
    wire.set("drop")
    opened_away(page)
    guest.on().add("tofu", "cola").cart()
    page.tap("#send")
    expect(page.locator("#waiting")).to_contain_text("Kept on this phone; it will be sent by itself")
    opened_away(page)
    expect(page.locator("#waiting .sent")).to_have_count(2)
    assert kitchen.dishes == []
    wire.set("pass")
    expect(guest.sent).to_have_count(2, timeout=BACK_MS)
    expect(page.locator("#waiting")).to_be_hidden()
    assert sorted(kitchen.dishes) == ["cola", "tofu"]


def test_what_was_sent_is_shown_as_it_was_last_known(kitchen: House, wire: Proxy, phone: Phone) -> None:
    guest = phone()
    guest.on().add("tofu").cart()
    guest.page.tap("#send")
    expect(guest.sent).to_have_count(1)
    guest.page.reload()
    expect(guest.sent).to_have_count(1)
    wire.set("drop")
    opened_away(guest.page)
    expect(guest.sent).to_have_count(1)
    assert kitchen.dishes == ["tofu"]


def test_a_house_that_is_slow_is_waited_for_three_seconds_and_no_longer(wire: Proxy, phone: Phone) -> None:
    guest = phone()
    wire.set("stall")
    guest.page.reload(timeout=9_000)
    expect(guest.page.locator("body")).to_have_attribute("data-cached", re.compile(r"^\d+$"))
    expect(guest.page.locator(".dish").first).to_be_attached()


def test_law_10_a_kept_page_is_forgotten_when_the_visit_is_over(kitchen: House, wire: Proxy, phone: Phone) -> None:
    guest = phone()
    guest.on().add("tofu").cart()
    guest.page.tap("#send")
    expect(guest.sent).to_have_count(1)
    session = kitchen.events("RoundPlaced")[0]["session"]
    bill = kitchen.get("/tables/A01")["bills"][0]
    kitchen.post(f"/bills/{bill}/pay", {"tender": "cash", "amount_minor": kitchen.get(f"/bills/{bill}")["due_minor"]})
    kitchen.post(f"/sessions/{session}/clear")
    expect(guest.page.locator("#over")).to_be_visible(timeout=BACK_MS)
    until(guest.page, "caches.keys().then((names) => !names.some((name) => name.endsWith('-guest')))")
    wire.set("drop")
    guest.page.reload()
    expect(guest.page.locator("h1")).to_have_text("No network")
    expect(guest.page.locator("body")).not_to_contain_text("A01")


def test_law_10_the_scan_of_a_code_forgets_the_page_of_the_visit_before(
    kitchen: House, wire: Proxy, origin: str, phone: Phone
) -> None:
    """Also where there is no network at that moment: whoever scans may have sat down at another table."""
    guest = phone("A01")
    wire.set("drop")
    guest.page.goto(f"{origin}{kitchen.codes['A02']}")
    expect(guest.page.locator("h1")).to_have_text("No network")
    assert names_kept(guest.page) == []
    guest.page.goto(f"{origin}/guest")
    expect(guest.page.locator("h1")).to_have_text("No network")
    wire.set("pass")
    expect(guest.page.locator("#whose")).to_contain_text("A01", timeout=BACK_MS)


def test_law_10_the_page_of_the_next_visit_takes_the_place_of_the_one_before(
    kitchen: House, wire: Proxy, origin: str, phone: Phone
) -> None:
    guest = phone("A01")
    first = guest.visit
    guest.page.goto(f"{origin}{kitchen.codes['A02']}")
    kept(guest.page, "/guest", "/guest/now")
    assert guest.visit != first
    wire.set("drop")
    opened_away(guest.page)
    expect(guest.page.locator("#whose")).to_contain_text("A02")
    assert first not in guest.page.content()


def test_a_service_that_is_asked_for_without_a_network_says_at_once_that_it_was_not(
    kitchen: House, wire: Proxy, phone: Phone
) -> None:
    guest = phone()
    guest.on().add("tofu").cart()
    guest.page.tap("#send")
    expect(guest.sent).to_have_count(1)
    guest.menu()
    wire.set("drop")
    expect(guest.page.locator("#link")).to_have_attribute("data-state", "stale", timeout=AWAY_MS)
    guest.page.tap("#service-open")
    guest.page.tap("#service-kinds [data-kind] >> nth=0")
    expect(guest.page.locator("#service [data-says]")).to_contain_text("No network: this has not been sent")
    wire.set("pass")
    expect(guest.page.locator("#link")).to_have_attribute("data-state", "live", timeout=BACK_MS)
    assert kitchen.get("/calls")["calls"] == []


def test_a_page_that_is_kept_nowhere_says_so_and_comes_by_itself(
    wire: Proxy, origin: str, device: OpenDevice, phone: Phone
) -> None:
    guest = phone()
    wire.set("drop")
    guest.page.goto(f"{origin}/cashier")
    expect(guest.page.locator("h1")).to_have_text("No network")
    expect(guest.page.locator("#floor")).to_be_hidden()
    wire.set("pass")
    expect(guest.page.locator("h1")).not_to_have_text("No network", timeout=BACK_MS)
