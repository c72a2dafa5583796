"""The other tickets of the same party and round: what comes to the table together is made at several stations."""

from __future__ import annotations

from kds.core.kitchen.model import COOKING, Ticket
from kds.core.state import State


def siblings(state: State, ticket: Ticket) -> list[Ticket]:
    """The other tickets of its party and round."""
    names = state.kitchen.session_tickets[ticket.session]
    found = [state.kitchen.tickets[name] for name in sorted(names) if name != ticket.ticket]
    return [each for each in found if each.round == ticket.round]


def also_at(state: State, ticket: Ticket) -> tuple[str, ...]:
    """The other stations that still make something of the same round, in their order."""
    stations = {each.station for each in siblings(state, ticket) if each.state in COOKING} - {ticket.station}
    there = state.kitchen.stations
    return tuple(sorted(stations, key=lambda each: (there[each].position if each in there else 0, each)))
