"""How long a dish really takes: the median of its last times, drawn towards its standard time where they are few.

Of a dish of 10 minutes that lately took 14:

| times | reckoned with |
|------:|--------------:|
|     0 |        10 min |
|     8 |        12 min |
|    24 |        13 min |
|   200 |      13.8 min |

What cannot be how long it took is counted, and nothing is learnt from it: a ticket that was bumped as soon as it came,
one that was forgotten for hours, and all that went when somebody bumped a whole wall at once. Where a part of the day
or a load has few times of its own, it is drawn towards those of the dish at its station, and these to the standard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kds.core.types import Ms, Permille

DRAWS = 8
"""The time that is drawn towards counts as much as so many of those that were taken."""
FLOOR_MS: Ms = 10_000
FLOOR_SHARE = 10
"""Nothing is made in less than ten seconds, nor in a tenth of its standard time."""
CEILING_TIMES = 6
CEILING_MS: Ms = 600_000
"""What took more than six times its standard time, and more than ten minutes, was forgotten."""
EARLY, MEDIAN, LATE = 100, 500, 900
EARLY_SHARE, LATE_SHARE = 600, 1500
"""Of a dish of which nothing is known eight times in ten: between these shares of its standard time, in permille."""
LOADS = (5, 15, 40)
"""With so many open tickets a station has more to do: with 0 to 4 it is quiet, from 40 on it is full."""


class Usual(NamedTuple):
    """How long a dish takes, and between what it does eight times in ten."""

    ms: Ms
    early_ms: Ms
    late_ms: Ms


def of_standard(standard_ms: Ms) -> Usual:
    """What is reckoned with where nothing is known."""
    return Usual(standard_ms, standard_ms * EARLY_SHARE // 1000, standard_ms * LATE_SHARE // 1000)


def learnt_from(prior: Usual, taken: Sequence[Ms]) -> Usual:
    """What is reckoned with after these times, in whatever order they come; none of them leaves what was known.

    Between what it lies is drawn towards as wide as was known, about what is reckoned with now.
    """
    if not taken:
        return prior
    ordered, count = sorted(taken), len(taken)
    ms = _drawn(prior.ms, quantile(ordered, MEDIAN), count)
    early = _drawn(ms * prior.early_ms // prior.ms, quantile(ordered, EARLY), count)
    late = _drawn(ms * prior.late_ms // prior.ms, quantile(ordered, LATE), count)
    return Usual(ms, min(early, ms), max(late, ms))


def _drawn(prior_ms: Ms, found_ms: Ms, count: int) -> Ms:
    return (DRAWS * prior_ms + count * found_ms) // (DRAWS + count)


def quantile(ordered: Sequence[Ms], share: Permille) -> Ms:
    """What the next time will not exceed so often, judged by some times, the shortest first: of n times the k-th is not
    exceeded k times in n + 1. Between two of them as far as it lies; never outside of them.
    """
    where = min(max((len(ordered) + 1) * share - 1000, 0), (len(ordered) - 1) * 1000)
    low, part = divmod(where, 1000)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * part // 1000


def floor_of(standard_ms: Ms) -> Ms:
    """What took less was not made then."""
    return max(FLOOR_MS, standard_ms // FLOOR_SHARE)


def ceiling_of(standard_ms: Ms) -> Ms:
    """What took more was forgotten."""
    return max(CEILING_MS, standard_ms * CEILING_TIMES)


def is_odd(took_ms: Ms, standard_ms: Ms) -> bool:
    """Whether nothing is to be learnt from a time."""
    return not floor_of(standard_ms) <= took_ms <= ceiling_of(standard_ms)


def load_of(tickets: int) -> int:
    """How much a station has to do with so many open tickets: 0 to 3."""
    return sum([tickets >= bound for bound in LOADS])
