"""What stood in a screen's slots, as the server told this bar: for presses that reach it after it has forgotten."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

GUARD_MS = 350
"""What came there less long before a press was not what the person looked at."""
BOARDS = 64


class Seen:
    """The latest boards of one screen, and when they came."""

    def __init__(self) -> None:
        self._boards: deque[tuple[int, Sequence[str]]] = deque(maxlen=BOARDS)

    def told(self, slots: Sequence[str], at_ms: int) -> None:
        """A board has come."""
        self._boards.append((at_ms, slots))

    def at(self, slot: int, at_ms: int) -> str | None:
        """The ticket in a slot when somebody decided to press, "" where none; None where that is not known."""
        found = next((slots for since, slots in reversed(self._boards) if since <= at_ms - GUARD_MS), None)
        if found is None:
            return None
        return found[slot - 1] if slot <= len(found) else ""
