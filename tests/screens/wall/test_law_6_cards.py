"""Law 6 on the card: its numbers move with what happens, and a press means what stood there 350 ms before it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import to_builtins
from msgspec.structs import replace
from playwright.sync_api import Page, expect

from tests.house import SCREENS
from tests.live.proxy import Proxy
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import ticket
from tests.screens.wall.test_law_6_bump_what_was_seen import (
    AGES,
    HANDS,
    Hand,
    comes,
    goes,
    middle,
    next_presses,
    painted,
    settle,
    still_wall,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def together(kitchen: Kitchen) -> Iterator[None]:
    """The wall shows what can be cooked together."""
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(replace(SCREENS[0], batches=True))]})
    yield
    kitchen.post("/kitchen/changes", {"screens": [to_builtins(SCREENS[0])]})


def buttons(page: Page) -> list[str]:
    return page.locator("#card .card-button").all_text_contents()


def bumped(page: Page, kitchen: Kitchen, table: str) -> str:
    """A ticket that comes and is done."""
    name = kitchen.ticket("noodles", table=table)
    comes(page, name)
    kitchen.post(f"/tickets/{name}/bump")
    goes(page, name)
    return name


@pytest.mark.parametrize("hand", HANDS)
@pytest.mark.parametrize("age", AGES)
def test_what_was_done_last_when_somebody_decided_comes_back(
    kitchen: Kitchen, open_wall: OpenWall, hand: Hand, age: int
) -> None:
    page, frames = still_wall(open_wall)
    seen = bumped(page, kitchen, "A01")
    page.keyboard.press("l")
    page.clock.run_for(100)
    painted(page, lambda: "A01" in (page.locator("#card .card-line").first.text_content() or ""))
    settle(page, frames)
    later = bumped(page, kitchen, "A02")
    painted(page, lambda: "A02" in (page.locator("#card .card-line").first.text_content() or ""))
    page.clock.run_for(age)
    if hand == "touch":
        page.mouse.click(*middle(page, "#card .card-line:first-child .card-button"))
    else:
        page.keyboard.press("1")
        page.clock.run_for(700)
    assert next_presses(frames) == [("recall", seen if age < 350 else later)]


def test_a_card_that_stands_open_follows_what_can_be_cooked_together(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    first = kitchen.ticket("tofu")
    kitchen.ticket("tofu", table="A02")
    expect(page.locator(".batch-qty")).to_have_text("2")
    page.keyboard.press("b")
    expect(page.locator("#card .card-button")).to_have_text(["1all 2 done", "21 done"])
    kitchen.ticket("tofu", table="A03")
    expect(page.locator("#card .card-button")).to_have_text(["1all 3 done", "21 done", "32 done"])
    kitchen.post(f"/tickets/{first}/bump")
    expect(page.locator("#card .card-button")).to_have_text(["1all 2 done", "21 done"])


def test_a_finger_that_is_down_finds_the_button_that_it_came_down_on(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(lang="en")
    old = [kitchen.ticket("tofu", table=table) for table in ("A01", "A02", "A03")]
    expect(page.locator(".batch-qty")).to_have_text("3")
    page.keyboard.press("b")
    expect(page.locator("#card .card-button")).to_have_count(3)
    page.mouse.move(*middle(page, "#card .card-choices > :nth-child(3)"))
    page.mouse.down()
    new = kitchen.ticket("sesame", table="A01")
    expect(ticket(page, new)).to_be_visible()
    kitchen.post(f"/tickets/{old[0]}/rush")
    page.mouse.up()
    for each in old[:2]:
        expect(ticket(page, each)).to_have_count(0)
    expect(ticket(page, old[2])).to_be_visible()


def test_a_part_of_which_one_was_done_is_refused_in_words_and_nothing_is_done(
    kitchen: Kitchen, wire: Proxy, open_wall: OpenWall
) -> None:
    page = open_wall(lang="en", port=wire.port)
    tickets = [kitchen.ticket("tofu", table=table) for table in ("A01", "A02", "A03")]
    expect(page.locator(".batch-qty")).to_have_text("3")
    page.keyboard.press("b")
    expect(page.locator("#card .card-button")).to_have_count(3)
    wire.set("stall")
    kitchen.post(f"/tickets/{tickets[0]}/bump")
    page.locator("#card").get_by_role("button", name="2 done").tap()
    expect(page.locator("#card-said")).to_have_text("sent …")
    wire.set("pass")
    expect(page.locator("#card-said")).to_contain_text("This batch is another by now", timeout=20_000)
    expect(page.locator("#card .card-button")).to_have_text(["1all 2 done", "21 done"])
    expect(page.locator("#card .is-pressed")).to_have_count(0)
    expect(page.locator("#card-said")).to_contain_text("This batch is another by now")
    for each in tickets[1:]:
        expect(ticket(page, each)).to_be_attached()
