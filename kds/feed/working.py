"""Which screen bump bars work, and since when: a press means the one that its bar worked as it was decided (law 6)."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from kds.core.kitchen.themes import Theme
from kds.core.types import Ms
from kds.feed.paint_history import GUARD_MS
from kds.runtime.store import Store

KEPT = 16
"""Changes of screen that are remembered of each bar; nobody presses a key of so many themes ago."""
DEVICES_MOST = 256
"""Devices that are remembered, each with a screen; of those that have not come for longest nothing is known."""


class _Stay(NamedTuple):
    screen: str
    since: Ms


class _Way:
    """The screens that were worked, one after the other."""

    def __init__(self) -> None:
        self._stays: deque[_Stay] = deque(maxlen=KEPT)

    def goes_to(self, screen: str, at: Ms) -> None:
        """From then on this one, if it is another."""
        if not self._stays or self._stays[-1].screen != screen:
            self._stays.append(_Stay(screen, at))

    def at(self, moment: Ms) -> str:
        """The one that was worked then; before all that is known, the first."""
        return next((each.screen for each in reversed(self._stays) if each.since <= moment), self._stays[0].screen)


class Working:
    """The ways of all bars of one house: what the house says of each screen, and what each device has been given.

    | the house says | the device was given | decided | means what stood on |
    |----------------|----------------------|--------:|---------------------|
    | cold, hot at 900 | cold, hot at 1,000 |     850 | cold                |
    | cold, hot at 900 | cold, hot at 1,000 |     950 | nobody knows        |
    | cold, hot at 900 | cold, hot at 1,000 |   1,000 | hot                 |
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._theme = store.state.kitchen.theme_now
        self._said: dict[str, _Way] = {}
        self._given: dict[tuple[str, str], _Way] = {}
        """Token and the screen that it belongs to → what its sockets served."""

    def now(self, own: str) -> str:
        """What the bars of a screen work, as the state stands."""
        return self._store.state.kitchen.bars_at(own)

    def begins(self, token: str, own: str, works: str) -> None:
        """A device's bars of the screen `own` have been given the board of the one that they work."""
        at = self._store.clock.monotonic()
        self._said.setdefault(own, _Way()).goes_to(works, at)
        way = self._given.pop((token, own), None) or _Way()
        way.goes_to(works, at)
        self._given[token, own] = way
        while len(self._given) > DEVICES_MOST:
            del self._given[next(iter(self._given))]

    def follow(self) -> bool:
        """Look what the house says after a commit; whether that may be another screen than before."""
        theme: Theme | None = self._store.state.kitchen.theme_now
        if theme == self._theme:
            return False
        self._theme, at = theme, self._store.clock.monotonic()
        for own, way in self._said.items():
            way.goes_to(self.now(own), at)
        return True

    def meant(self, token: str, own: str, pressed_at: Ms) -> str | None:
        """The screen that a press means; None where the bar was on its way from one to another."""
        decided_at = pressed_at - GUARD_MS
        said, given = self._said.get(own), self._given.get((token, own))
        if said is None or given is None:
            return self.now(own)
        works = said.at(decided_at)
        return works if given.at(decided_at) == works else None
