"""A wall that nobody can see, or touches, is told of elsewhere; and a look back shows what it had painted."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TOLD_MS = 25_000
"""A station is dark after ten seconds, and what is dark is looked at every second."""
COLD = {"screen": "fridge", "name": {"zh": "凉菜屏", "en": "Fridge"}, "stations": ["cold"]}
HEAT = {"screen": "heat", "name": {"zh": "热菜屏", "en": "Heat"}, "stations": ["hot"]}
HIDES = """
window.isAway = false;
Object.defineProperty(document, "hidden", { get: () => window.isAway });
window.hide = (away) => { window.isAway = away; document.dispatchEvent(new Event("visibilitychange")); };
"""
LOSES = """
const lock = Object.assign(new EventTarget(), { released: false });
navigator.wakeLock.request = async () => lock;
window.lose = () => {
  navigator.wakeLock.request = async () => { throw new Error("the battery is low"); };
  lock.released = true;
  lock.dispatchEvent(new Event("release"));
};
"""


@pytest.fixture(autouse=True)
def screens(kitchen: Kitchen) -> Iterator[None]:
    """A wall of one station each, and none of all."""
    kitchen.post("/kitchen/changes", {"screens": [COLD, HEAT]})
    yield
    kitchen.post("/house", {"nobody_after_permille": 2_000})
    kitchen.post("/kitchen/changes", {"gone": {"screens": ["fridge", "heat"]}})


def seen_by(kitchen: Kitchen) -> list[str]:
    return [each["ticket"] for each in kitchen.events("TicketShown")]


def test_a_hidden_page_is_an_alarm_on_the_other_walls_and_gives_no_receipts(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    heat, fridge = open_wall("heat"), open_wall("fridge", script=HIDES)
    first = kitchen.ticket("tofu")
    expect(ticket(fridge, first)).to_be_visible()
    fridge.evaluate("hide(true)")
    late = kitchen.ticket("tofu", table="A02")
    expect(heat.locator("#alarms")).to_contain_text("没人在看：", timeout=TOLD_MS)
    expect(heat.locator("#alarms")).to_contain_text("屏幕“凉菜屏”被切走或黑屏")
    assert late not in seen_by(kitchen)
    fridge.evaluate("hide(false)")
    expect(heat.locator("#alarms")).to_be_hidden(timeout=TOLD_MS)
    fridge.wait_for_timeout(1_000)
    assert late in seen_by(kitchen)


def test_a_panel_that_is_no_longer_kept_on_is_dark_until_somebody_touches_it(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    heat, fridge = open_wall("heat", lang="en"), open_wall("fridge", script=LOSES)
    kitchen.ticket("tofu")
    fridge.evaluate("lose()")
    expect(heat.locator("#alarms")).to_contain_text("the screen “Fridge” is hidden or dark", timeout=TOLD_MS)
    expect(fridge.locator("#hints")).to_contain_text("请在设备里关闭休眠")
    fridge.locator(".wall-bar").tap()
    expect(heat.locator("#alarms")).to_be_hidden(timeout=TOLD_MS)


def test_a_station_that_nobody_touches_is_an_alarm_until_somebody_does(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    kitchen.ticket("quick")
    expect(page.locator("#alarms")).to_contain_text("nothing was touched for long", timeout=TOLD_MS)
    page.locator(".wall-bar").tap()
    expect(page.locator("#alarms")).to_be_hidden(timeout=5_000)


def test_what_a_wall_painted_is_looked_at_later_step_by_step(
    kitchen: Kitchen, open_wall: OpenWall, browser: Browser
) -> None:
    wall = open_wall("fridge")
    first = kitchen.ticket("tofu")
    expect(ticket(wall, first)).to_be_visible()
    wall.wait_for_timeout(1_500)
    kitchen.post(f"/tickets/{first}/bump")
    expect(ticket(wall, first)).to_have_count(0)
    wall.wait_for_timeout(1_500)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    signed_in(context, kitchen.url, kitchen.secrets["manager"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{kitchen.url}/replay?screen=fridge&lang=en&at={int(time.time() * 1_000)}")
    expect(page.locator("body")).to_have_attribute("data-runs", "1")
    expect(page.locator(".replay-told")).to_contain_text("Painted on the screen at")
    expect(ticket(page, first)).to_have_count(0)
    page.locator("#before").click()
    expect(ticket(page, first)).to_be_visible()
    expect(ticket(page, first).locator(".ticket-clock")).to_have_text(re.compile(r"00:0\d"))
    page.locator("#after").click()
    expect(ticket(page, first)).to_have_count(0)
    page.locator("#time").fill("25:00")
    page.locator("#time").press("Enter")
    expect(page.locator(".replay-told")).to_contain_text("A time is like 19:42:10")
    expect(page.locator("#time")).to_have_value("25:00")
    close(context)
    assert faults == []
