"""A backup wall waits, and takes over what no other wall shows; a mirror is the same wall once more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall

pytestmark = pytest.mark.browser

TAKES_OVER_MS = 20_000
BACKUP = {"screen": "spare", "name": {"zh": "备用", "en": "Spare"}, "role": "backup", "stations": ["cold", "hot"]}
HEAT = {"screen": "heat", "name": {"zh": "热菜屏", "en": "Heat"}, "stations": ["hot"]}
MIRROR = {"screen": "second", "name": {"zh": "同屏", "en": "Second"}, "role": "mirror", "of": "cold"}


@pytest.fixture(autouse=True)
def screens(kitchen: Kitchen) -> Iterator[None]:
    """The house has them while a test is under way."""
    kitchen.post("/kitchen/changes", {"screens": [BACKUP, HEAT, MIRROR]})
    yield
    kitchen.post("/kitchen/changes", {"gone": {"screens": ["spare", "heat", "second"]}})


def shown(kitchen: Kitchen) -> list[Any]:
    return [each["screen"] for each in kitchen.events("TicketShown")]


def articles(page: Page) -> Any:
    return page.locator(".slot article")


def test_it_waits_while_others_show_its_stations_and_takes_over_once_one_has_gone(
    kitchen: Kitchen, open_wall: OpenWall
) -> None:
    cold, hot, spare = open_wall("cold"), open_wall("heat"), open_wall("spare")
    expect(spare.locator("#standby")).to_be_visible()
    first = kitchen.ticket("tofu")
    kitchen.ticket("noodles", table="A02")
    expect(articles(cold)).to_have_count(1)
    expect(articles(spare)).to_have_count(2)
    spare.keyboard.press("1")
    spare.keyboard.press("Enter")
    expect(articles(cold)).to_have_count(1)
    assert "spare" not in shown(kitchen)
    cold.close()
    expect(spare.locator("#standby")).to_be_hidden(timeout=TAKES_OVER_MS)
    expect(spare.locator(".slot article.is-elsewhere")).to_have_attribute("data-station", "hot")
    late = kitchen.ticket("tofu", table="A03")
    expect(spare.locator(f'article[data-ticket="{late}"]')).to_be_visible()
    expect(articles(hot)).to_have_count(1)
    spare.locator(f'article[data-ticket="{first}"] .ticket-bump').tap()
    expect(spare.locator(f'article[data-ticket="{first}"]')).to_have_count(0)
    assert [each["ticket"] for each in kitchen.events("TicketBumped")] == [first]
    again = open_wall("cold")
    expect(articles(again)).to_have_count(1)
    expect(spare.locator("#standby")).to_be_visible(timeout=TAKES_OVER_MS)


def test_a_mirror_is_the_same_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    ticket = kitchen.ticket("tofu")
    one, other = open_wall("cold"), open_wall("second")
    expect(other.locator("h1")).to_contain_text(one.locator("h1").inner_text())
    expect(articles(other)).to_have_attribute("data-ticket", ticket)
    kitchen.post(f"/tickets/{ticket}/bump")
    expect(articles(one)).to_have_count(0)
    expect(articles(other)).to_have_count(0)


def test_a_mirror_of_nothing_or_of_a_mirror_is_refused_and_what_is_mirrored_stays(kitchen: Kitchen) -> None:
    for of in (None, "nowhere", "second"):
        answer = kitchen.post("/kitchen/changes", {"screens": [{**MIRROR, "screen": "third", "of": of}]}, 422)
        assert answer["reason"] == "bad_kitchen"
    kitchen.post("/kitchen/changes", {"gone": {"screens": ["cold"]}}, 422)
