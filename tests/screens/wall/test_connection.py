"""A wall that loses its server: it says since when, keeps its tickets and its presses, and comes back by itself."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Mode, Proxy
from tests.screens.kitchen import Kitchen
from tests.screens.waiting import until
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import BACK_MS, LINK, Frames, see, standing, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STALE_MS = 3_300
"""Three seconds, and what the looking takes."""


def stale(page: Page) -> None:
    """The wall says that it is cut off, and since when."""
    expect(page.locator(LINK)).to_have_attribute("data-state", "stale", timeout=STALE_MS)
    expect(page.locator(LINK)).to_have_text(re.compile(r"已断线（\d\d:\d\d:\d\d 起）"))


def live(page: Page) -> None:
    """The wall has come back."""
    expect(page.locator(LINK)).to_have_attribute("data-state", "live", timeout=BACK_MS)


@pytest.mark.parametrize("mode", ["drop", "stall", "half", "deaf"])
def test_a_cut_wire_is_said_within_three_seconds_and_healed(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall, mode: Mode
) -> None:
    page = open_wall(port=wire.port)
    kept = kitchen.ticket("noodles")
    expect(ticket(page, kept)).to_be_visible()
    wire.set(mode)
    stale(page)
    missed = kitchen.ticket("tofu", table="A02")
    expect(ticket(page, kept)).to_be_visible()
    wire.set("pass")
    live(page)
    expect(ticket(page, missed)).to_be_visible()
    assert sorted(standing(page).values()) == sorted([kept, missed])


def test_a_slow_wire_is_not_a_cut_one(kitchen: Kitchen, wire: Proxy, open_wall: OpenWall) -> None:
    wire.delay_s = 0.1
    page = open_wall(port=wire.port)
    placed = kitchen.ticket("noodles")
    see(page, placed).locator(".ticket-bump").click()
    expect(ticket(page, placed)).to_have_count(0)
    expect(page.locator(LINK)).to_have_attribute("data-state", "live")


def test_a_server_that_dies_and_returns_finds_a_complete_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    kept, gone = kitchen.ticket("noodles"), kitchen.ticket("noodles", table="A03")
    expect(ticket(page, gone)).to_be_visible()
    kitchen.kill()
    stale(page)
    kitchen.start()
    kitchen.post(f"/tickets/{gone}/bump")
    missed = kitchen.ticket("tofu", table="A02")
    live(page)
    expect(ticket(page, missed)).to_be_visible()
    assert sorted(standing(page).values()) == sorted([kept, missed])


def test_presses_made_while_cut_off_wait_on_the_ticket_and_arrive_once(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall
) -> None:
    page = open_wall(port=wire.port)
    placed, other = kitchen.ticket("tofu"), kitchen.ticket("noodles", table="A02")
    expect(page.locator(".slot article")).to_have_count(2)
    wire.set("drop")
    stale(page)
    see(page, placed).locator(".ticket-bump").click()
    said = page.locator(".slot").filter(has=page.locator(f'[data-ticket="{placed}"]')).locator(".slot-message")
    expect(said).to_have_text("待发送")
    expect(page.locator(LINK)).to_contain_text("1 个操作待发送")
    wire.set("pass")
    expect(ticket(page, placed)).to_have_count(0, timeout=BACK_MS)
    expect(ticket(page, other)).to_be_visible()
    assert [event["ticket"] for event in kitchen.events("TicketBumped")].count(placed) == 1
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('kds.press.'))") == []


def test_a_press_outlives_its_page(kitchen: Kitchen, wire: Proxy, open_wall: OpenWall) -> None:
    """The answer is lost with the wire; the page is loaded anew; the press is sent again and acts once."""
    page = open_wall(port=wire.port)
    placed = kitchen.ticket("tofu")
    expect(ticket(page, placed)).to_be_visible()
    wire.set("deaf")
    see(page, placed).locator(".ticket-bump").click()
    until_bumped(kitchen, placed)
    frames = Frames(page)
    wire.set("pass")
    page.reload()
    live(page)
    expect(ticket(page, placed)).to_have_count(0)
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('kds.press.'))")
    assert frames.presses() in ([], [("bump", placed)])
    assert [event["ticket"] for event in kitchen.events("TicketBumped")].count(placed) == 1


def until_bumped(kitchen: Kitchen, name: str) -> None:
    """Wait until the ledger has the bump."""
    deadline = time.monotonic() + 10
    while name not in [event["ticket"] for event in kitchen.events("TicketBumped")]:
        assert time.monotonic() < deadline


def test_presses_that_wait_are_bounded_and_one_too_many_is_refused_aloud(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall
) -> None:
    page = open_wall(port=wire.port)
    until(page, "navigator.serviceWorker.ready.then(() => true)")
    placed = kitchen.ticket("tofu")
    expect(ticket(page, placed)).to_be_visible()
    until_cached(page)
    wire.set("drop")
    stale(page)
    page.evaluate(
        """for (let n = 0; n < 200; n += 1) localStorage.setItem(`kds.press.wall.x${n}`, JSON.stringify(
        {press: `x${n}`, kind: 'start', ticket: `T9${n}-1`, lines: [], label: 'X', at: n}))"""
    )
    page.reload()
    expect(page.locator(LINK)).to_contain_text("200 个操作待发送")
    see(page, placed).locator(".ticket-bump").click()
    expect(page.locator(".slot-message", has_text="没有收下")).to_be_visible()
    expect(page.locator(LINK)).to_contain_text("200 个操作待发送")


def test_a_page_loaded_while_the_server_is_away_shows_the_last_known_tickets(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall
) -> None:
    """Where the browser allows a service worker: 127.0.0.1 counts as secure."""
    page = open_wall(port=wire.port)
    until(page, "navigator.serviceWorker.ready.then(() => true)")
    placed = [kitchen.ticket("noodles"), kitchen.ticket(*["tofu"] * 9, table="A02")]
    expect(ticket(page, placed[1])).to_be_visible()
    until_cached(page)
    before = standing(page)
    wire.set("drop")
    stale(page)
    since = page.locator(LINK).inner_text()
    page.reload()
    stale(page)
    assert standing(page) == before
    assert page.locator(LINK).inner_text() == since
    see(page, placed[0]).locator(".ticket-bump").click()
    expect(page.locator(LINK)).to_contain_text("1 个操作待发送")
    page.reload()
    expect(page.locator(LINK)).to_contain_text("1 个操作待发送")
    wire.set("pass")
    live(page)
    expect(ticket(page, placed[0])).to_have_count(0)
    expect(ticket(page, placed[1])).to_be_visible()
    assert [event["ticket"] for event in kitchen.events("TicketBumped")].count(placed[0]) == 1


def until_cached(page: Page) -> None:
    """Wait until the service worker has the page and every file of it."""
    until(
        page,
        """async () => {
          const cached = [];
          for (const name of await caches.keys()) cached.push(...await (await caches.open(name)).keys());
          const paths = cached.map(each => new URL(each.url).pathname);
          const files = performance.getEntriesByType('resource').map(each => new URL(each.name).pathname);
          const own = files.filter(name => name.startsWith('/static/')).concat(location.pathname);
          return own.every(name => paths.includes(name));
        }""",
    )


def test_a_service_worker_that_takes_over_from_another_release_gets_the_page_too(open_wall: OpenWall) -> None:
    """Its cache is empty: the other release had one of its own."""
    page = open_wall()
    until(page, "navigator.serviceWorker.ready.then(() => true)")
    until_cached(page)
    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    page.evaluate("navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))")
    until_cached(page)


def test_a_device_whose_clock_is_wrong_shows_the_right_time(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """The device believes that it is the year 2001."""
    page = open_wall(script="Date.now = () => 978307200000;")
    placed = kitchen.ticket("quick")
    expect(ticket(page, placed)).to_have_attribute("data-age", "fresh")
    expect(ticket(page, placed).locator(".ticket-clock")).to_have_text(re.compile("00:0[0-3]"))
