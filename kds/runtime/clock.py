"""Running time, and the calendar of business days."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from kds.core.state import State
from kds.core.types import Ms, Today

HOUR_MS = 3_600_000


def wall_ms() -> Ms:
    """What the wall clock says now."""
    return time.time_ns() // 1_000_000


def monotonic_ms() -> Ms:
    """Milliseconds of a clock that nobody can set, and that does not stand still while the machine sleeps."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class Clock:
    """Time that runs evenly from the moment it was anchored, whatever is done to the wall clock.

    It is anchored no earlier than `not_before`, the time of the ledger's last event: time never runs backwards
    over a restart either.
    """

    def __init__(
        self,
        not_before: Ms = 0,
        wall: Callable[[], Ms] = wall_ms,
        monotonic: Callable[[], Ms] = monotonic_ms,
    ) -> None:
        self._wall = wall
        self._monotonic = monotonic
        seen = wall()
        self.behind_ms = max(0, not_before - seen)
        """How far the wall clock stood behind the ledger when time was anchored."""
        self._offset = max(seen, not_before) - monotonic()
        self._noted = seen - monotonic()

    def now(self) -> Ms:
        """Milliseconds since the epoch, as this run counts them."""
        return self._monotonic() + self._offset

    def step_ms(self) -> Ms:
        """By how much the wall clock has been set since it was last asked for: 0 where it only ran."""
        offset = self._wall() - self._monotonic()
        step, self._noted = offset - self._noted, offset
        return step


def today(state: State, now: Ms) -> Today | None:
    """The business day under way by the house's calendar; None in a house that is not founded."""
    house = state.day.house.value
    return None if house is None else Today(*business_day(now, house.timezone, house.cutoff_hour))


def business_day(at: Ms, timezone: str, cutoff_hour: int) -> tuple[str, Ms]:
    """The business day under way at a moment, and when it ends.

    With a cut-off at 4, 02:30 on 3 May in the store's time zone belongs to 2 May, which ends at 04:00 on 3 May.
    The date is ISO 8601; the end is in milliseconds since the epoch.
    """
    zone = ZoneInfo(timezone)
    local = datetime.fromtimestamp(at / 1000, zone)
    day = (local - timedelta(hours=cutoff_hour)).date()
    following = day + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, cutoff_hour, tzinfo=zone)
    return day.isoformat(), round(end.astimezone(UTC).timestamp() * 1000)
