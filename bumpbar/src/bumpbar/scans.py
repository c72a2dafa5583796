"""The codes of a scanner that types: a burst of keys, Enter before it, after it, or not at all. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bumpbar.gestures import DOWN, UP, Event
from bumpbar.keys import CODES, SHIFTS, character

GAP_MS = 30
"""No scanner pauses for so long within a code; nobody types so fast."""
CHARS = (4, 128)
"""A code has at least and at most so many characters."""
ENTERS = frozenset({CODES["ENTER"], CODES["KPENTER"], CODES["TAB"]})


class Scanned(NamedTuple):
    """A whole code; `at_ms` is its first character's."""

    code: str
    at_ms: int


class Scanner:
    """One scanner; each has a device of its own, so two at once, or one beside a keyboard, never mix."""

    def __init__(self) -> None:
        self._text = ""
        self._began_at = self._last_at = 0
        self._shifted = False

    @property
    def due_at(self) -> int | None:
        """When a code without Enter is over."""
        return self._last_at + GAP_MS if self._text else None

    def begun(self, held: Iterable[int]) -> None:
        """What was begun is not whole any more."""
        self._text = ""
        self._shifted = bool(SHIFTS & set(held))

    def event(self, event: Event) -> list[Scanned]:
        """Take a key event."""
        out = self.passed(event.at_ms)
        if event.code in SHIFTS:
            self._shifted = event.value != UP
        elif event.value == DOWN:
            out += self._key(event)
        return out

    def passed(self, now_ms: int) -> list[Scanned]:
        """End a code after which nothing comes."""
        due_at = self.due_at
        return self._end() if due_at is not None and due_at <= now_ms else []

    def _key(self, event: Event) -> list[Scanned]:
        if event.code in ENTERS:
            return self._end()
        self._began_at = self._began_at if self._text else event.at_ms
        self._last_at = event.at_ms
        if len(self._text) <= CHARS[1]:
            self._text += character(event.code, self._shifted)
        return []

    def _end(self) -> list[Scanned]:
        text, self._text = self._text, ""
        return [Scanned(text, self._began_at)] if CHARS[0] <= len(text) <= CHARS[1] else []
