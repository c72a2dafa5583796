"""Round trips and losses of the last minutes or hours: counted in slots of time, so that each costs the same
however many there are, and what is old goes by itself."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from typing import Literal, NamedTuple

from kds.core.types import Ms

BOUNDS: tuple[Ms, ...] = (
    *(1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700),
    *(1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 20_000),
)
"""A round trip is counted at the first of these that it does not exceed; longer ones at the last."""
SLOW_MS, BAD_MS = 100, 300
"""Above this the usual round trip is felt, and disturbs."""
HICCUP_MS = 1_500
"""A single round trip as long as this is one that a person waits for."""
FEW = 3
"""Losses that can be chance."""
FAIR_IN, BAD_IN = 200, 40
"""One loss in so many attempts is no good, and is bad."""

Grade = Literal["none", "good", "fair", "weak"]


class Figures(NamedTuple):
    """What was heard: how many round trips, the usual one and the longest, and what was lost.

    `missed` are answers that did not come, `breaks` connections that broke off and were there again soon.
    """

    trips: int = 0
    median_ms: Ms = 0
    worst_ms: Ms = 0
    missed: int = 0
    breaks: int = 0

    @property
    def lost(self) -> int:
        """Both kinds of loss."""
        return self.missed + self.breaks

    @property
    def grade(self) -> Grade:
        """How good the network is there."""
        tried = self.trips + self.lost
        if not tried:
            return "none"
        if self.median_ms > BAD_MS or (self.lost >= FEW and self.lost * BAD_IN >= tried):
            return "weak"
        fair = self.median_ms > SLOW_MS or self.worst_ms > HICCUP_MS or self.lost * FAIR_IN >= tried
        return "fair" if fair else "good"


class _Slot:
    """What was heard within one slot of time."""

    __slots__ = ("breaks", "counts", "missed", "number", "worst_ms")

    def __init__(self, number: int) -> None:
        self.number = number
        self.counts = [0] * len(BOUNDS)
        self.worst_ms = 0
        self.missed = 0
        self.breaks = 0


class Span:
    """The last `slots` × `slot_ms` milliseconds, of a clock that never goes back."""

    def __init__(self, slot_ms: Ms, slots: int) -> None:
        self._slot_ms = slot_ms
        self._slots: deque[_Slot] = deque(maxlen=slots)
        self._most = slots

    def trip(self, ms: Ms, now: Ms) -> None:
        """An answer came after so long."""
        slot = self._slot(now)
        slot.counts[min(bisect_left(BOUNDS, ms), len(BOUNDS) - 1)] += 1
        slot.worst_ms = max(slot.worst_ms, ms)

    def missed(self, now: Ms) -> None:
        """No answer came."""
        self._slot(now).missed += 1

    def broke(self, now: Ms) -> None:
        """A connection broke off, and is there again."""
        self._slot(now).breaks += 1

    def figures(self, now: Ms) -> Figures:
        """What of it is not older than the span."""
        first = now // self._slot_ms - self._most
        slots = [each for each in self._slots if each.number > first]
        counts = [sum(each) for each in zip(*[slot.counts for slot in slots], strict=True)]
        worst_ms = max([slot.worst_ms for slot in slots], default=0)
        return Figures(
            trips=sum(counts),
            median_ms=min(_median(counts), worst_ms),
            worst_ms=worst_ms,
            missed=sum([slot.missed for slot in slots]),
            breaks=sum([slot.breaks for slot in slots]),
        )

    def _slot(self, now: Ms) -> _Slot:
        number = now // self._slot_ms
        if not self._slots or self._slots[-1].number != number:
            self._slots.append(_Slot(number))
        return self._slots[-1]


def _median(counts: list[int]) -> Ms:
    """Half of them took no longer than this."""
    half, seen = (sum(counts) + 1) // 2, 0
    for bound, count in zip(BOUNDS, counts, strict=False):
        seen += count
        if count and seen >= half:
            return bound
    return 0


def figures_of(trips: list[Ms], missed: int) -> Figures:
    """The same of round trips that are all known."""
    ordered = sorted(trips)
    median_ms = ordered[(len(ordered) - 1) // 2] if ordered else 0
    return Figures(len(ordered), median_ms, ordered[-1] if ordered else 0, missed)
