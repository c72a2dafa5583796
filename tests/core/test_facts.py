"""On which business day and in which quarter of an hour something happened, and when a line is late."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kds.core.day.end_day import CloseDay
from kds.core.facts import Times, late_after
from kds.core.kitchen.model import Thresholds
from kds.core.kitchen.moments import turns
from kds.core.types import Ms
from kds.runtime.days import business_day
from tests.house import DAY, HOUR, HOUSE, MINUTE, SmallHouse

BERLIN = ZoneInfo("Europe/Berlin")


def utc_minute(at: Ms) -> int:
    return at // MINUTE % 1440


def in_berlin(at: Ms) -> int:
    local = datetime.fromtimestamp(at / 1000, BERLIN)
    return local.hour * 60 + local.minute


def moment(text: str, fold: int = 0) -> Ms:
    return int(datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold).timestamp() * 1000)


def test_a_moment_is_of_the_day_that_was_under_way() -> None:
    house = SmallHouse()
    first = house.now
    house.tick("2026-09-22", house.now + 20 * HOUR)
    house.wait(20 * HOUR)
    closed = house.now
    house.tick("2026-09-22", closed + 4 * HOUR)
    house.wait(DAY)
    house.tick("2026-09-23", house.now + DAY)
    times = Times(house.state, utc_minute)
    assert [times.day(at) for at in (first, closed, house.now - 1, house.now)] == [
        "2026-09-21",
        "2026-09-22",
        "2026-09-22",
        "2026-09-23",
    ]
    assert times.today == "2026-09-23"


def test_a_day_that_was_closed_by_hand_ends_there_and_not_at_its_cut_off() -> None:
    house = SmallHouse()
    house.today = house.today.__class__("2026-09-22", house.now + 2 * DAY)
    before = house.now
    house.wait(HOUR)
    house.do(CloseDay(word="no guests"))
    times = Times(house.state, utc_minute)
    assert (times.day(before), times.day(house.now + 1)) == ("2026-09-21", "2026-09-22")
    assert business_day(house.now, HOUSE.timezone, HOUSE.cutoff_minute)[0] == "2026-09-21"


@pytest.mark.parametrize(
    ("text", "slot"),
    [("04:00", 16), ("04:14", 16), ("18:00", 72), ("23:59", 95), ("00:00", 96), ("01:30", 102), ("03:59", 111)],
)
def test_quarters_before_the_cut_off_come_after_the_evening(text: str, slot: int) -> None:
    hour, minute = text.split(":")
    assert Times(SmallHouse().state, lambda _: int(hour) * 60 + int(minute)).slot(0) == slot


def test_an_hour_that_comes_twice_is_in_the_same_quarters_and_one_that_is_missing_in_none() -> None:
    times = Times(SmallHouse().state, in_berlin)
    assert times.slot(moment("2026-10-25T02:30")) == times.slot(moment("2026-10-25T02:30", fold=1)) == 106
    assert moment("2026-10-25T02:30", fold=1) - moment("2026-10-25T02:30") == HOUR
    assert [times.slot(moment("2026-03-29T01:59") + after) for after in (0, MINUTE)] == [103, 108]


@pytest.mark.parametrize("standard", [MINUTE, 10 * MINUTE, 3 * HOUR])
@pytest.mark.parametrize(
    "thresholds", [Thresholds(), Thresholds(700, 2000, 1500, HOUR), Thresholds(100, 200, 300, MINUTE)]
)
def test_a_line_is_late_when_its_colour_says_so(standard: Ms, thresholds: Thresholds) -> None:
    house = SmallHouse()
    item = house.item(house.line("tofu"))
    item = type(item)(**{**{name: getattr(item, name) for name in item.__struct_fields__}, "standard_ms": standard})
    found = turns(item, thresholds)
    assert found is not None
    assert item.fired_at is not None
    assert found[1] == item.fired_at + late_after(standard, thresholds)
