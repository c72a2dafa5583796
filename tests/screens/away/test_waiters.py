"""A waiter's device through an outage: what it shows, what it keeps, what it refuses, and what it says afterwards."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.away.conftest import AWAY_MS, BACK_MS, DESK, OpenDevice, has_read_the_floor, kept, names_kept
from tests.screens.guest.conftest import House
from tests.screens.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAITERS = ("/floor", "/floor/known", "/order?for", "/order", "/order/menu", "/offline")


def cut(page: Page, wire: Proxy) -> None:
    """The network is gone, and the page says so."""
    wire.set("drop")
    expect(page.locator("#gone")).to_be_visible(timeout=AWAY_MS)


def back(page: Page, wire: Proxy) -> None:
    wire.set("pass")
    expect(page.locator("#gone")).to_be_hidden(timeout=BACK_MS)


def taken_away(kitchen: House) -> str:
    """A cola for somebody without a table."""
    lines = [{"dish": "cola", "qty": 1}]
    placed = kitchen.post("/rounds", {"channel": "waiter", "service": "takeaway", "lines": lines}, 201)
    return str(placed["session"])


def opened(kitchen: House, table: str = "A01", guests: int = 2) -> str:
    return str(kitchen.post("/sessions", {"table": table, "guests": guests}, 201)["session"])


@pytest.mark.parametrize(("lang", "said"), [("en", "The server does not answer"), ("zh", "已断线")])
def test_the_floor_opens_as_it_was_last_known_and_says_of_when_that_is(
    kitchen: House, wire: Proxy, device: OpenDevice, lang: str, said: str
) -> None:
    kitchen.order("tofu", table="A01")
    page = device("/floor", lang=lang)
    kept(page, *WAITERS)
    page.reload()
    wire.set("drop")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-cached", re.compile(r"^\d+$"))
    expect(page.locator("#gone")).to_contain_text(said)
    expect(page.locator("#gone")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
    expect(page.locator('.table[data-table="A01"]')).to_have_attribute("data-parties", "1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    kitchen.order("cola", table="A02")
    back(page, wire)
    expect(page.locator('.table[data-table="A02"]')).to_have_attribute("data-parties", "1", timeout=BACK_MS)


def test_a_floor_that_is_opened_without_a_network_says_what_the_device_heard_last(
    kitchen: House, wire: Proxy, device: OpenDevice
) -> None:
    """The page was kept before they came, and what stands was asked for since."""
    gone = opened(kitchen, "A03")
    taken = taken_away(kitchen)
    page = device("/floor")
    kept(page, *WAITERS)
    page.reload()
    has_read_the_floor(page)
    expect(page.locator("#gone")).to_be_hidden()
    kitchen.post(f"/sessions/{gone}/clear")
    kitchen.order("tofu", table="A01", guests=3)
    later = taken_away(kitchen)
    page.wait_for_timeout(3_000)
    page.evaluate("fetch('/floor/known', { cache: 'no-store' }).then((answer) => answer.text())")
    page.wait_for_timeout(1_000)
    wire.set("drop")
    page.reload()
    expect(page.locator("#gone")).to_be_visible()
    first = page.locator('.table[data-table="A01"]')
    expect(first.locator(".table-known")).to_have_text(re.compile(r"3 guests · Bill ¥21.00, to pay ¥21.00 0 min"))
    expect(first.locator(".table-marks")).to_be_hidden()
    expect(page.locator('.table[data-table="A03"] .table-known')).to_have_text("Nobody sat there.")
    for session in (taken, later):
        expect(page.locator(f'[data-part="party {session}"]')).to_contain_text("to pay ¥6.00")
    said = page.locator("#gone-words").inner_text()
    first.click()
    expect(page.locator("#known li")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Escape")
    back(page, wire)
    expect(page.locator(".table-known")).to_have_count(0)
    expect(first).to_have_attribute("data-parties", "1", timeout=BACK_MS)
    expect(page.locator(f'[data-part="party {later}"]')).to_have_count(1)
    assert re.search(r"\d\d:\d\d:\d\d", said)


def test_its_age_is_said_in_minutes(wire: Proxy, device: OpenDevice) -> None:
    page = device("/floor")
    cut(page, wire)
    page.evaluate("() => { const real = performance.now.bind(performance); performance.now = () => real() + 360000; }")
    expect(page.locator("#gone")).to_have_text(re.compile(r"is as of \d\d:\d\d:\d\d, 6 min ago"))


def test_an_open_bill_is_shown_as_last_known_also_where_its_page_was_never_opened(
    kitchen: House, wire: Proxy, origin: str, device: OpenDevice
) -> None:
    session = kitchen.order("tofu", {"dish": "cola", "qty": 2}, table="A01")["session"]
    page = device("/floor")
    kept(page, *WAITERS)
    page.reload()
    expect(page.locator("#gone")).to_be_hidden()
    cut(page, wire)
    page.click('.table[data-table="A01"]')
    known = page.locator("#known")
    expect(known).to_contain_text("A01")
    expect(known).to_contain_text(re.compile(r"As of \d\d:\d\d, \d+ min ago. No network."))
    expect(known.locator("li")).to_have_count(2)
    expect(known).to_contain_text("Bill ¥24.00, to pay ¥24.00")
    expect(known).to_contain_text("No payment is taken without the network.")
    page.goto(f"{origin}/sessions/{session}")
    expect(page.locator("#known li")).to_have_count(2)
    assert page.url == f"{origin}/floor"


def test_a_sheet_that_was_open_opens_again_and_takes_no_payment(
    kitchen: House, wire: Proxy, device: OpenDevice
) -> None:
    placed = kitchen.order("tofu", table="A01")
    page = device(f"/sessions/{placed['session']}", size=DESK)
    kept(page, f"/sessions/{placed['session']}")
    wire.set("drop")
    page.reload()
    expect(page.locator("#gone")).to_be_visible()
    page.click('[data-open="pay"]')
    expect(page.locator("#paying")).to_be_hidden()
    expect(page.locator(".bill .fault")).to_contain_text("No network: no payment is taken")
    page.click('[data-open="clear"]')
    expect(page.locator('[data-fault="party"]')).to_contain_text("No network: this cannot be done now")
    page.click('[data-do="serve"]')
    expect(page.locator(".row .fault")).to_contain_text("it is sent again by itself and done once", timeout=1_500)
    back(page, wire)
    expect(page.locator(".row")).to_have_attribute("data-state", "served", timeout=BACK_MS)
    expect(page.locator('[data-fault="party"]')).to_be_hidden()
    assert kitchen.events("PaymentTaken") == []


def test_the_cashier_takes_no_payment_either_and_says_why(kitchen: House, wire: Proxy, device: OpenDevice) -> None:
    bill = kitchen.order("tofu", table="A01")["bill"]
    page = device(f"/cashier?bill={bill}", "manager", size=DESK)
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    cut(page, wire)
    page.click('[data-open="pay"]')
    expect(page.locator("#paying")).to_be_hidden()
    expect(page.locator("#fault, #chosen .fault").filter(visible=True)).to_contain_text("no payment is taken")
    page.click('.till-doors a[href="/drawer"]')
    assert "/cashier" in page.url, "what is not kept is not gone to"
    back(page, wire)
    expect(page.locator("#fault, #chosen .fault").filter(visible=True)).to_have_count(0)
    page.click('[data-open="pay"]')
    expect(page.locator("dialog[open]")).to_be_visible()


def order_offline(page: Page, *dishes: str) -> None:
    """An order of a page that comes from the device."""
    expect(page.locator("body")).to_have_attribute("data-cached", re.compile(r"^\d+$"))
    expect(page.locator(".dish").first).to_be_visible()
    for dish in dishes:
        page.tap(f".dish[data-dish={dish}] [data-deed=add]")
    page.tap("#cart-open")
    page.tap("#send")
    expect(page.locator("#waiting")).to_contain_text("Kept on this device; it is sent by itself")


def test_orders_of_an_outage_are_kept_sent_from_the_floor_and_the_differences_are_told(
    kitchen: House, wire: Proxy, origin: str, device: OpenDevice
) -> None:
    """A whole outage: what of one's own was sent, what was not taken, and what others did meanwhile."""
    first, second = opened(kitchen, "A01"), opened(kitchen, "A02")
    paying = kitchen.order("tofu", table="V01")
    page = device("/floor")
    kept(page, *WAITERS)
    page.reload()
    expect(page.locator("#gone")).to_be_hidden()
    has_read_the_floor(page)
    cut(page, wire)
    for session, dish in ((first, "tofu"), (second, "beef")):
        page.goto(f"{origin}/order?session={session}")
        order_offline(page, dish)
    page.goto(f"{origin}/floor")
    expect(page.locator("#kept-rounds")).to_have_text("2 orders are kept on this device and will be sent.")
    kitchen.post(f"/sessions/{second}/clear")
    kitchen.post(f"/bills/{paying['bill']}/pay", {"tender": "cash", "amount_minor": 1200})
    opened(kitchen, "A03", 4)
    kitchen.post("/dishes/lettuce/sold-out", {"remaining": 0})
    page.wait_for_timeout(12_000)
    back(page, wire)
    sheet = page.locator("#away")
    expect(sheet).to_be_visible(timeout=BACK_MS)
    expect(sheet.locator("h2")).to_have_text(re.compile(r"While you were away \(\d\d:\d\d–\d\d:\d\d\)"))
    own = page.locator("#away-own li")
    expect(own).to_have_count(2, timeout=BACK_MS)
    expect(own.nth(0)).to_have_text(re.compile(r"sent, 1 dish"))
    expect(own.nth(1)).to_contain_text("not accepted")
    expect(page.locator("#away-tables")).to_contain_text("A02: has left")
    expect(page.locator("#away-tables")).to_contain_text("A03: new, 4 guests")
    expect(page.locator("#away-tables")).to_contain_text("V01: has paid")
    expect(page.locator("#away-dishes li")).to_have_text(["Lettuce: sold out"])
    expect(page.locator("#kept-rounds")).to_be_hidden()
    assert kitchen.dishes == ["tofu", "tofu"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    own.nth(1).locator("a").click()
    expect(page.locator("#cart-notices")).to_contain_text("This party has left")
    page.go_back()


def test_what_was_ordered_for_a_table_without_a_network_opens_it_once(
    kitchen: House, wire: Proxy, device: OpenDevice
) -> None:
    page = device("/floor")
    kept(page, *WAITERS)
    page.reload()
    expect(page.locator("#gone")).to_be_hidden()
    cut(page, wire)
    page.click('.table[data-table="A02"]')
    expect(page.locator("#known")).to_contain_text("Nobody sat there.")
    page.click("#known-order")
    order_offline(page, "tofu")
    wire.set("pass")
    expect(page.locator("#rounds .sent")).to_have_count(1, timeout=BACK_MS)
    assert kitchen.dishes == ["tofu"]
    assert len(kitchen.get("/tables/A02")["sessions"]) == 1


def test_what_is_kept_is_dropped_when_somebody_signs_out(
    kitchen: House, wire: Proxy, origin: str, device: OpenDevice
) -> None:
    kitchen.order("tofu", table="A01")
    page = device("/floor")
    kept(page, *WAITERS)
    page.goto(f"{origin}/sign-in")
    page.click("form[action='/sign-out'] button")
    until(page, "caches.keys().then((names) => !names.some((name) => name.endsWith('-staff')))")
    assert names_kept(page) == []
    wire.set("drop")
    page.goto(f"{origin}/floor")
    expect(page.locator("h1")).to_have_text("No network")
    expect(page.locator("#floor")).to_be_hidden()


def test_what_is_kept_is_dropped_when_the_house_knows_the_device_no_more(
    wire: Proxy, origin: str, device: OpenDevice
) -> None:
    page = device("/floor")
    kept(page, *WAITERS)
    page.context.clear_cookies()
    page.reload()
    until(page, "caches.keys().then((names) => !names.some((name) => name.endsWith('-staff')))")
    wire.set("drop")
    page.goto(f"{origin}/floor")
    expect(page.locator("h1")).to_have_text("No network")


def test_a_device_that_goes_back_to_be_paired_keeps_nothing(origin: str, device: OpenDevice) -> None:
    """There a page goes whose device was let go."""
    page = device("/floor")
    kept(page, *WAITERS)
    page.goto(f"{origin}/screens")
    until(page, "caches.keys().then((names) => !names.some((name) => name.endsWith('-staff')))")
    assert names_kept(page) == []


def test_the_next_person_at_a_device_finds_nothing_of_the_one_before(
    kitchen: House, origin: str, device: OpenDevice
) -> None:
    page = device("/floor")
    kept(page, *WAITERS)
    before = page.evaluate(HOLDERS)
    page.context.add_cookies([{"name": "kds_token", "value": kitchen.secrets["manager"], "url": origin}])
    page.goto(f"{origin}/floor")
    kept(page, *WAITERS)
    until(page, f"async () => (await ({HOLDERS})()).join() !== {','.join(before)!r}")
    assert len(page.evaluate(HOLDERS)) == 1


HOLDERS = """async () => {
  const found = new Set();
  for (const name of (await caches.keys()).filter((each) => each.endsWith('-staff'))) {
    const cache = await caches.open(name);
    for (const each of await cache.keys()) found.add((await cache.match(each)).headers.get('kds-holder'));
  }
  return Array.from(found);
}"""


def test_what_is_kept_of_sheets_is_bounded(kitchen: House, origin: str, device: OpenDevice) -> None:
    page = device("/floor")
    kept(page, *WAITERS)
    page.evaluate(
        """async () => {
          const name = (await caches.keys()).find((each) => each.endsWith('-staff'));
          const cache = await caches.open(name);
          const one = await cache.match('/floor');
          for (let n = 0; n < 80; n += 1) await cache.put(`/sessions/X${n}`, one.clone());
        }"""
    )
    page.goto(f"{origin}/floor")
    until(
        page,
        """async () => {
          const name = (await caches.keys()).find((each) => each.endsWith('-staff'));
          return (await (await caches.open(name)).keys()).length <= 60;
        }""",
    )
