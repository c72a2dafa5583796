"""Moments in words: the time of day where the restaurant is."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kds.core.state import State
from kds.core.types import Ms


def timezone(state: State) -> str:
    """Where the restaurant is, as an IANA name; empty in a house that is not founded."""
    house = state.day.house.value
    return house.timezone if house else ""


def time_of_day(at: Ms, now: Ms, zone: str) -> str:
    """`18:42:07`, with the date before it where that is not today's."""
    there = _zone(zone)
    moment, today = (datetime.fromtimestamp(each / 1000, there) for each in (at, now))
    return f"{moment:%H:%M:%S}" if moment.date() == today.date() else f"{moment:%Y-%m-%d %H:%M}"


def to_the_minute(at: Ms, now: Ms, zone: str) -> str:
    """`18:42`, with the date before it where that is not today's."""
    there = _zone(zone)
    moment, today = (datetime.fromtimestamp(each / 1000, there) for each in (at, now))
    return f"{moment:%H:%M}" if moment.date() == today.date() else f"{moment:%Y-%m-%d %H:%M}"


def date_and_time(at: Ms, zone: str) -> str:
    """`2026-09-21 18:42`."""
    return f"{datetime.fromtimestamp(at / 1000, _zone(zone)):%Y-%m-%d %H:%M}"


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except ZoneInfoNotFoundError:
        return None
