"""When a dish is sold: its parts of the day as hours, and those in words.

| the day                                   | sold in        | in words                              |
|-------------------------------------------|----------------|---------------------------------------|
| lunch 11:00, tea 14:00, dinner 17:00      | lunch          | 11:00–14:00                           |
|                                           | lunch, tea     | 11:00–17:00                           |
|                                           | dinner         | 17:00–11:00（次日）                   |
| the same, and late 22:00 on Fri and Sat   | late           | 周五、周六 22:00–11:00（次日）        |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from kds.core.menu.daypart_faults import DAY_MINUTES, WEEK
from kds.core.menu.model import Daypart, Dish
from kds.core.types import Channel, Name

WEEK_MINUTES = 7 * DAY_MINUTES
WEEKDAYS = tuple(
    Name(zh=zh, en=en)
    for zh, en in (
        ("周一", "Mon"),
        ("周二", "Tue"),
        ("周三", "Wed"),
        ("周四", "Thu"),
        ("周五", "Fri"),
        ("周六", "Sat"),
        ("周日", "Sun"),
    )
)
"""What the days of the week are called; Monday is the first."""


class Hours(NamedTuple):
    """From a minute of the local day on, so many minutes, on these weekdays; all seven are every day."""

    from_minute: int
    minutes: int
    weekdays: tuple[int, ...]


def is_sold_by(dish: Dish, channel: Channel | None) -> bool:
    """Whether a channel sells the dish; one that nobody has named does."""
    return not dish.channels or channel is None or channel in dish.channels


def is_sold_in(dish: Dish, daypart: str) -> bool:
    """Whether the dish is sold in a part of the day."""
    return not dish.dayparts or daypart in dish.dayparts


def hours_of(dayparts: Iterable[Daypart], sold_in: Collection[str]) -> list[Hours]:
    """The hours of some of a day's parts; none where these are the whole week, or where there are no such parts.

    Those that follow each other are one stretch. They are in the order of the day, the same hours of several days once.
    """
    begins = sorted(
        [
            ((weekday - 1) * DAY_MINUTES + each.from_minute, each.daypart)
            for each in dayparts
            for weekday in each.weekdays or WEEK
        ]
    )
    turns = [
        (at, daypart in sold_in)
        for number, (at, daypart) in enumerate(begins)
        if (daypart in sold_in) != (begins[number - 1][1] in sold_in)
    ]
    days: dict[tuple[int, int], list[int]] = {}
    for number, (at, sold) in enumerate(turns):
        if sold:
            until = turns[(number + 1) % len(turns)][0]
            days.setdefault((at % DAY_MINUTES, (until - at) % WEEK_MINUTES), []).append(at // DAY_MINUTES + 1)
    return [Hours(at, minutes, tuple(weekdays)) for (at, minutes), weekdays in sorted(days.items())]


def in_words(hours: Iterable[Hours]) -> Name:
    """The hours as people read them."""
    told = [_told(each) for each in hours]
    return Name(zh="，".join([each.zh for each in told]), en=", ".join([each.en for each in told]))


def sold_in_words(dayparts: Iterable[Daypart], dish: Dish) -> Name | None:
    """When a dish is sold; None where it always is, or no day has these parts."""
    found = hours_of(dayparts, dish.dayparts) if dish.dayparts else []
    return in_words(found) if found else None


def _told(hours: Hours) -> Name:
    begins, ends = hours.from_minute, hours.from_minute + hours.minutes
    if ends > 2 * DAY_MINUTES:
        spans = [_from_day_to_day(weekday, begins, ends) for weekday in hours.weekdays]
        return Name(zh="，".join([each.zh for each in spans]), en=", ".join([each.en for each in spans]))
    span, next_day = f"{_clock(begins)}–{_clock(ends)}", ends > DAY_MINUTES
    zh, en = span + ("（次日）" if next_day else ""), span + (" (next day)" if next_day else "")
    if len(hours.weekdays) == len(WEEK):
        return Name(zh=zh, en=en)
    names = [WEEKDAYS[each - 1] for each in hours.weekdays]
    return Name(
        zh=f"{'、'.join([each.zh for each in names])} {zh}", en=f"{', '.join([each.en for each in names])} {en}"
    )


def _from_day_to_day(weekday: int, begins: int, ends: int) -> Name:
    first, last = WEEKDAYS[weekday - 1], WEEKDAYS[(weekday - 1 + ends // DAY_MINUTES) % len(WEEK)]
    zh, en = (
        f"{one} {_clock(begins)}–{other} {_clock(ends % DAY_MINUTES)}"
        for one, other in ((first.zh, last.zh), (first.en, last.en))
    )
    return Name(zh=zh, en=en)


def _clock(minute: int) -> str:
    """24:00 is the end of a day."""
    if minute == DAY_MINUTES:
        return "24:00"
    return f"{minute % DAY_MINUTES // 60:02}:{minute % 60:02}"
