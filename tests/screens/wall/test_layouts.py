"""Walls by columns, by dish and by table: what is pressed is what was painted, and nothing is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from kds.core.kitchen.screens import Layout, ScreenLanguage
from tests.house import SCREENS
from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import HIDDEN, SEEN_MS, Frames
from tests.screens.wall.scenes import look, staged

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LAYOUTS: tuple[Layout, ...] = get_args(Layout)
MOVING: tuple[Layout, ...] = ("columns", "dishes", "tables")
SCENES = ("longest", "pots", "voided", "sixty", "steps")
PAGES_MOST = 8
LINE = '.board .slot:not(.opened) .line[data-line="{}"]'
ROOM = {
    "zh": {"dishes": "2 × 9 道菜", "tables": "5 × 3 桌", "columns": "5 列", "slots": "5 × 3 号位"},
    "en": {"dishes": "2 × 9 dishes", "tables": "5 × 3 tables", "columns": "5 columns", "slots": "5 × 3 slots"},
}
"""What a screen of medium text says of itself that is read in Chinese, by the language of the manager."""


@pytest.fixture
def by(kitchen: Kitchen) -> Iterator[Callable[[Layout], None]]:
    """Sets how the wall lays out what it shows; it is put back once walls that are asked for after it are closed."""

    def set_to(layout: Layout) -> None:
        kitchen.post("/kitchen/changes", {"screens": [to_builtins(replace(SCREENS[0], layout=layout))]})

    yield set_to
    set_to("slots")


def line_of(placed: Any) -> str:
    line: str = placed["lines"][0]["line"]
    return line


def shown(page: Page, *lines: str) -> None:
    """Wait until these lines have stood on the wall for as long as somebody needs to see them."""
    for each in lines:
        expect(page.locator(LINE.format(each)).first).to_be_visible()
    page.wait_for_timeout(SEEN_MS)


def place(page: Page, line: str) -> Any:
    """The article in which a line stands."""
    return page.locator(".board .slot:not(.opened) article").filter(has=page.locator(f'[data-line="{line}"]')).first


def tick(page: Page, line: str) -> tuple[float, float]:
    """Where the ✓ of the article of a line is."""
    box = place(page, line).locator(".ticket-bump").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("hand", ["touch", "key"])
def test_a_press_does_the_first_that_was_painted(
    kitchen: Kitchen, by: Callable[[Layout], None], open_wall: OpenWall, layout: Layout, hand: str
) -> None:
    by(layout)
    old, young = kitchen.order("tofu", table="A01"), kitchen.order("tofu", table="A02")
    page = open_wall()
    frames = Frames(page)
    page.reload()
    shown(page, line_of(old), line_of(young))
    if hand == "touch":
        page.touchscreen.tap(*tick(page, line_of(old)))
    else:
        page.keyboard.type("1")
        page.keyboard.press("Enter")
    expect(page.locator(LINE.format(line_of(old)))).to_have_count(0)
    expect(page.locator(LINE.format(line_of(young))).first).to_be_visible()
    assert frames.presses() == [("bump", old["tickets"][0])]


@pytest.mark.parametrize("layout", MOVING)
def test_a_finger_means_what_stood_under_it(
    kitchen: Kitchen, by: Callable[[Layout], None], open_wall: OpenWall, layout: Layout
) -> None:
    by(layout)
    dishes = ("tofu", "noodles", "sesame")
    first, second, third = [
        kitchen.order(dish, table=table) for dish, table in zip(dishes, ("A01", "A02", "A03"), strict=True)
    ]
    page = open_wall()
    frames = Frames(page)
    page.reload()
    shown(page, *[line_of(each) for each in (first, second, third)])
    under = tick(page, line_of(second))
    kitchen.post(f"/tickets/{first['tickets'][0]}/bump")
    expect(page.locator(LINE.format(line_of(first)))).to_have_count(0)
    page.touchscreen.tap(*under)
    page.wait_for_timeout(SEEN_MS)
    allowed: tuple[list[tuple[str, str]], ...] = ([], [("bump", second["tickets"][0])])
    assert frames.presses() in allowed, "never what has moved there since"
    assert kitchen.events("TicketBumped")[-1]["ticket"] in (first["tickets"][0], second["tickets"][0])


@pytest.mark.parametrize("layout", MOVING)
def test_a_line_is_pressed_by_itself(
    kitchen: Kitchen, by: Callable[[Layout], None], open_wall: OpenWall, layout: Layout
) -> None:
    by(layout)
    old, young = kitchen.order("tofu", table="A01"), kitchen.order("tofu", table="A02")
    page = open_wall()
    shown(page, line_of(old), line_of(young))
    page.locator(LINE.format(line_of(young))).locator(".line-dish").tap()
    expect(page.locator(LINE.format(line_of(young)))).to_have_count(0)
    expect(page.locator(LINE.format(line_of(old))).first).to_be_visible()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_painted_has_its_receipt(
    kitchen: Kitchen, by: Callable[[Layout], None], open_wall: OpenWall, layout: Layout
) -> None:
    by(layout)
    page = open_wall()
    frames = Frames(page)
    page.reload()
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    placed = [kitchen.order("tofu", "noodles", table=table) for table in ("A01", "A02")]
    tickets = {each for one in placed for each in one["tickets"]}
    frames.until_sent(lambda: tickets <= set(frames.receipts()))
    assert set(frames.receipts()) == tickets


@pytest.mark.parametrize("layout", MOVING)
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_nothing_is_hidden(browser: Browser, layout: Layout, scene: str, lang: ScreenLanguage) -> None:
    with staged(scene, lang, layout=layout) as made:
        for size in ((1280, 720), (1920, 1080)):
            page = look(browser, made, lang, size)
            for _ in range(PAGES_MOST):
                assert page.evaluate(HIDDEN) == []
                now, _, last = page.locator("#page-now").inner_text().partition("/")
                if now == last or page.locator("#pager").is_hidden():
                    break
                page.keyboard.press("ArrowRight")
            close(page.context)


def test_a_ticket_that_goes_on_has_its_table_again(browser: Browser) -> None:
    for layout in ("slots", "columns"):
        with staged("many", "zh", layout=layout) as made:
            page = look(browser, made)
            parts = page.locator(".board .ticket")
            assert all(each.strip() for each in parts.locator(".ticket-table").all_inner_texts())
            torn = page.locator(".board .ticket.is-going-on")
            assert torn.count() > 0
            close(page.context)


def test_a_picture_follows_the_form_and_is_no_screen(kitchen: Kitchen, browser: Browser) -> None:
    (ticket,) = kitchen.order("tofu", table="A01")["tickets"]
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    signed_in(context, kitchen.url, kitchen.secrets["manager"])
    page.goto(f"{kitchen.url}/screens/wall/settings?lang=zh")
    picture = page.frame_locator("#preview iframe")
    expect(picture.locator("body")).to_have_attribute("data-layout", "slots")
    for layout in MOVING:
        page.locator(f'input[name="layout"][value="{layout}"]').check(force=True)
        expect(picture.locator("body")).to_have_attribute("data-layout", layout)
        expect(picture.locator("body")).to_have_attribute("data-runs", "1")
        expect(picture.locator(".ticket").first).to_be_visible()
    page.locator('input[name="language"][value="en"]').check(force=True)
    expect(picture.locator("body")).to_have_attribute("data-language", "en")
    assert sockets == []
    assert ticket not in [each["ticket"] for each in kitchen.events("TicketShown")]
    close(context)


def test_the_text_sizes_say_what_there_is_room_for_in_the_layout_that_is_chosen(
    kitchen: Kitchen, browser: Browser
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    signed_in(context, kitchen.url, kitchen.secrets["manager"])
    for lang, said in ROOM.items():
        page.goto(f"{kitchen.url}/screens/wall/settings?lang={lang}")
        medium = page.locator(".choice.is-size-medium small")
        for layout, words in said.items():
            page.locator(f'input[name="layout"][value="{layout}"]').check(force=True)
            expect(medium).to_have_text(words)
    page.locator('input[name="language"][value="en"]').check(force=True)
    expect(medium).to_have_text("5 × 2 slots")
    page.locator('input[name="columns"]').fill("3")
    page.locator('input[name="rows"]').fill("4")
    expect(page.locator(".choice small[data-grids]")).to_have_text(["3 × 4 slots"] * 3)
    close(context)
