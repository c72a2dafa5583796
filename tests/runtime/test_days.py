"""Business days follow each other without a gap, wherever the house is and whatever is done to its clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.types import Today
from kds.runtime.days import begins, business_day, today
from tests.house import HOUR, HOUSE

BERLIN = "Europe/Berlin"
HALF_PAST_TWO = 150


def at(text: str, zone: str, fold: int = 0) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "day", "end"),
    [
        ("2026-05-03 02:30", "2026-05-02", "2026-05-03 04:00"),
        ("2026-05-03 03:59:59.999", "2026-05-02", "2026-05-03 04:00"),
        ("2026-05-03 04:00", "2026-05-03", "2026-05-04 04:00"),
        ("2026-12-31 23:59", "2026-12-31", "2027-01-01 04:00"),
    ],
)
def test_a_business_day_ends_at_the_cut_off(moment: str, day: str, end: str) -> None:
    zone = "Asia/Shanghai"
    assert business_day(at(moment, zone), zone, 240) == (day, at(end, zone))


@pytest.mark.parametrize(
    ("moment", "fold", "day"),
    [
        ("2026-10-25 02:29:59.999", 0, "2026-10-24"),
        ("2026-10-25 02:30", 0, "2026-10-25"),
        ("2026-10-25 02:10", 1, "2026-10-25"),
        ("2026-10-25 02:30", 1, "2026-10-25"),
        ("2026-10-26 02:29:59.999", 0, "2026-10-25"),
    ],
)
def test_in_the_night_in_which_half_past_two_comes_twice_the_first_one_counts(moment: str, fold: int, day: str) -> None:
    assert business_day(at(moment, BERLIN, fold), BERLIN, HALF_PAST_TWO)[0] == day


def test_that_night_makes_a_day_of_25_hours() -> None:
    begin, end = at("2026-10-25 02:30", BERLIN), at("2026-10-26 02:30", BERLIN)
    assert business_day(begin, BERLIN, HALF_PAST_TWO) == ("2026-10-25", end)
    assert business_day(begin - 1, BERLIN, HALF_PAST_TWO) == ("2026-10-24", begin)
    assert end - begin == 25 * HOUR


def test_in_the_night_in_which_half_past_two_never_comes_the_day_ends_when_the_clock_goes_past_it() -> None:
    jump = at("2026-03-29 03:00", BERLIN)
    assert business_day(jump - 1, BERLIN, HALF_PAST_TWO) == ("2026-03-28", jump)
    assert business_day(jump, BERLIN, HALF_PAST_TWO) == ("2026-03-29", at("2026-03-30 02:30", BERLIN))


def test_a_date_that_a_zone_has_skipped_is_no_business_day() -> None:
    zone = "Pacific/Apia"
    jump = at("2011-12-31 00:00", zone)
    assert business_day(jump - 1, zone, 0) == ("2011-12-29", jump)
    assert business_day(jump, zone, 0) == ("2011-12-31", at("2012-01-01 00:00", zone))


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"}))
DATES = st.dates(date(1990, 1, 1), date(2037, 12, 30))
MINUTES = st.integers(0, 1439)


@given(ZONES, DATES, MINUTES, st.sampled_from([-1, 0, 1, HOUR, 3 * HOUR]))
@example(BERLIN, date(2026, 3, 29), HALF_PAST_TWO, 0)
@example(BERLIN, date(2026, 10, 25), HALF_PAST_TWO, HOUR)
@example("Pacific/Apia", date(2011, 12, 30), 240, 0)
@example("Australia/Lord_Howe", date(2026, 4, 5), 100, -1)
def test_every_moment_is_on_exactly_one_day_and_days_follow_each_other(
    zone: str, day: date, cutoff: int, off: int
) -> None:
    moment = begins(day, ZoneInfo(zone), cutoff) + off
    label, end = business_day(moment, zone, cutoff)
    begin = begins(date.fromisoformat(label), ZoneInfo(zone), cutoff)
    assert begin <= moment < end
    assert business_day(begin, zone, cutoff) == business_day(end - 1, zone, cutoff) == (label, end)
    following, after = business_day(end, zone, cutoff)
    assert (label, end) < (following, after)
    assert business_day(begin - 1, zone, cutoff)[1] == begin
    assert business_day(begin - 1, zone, cutoff)[0] < label


@given(ZONES, DATES, MINUTES)
def test_no_day_begins_before_the_one_before_it(zone: str, day: date, cutoff: int) -> None:
    here = ZoneInfo(zone)
    assert begins(day, here, cutoff) <= begins(day + timedelta(days=1), here, cutoff)


class TestTheFirstOpenDay:
    HOUSE = replace(HOUSE, timezone=BERLIN, cutoff_minute=HALF_PAST_TWO)

    def test_is_the_calendars_where_that_is_not_closed(self) -> None:
        now = at("2026-05-03 12:00", BERLIN)
        for after in ("", "2026-05-01", "2026-05-02"):
            assert today(self.HOUSE, now, after) == Today("2026-05-03", at("2026-05-04 02:30", BERLIN))

    def test_is_the_one_after_the_last_that_is_closed(self) -> None:
        now = at("2026-05-03 12:00", BERLIN)
        assert today(self.HOUSE, now, "2026-05-03") == Today("2026-05-04", at("2026-05-05 02:30", BERLIN))
        assert today(self.HOUSE, now, "2026-05-10") == Today("2026-05-11", at("2026-05-12 02:30", BERLIN))

    def test_is_a_new_one_also_where_a_later_cut_off_would_bring_the_old_one_back(self) -> None:
        later = replace(self.HOUSE, cutoff_minute=360)
        now = at("2026-05-04 02:30", BERLIN)
        assert today(later, now, "2026-05-03") == Today("2026-05-04", at("2026-05-05 06:00", BERLIN))
