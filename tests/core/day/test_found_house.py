"""Founding the house, and changing its settings."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.day.found_house import FoundHouse, HouseIs
from kds.core.types import Refusal
from tests.house import CLOSES, DAY, HOUR, HOUSE, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_cut_off_changed_during_a_day_leaves_the_day_under_way_as_it_is(house: SmallHouse) -> None:
    house.order("tofu")
    day = house.state.day.current[""]
    changed = replace(HOUSE, cutoff_minute=6 * 60)
    answer = house.ask(FoundHouse(changed, "1999-01-01", CLOSES + 2 * HOUR), HouseIs)
    assert answer.business_day == "2026-09-21"
    assert house.state.day.current[""] == day
    assert house.state.day.house[""] == changed


def test_it_bears_the_name_of_whoever_changed_it(house: SmallHouse) -> None:
    (recorded,) = house.do(FoundHouse(HOUSE, "2026-09-21", CLOSES + DAY), who="mei").recorded
    assert recorded.stamp.actor == "mei"


@pytest.mark.parametrize("minute", [0, 150, 1439])
def test_a_day_may_end_at_any_minute(house: SmallHouse, minute: int) -> None:
    house.do(FoundHouse(replace(HOUSE, cutoff_minute=minute), "2026-09-21", CLOSES))
    assert house.state.day.house[""].cutoff_minute == minute


@pytest.mark.parametrize("minute", [-1, 1440, 1 << 60])
def test_what_is_no_time_of_day_is_refused_in_words(house: SmallHouse, minute: int) -> None:
    refusal = house.attempt(FoundHouse(replace(HOUSE, cutoff_minute=minute), "2026-09-21", CLOSES))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.code == "bad_cutoff"
    assert "0 to 1439" in refusal.message().en
    assert str(minute) in refusal.message().zh
