"""Somebody takes charge of a ticket that no screen has shown."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import TicketAcknowledged
from kds.core.kitchen.lookup import ticket_of
from kds.core.refusals import ALREADY_SEEN, SESSION_ENDED, UNKNOWN_TICKET
from kds.core.rights import ACKNOWLEDGE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal


class AcknowledgeTicket(Command, frozen=True, gc=False):
    """Whoever sends this has told the kitchen of the ticket."""

    ticket: Id


def decide(state: State, command: AcknowledgeTicket, context: Context) -> list[Event]:
    """One event, which bears the name of whoever did it."""
    ticket = ticket_of(state, command.ticket)
    if ticket.seen_at is not None:
        raise Refusal(ALREADY_SEEN, ticket=ticket.ticket)
    return [TicketAcknowledged(session=ticket.session, ticket=ticket.ticket)]


def answer(state: State, command: AcknowledgeTicket, events: list[Event]) -> TicketIs:
    """The ticket after the event."""
    return ticket_is(state, command.ticket, ())


DEED = Deed(
    AcknowledgeTicket,
    decide,
    answer,
    TicketIs,
    right=ACKNOWLEDGE,
    refuses=(UNKNOWN_TICKET, SESSION_ENDED, ALREADY_SEEN),
)
