"""Fire what is held on a ticket (叫起), all of it or some lines: at a wall, where the ticket stands."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import LineFired
from kds.core.kitchen.fire_line import NOT_HELD
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.rights import FIRE_TICKET
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal


class FireTicket(Command, frozen=True, gc=False):
    """The guests are ready for what was held of this ticket, or for the named lines of it."""

    ticket: Id
    lines: tuple[Id, ...] = ()


def decide(state: State, command: FireTicket, context: Context) -> list[Event]:
    """One event for each line that is held."""
    ticket = ticket_of(state, command.ticket)
    held = [item.line for item in items_of(state, ticket, command.lines) if item.state == "held"]
    if not held:
        raise Refusal(NOT_HELD, ticket=ticket.ticket)
    return [LineFired(session=ticket.session, ticket=ticket.ticket, line=line) for line in held]


def answer(state: State, command: FireTicket, events: list[Event]) -> TicketIs:
    """The ticket after the events, and the lines that were fired."""
    return ticket_is(state, command.ticket, tuple([each.line for each in events if isinstance(each, LineFired)]))


DEED = Deed(
    FireTicket,
    decide,
    answer,
    TicketIs,
    right=FIRE_TICKET,
    refuses=(*lookup.ON_TICKET, NOT_HELD),
)
