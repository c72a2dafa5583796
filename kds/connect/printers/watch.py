"""Stations that no live wall shows, tickets that nobody acts upon, and stations that nobody touches go to the printers
that are for that (law 5). Backups are asked first: one that is live and seen is a wall, and who cooks from it acts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kds.core.day.model import House
from kds.core.journal import ONLY
from kds.core.kitchen.unseen import unseen
from kds.core.printing.hand_to_paper import HandToPaper, waits_for_paper
from kds.core.printing.model import NobodyLooks
from kds.core.types import Ms
from kds.runtime.house import issue
from kds.runtime.store import Store

Handed = tuple[str, NobodyLooks, tuple[str, ...]]


class Limits(NamedTuple):
    """In seconds: how often it is looked, and how long after the server began walls have time to come up."""

    look: float = 2.0
    begin: float = 60.0


class PaperWatch:
    """Hands over what nobody looks at. `walls` gives the screens of which a live wall can be seen, `neglected` the
    stations that nobody touches, nor has in hand elsewhere, since when.
    """

    def __init__(
        self,
        store: Store,
        walls: Callable[[], Iterable[str]],
        neglected: Callable[[], Mapping[str, Ms]],
        limits: Limits | None = None,
    ) -> None:
        self._store = store
        self._walls = walls
        self._neglected = neglected
        self._limits = limits or Limits()
        self._lit_at: dict[str, float] = {}
        self._began_at: float | None = None

    async def run(self) -> None:
        """For ever."""
        while True:
            await asyncio.sleep(self._limits.look)
            await self._store.settled()
            for station, why, tickets in self.look(asyncio.get_running_loop().time()):
                await issue(self._store, HandToPaper(station, why, tickets))

    def look(self, now: float) -> list[Handed]:
        """What is to be handed over, station by station."""
        state = self._store.state
        if not any(each.mode == "fallback" for each in state.printing.printers.values()):
            self._lit_at.clear()
            return []
        dark = self._dark(now)
        found: list[Handed] = [(station, "dark", ()) for station in dark if waits_for_paper(state, station)]
        late: dict[str, list[str]] = {}
        for ticket in unseen(state, self._store.now() - self._house.paper_unseen_ms):
            if ticket.station not in dark:
                late.setdefault(ticket.station, []).append(ticket.ticket)
        for station, tickets in late.items():
            if waits_for_paper(state, station, tuple(tickets)):
                found.append((station, "unseen", tuple(tickets)))
        return found + [(station, "untouched", ()) for station in self._left({*dark, *late})]

    def _left(self, known: set[str]) -> list[str]:
        """The stations that nobody has touched for so long after that was an alarm."""
        since = self._store.now() - self._house.paper_unseen_ms
        left = sorted([each for each, at in self._neglected().items() if at <= since and each not in known])
        return [each for each in left if waits_for_paper(self._store.state, each)]

    def _dark(self, now: float) -> list[str]:
        """The stations with work that no live wall has shown for long enough."""
        kitchen = self._store.state.kitchen
        began = self._began_at = now if self._began_at is None else self._began_at
        screens = [kitchen.screens_now[each] for each in self._walls() if each in kitchen.screens_now]
        live = [each for each in screens if each.is_wall]
        everything = any(not screen.stations for screen in live)
        lit = {station for screen in live for station in screen.stations}
        stations = {*kitchen.stations, *kitchen.open_tickets}
        patience = self._house.paper_dark_ms / 1_000
        # Walls are turned on after the box: until then nobody can have looked.
        first = began + self._limits.begin - patience
        self._lit_at = {
            each: now if everything or each in lit else self._lit_at.get(each, max(now, first)) for each in stations
        }
        return sorted([each for each, at in self._lit_at.items() if now - at >= patience])

    @property
    def _house(self) -> House:
        return self._store.state.day.house[ONLY]
