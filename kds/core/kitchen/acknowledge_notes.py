"""The kitchen has taken note of what was changed on a ticket that it had already."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import NotesAcknowledged
from kds.core.kitchen.lookup import ticket_of
from kds.core.refusals import SESSION_ENDED, UNKNOWN_TICKET
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

NOTHING_CHANGED = reason("nothing_changed", "conflict", "备注没有新的变动", "No note has changed here")


class AcknowledgeNotes(Command, frozen=True, gc=False):
    """The notes of a ticket, and those of its lines, are known as they are now."""

    ticket: Id


def decide(state: State, command: AcknowledgeNotes, context: Context) -> list[Event]:
    """One event."""
    ticket = ticket_of(state, command.ticket)
    if not ticket.changes:
        raise Refusal(NOTHING_CHANGED, ticket=ticket.ticket)
    return [NotesAcknowledged(session=ticket.session, ticket=ticket.ticket)]


def answer(state: State, command: AcknowledgeNotes, events: list[Event]) -> TicketIs:
    """The ticket after the event; no line of it has changed its state."""
    return ticket_is(state, command.ticket, ())


DEED = Deed(
    AcknowledgeNotes,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(UNKNOWN_TICKET, SESSION_ENDED, NOTHING_CHANGED),
)
