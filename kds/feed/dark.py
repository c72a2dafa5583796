"""Stations whose tickets stand on no live wall: none is set to show them, or those that are have gone."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.state import State

GRACE_S = 10.0
"""So long a station may be without a wall: one that loads its page anew, or is turned on after another, is no news."""


class DarkStations:
    """Which stations no live wall has shown for a while. Seconds are of a clock that nobody can set."""

    def __init__(self, state: State) -> None:
        self.found: tuple[str, ...] = ()
        self._state = state
        self._lit_at: dict[str, float] = {}

    def begin(self) -> None:
        """Walls are turned on: until now nobody has looked."""
        self.found, self._lit_at = (), {}

    def look(self, screens: Iterable[str], now: float) -> bool:
        """Take in which screens are live, backups aside; whether other stations are dark than before."""
        kitchen = self._state.kitchen
        known = kitchen.screens_now
        live = [known[each] for each in screens if each in known and known[each].is_sure]
        lit = {station for screen in live for station in screen.stations or kitchen.stations}
        self._lit_at = {each: now if each in lit else self._lit_at.get(each, now) for each in kitchen.stations}
        before, self.found = self.found, tuple(each for each, at in self._lit_at.items() if now - at >= GRACE_S)
        return self.found != before
