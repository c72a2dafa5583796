"""A bump bar on a wall: what it selects, presses and loses, and that it is gone, is seen at once; the morning test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.sync.client import ClientConnection, connect

from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import number_of, see, slot, standing, ticket
from tests.screens.wall.test_once_a_frame import FRAMES, hold, paint

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRESSES = count(1)
SEEN_MS = 500
"""Longer than what came lately is left alone."""


@pytest.fixture
def start_page(kitchen: Kitchen, browser: Browser) -> Iterator[Page]:
    """The start page in a browser of its own, signed in as the manager."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    signed_in(page.context, kitchen.url, kitchen.secrets["manager"])
    page.goto(f"{kitchen.url}/")
    yield page
    close(context)


class Bar:
    """What a bump bar's box says, and the answers to its presses."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def say(self, **message: Any) -> None:
        self._socket.send(json.dumps(message))

    def press(self, kind: str, slot: int | None = None, **more: Any) -> Any:
        given = {"press": f"bar-{next(PRESSES)}", "bar": "hot", "kind": kind, **more}
        self.say(**given, **({} if slot is None else {"slot": slot}))
        while True:
            answer = json.loads(self._socket.recv(10))
            if answer["type"] == "pressed":
                return answer


@contextmanager
def bar_at(kitchen: Kitchen, screen: str = "wall") -> Iterator[Bar]:
    headers = {"Authorization": f"Bearer {kitchen.secrets['kitchen']}"}
    address = f"ws://127.0.0.1:{kitchen.port}/screens/{screen}/bar"
    with connect(address, additional_headers=headers, proxy=None, max_size=None) as socket:
        yield Bar(socket)


def bumped(kitchen: Kitchen) -> list[str]:
    return [event["ticket"] for event in kitchen.events("TicketBumped")]


def said_at(page: Page, number: int) -> Any:
    return expect(slot(page, number).locator(".slot-message"))


def test_what_a_bar_selects_is_seen_at_once_on_every_wall_and_bumped(kitchen: Kitchen, open_wall: OpenWall) -> None:
    pages = [open_wall(), open_wall(lang="en")]
    first, second = kitchen.ticket("noodles"), kitchen.ticket("tofu", table="A02")
    for page in pages:
        see(page, first)
        see(page, second)
    with bar_at(kitchen) as bar:
        for chosen, other in ((first, second), (second, first)):
            bar.say(bar="hot", select=number_of(pages[0], chosen))
            for page in pages:
                expect(ticket(page, chosen)).to_have_class(re.compile("is-selected"))
                expect(ticket(page, other)).not_to_have_class(re.compile("is-selected"))
        pages[0].wait_for_timeout(SEEN_MS)
        assert bar.press("bump", number_of(pages[0], second))["outcome"] == "done"
    for page in pages:
        expect(ticket(page, second)).to_have_count(0)
    assert bumped(kitchen) == [second]


def test_a_refusal_stands_at_the_slot_with_the_name_of_the_bar(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    placed = kitchen.ticket("noodles")
    see(page, placed)
    with bar_at(kitchen) as bar:
        assert bar.press("bump", 5)["reason"] == "slot_free"
        said_at(page, 5).to_have_text("hot: No ticket stood in slot 5 when it was pressed")
        assert bar.press("bump", number_of(page, placed))["outcome"] in ("refused", "done")
        assert bar.press("bump")["reason"] == "slot_required"
        expect(page.locator("#bar-message")).to_have_text("hot: Press the slot's digit first, then this key")


def test_which_dish_is_sold_out_is_asked_at_the_slot(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    placed = kitchen.ticket("tofu", "sesame")
    see(page, placed)
    number = number_of(page, placed)
    with bar_at(kitchen) as bar:
        assert bar.press("sold_out", number)["reason"] == "which_dish"
        said_at(page, number).to_have_text(re.compile("hot: Which dish is sold out. 1 tofu, 2 sesame"))
        assert bar.press("sold_out", ticket=placed, dish=2)["outcome"] == "done"
        expect(page.locator("#bar-message")).to_have_text(re.compile("Sold out: sesame"))
    kitchen.post("/dishes/sesame/sold-out", {"remaining": None})


def test_page_and_all_day_are_turned_by_a_bar(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    for number in range(1, 31):
        kitchen.ticket("noodles", table=f"B{number:02}")
    expect(page.locator("#page-now")).to_have_text(re.compile("^1/"))
    with bar_at(kitchen) as bar:
        assert bar.press("page")["outcome"] == "done"
        expect(page.locator("#page-now")).to_have_text(re.compile("^2/"))
        shown = page.locator("#column").get_attribute("aria-pressed")
        assert bar.press("all_day")["outcome"] == "done"
        expect(page.locator("#column")).not_to_have_attribute("aria-pressed", str(shown))


def test_a_bar_takes_no_void_before_the_wall_has_painted_it(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en", script=FRAMES)
    placed = kitchen.order("tofu", "sesame")
    (chosen,), (tofu, sesame) = placed["tickets"], [each["line"] for each in placed["lines"]]
    see(page, chosen)
    number = number_of(page, chosen)
    with bar_at(kitchen) as bar:
        page.wait_for_timeout(SEEN_MS)
        hold(page)
        kitchen.post(f"/lines/{tofu}/void", {"reason": "guest"})
        page.wait_for_timeout(SEEN_MS)
        assert bar.press("bump", number)["outcome"] == "done"
        assert kitchen.events("TicketBumped")[-1]["lines"] == [sesame]
        paint(page)
        expect(ticket(page, chosen).locator(".line.is-stop")).to_be_visible()
        page.wait_for_timeout(SEEN_MS)
        assert bar.press("bump", number)["outcome"] == "done"
    expect(ticket(page, chosen)).to_have_count(0)


def test_a_bar_bumps_the_part_of_a_long_ticket_that_stands_and_all_of_it_once_it_is_opened(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall(lang="en")
    for number in range(1, 11):
        kitchen.ticket("tofu", table=f"B{number:02}")
    placed = kitchen.order(*(["noodles"] * 120))
    (long,) = placed["tickets"]
    see(page, long)
    number, painted = number_of(page, long), ticket(page, long).locator(".line[data-line]").count()
    assert 0 < painted < 120
    with bar_at(kitchen) as bar:
        page.wait_for_timeout(SEEN_MS)
        assert bar.press("bump", number)["outcome"] == "done"
        assert len(kitchen.events("TicketBumped")[-1]["lines"]) == painted
        bar.say(bar="hot", select=number)
        expect(page.locator(".opened .line:not(.is-done)")).to_have_count(120 - painted)
        page.wait_for_timeout(SEEN_MS)
        assert bar.press("bump", number)["outcome"] == "done"
    expect(ticket(page, long)).to_have_count(0)


def test_what_a_bar_selects_is_shown_where_it_stands_whatever_page_the_wall_had(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    """A bar's slots are the numbers of the first page: on another one nothing else is framed, or spoken for."""
    page = open_wall(lang="en")
    placed = [kitchen.ticket("noodles", table=f"B{number:02}") for number in range(1, 31)]
    see(page, placed[0])
    chosen, number = standing(page)[3], 3
    with bar_at(kitchen) as bar:
        page.keyboard.press("ArrowRight")
        expect(page.locator("#page-now")).to_have_text(re.compile("^2/"))
        assert bar.press("bump", 40)["reason"] == "slot_free"
        expect(page.locator("#bar-message")).to_have_text("hot: No ticket stood in slot 40 when it was pressed")
        expect(page.locator("#page-now")).to_have_text(re.compile("^2/"))
        bar.say(bar="hot", select=number)
        expect(ticket(page, chosen)).to_have_class(re.compile("is-selected"))
        expect(page.locator("#page-now")).to_have_text(re.compile("^1/"))
        assert bar.press("bump", number)["outcome"] == "done"
    assert bumped(kitchen)[-1:] == [chosen]


@pytest.mark.parametrize(
    ("lost", "words"),
    [("expired", "too old and not done: 3"), ("overflow", "not taken: 3"), ("dropped", "some were lost")],
)
def test_what_a_bar_lost_is_said_on_the_wall(kitchen: Kitchen, open_wall: OpenWall, lost: str, words: str) -> None:
    page = open_wall(lang="en")
    with bar_at(kitchen) as bar:
        bar.say(bar="hot", lost=lost, count=3)
        expect(page.locator("#bar-message")).to_have_text(re.compile(f"hot: .*{words}"))


def test_a_bar_that_is_gone_stands_on_its_screen_until_it_is_back(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page, other = open_wall(lang="en"), open_wall("cold", lang="en")
    with bar_at(kitchen) as bar:
        bar.say(bars={"hot": True})
        bar.say(bars={"hot": False})
        expect(page.locator("#bar-message")).to_have_text(re.compile("hot: The bump bar is unplugged"))
        expect(page.locator("#alarms")).to_contain_text("Bump bar gone: hot", timeout=15_000)
        expect(other.locator("#alarms")).to_be_hidden()
        bar.say(bars={"hot": True})
        expect(page.locator("#alarms")).to_be_hidden()
        expect(page.locator("#bar-message")).to_have_text(re.compile("hot: The bump bar is there"))


def test_the_morning_test_is_answered_by_paint_touch_sound_and_bar(
    kitchen: Kitchen, open_wall: OpenWall, start_page: Page
) -> None:
    page, before = open_wall(lang="en"), (len(kitchen.events("RoundPlaced")), bumped(kitchen))
    with bar_at(kitchen) as bar:
        bar.say(bars={"hot": True, "pass": True})
        assert bar.press("bump", 9)["outcome"] == "refused"  # and so what was said before it has been heard
        expect(start_page.locator("#kitchen-test")).to_contain_text("has not been tested")
        start_page.get_by_role("button", name="Test the kitchen").click()
        expect(page.locator("#test")).to_be_visible()
        expect(page.locator("#test-parts")).to_contain_text("Bump bar hot: press any key")
        page.locator("[data-test=touch]").tap()
        page.locator("[data-test=sound]").tap()
        answer = bar.press("bump", 3)
        assert (answer["outcome"], answer["message"]["en"]) == ("done", "Test: this bar works")
        expect(page.locator("#test-parts .is-answered")).to_have_count(4)
        start_page.reload()
        expect(start_page.locator("#kitchen-test")).to_contain_text("1 answer is still awaited")
        start_page.get_by_role("button", name="End the test").click()
        expect(page.locator("#test")).to_be_hidden()
        expect(start_page.locator(".kitchen-test-parts li")).to_have_count(1)
        expect(start_page.locator(".kitchen-test-parts .is-bad")).to_contain_text("bump bar pass")
        expect(start_page.locator(".kitchen-test-parts .is-bad")).to_contain_text("Look at its cable")
    (kept,) = kitchen.events("KitchenTested")
    assert [(each["kind"], each["name"]) for each in kept["parts"] if each.get("answered_ms") is None] == [
        ("bar", "pass")
    ]
    assert (len(kitchen.events("RoundPlaced")), bumped(kitchen)) == before


def test_a_test_ticket_covers_no_ticket(kitchen: Kitchen, open_wall: OpenWall, start_page: Page) -> None:
    page = open_wall(lang="en")
    placed = kitchen.ticket("noodles")
    see(page, placed)
    start_page.get_by_role("button", name=re.compile("Test the kitchen")).click()
    box, board = page.locator("#test").bounding_box(), page.locator("#board").bounding_box()
    assert box is not None
    assert board is not None
    assert box["y"] >= board["y"] + board["height"] - 1
    page.locator("[data-test=close]").tap()
    expect(page.locator("#test")).to_be_hidden()
    start_page.get_by_role("button", name="End the test").click()
