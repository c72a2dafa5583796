"""What comes of tickets that go to another station: no line is made twice, and none waits from anew (law 11)."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.kitchen import slots
from kds.core.kitchen.belonging import belong
from kds.core.kitchen.events import TicketTransferred
from kds.core.kitchen.model import Ticket
from kds.core.kitchen.settling import see_anew, settle
from kds.core.state import State
from kds.core.types import Stamp


def fold_ticket_transferred(state: State, event: TicketTransferred, stamp: Stamp) -> None:
    """The lines stand at the other station, to be seen there; their clocks and their thresholds are what they were."""
    ticket = state.kitchen.tickets[event.ticket]
    if event.into == event.ticket:
        stand_at(state, replace(ticket, routed_to=""), event.station, stamp)
        slots.go(state, state.kitchen.tickets[event.ticket], stamp.at)
    else:
        _part(state, ticket, event, stamp)


def stand_at(state: State, ticket: Ticket, station: str, stamp: Stamp) -> None:
    """A ticket stands at a station from now on; on which screens, is still to be laid out."""
    state.kitchen.tickets[ticket.ticket] = replace(ticket, station=station)
    if ticket.is_open:
        state.kitchen.open_tickets.discard(ticket.station, ticket.ticket)
        state.kitchen.open_tickets.add(station, ticket.ticket)
        see_anew(state, ticket.ticket, stamp)


def apart(state: State, ticket: Ticket, stamp: Stamp) -> None:
    """A ticket of their own for lines that have left another; nobody has seen it."""
    kitchen = state.kitchen
    kitchen.tickets[ticket.ticket] = replace(
        ticket, routed_to="", passed=(), stops=0, seen_at=None, unseen_since=stamp.at, unseen_seq=stamp.seq
    )
    kitchen.open_tickets.add(ticket.station, ticket.ticket)
    kitchen.session_tickets.add(ticket.session, ticket.ticket)
    kitchen.unseen.add(stamp.at, ticket.ticket)


def _part(state: State, ticket: Ticket, event: TicketTransferred, stamp: Stamp) -> None:
    """A ticket of their own for the lines that go; the others stay on theirs."""
    kitchen, into = state.kitchen, event.into
    stay = tuple([line for line in ticket.lines if line not in event.lines])
    kitchen.tickets[ticket.ticket] = replace(ticket, lines=stay)
    apart(state, replace(ticket, ticket=into, station=event.station, lines=event.lines), stamp)
    for line in event.lines:
        kitchen.items[line] = replace(kitchen.items[line], ticket=into)
    belong(state, (ticket.ticket, into))
    settle(state, into, stamp.at)
    settle(state, ticket.ticket, stamp.at)
    slots.arrive(state, [kitchen.tickets[into]], stamp.at)
