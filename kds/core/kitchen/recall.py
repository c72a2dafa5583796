"""Recall (撤回): undo a bump, or an ending. The clocks of the lines run on as if it had not been.

What was handed on to its next step comes back, unless that is done as well.
"""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import TicketIs, ticket_is
from kds.core.kitchen.events import LinesPassedOn, TicketRecalled
from kds.core.kitchen.lookup import items_of, ticket_of
from kds.core.kitchen.model import OPEN
from kds.core.kitchen.steps import can_come_back, handed_on, taken_back
from kds.core.refusals import ALREADY_SERVED, LINE_VOIDED
from kds.core.rights import COOK
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal, reason

NOT_DONE = reason("not_done", "conflict", "还没有完成，不用撤回", "This is not done, so there is nothing to recall")
NEXT_STEP_DONE = reason(
    "next_step_done",
    "conflict",
    "下一道工序已经做完，先在那边撤回",
    "The next step is done as well: recall that first",
)


class RecallTicket(Command, frozen=True, gc=False):
    """A ticket, or the named lines of it, was not done after all."""

    ticket: Id
    lines: tuple[Id, ...] = ()


def decide(state: State, command: RecallTicket, context: Context) -> list[Event]:
    """One event over all lines that are done or ended, and not served yet, and one for each ticket from which lines
    that were handed on come back.
    """
    ticket = ticket_of(state, command.ticket)
    items = items_of(state, ticket, command.lines)
    gone = handed_on(state, ticket, command.lines)
    back = [item for item in items if item.state in ("done", "ended")]
    back += [item for item in gone if can_come_back(item, ticket)]
    if not back:
        raise Refusal(_why_not({item.state for item in items}, {item.state for item in gone}), ticket=ticket.ticket)
    return taken_back(state, ticket, back)


def _why_not(states: set[str], gone: set[str]) -> Reason:
    if states & set(OPEN):
        return NOT_DONE
    if gone & {*OPEN, "done"}:
        return NEXT_STEP_DONE
    states = states | gone
    return LINE_VOIDED if states == {"voided"} else ALREADY_SERVED


def answer(state: State, command: RecallTicket, events: list[Event]) -> TicketIs:
    """The ticket after the event, and the lines that came back."""
    found = [event for event in events if isinstance(event, TicketRecalled | LinesPassedOn)]
    changed = tuple([line for event in found for line in event.lines])
    return ticket_is(state, command.ticket, changed)


DEED = Deed(
    RecallTicket,
    decide,
    answer,
    TicketIs,
    right=COOK,
    refuses=(*lookup.ON_TICKET, NOT_DONE, NEXT_STEP_DONE, ALREADY_SERVED, LINE_VOIDED),
)
