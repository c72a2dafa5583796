"""The calendar of business days: when each begins and ends where the house is, also where clocks are set twice a year.

A business day begins at the first moment at which the local clock shows the cut-off, or a later time, on its date.

| Europe/Berlin, cut-off 02:30 | the local clock                         | the day begins     |
|------------------------------|-----------------------------------------|--------------------|
| any other night              | shows 02:30 once                        | at 02:30           |
| 25 October 2026              | shows 02:30 twice                       | at the first 02:30 |
| 29 March 2026                | goes from 02:00 to 03:00: 02:30 is never | at 03:00          |

So days follow each other without a gap, every moment is on exactly one of them, and none is empty: a date of which
nothing is left, where a zone has changed sides of the date line, is no business day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kds.core.day.model import House
from kds.core.types import Ms, Today
from kds.runtime.zones import zone_of

DAY = timedelta(days=1)


def business_day(at: Ms, timezone: str, cutoff_minute: int) -> tuple[str, Ms]:
    """The business day under way at a moment, and when it ends.

    With a cut-off of 240, 02:30 on 3 May in the store's time zone belongs to 2 May, which ends at 04:00 on 3 May.
    The date is ISO 8601; the end is in milliseconds since the epoch.
    """
    zone = zone_of(timezone)
    day = (datetime.fromtimestamp(at / 1000, zone).replace(tzinfo=None) - timedelta(minutes=cutoff_minute)).date()
    while begins(day, zone, cutoff_minute) > at:
        day -= DAY
    while (end := begins(day + DAY, zone, cutoff_minute)) <= at:
        day += DAY
    return day.isoformat(), end


def today(house: House, now: Ms, after: str) -> Today:
    """The business day under way at `now`, or, where that is none later than `after`, the one that follows `after`."""
    day, end = business_day(now, house.timezone, house.cutoff_minute)
    if day <= after:
        following = begins(date.fromisoformat(after) + DAY, zone_of(house.timezone), house.cutoff_minute)
        day, end = business_day(following, house.timezone, house.cutoff_minute)
    return Today(business_day=day, closes_at=end)


def begins(day: date, zone: ZoneInfo, cutoff_minute: int) -> Ms:
    """The first moment at which the clock of a zone shows the cut-off, or a later time, on that date."""
    local = datetime.combine(day, time(cutoff_minute // 60, cutoff_minute % 60))
    moment = _seconds(local, zone, fold=0)
    if datetime.fromtimestamp(moment, zone).replace(tzinfo=None) != local:
        moment = _jump(local, _seconds(local, zone, fold=1), moment, zone)
    return moment * 1000


def _jump(local: datetime, before: int, after: int, zone: ZoneInfo) -> int:
    """The moment at which the clock jumps over `local`; it is later than `before` and not later than `after`."""
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).replace(tzinfo=None) >= local:
            after = middle
        else:
            before = middle
    return after


def _seconds(local: datetime, zone: ZoneInfo, fold: int) -> int:
    return int(local.replace(tzinfo=zone, fold=fold).astimezone(UTC).timestamp())
