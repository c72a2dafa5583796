"""The start page in a real Chromium: it says what is wrong, as it happens, and takes an acknowledgement."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.desk import OpenPage, paired_wall
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW_MS = 20_000


def test_a_ticket_that_nobody_has_seen_is_told_and_taken_charge_of(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = open_page("/?lang=en", "waiter")
    expect(page.locator(".unseen")).to_have_count(0)
    kitchen.ticket("tofu", "sesame", table="A03")
    expect(page.locator(".unseen")).to_contain_text("1 ticket that no screen has shown", timeout=SLOW_MS)
    expect(page.locator(".unseen-rows")).to_contain_text("A03")
    expect(page.locator(".unseen-rows")).to_contain_text("1 × tofu, 1 × sesame")
    expect(page.locator(".unseen-rows")).to_contain_text("since ")
    page.click("text=I told the kitchen")
    expect(page.locator(".unseen")).to_have_count(0)
    assert len(kitchen.events("TicketAcknowledged")) == 1


def test_strangers_see_that_something_is_wrong_but_not_at_which_table(kitchen: Kitchen, open_page: OpenPage) -> None:
    kitchen.ticket("tofu", table="A03")
    page = open_page("/?lang=zh")
    expect(page.locator(".unseen")).to_contain_text("1 张制作单没有在任何屏幕上显示过", timeout=SLOW_MS)
    expect(page.locator("#house")).not_to_contain_text("A03")
    expect(page.locator(".unseen button")).to_have_count(0)


def test_paired_devices_are_listed_with_when_they_were_last_seen(open_page: OpenPage) -> None:
    television, _ = paired_wall(open_page)
    page = open_page("/?lang=en", "manager")
    expect(page.locator("#house")).to_contain_text("Wall 1")
    expect(page.locator(".rows .chip.is-good")).to_have_text("live", timeout=SLOW_MS)
    television.goto("about:blank")
    expect(page.locator(".rows .chip.is-bad")).to_contain_text("last seen", timeout=SLOW_MS)


def test_it_leads_to_every_screen(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = open_page("/?lang=en", "kitchen")
    for screen in ("wall", "cold"):
        expect(page.locator(f"a.screen[href='/screens/{screen}']")).to_be_visible()
    stranger = open_page("/?lang=en")
    stranger.click("a.screen >> nth=0")
    stranger.wait_for_url("**/sign-in?next=/screens/*")


def test_a_station_that_no_screen_shows_is_told_until_one_does(kitchen: Kitchen, open_page: OpenPage) -> None:
    """Law 12, its first form (case 41)."""
    wall = {"screen": "wall", "name": {"zh": "wall（中）", "en": "wall"}, "language": "en"}
    page = open_page("/?lang=en")
    expect(page.locator(".notice.is-bad")).to_have_count(0)
    changed = kitchen.post("/kitchen/changes", {"screens": [{**wall, "stations": ["cold", "soup"]}]})
    assert changed["hidden"] == ["hot", "drinks", "catch_all"]
    expect(page.locator("#house")).to_contain_text(
        "No screen shows these stations: hot, drinks, Other", timeout=SLOW_MS
    )
    assert kitchen.post("/kitchen/changes", {"screens": [wall]})["hidden"] == []
    expect(page.locator("#house")).not_to_contain_text("No screen shows", timeout=SLOW_MS)
