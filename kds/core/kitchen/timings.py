"""What dishes took of late, as it is remembered: a cell for each dish, station, part of the day and load."""

from __future__ import annotations

from functools import lru_cache

from kds.core.kitchen.times import Usual
from kds.core.types import Ms, Record

DAYS = 28
"""Business days that count: those before are forgotten."""
A_DAY, TAKEN = 16, 200
"""Times of a cell that are remembered: the last ones of a day, and of all its days."""
CELLS = 2_000
"""Cells that are remembered. What would be one more is not."""
LEAST = 5
"""Of fewer times nothing is said."""
ANY = -1
"""In whatever part of the day, under whatever load."""


class DayTook(Record, frozen=True, gc=False):
    """How long a dish took on a day; from `odd` more nothing is learnt."""

    business_day: str
    took_ms: tuple[Ms, ...] = ()
    odd: int = 0


class Timings(Record, frozen=True, gc=False):
    """How long a dish took at a station in a part of the day under a load, the last day last."""

    dish: str
    station: str
    daypart: str
    load: int
    days: tuple[DayTook, ...] = ()

    @property
    def took_ms(self) -> list[Ms]:
        """All of them."""
        return [each for day in self.days for each in day.took_ms]

    @property
    def odd(self) -> int:
        """How many there were beside."""
        return sum([day.odd for day in self.days])


class Took(Record, frozen=True, gc=False):
    """A line that was bumped: to which cell it belongs, and how long it took."""

    line: str
    cell: str
    took_ms: Ms
    odd: bool = False


class Streak(Record, frozen=True, gc=False):
    """What a station bumps in one go: the last time, which tickets, and what of them may be learnt from."""

    station: str
    bumped_at: Ms
    tickets: tuple[str, ...] = ()
    taken: tuple[Took, ...] = ()


class LearningDays(Record, frozen=True, gc=False):
    """The business days that have been learnt from, the last last."""

    days: tuple[str, ...] = ()


class LearntTime(Record, frozen=True, gc=False):
    """How long a dish takes at a station, in a part of the day under a load, or, with `load` `ANY`, at all.

    Eight times in ten it takes `early_ms` to `late_ms`. `count` times were learnt from, the first of `first_day`, the
    last of `last_day`; `odd` more were not. `standard_ms` is its standard time as it was then.
    """

    dish: str
    station: str
    ms: Ms
    early_ms: Ms
    late_ms: Ms
    standard_ms: Ms
    count: int
    odd: int
    first_day: str
    last_day: str
    daypart: str = ""
    load: int = ANY

    @property
    def cell(self) -> str:
        """Where it is kept."""
        return cell_of(self.dish, self.station, self.daypart, self.load)

    @property
    def usual(self) -> Usual:
        """The times alone."""
        return Usual(self.ms, self.early_ms, self.late_ms)


@lru_cache(maxsize=8_192)
def cell_of(dish: str, station: str, daypart: str, load: int) -> str:
    """The name of a cell; no id has a slash in it."""
    return f"{dish}/{station}/{daypart}/{load}"


def parts_of(cell: str) -> tuple[str, str, str, int]:
    """Dish, station, part of the day and load of a cell."""
    dish, station, daypart, load = cell.split("/")
    return dish, station, daypart, int(load)
