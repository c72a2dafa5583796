"""A look back at a board: as it was then, on pages to be turned, and nothing of it is heard, sent or done."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.board.conftest import HEARD, cut_off
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BUTTONS = {"expo": "[data-do=serve]", "runner": "[data-do=hand]", "calls": "[data-do=take]"}
FULL = 40


@pytest.fixture
def looking(kitchen: Kitchen, browser: Browser) -> Page:
    """A manager's browser, in which nothing may break."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.add_init_script(HEARD)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    signed_in(context, kitchen.url, kitchen.secrets["manager"])
    return page


def look(page: Page, kitchen: Kitchen, screen: str, at: int, lang: str = "en") -> None:
    page.goto(f"{kitchen.url}/replay?screen={screen}&at={at}&lang={lang}")
    expect(page.locator("body[data-runs]")).to_have_count(1)


def now() -> int:
    return int(time.time() * 1_000)


def an_evening(kitchen: Kitchen) -> int:
    """A table with a dish that is done, and a call; the time at which both stood there."""
    placed = kitchen.order("tofu", "noodles", table="A01")
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump", {"lines": [placed["lines"][0]["line"]]})
    kitchen.post(f"/sessions/{placed['session']}/calls", {"kind": "soup"})
    at = now()
    time.sleep(1.1)
    return at


@pytest.mark.parametrize("screen", BUTTONS)
def test_nothing_can_be_done_from_a_look_back(kitchen: Kitchen, looking: Page, screen: str) -> None:
    at = an_evening(kitchen)
    asked: list[str] = []
    looking.on("request", lambda request: asked.append(request.method))
    looking.on("websocket", lambda socket: asked.append(socket.url))
    look(looking, kitchen, screen, at)
    button = looking.locator(BUTTONS[screen]).first
    expect(button).to_be_visible()
    button.click(force=True)
    button.dispatch_event("click")
    button.focus()
    looking.keyboard.press("Enter")
    looking.keyboard.press("U")
    looking.wait_for_timeout(500)
    assert set(asked) == {"GET"}
    assert looking.evaluate("window.spoken") == []
    assert kitchen.events("LineServed") == kitchen.events("CallTaken") == []


def test_the_slider_and_the_list_of_screens_lead_to_other_looks(kitchen: Kitchen, looking: Page) -> None:
    at = an_evening(kitchen)
    line = kitchen.events("RoundPlaced")[0]["lines"][0]["line"]
    kitchen.post(f"/lines/{line}/serve")
    look(looking, kitchen, "runner", at)
    expect(looking.locator("#count-ready")).to_have_text("1")
    looking.locator("#screen").select_option("progress")
    expect(looking.locator("#count-waiting")).to_have_text("1")
    expect(looking.locator(".waits")).to_contain_text("A01")
    looking.locator("#slider").evaluate("(node) => { node.value = node.min; node.dispatchEvent(new Event('input')); }")
    expect(looking.locator(".replay-told")).to_contain_text("There was no such screen then")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_board_is_whole_on_pages_that_stay_until_they_are_turned(
    kitchen: Kitchen, looking: Page, lang: str
) -> None:
    for number in range(1, FULL + 1):
        kitchen.order("tofu", "cola", "noodles", table=f"B{number:02}")
    at = now()
    look(looking, kitchen, "progress", at, lang)
    expect(looking.locator("#count-waiting")).to_have_text(str(FULL))
    expect(looking.locator("#turn")).to_be_visible()
    assert cut_off(looking, ".waits") == []
    expect(looking.locator("#turn-back")).to_be_disabled()
    first = looking.locator("#turn").inner_text()
    looking.locator("#turn-on").click()
    expect(looking.locator("#turn")).not_to_have_text(first)
    for screen in ("expo", "pickup", "calls"):
        look(looking, kitchen, screen, at, lang)
        wide = looking.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], screen


def test_ages_are_those_of_the_moment(kitchen: Kitchen, looking: Page) -> None:
    """`quick` is late after four seconds: a second after it came it was not, however long ago that is."""
    kitchen.order("quick", table="A01")
    at = now()
    time.sleep(7)
    look(looking, kitchen, "progress", at + 500)
    expect(looking.locator(".waits-line")).to_have_attribute("data-age", "fresh")
    expect(looking.locator("#late")).to_be_hidden()
    look(looking, kitchen, "progress", at + 6_500)
    expect(looking.locator(".waits-line")).to_have_attribute("data-age", "critical")
    expect(looking.locator("#late")).to_contain_text("1 of them late")
