"""Hold again what was fired and nobody has begun where it stands (重新等叫): the guests are not ready for it after all.

What is cut already can wait before it is fried.
"""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import LinesHeld
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.rights import FIRE_TICKET
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

NOT_FRESH = reason(
    "not_fresh",
    "conflict",
    "已经开始做了，或者没有在做，不能再等叫",
    "It has been begun, or is not to be made now: it cannot be held again",
)


class HoldTicket(Command, frozen=True, gc=False):
    """What was fired of this ticket, or of the named lines of it, waits to be called for again."""

    ticket: Id
    lines: tuple[Id, ...] = ()


def decide(state: State, command: HoldTicket, context: Context) -> list[Event]:
    """One event over the lines that were fired and not begun; the others are left as they are. A base is never held."""
    ticket = ticket_of(state, command.ticket)
    fresh = tuple([item.line for item in items_of(state, ticket, command.lines) if item.state == "fired"])
    if ticket.base or not fresh:
        raise Refusal(NOT_FRESH, ticket=ticket.ticket)
    return [LinesHeld(session=ticket.session, ticket=ticket.ticket, lines=fresh)]


def answer(state: State, command: HoldTicket, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that are held."""
    held = [line for each in events if isinstance(each, LinesHeld) for line in each.lines]
    return ticket_is(state, command.ticket, tuple(held))


DEED = Deed(
    HoldTicket,
    decide,
    answer,
    TicketIs,
    right=FIRE_TICKET,
    refuses=(*lookup.ON_TICKET, NOT_FRESH),
)
