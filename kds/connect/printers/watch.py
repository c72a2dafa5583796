"""Stations that no live wall shows, and tickets that nobody acts upon, go to the printers that are for that (law 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from kds.core.kitchen.unseen import unseen
from kds.core.printing.hand_to_paper import HandToPaper, waits_for_paper
from kds.core.types import Ms
from kds.runtime.house import issue
from kds.runtime.store import Store


class Limits(NamedTuple):
    """In seconds: how often it is looked, how long a station may be dark, and how long after the server began; how long
    an alarm may stand that nobody acts upon.
    """

    look: float = 2.0
    dark: float = 20.0
    begin: float = 60.0
    unseen: float = 30.0


class PaperWatch:
    """Hands over what nobody looks at. `walls` gives the screens of which somebody stands before a live one."""

    def __init__(self, store: Store, walls: Callable[[], Iterable[str]], limits: Limits | None = None) -> None:
        self._store = store
        self._walls = walls
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

    def look(self, now: float) -> list[tuple[str, Literal["dark", "unseen"], tuple[str, ...]]]:
        """What is to be handed over, station by station."""
        state = self._store.state
        if not any(each.mode == "fallback" for each in state.printing.printers.values()):
            self._lit_at.clear()
            return []
        dark = self._dark(now)
        found: list[tuple[str, Literal["dark", "unseen"], tuple[str, ...]]] = []
        found += [(station, "dark", ()) for station in dark if waits_for_paper(state, station)]
        late: dict[str, list[str]] = {}
        for ticket in unseen(state, self._store.now() - self._unseen_ms):
            if ticket.station not in dark:
                late.setdefault(ticket.station, []).append(ticket.ticket)
        for station, tickets in late.items():
            if waits_for_paper(state, station, tuple(tickets)):
                found.append((station, "unseen", tuple(tickets)))
        return found

    def _dark(self, now: float) -> list[str]:
        """The stations with work that no live wall has shown for long enough."""
        kitchen = self._store.state.kitchen
        began = self._began_at = now if self._began_at is None else self._began_at
        screens = [kitchen.screens_now[each] for each in self._walls() if each in kitchen.screens_now]
        live = [each for each in screens if each.is_wall]
        everything = any(not screen.stations for screen in live)
        lit = {station for screen in live for station in screen.stations}
        stations = {*kitchen.stations, *kitchen.open_tickets}
        self._lit_at = {
            each: now if everything or each in lit else self._lit_at.get(each, max(now, began + self._grace))
            for each in stations
        }
        return sorted([each for each, at in self._lit_at.items() if now - at >= self._limits.dark])

    @property
    def _grace(self) -> float:
        """Walls are turned on after the box: until then nobody can have looked."""
        return self._limits.begin - self._limits.dark

    @property
    def _unseen_ms(self) -> Ms:
        return int(self._limits.unseen * 1000)
