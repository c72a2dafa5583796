"""Whose a ticket is: the kitchen's tickets follow their parties, and say of each line that is another's whose it is.

A ticket is never made, split or joined by what happens to a bill or a table (law 11). It belongs to a party that has a
line on it; a line of any other party bears that one's name.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kds.core.floor.model import BETWEEN
from kds.core.kitchen.model import Ticket
from kds.core.state import State


def with_lines_of(state: State, session: str) -> list[str]:
    """The tickets on which a party has lines."""
    kitchen = state.kitchen
    strange = [kitchen.items[line].ticket for line in kitchen.elsewhere[session]]
    return sorted({*kitchen.session_tickets[session], *strange})


def belong(state: State, tickets: Iterable[str]) -> None:
    """Let these tickets be of those, and be called as those, whose lines stand on them now."""
    for name in tickets:
        ticket = state.kitchen.tickets[name]
        of = {line: state.orders.bill_of(line).session for line in ticket.lines}
        parties = list(of.values()) or _that_had(state, ticket)
        _belong(state, ticket, ticket.session if ticket.session in parties else parties[0], parties)
        for line, party in of.items():
            _lie(state, line, party, name)


def _that_had(state: State, ticket: Ticket) -> list[str]:
    """The parties whose lines all went on from a ticket; its own, where none of them did."""
    return [state.orders.bill_of(line).session for line in ticket.passed] or [ticket.session]


def words_of(state: State, parties: Iterable[str], owner: str) -> tuple[str, str]:
    """The note and the allergies of a ticket: those of its own party, then those of others that have lines on it."""
    notes, allergies = [], []
    for name in dict.fromkeys([owner, *parties]):
        party = state.floor.sessions[name]
        whose = "" if name == owner else f"{party.label}: "
        notes += [f"{whose}{party.note}"] if party.note else []
        allergies += [f"{whose}{party.allergies}"] if party.allergies else []
    return BETWEEN.join(notes), BETWEEN.join(allergies)


def _belong(state: State, ticket: Ticket, owner: str, parties: list[str]) -> None:
    party = state.floor.sessions[owner]
    if owner != ticket.session:
        state.kitchen.session_tickets.discard(ticket.session, ticket.ticket)
        state.kitchen.session_tickets.add(owner, ticket.ticket)
    note, allergies = words_of(state, parties, owner)
    now = replace(ticket, session=owner, label=party.label, guests=party.guests, note=note, allergies=allergies)
    if now != ticket:
        state.kitchen.tickets[ticket.ticket] = now


def _lie(state: State, line: str, party: str, ticket: str) -> None:
    """A line of `party` stands on this ticket."""
    item = state.kitchen.items[line]
    own = state.kitchen.tickets[ticket].session == party
    now = replace(item, party="" if own else party, label="" if own else state.floor.sessions[party].label)
    if now == item:
        return
    if item.party:
        state.kitchen.elsewhere.discard(item.party, line)
    if now.party:
        state.kitchen.elsewhere.add(now.party, line)
    state.kitchen.items[line] = now
