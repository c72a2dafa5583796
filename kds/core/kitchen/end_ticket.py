"""End open lines of a ticket without a bump, and say what became of them: also when the party has paid and left."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import TicketEnded
from kds.core.kitchen.lookup import items_of, ticket_of, why_closed
from kds.core.kitchen.model import OPEN, EndedAs
from kds.core.rights import END_TICKET
from kds.core.state import State
from kds.core.text import Id, OptionalCause
from kds.core.types import Command, Context, Event, Refusal


class EndTicket(Command, frozen=True, gc=False):
    """Nobody will bump this ticket, or the named lines of it: they were made, were not made, or went to waste.

    The bill is not touched. `reason` is what the manager reads in the report.
    """

    ticket: Id
    outcome: EndedAs
    lines: tuple[Id, ...] = ()
    reason: OptionalCause = ""


def decide(state: State, command: EndTicket, context: Context) -> list[Event]:
    """One event over all lines that are held or being made."""
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    still_open = tuple(item.line for item in items if item.state in OPEN)
    if not still_open:
        raise Refusal(why_closed(items), ticket=ticket.ticket)
    return [
        TicketEnded(
            session=ticket.session,
            ticket=ticket.ticket,
            lines=still_open,
            outcome=command.outcome,
            reason=command.reason,
        )
    ]


def answer(state: State, command: EndTicket, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that were ended."""
    changed = tuple(line for event in events if isinstance(event, TicketEnded) for line in event.lines)
    return ticket_is(state, command.ticket, changed)


DEED = Deed(
    EndTicket,
    decide,
    answer,
    TicketIs,
    right=END_TICKET,
    refuses=(*lookup.ON_TICKET, *lookup.CLOSED_LINES),
)
