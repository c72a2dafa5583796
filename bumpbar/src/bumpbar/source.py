"""What a bar is to its owner, whether its keys come from the kernel or over a serial line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Protocol

from bumpbar import clock
from bumpbar.gestures import Event, Gestures, Out
from bumpbar.keymap import Keymap
from bumpbar.scans import Scanned, Scanner


class Light(Protocol):
    """Shows an answer on the bar, where it can."""

    def __call__(self, *, good: bool) -> None: ...


class Owner(Protocol):
    """Hears what happens on one bar."""

    def heard(self, out: list[Out] | list[Scanned]) -> None:
        """Gestures, in order."""

    def lost(self) -> None:
        """Key events were lost: what was begun does not count."""

    def here(self, where: str, light: Light) -> None:
        """The bar is there. `light` shows or sounds an answer, where it can."""

    def gone(self, why: str) -> None:
        """The bar has gone."""


class Timed:
    """A bar's machine with the loop's time: what waits is settled when it is due, but never before what was read.

    A timer that comes late finds events in the kernel's queue that are older than it: `drain` hands them over first.
    """

    def __init__(self, keymap: Keymap, owner: Owner, drain: Callable[[], None]) -> None:
        self._machine = Scanner() if keymap.kind == "scanner" else Gestures(keymap)
        self._owner = owner
        self._drain = drain
        self._timer: asyncio.TimerHandle | None = None

    def begun(self, held: Iterable[int]) -> None:
        """Forget what was begun; these keys are down."""
        self._machine.begun(held)
        self._wait()

    def event(self, event: Event) -> None:
        """Take one event."""
        self._say(self._machine.event(event))

    def _say(self, out: list[Out] | list[Scanned]) -> None:
        if out:
            self._owner.heard(out)
        self._wait()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        due_at = self._machine.due_at
        if due_at is not None:
            delay_s = max(0, due_at - clock.now_ms()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._due)

    def _due(self) -> None:
        self._timer = None
        now_ms = clock.now_ms()
        self._drain()
        self._say(self._machine.passed(now_ms))

    def close(self) -> None:
        """Nothing is settled any more."""
        self.begun(())
