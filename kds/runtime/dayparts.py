"""The parts of the day by the calendar: which of them it is where the house is, and when the next one begins.

A part begins at the first moment at which the local clock shows its time, or a later one, on one of its weekdays; on a
night on which the clock jumps over several of them, the last one is the one that begins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kds.core.menu.model import Daypart
from kds.core.types import Ms, PartOfDay
from kds.runtime.days import DAY, begins
from kds.runtime.zones import zone_of

DATES = 9
"""How many dates away the nearest begin of a part that there is once a week can be, and one more."""


class Begun(NamedTuple):
    """What began last of what begins by the calendar, when it did, and when the next one begins."""

    id: str
    began_at: Ms
    ends_at: Ms


def part_of_day(at: Ms, timezone: str, dayparts: Collection[Daypart]) -> PartOfDay | None:
    """The part that it is at a moment: the one that began last; None where there are none."""
    found = begun(at, timezone, dayparts)
    return None if found is None else PartOfDay(daypart=found.id, ends_at=found.ends_at)


def begun(at: Ms, timezone: str, dayparts: Collection[Daypart]) -> Begun | None:
    """What has begun last at a moment, of several begins of one id too; None where nothing begins."""
    zone = zone_of(timezone)
    today = datetime.fromtimestamp(at / 1000, zone).date()
    for back in range(-1, DATES):
        found = [each for each in _begins(today - back * DAY, zone, dayparts) if each[0] <= at]
        if found:
            began_at, _, last = max(found)
            return Begun(last, began_at, _next(at, today - back * DAY, zone, dayparts))
    return None


def _next(at: Ms, since: date, zone: ZoneInfo, dayparts: Collection[Daypart]) -> Ms:
    """The next begin of a part after a moment, which is on `since` or later; a day away where the calendar ends."""
    for ahead in range(2 * DATES):
        later = [each[0] for each in _begins(since + ahead * DAY, zone, dayparts) if each[0] > at]
        if later:
            return min(later)
    return at + timedelta(days=1) // timedelta(milliseconds=1)


def _begins(day: date, zone: ZoneInfo, dayparts: Collection[Daypart]) -> Iterator[tuple[Ms, int, str]]:
    """What begins on a date: when, at which minute of the local day, and which part."""
    for each in dayparts:
        if not each.weekdays or day.isoweekday() in each.weekdays:
            yield begins(day, zone, each.from_minute), each.from_minute, each.daypart
