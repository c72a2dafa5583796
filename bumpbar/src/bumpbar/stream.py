"""The kernel's protocol of input events, without a device: which events are keys, and what SYN_DROPPED asks for.

When the kernel's queue has run over it says so, and what follows until the next report is not whole: nothing of it
counts, and which keys are down has to be asked for.
"""

from __future__ import annotations

from typing import Literal

from bumpbar.gestures import Event

EV_SYN, EV_KEY = 0, 1
SYN_REPORT, SYN_DROPPED = 0, 3


class Stream:
    """The events of one device, in the order in which they are read."""

    def __init__(self) -> None:
        self._broken = False

    def take(self, kind: int, code: int, value: int, at_ms: int) -> Event | Literal["lost"] | None:
        """A key event; "lost" once the keys' state has to be read anew; None for all that is neither."""
        if kind == EV_SYN and code == SYN_DROPPED:
            self._broken = True
        elif kind == EV_SYN and code == SYN_REPORT and self._broken:
            self._broken = False
            return "lost"
        elif kind == EV_KEY and not self._broken:
            return Event(at_ms, code, value)
        return None
