"""Law 6 in the page: a press acts on what stood there when the person decided, 350 ms before it.

The browser's clock stands still but for what the test adds, so that 340 and 360 milliseconds are exactly that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import Frames, number_of, slot, standing, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Hand = Literal["touch", "key"]
HANDS: tuple[Hand, ...] = ("touch", "key")
AGES = (50, 200, 340, 360, 600)
"""Milliseconds between the painting of a change and the press."""
TABLES = ("A01", "A02", "A03", "V01")


def still_wall(open_wall: OpenWall) -> tuple[Page, Frames]:
    """A live wall whose time stands still, with everything on it long seen."""
    page = open_wall(clock=True)
    frames = Frames(page)
    page.reload()
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    page.clock.pause_at(page.evaluate("Date.now()") + 100)
    settle(page, frames)
    return page, frames


def settle(page: Page, frames: Frames) -> None:
    """Let everything that stands here be seen for long enough.

    The page's time must not run away from what the server says, or the wall would rightly believe itself cut off.
    """
    page.clock.run_for(700)
    frames.listen()


def painted(page: Page, is_so: Callable[[], bool]) -> None:
    """Add milliseconds until what changes is painted: that one is its first. What comes is drawn in the next frame."""
    for _ in range(200):
        if is_so():
            return
        page.wait_for_timeout(10)
        page.clock.run_for(1)
    raise AssertionError("nothing was painted")


def comes(page: Page, name: str) -> None:
    """Until a ticket is painted."""
    painted(page, lambda: ticket(page, name).count() > 0)


def goes(page: Page, name: str) -> None:
    """Until a ticket is painted no more."""
    painted(page, lambda: ticket(page, name).count() == 0)


def counts(page: Page, number: int) -> None:
    """Until so many tickets are said to be open."""
    painted(page, lambda: page.locator("#count-open").text_content() == str(number))


def changes(page: Page, since: str) -> None:
    """Until something else is painted than was then."""
    painted(page, lambda: mark(page) != since)


def mark(page: Page) -> str:
    """What was noted as painted last."""
    found = page.evaluate("document.getElementById('board').dataset.painted")
    assert isinstance(found, str)
    return found


def press(page: Page, hand: Hand, number: int) -> None:
    """Somebody bumps what stands in a slot."""
    if hand == "touch":
        box = slot(page, number).bounding_box()
        assert box is not None
        u = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        page.mouse.click(box["x"] + box["width"] - 2 * u, box["y"] + 2.5 * u)
    else:
        page.keyboard.type(str(number))
        page.keyboard.press("Enter")


@pytest.mark.parametrize("hand", HANDS)
def test_one_that_only_just_arrived_is_not_meant(kitchen: Kitchen, open_wall: OpenWall, hand: Hand) -> None:
    page, frames = still_wall(open_wall)
    for age in AGES:
        new = kitchen.ticket("noodles")
        comes(page, new)
        page.clock.run_for(age)
        number, before = number_of(page, new), len(frames.presses())
        press(page, hand, number)
        if age < 350:
            expect(slot(page, number).locator(".slot-message")).to_have_text("新单，再按一次完成")
            assert frames.presses()[before:] == []
            kitchen.post(f"/tickets/{new}/bump")
        else:
            goes(page, new)
            assert frames.presses()[before:] == [("bump", new)]
        goes(page, new)
        settle(page, frames)


@pytest.mark.parametrize("hand", HANDS)
def test_one_that_has_just_left_is_meant_and_refused(kitchen: Kitchen, open_wall: OpenWall, hand: Hand) -> None:
    page, frames = still_wall(open_wall)
    for age in AGES:
        gone = kitchen.ticket("noodles", table="A03")
        comes(page, gone)
        settle(page, frames)
        number = number_of(page, gone)
        kitchen.post(f"/tickets/{gone}/bump")
        goes(page, gone)
        page.clock.run_for(age)
        press(page, hand, number)
        said = slot(page, number).locator(".slot-message")
        if age < 350:
            expect(said).to_have_text("A03 刚才已不在，未操作")
        elif hand == "key":
            expect(said).to_have_text(f"{number} 号位没有制作单")
        else:
            expect(said).to_have_text("")
        assert frames.presses() == []
        # What was said here stands for some seconds: the next one gets another slot.
        kitchen.ticket("noodles", table="A01")


@pytest.mark.parametrize("hand", HANDS)
def test_the_newcomer_in_a_slot_is_spared(kitchen: Kitchen, open_wall: OpenWall, hand: Hand) -> None:
    """On a full board the next in the queue takes a slot at the moment at which it is free."""
    page, frames = still_wall(open_wall)
    for n in range(22):
        kitchen.ticket("noodles", table=TABLES[n % 4])
    counts(page, 22)
    settle(page, frames)
    for number, age in enumerate(AGES, 3):
        gone = standing(page)[number]
        kitchen.post(f"/tickets/{gone}/bump")
        goes(page, gone)
        newcomer = standing(page)[number]
        assert newcomer not in ("", gone)
        page.clock.run_for(age)
        before = len(frames.presses())
        press(page, hand, number)
        if age < 350:
            expect(slot(page, number).locator(".slot-message")).to_contain_text("刚才已不在")
            assert frames.presses()[before:] == []
            expect(ticket(page, newcomer)).to_be_attached()
        else:
            goes(page, newcomer)
            assert frames.presses()[before:] == [("bump", newcomer)]
        settle(page, frames)


def test_one_that_changed_its_place_is_still_the_one_that_was_meant(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """A page is turned under the finger: the slot now shows another ticket, and the old one is still open."""
    page, frames = still_wall(open_wall)
    for n in range(20):
        kitchen.ticket("noodles", table=TABLES[n % 4])
    counts(page, 20)
    expect(page.locator("#page-now")).to_have_text("1/2")
    settle(page, frames)
    for age in AGES:
        seen, before, since = standing(page)[3], len(frames.presses()), mark(page)
        page.mouse.click(*middle(page, "#page-after"))
        expect(page.locator("#page-now")).to_have_text("2/2")
        changes(page, since)
        page.clock.run_for(age)
        other = standing(page)[18]
        press(page, "touch", 18)
        assert next_presses(frames, before) == [("bump", seen if age < 350 else other)]
        page.mouse.click(*middle(page, "#page-before"))
        expect(page.locator("#page-now")).to_have_text(re.compile("1/"))
        counts(page, 19)
        settle(page, frames)
        kitchen.ticket("noodles", table="A01")
        counts(page, 20)


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def next_presses(frames: Frames, before: int = 0) -> list[tuple[str, str]]:
    """The presses after the first so many, once there is one."""
    frames.until_sent(lambda: len(frames.presses()) > before)
    return frames.presses()[before:]


@pytest.mark.parametrize("age", AGES)
def test_a_line_that_moved_under_the_finger_is_not_pressed(kitchen: Kitchen, open_wall: OpenWall, age: int) -> None:
    page, frames = still_wall(open_wall)
    placed = kitchen.order("tofu", "sesame")
    name, first = placed["tickets"][0], placed["lines"][0]["line"]
    comes(page, name)
    settle(page, frames)
    kitchen.post(f"/lines/{placed['lines'][1]['line']}/rush")
    painted(page, lambda: ticket(page, name).get_attribute("data-rushed") == "1")
    page.clock.run_for(age)
    page.mouse.click(*middle(page, f'[data-line="{first}"] .line-dish'))
    if age < 350:
        expect(slot(page, number_of(page, name)).locator(".slot-message")).to_have_text("这单刚有变动，看清后再按")
        assert frames.presses() == []
    else:
        assert next_presses(frames) == [("bump", name)]
