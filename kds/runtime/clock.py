"""Running time: it runs evenly, and follows the wall clock when that is set."""

from __future__ import annotations

import time
from collections.abc import Callable

from kds.core.types import Ms

STEP_MS = 2_000
"""A jump of the wall clock that is worth a record; less is the clock being disciplined."""
DAY_MS = 86_400_000


def wall_ms() -> Ms:
    """What the wall clock says now."""
    return time.time_ns() // 1_000_000


def monotonic_ms() -> Ms:
    """Milliseconds of a clock that nobody can set, and that does not stand still while the machine sleeps."""
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000


class Clock:
    """Time that runs evenly from the moment it was anchored until it is told to follow a step of the wall clock.

    It begins at the wall clock's time, but no earlier than `last`, the time of the ledger's last event: where the wall
    clock stands behind that, it has been set back, and `step_ms` says so. `founded` is the time of the first event.

    | the wall clock stands                              | running time                                      |
    |----------------------------------------------------|---------------------------------------------------|
    | no more than `STEP_MS` away from running time      | is moved to it: the clock is being disciplined    |
    | further away                                       | follows it once the step is on disk               |
    | more than a day before the founding of the store   | goes on: a dead battery's time is certainly wrong |
    """

    def __init__(
        self,
        last: Ms = 0,
        founded: Ms = 0,
        wall: Callable[[], Ms] = wall_ms,
        monotonic: Callable[[], Ms] = monotonic_ms,
    ) -> None:
        self._wall = wall
        self.monotonic = monotonic
        """Milliseconds that no step of any clock changes: for lengths of time within a run."""
        # A store may have been founded by a clock that was a time zone off.
        self._earliest = founded - DAY_MS
        self._offset = max(wall(), last) - monotonic()
        self.steps = 0
        """How often running time has followed a step."""

    def now(self) -> Ms:
        """Milliseconds since the epoch, as this run counts them."""
        return self.monotonic() + self._offset

    def off_ms(self) -> Ms:
        """How far the wall clock stands ahead of running time; negative where it stands behind."""
        return self._wall() - self.now()

    def is_wrong(self) -> bool:
        """Whether what the wall clock says cannot be."""
        return self._wall() < self._earliest

    def step_ms(self) -> Ms:
        """How far running time has to go to be with the wall clock again; 0 where it is, or where that is wrong."""
        off = self.off_ms()
        if self.is_wrong():
            return 0
        if abs(off) <= STEP_MS:
            self._offset += off
            return 0
        return off

    def follow(self, shift_ms: Ms) -> None:
        """The step is on disk: running time goes on from there."""
        self._offset += shift_ms
        self.steps += 1
