"""Rows for reports: how a table of facts is declared, and on which business day and in which quarter of an hour
something happened.

There are two kinds of tables. What a party has (where it sat, what it ordered, how the kitchen fared with it) is a
pure function of its part of the state, made anew whenever something of that changes: moved tables, merged parties,
recalls and voids are right in it because the state is. What was booked (a bill that was paid, money, a count) is
appended by its event and never changes: a day that is closed stays as it was told, as its Z does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import ClassVar

import msgspec

from kds.core.kitchen.model import Thresholds
from kds.core.state import State
from kds.core.types import Ms

QUARTER = 15
QUARTERS = 24 * 60 // QUARTER

LocalMinute = Callable[[Ms], int]
"""The minute of the local day at a moment, 0 to 1439: what a pure rule cannot look up by itself."""


class Fact(msgspec.Struct, frozen=True, gc=False):
    """A row of `TABLE`: its fields are the columns, text, whole numbers and truths, or None.

    `OF_PARTY`: rows of a party, told from others by `party`, the number of the event that it was opened by; they are
    replaced together. `KEY`: a row takes the place of the one that is alike in these columns.
    """

    TABLE: ClassVar[str]
    OF_PARTY: ClassVar[bool] = False
    KEY: ClassVar[tuple[str, ...]] = ()


class Times:
    """When things happened, by the house's own days.

    The business day of a moment is the one that was under way: also where it was closed by hand before its end. The
    quarter is the local clock's, from the cut-off on: at a cut-off of 04:00 the first quarter is 16, and 01:30 in the
    night is quarter 102 of the day before, so that they sort as they were lived. Where the clock shows an hour twice
    both are in the same four quarters.
    """

    def __init__(self, state: State, minute: LocalMinute) -> None:
        self._minute = minute
        days = sorted(state.billing.days.values(), key=lambda each: (each.ended, each.business_day))
        self._ends = [each.ended for each in days]
        self._days = [each.business_day for each in days]
        current, house = state.day.current.value, state.day.house.value
        self.today = "" if current is None else current.business_day
        """The business day under way."""
        self._cutoff = 0 if house is None else house.cutoff_minute // QUARTER

    def day(self, at: Ms) -> str:
        """The business day of a moment, as an ISO date."""
        after = bisect_right(self._ends, at)
        return self._days[after] if after < len(self._days) else self.today

    def slot(self, at: Ms) -> int:
        """The quarter of an hour of a moment, counted from local midnight, with those before the cut-off at the end."""
        quarter = self._minute(at) // QUARTER
        return quarter + QUARTERS if quarter < self._cutoff else quarter


def late_after(standard_ms: Ms, thresholds: Thresholds) -> Ms:
    """After how long on its station a line is late, by what its ticket is judged by: as its colour is."""
    critical = min(standard_ms * thresholds.critical_permille // 1000, thresholds.critical_ms)
    return min(standard_ms * thresholds.late_permille // 1000, critical)
