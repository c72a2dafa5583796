"""Where somebody is: what was touched last at each station, on its walls, by its bars, or by a deed on its tickets.

Whoever cooks from a backup is not at the station: its own walls are still left alone, and yet the tickets are in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kds.core.kitchen.events import (
    LinesPassedOn,
    NotesAcknowledged,
    TicketAcknowledged,
    TicketBumped,
    TicketEnded,
    TicketRecalled,
    TicketStarted,
    TicketTransferred,
    VoidsAcknowledged,
)
from kds.core.kitchen.slots import stations_of
from kds.core.kitchen.untouched import untouched_at
from kds.core.types import Ms
from kds.runtime.messages import Committed
from kds.runtime.store import Store

Deed = (
    TicketStarted
    | TicketBumped
    | TicketRecalled
    | TicketEnded
    | TicketTransferred
    | LinesPassedOn
    | VoidsAcknowledged
    | NotesAcknowledged
    | TicketAcknowledged
)
"""What somebody has done about a ticket of a station."""


class Touches:
    """When each station was touched last, by a clock that nobody can set, and where that was too long ago."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._began = store.clock.monotonic()
        self._touched: dict[str, Ms] = {}

    def note(self, stations: Iterable[str], age_ms: Ms = 0) -> None:
        """They were touched so long ago."""
        at = self._store.clock.monotonic() - age_ms
        for each in stations:
            self._touched[each] = max(at, self._touched.get(each, at))

    def left(self) -> dict[str, Ms]:
        """The stations with something to cook that nobody touches, and since when. Reads the state as it stands."""
        state, now, ticks = self._store.state, self._store.now(), self._store.clock.monotonic()
        found = {}
        for station in state.kitchen.open_tickets:
            touched = now - (ticks - self._touched.get(station, self._began))
            at = untouched_at(state, station, touched)
            if at is not None and at <= now:
                found[station] = at
        return found


class Attention:
    """Both: who is at a station's own walls, and who has its tickets in hand wherever they stand."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._there, self._in_hand = Touches(store), Touches(store)
        store.listeners.follow(self._committed)

    def touched(self, screen: str, age_ms: Ms = 0) -> None:
        """Somebody touched a wall of this screen so long ago, or pressed a key of its bar."""
        found = self._store.state.kitchen.screens_now.get(screen)
        if found is not None:
            self._note(stations_of(self._store.state, found), is_own=found.is_sure, age_ms=age_ms)

    def alone(self) -> dict[str, Ms]:
        """The stations that a screen is there for, and where nobody is, since when."""
        return self._of_walls(self._there.left)

    def neglected(self) -> dict[str, Ms]:
        """Those of them whose tickets nobody has in hand elsewhere either, since when."""
        return self._of_walls(self._in_hand.left)

    def _of_walls(self, left: Callable[[], dict[str, Ms]]) -> dict[str, Ms]:
        walls = self._store.state.kitchen.screens_now.values()
        return {name: at for name, at in left().items() if any(each.shows(name) for each in walls)}

    def _note(self, stations: Sequence[str], *, is_own: bool, age_ms: Ms = 0) -> None:
        self._in_hand.note(stations, age_ms)
        if is_own:
            self._there.note(stations, age_ms)

    def _committed(self, events: Sequence[Committed]) -> None:
        kitchen = self._store.state.kitchen
        for each in events:
            if isinstance(each.event, Deed):
                screen, stations = kitchen.screens_now.get(each.stamp.device), self._stations(each.event)
                self._note(stations, is_own=screen is None or screen.is_sure)

    def _stations(self, event: Deed) -> list[str]:
        """Where a deed was done: what went on from a station was in hand there."""
        if isinstance(event, LinesPassedOn) and event.back:
            return [event.station]
        if isinstance(event, TicketTransferred | LinesPassedOn):
            return [event.came_from]
        ticket = self._store.state.kitchen.tickets.get(event.ticket)
        return [] if ticket is None else [ticket.station]
