"""A wall is drawn once a frame; what is drawn and not painted yet is not what anybody meant (law 6).

The browser's frames are held back by the test, so that what came between two of them is certain.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import number_of, see, slot, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRAMES = """(() => {
  const [ask, cancel] = [window.requestAnimationFrame.bind(window), window.cancelAnimationFrame.bind(window)];
  let [held, wait] = [false, []];
  window.requestAnimationFrame = (draw) => (held ? -wait.push(draw) : ask(draw));
  window.cancelAnimationFrame = (id) => { if (id < 0) wait[-id - 1] = () => {}; else cancel(id); };
  window.holdFrames = () => { held = true; };
  window.paintFrame = () => new Promise(done => {
    held = false;
    const drawn = wait;
    wait = [];
    ask((now) => { for (const draw of drawn) draw(now); done(); });
  });
})()"""
BETWEEN_KEYS_MS = 60


def bump(page: Page, number: int) -> None:
    """Press a digit and Enter, as fast as a hand can."""
    page.keyboard.press(str(number))
    page.wait_for_timeout(BETWEEN_KEYS_MS)
    page.keyboard.press("Enter")


def bumped(kitchen: Kitchen) -> list[str]:
    return [event["ticket"] for event in kitchen.events("TicketBumped")]


def hold(page: Page) -> None:
    page.evaluate("holdFrames()")


def paint(page: Page) -> None:
    page.evaluate("paintFrame()")


def test_who_came_between_two_frames_is_not_meant_however_long_the_frame_takes(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(lang="en", script=FRAMES)
    first = kitchen.ticket("noodles", table="B01")
    see(page, first)
    number = number_of(page, first)
    hold(page)
    kitchen.post(f"/tickets/{first}/bump")
    between = kitchen.ticket("tofu", table="B02")
    kitchen.post(f"/tickets/{between}/bump")
    last = kitchen.ticket("sesame", table="B03")
    expect(ticket(page, last)).to_have_count(1)  # drawn, but not painted
    assert number_of(page, last) == number
    bump(page, number)
    expect(slot(page, number).locator(".slot-message")).to_have_text("B01 had already gone: nothing was done")
    paint(page)
    assert last not in bumped(kitchen)
    see(page, last)
    bump(page, number)
    expect(ticket(page, last)).to_have_count(0)
    assert bumped(kitchen).count(last) == 1


def test_what_is_chosen_is_done_as_it_was_painted_and_nobody_else_with_it(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(lang="en", script=FRAMES)
    placed = kitchen.order("tofu", "sesame", table="B03")
    (chosen,) = placed["tickets"]
    see(page, chosen)
    page.keyboard.press(str(number_of(page, chosen)))
    page.wait_for_timeout(BETWEEN_KEYS_MS)
    hold(page)
    kitchen.post(f"/lines/{placed['lines'][1]['line']}/rush")
    new = kitchen.ticket("noodles", table="B04")
    page.keyboard.press("Enter")
    expect(ticket(page, chosen)).to_have_count(0)
    paint(page)
    assert bumped(kitchen)[-1:] == [chosen]
    expect(ticket(page, new)).to_be_visible()


def test_what_was_voided_before_it_was_painted_still_has_to_be_stopped(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en", script=FRAMES)
    placed = kitchen.order("tofu", "sesame", table="B06")
    (chosen,) = placed["tickets"]
    kitchen.post(f"/tickets/{chosen}/start")
    expect(ticket(page, chosen)).to_have_attribute("data-state", "started")
    see(page, chosen)
    page.keyboard.press(str(number_of(page, chosen)))
    page.wait_for_timeout(BETWEEN_KEYS_MS)
    hold(page)
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/void", {"reason": "guest"})
    expect(ticket(page, chosen).locator(".line.is-stop")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(ticket(page, chosen).locator(".line:not(.is-stop).is-fired, .line.is-started")).to_have_count(0)
    paint(page)
    assert kitchen.events("TicketBumped")[-1]["lines"] == [placed["lines"][1]["line"]]
    expect(ticket(page, chosen).locator(".line.is-stop")).to_be_visible()
    see(page, chosen)
    bump(page, number_of(page, chosen))
    expect(ticket(page, chosen)).to_have_count(0)


def test_a_wall_that_is_cut_off_before_it_painted_bumps_only_what_it_painted(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall
) -> None:
    page = open_wall(lang="en", script=FRAMES, port=wire.port)
    hold(page)
    placed = kitchen.ticket("noodles", table="B05")
    expect(ticket(page, placed)).to_have_count(1)
    wire.set("drop")
    expect(page.locator("#link")).to_have_attribute("data-state", "stale")
    number = number_of(page, placed)
    bump(page, number)
    expect(slot(page, number).locator(".slot-message")).to_have_text("New ticket: press again to bump")
    paint(page)
    see(page, placed)
    bump(page, number)
    expect(ticket(page, placed)).to_have_class("ticket is-tall is-pressed")
    wire.set("pass")
    expect(ticket(page, placed)).to_have_count(0, timeout=20_000)
    assert bumped(kitchen).count(placed) == 1
