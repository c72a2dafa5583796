"""Rush a ticket (催菜): the pass or a cook's bump bar asks for all that is being made of it."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import LineRushed
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.kitchen.model import COOKING
from kds.core.kitchen.rush_line import REFUSED, RUSH_TOO_OFTEN, rush_wait
from kds.core.refusals import ALREADY_DONE, ALREADY_ENDED, ALREADY_SERVED, LINE_HELD, LINE_VOIDED
from kds.core.rights import RUSH_TICKET
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal


class RushTicket(Command, frozen=True, gc=False):
    """Somebody of the house asks for a ticket, or the named lines of it. Each time is an event a line, and counted."""

    ticket: Id
    lines: tuple[Id, ...] = ()


def decide(state: State, command: RushTicket, context: Context) -> list[Event]:
    """An event for each line that is being made, but those that were rushed within the minute."""
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    cooking = [item for item in items if item.state in COOKING]
    if not cooking:
        states = [item.state for item in items]
        raise Refusal(
            next((why for each, why in REFUSED.items() if each in states), ALREADY_DONE), ticket=ticket.ticket
        )
    waits = [rush_wait(state, item, context) for item in cooking]
    if all(waits):
        soonest = min(each for each in waits if each is not None)
        raise Refusal(soonest.why, ticket=ticket.ticket, **soonest.details)
    return [
        LineRushed(session=ticket.session, ticket=ticket.ticket, line=item.line)
        for item, wait in zip(cooking, waits, strict=True)
        if wait is None
    ]


def answer(state: State, command: RushTicket, events: list[Event]) -> TicketIs:
    """The ticket after the events, and the lines that were rushed."""
    return ticket_is(state, command.ticket, tuple(each.line for each in events if isinstance(each, LineRushed)))


DEED = Deed(
    RushTicket,
    decide,
    answer,
    TicketIs,
    right=RUSH_TICKET,
    refuses=(*lookup.ON_TICKET, LINE_HELD, ALREADY_DONE, ALREADY_SERVED, ALREADY_ENDED, LINE_VOIDED, RUSH_TOO_OFTEN),
)
