"""Law 12 on the wall: what it leaves out stands in its bar, quiet where others see it, loud where nobody does."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from kds.core.kitchen.screens import ScreenLanguage
from tests.screens.closing import close
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.scenes import look, staged

pytestmark = pytest.mark.browser

MARK, LIST = ".left-out-mark", ".left-out-list"
DARK_MS = 20_000
PANEL_MM = 952
"""How wide a panel of 43 inches is."""
LEAST_MM = 8


def says(page: Page, count: int) -> None:
    """The mark has this figure."""
    expect(page.locator(f"{MARK} b")).to_have_text(str(count))


def test_a_wall_of_one_station_says_how_many_tickets_stand_elsewhere(kitchen: Kitchen, open_wall: OpenWall) -> None:
    everything, cold = open_wall(lang="en"), open_wall("cold", lang="en")
    expect(everything.locator(MARK)).to_have_count(0)
    says(cold, 0)
    noodles = kitchen.ticket("noodles")
    says(cold, 1)
    kitchen.order("tofu", "noodles", table="A02")
    says(cold, 2)
    expect(cold.locator(".slot article")).to_have_count(1)
    kitchen.post(f"/tickets/{noodles}/bump")
    says(cold, 1)
    cold.reload()
    says(cold, 1)


def test_which_stations_they_are_is_said_when_asked_and_covers_nothing_for_long(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    page = open_wall("cold", lang="en", clock=True)
    kitchen.ticket("noodles")
    says(page, 1)
    expect(page.locator(LIST)).to_be_hidden()
    page.locator(MARK).click()
    expect(page.locator('.left-out-station[data-station="hot"]')).to_contain_text("1")
    expect(page.locator('.left-out-station[data-station="cold"]')).to_have_count(0)
    kitchen.ticket("noodles", table="A02")
    expect(page.locator('.left-out-station[data-station="hot"] b')).to_have_text("2")
    expect(page.locator(LIST)).to_be_visible()
    page.clock.run_for(16_000)
    expect(page.locator(LIST)).to_be_hidden()
    page.locator(MARK).click()
    page.locator(MARK).click()
    expect(page.locator(LIST)).to_be_hidden()


def test_what_the_list_covers_is_not_said_to_be_seen(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall("cold")
    page.locator(MARK).click()
    tofu = kitchen.ticket("tofu")
    expect(page.locator(".slot article")).to_have_count(1)
    page.wait_for_timeout(600)
    assert tofu not in [each["ticket"] for each in kitchen.events("TicketShown")]
    page.locator(MARK).click()
    page.wait_for_timeout(600)
    assert tofu in [each["ticket"] for each in kitchen.events("TicketShown")]


def test_it_is_loud_only_where_no_live_wall_shows_them(kitchen: Kitchen, open_wall: OpenWall) -> None:
    cold = open_wall("cold", lang="en")
    kitchen.ticket("noodles")
    expect(cold.locator("#left-out")).to_have_class(re.compile("is-loud"), timeout=DARK_MS)
    expect(cold.locator(".left-out-dark")).to_have_text("1 on no screen")
    everything = open_wall()
    expect(cold.locator("#left-out")).not_to_have_class(re.compile("is-loud"))
    expect(cold.locator(".left-out-dark")).to_be_hidden()
    says(cold, 1)
    everything.close()


def test_the_mark_is_read_at_three_metres_and_takes_no_room_from_the_food(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    kitchen.ticket("noodles")
    for width, height in ((1920, 1080), (1280, 720)):
        page = open_wall("cold", lang="en", width=width, height=height)
        says(page, 1)
        for part in (f"{MARK} b", f"{MARK} span"):
            size = float(page.locator(part).evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)"))
            assert size * PANEL_MM / width >= LEAST_MM
        bar = page.locator(".wall-bar").bounding_box()
        mark = page.locator(MARK).bounding_box()
        assert bar is not None
        assert mark is not None
        assert mark["y"] >= bar["y"]
        assert mark["y"] + mark["height"] <= bar["y"] + bar["height"]


RANKED = """
Array.from(document.querySelectorAll('.slot-rank:not(:empty)'), (rank) => {
  const one = rank.getBoundingClientRect();
  const other = rank.parentElement.querySelector('.slot-number').getBoundingClientRect();
  const head = rank.parentElement.querySelector('.ticket-head').getBoundingClientRect();
  const table = rank.parentElement.querySelector('.ticket-table').getBoundingClientRect();
  return [one.top >= other.bottom - 1, one.bottom <= head.bottom + 1, one.right <= table.left + 1];
})
"""


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_the_rank_covers_neither_the_number_of_its_slot_nor_the_table(
    kitchen: Kitchen, open_wall: OpenWall, lang: str
) -> None:
    for table in ("A01", "A02", "A03"):
        kitchen.ticket("noodles", table=table)
    for width, height in ((1920, 1080), (1280, 720)):
        page = open_wall(lang=lang, width=width, height=height)
        expect(page.locator(".slot-rank[data-rank='3']")).to_have_count(1)
        assert page.evaluate(RANKED) == [[True, True, True]] * 3


SHARE = """
(table) => {
  const node = Array.from(document.querySelectorAll('.slot article'))
    .find((each) => each.dataset.label === table && each.querySelector('.is-longest'));
  const board = document.getElementById('board').getBoundingClientRect();
  const ticket = node.getBoundingClientRect();
  return ticket.height / board.height;
}
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_dish_named_by_a_paragraph_leaves_the_column_to_others(browser: Browser, lang: ScreenLanguage) -> None:
    with staged("longest", lang) as made:
        page = look(browser, made, lang, (1280, 720))
        for table in ("A01", "A02", "A03"):
            assert page.evaluate(SHARE, table) <= 0.51
        sizes = page.evaluate(
            "Array.from(document.querySelectorAll('[data-label=A01] .line-dish'), (each) => "
            "[each.classList.contains('is-longest'), parseFloat(getComputedStyle(each).fontSize)])"
        )
        long = [size for is_long, size in sizes if is_long]
        assert max(long) < min(size for is_long, size in sizes if not is_long), "the others keep their letters"
        assert min(long) * PANEL_MM / 1280 >= LEAST_MM
        expect(page.locator("[data-label=A03] .line-qty")).to_have_text("999")
        close(page.context)
