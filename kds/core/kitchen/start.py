"""Start a ticket: a cook has begun its fired lines, and knows what was changed on it."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import NotesAcknowledged, TicketStarted
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.refusals import ALREADY_DONE, ALREADY_ENDED, LINE_HELD, LINE_VOIDED
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal, reason

ALREADY_STARTED = reason("already_started", "conflict", "已经在做了", "This is started already")


class StartTicket(Command, frozen=True, gc=False):
    """Begin a ticket, or the named lines of it."""

    ticket: Id
    lines: tuple[Id, ...] = ()


def decide(state: State, command: StartTicket, context: Context) -> list[Event]:
    """One event over all lines that are fired and not begun, and one where notes of the ticket have changed."""
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    ready = tuple(item.line for item in items if item.state == "fired")
    noted = [NotesAcknowledged(session=ticket.session, ticket=ticket.ticket)] if ticket.changes else []
    if not ready and not noted:
        raise Refusal(_why_not({item.state for item in items}), ticket=ticket.ticket)
    started = [TicketStarted(session=ticket.session, ticket=ticket.ticket, lines=ready)] if ready else []
    return [*noted, *started]


def _why_not(states: set[str]) -> Reason:
    if "started" in states:
        return ALREADY_STARTED
    if "held" in states:
        return LINE_HELD
    if "ended" in states:
        return ALREADY_ENDED
    return LINE_VOIDED if states == {"voided"} else ALREADY_DONE


def answer(state: State, command: StartTicket, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that began."""
    changed = tuple(line for event in events if isinstance(event, TicketStarted) for line in event.lines)
    return ticket_is(state, command.ticket, changed)


DEED = Deed(
    StartTicket,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, ALREADY_STARTED, ALREADY_DONE, ALREADY_ENDED, LINE_HELD, LINE_VOIDED),
)
