"""Stations that no screen shows, or that one leaves out: who looks at it does not see what is sent there (law 12)."""

from __future__ import annotations

from collections.abc import Collection

from kds.core import ids
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT, Station
from kds.core.kitchen.screens import Screen
from kds.core.printing.model import printed_always
from kds.core.state import State


def hidden_stations(state: State) -> list[Station]:
    """The stations that no screen shows and no printer always prints, in their order, the catch-all last.

    Dishes of a station that does not exist go to the catch-all; it is there as soon as anything can be ordered.
    """
    walls = [each.stations for each in state.kitchen.screens_now.values() if each.is_sure]
    shown = walls + printed_always(state.printing.printers)
    if any(not stations for stations in shown):
        return []
    return _without(state, {station for stations in shown for station in stations})


def left_out(state: State, screen: Screen) -> list[Station]:
    """The stations that a screen leaves out, in their order, the catch-all last; none where it shows all of them."""
    return _without(state, screen.stations) if screen.stations else []


def hidden_tickets(state: State) -> list[str]:
    """The open tickets that no screen shows, the oldest first."""
    hidden = [each.station for each in hidden_stations(state)]
    found = [ticket for station in hidden for ticket in state.kitchen.open_tickets[station]]
    return sorted(found, key=lambda each: (ids.birth(each) or 0, each))


def _without(state: State, shown: Collection[str]) -> list[Station]:
    there = dict(state.kitchen.stations)
    if state.menu.dishes:
        there.setdefault(CATCH_ALL, LAST_RESORT)
    hidden = [station for name, station in there.items() if name not in shown]
    return sorted(hidden, key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
