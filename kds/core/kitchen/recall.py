"""Recall (撤回): undo a bump, or an ending. The clocks of the lines run on as if it had not been."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import TicketRecalled
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.refusals import ALREADY_SERVED, LINE_VOIDED
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal, reason

NOT_DONE = reason("not_done", "conflict", "还没有完成，不用撤回", "This is not done, so there is nothing to recall")


class RecallTicket(Command, frozen=True, gc=False):
    """A ticket, or the named lines of it, was not done after all."""

    ticket: Id
    lines: tuple[Id, ...] = ()


def decide(state: State, command: RecallTicket, context: Context) -> list[Event]:
    """One event over all lines that are done or ended, and not served yet."""
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    done = tuple(item.line for item in items if item.state in ("done", "ended"))
    if not done:
        raise Refusal(_why_not({item.state for item in items}), ticket=ticket.ticket)
    return [TicketRecalled(session=ticket.session, ticket=ticket.ticket, lines=done)]


def _why_not(states: set[str]) -> Reason:
    if states & {"held", "fired", "started"}:
        return NOT_DONE
    return LINE_VOIDED if states == {"voided"} else ALREADY_SERVED


def answer(state: State, command: RecallTicket, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that came back."""
    changed = tuple(line for event in events if isinstance(event, TicketRecalled) for line in event.lines)
    return ticket_is(state, command.ticket, changed)


DEED = Deed(
    RecallTicket,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, NOT_DONE, ALREADY_SERVED, LINE_VOIDED),
)
