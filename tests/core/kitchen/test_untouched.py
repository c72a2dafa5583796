"""A station has nobody at it once nothing was touched for a multiple of the standard time of its oldest ticket."""

from __future__ import annotations

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.untouched import untouched_at
from kds.core.types import Ms
from tests.house import NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def due(house: SmallHouse, touched_at: Ms = 0) -> Ms | None:
    return untouched_at(house.state, "cold", touched_at)


def standard(house: SmallHouse, line: str) -> Ms:
    return house.item(line).standard_ms


def test_without_anything_to_cook_nobody_is_missed(house: SmallHouse) -> None:
    assert due(house) is None
    held = house.line(want("tofu", fire="hold"))
    assert house.item(held).state == "held"
    assert due(house) is None


def test_it_counts_from_the_fire_or_from_the_touch_whichever_was_later(house: SmallHouse) -> None:
    twice = 2 * standard(house, house.line("tofu"))
    assert due(house) == NOON + twice
    assert due(house, NOON + 1_000) == NOON + 1_000 + twice


def test_it_counts_for_the_oldest_ticket_that_is_not_done(house: SmallHouse) -> None:
    first = house.line("tofu")
    twice = 2 * standard(house, first)
    house.now += 60_000
    house.line("tofu")
    assert due(house) == NOON + twice
    house.do(BumpTicket(house.item(first).ticket))
    assert due(house) == NOON + 60_000 + twice


def test_the_house_says_how_many_times_and_may_say_never(house: SmallHouse) -> None:
    length = standard(house, house.line("tofu"))
    house.do(ChangeHouse(nobody_after_permille=1_500))
    assert due(house) == NOON + length * 3 // 2
    house.do(ChangeHouse(nobody_after_permille=0))
    assert due(house) is None


def test_another_station_is_another_matter(house: SmallHouse) -> None:
    house.line("tofu")
    assert untouched_at(house.state, "hot", 0) is None
