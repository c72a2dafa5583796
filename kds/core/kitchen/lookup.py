"""Find what a kitchen command speaks of, or refuse in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core import ids
from kds.core.kitchen.model import Item, Ticket
from kds.core.refusals import (
    ALREADY_DONE,
    ALREADY_ENDED,
    LINE_VOIDED,
    SESSION_ENDED,
    UNKNOWN_LINE,
    UNKNOWN_TICKET,
)
from kds.core.state import State
from kds.core.types import Reason, Refusal, reason

NOT_ON_TICKET = reason(
    "not_on_ticket", "invalid", "明细{line}不在制作单{ticket}上", "Line {line} is not on ticket {ticket}"
)


def ticket_of(state: State, ticket_id: str) -> Ticket:
    """The ticket of that id. Refused: unknown_ticket, session_ended."""
    ticket = state.kitchen.tickets.get(ticket_id)
    if ticket is None:
        gone = ids.is_past(ticket_id, "T", state.seq)
        raise Refusal(SESSION_ENDED if gone else UNKNOWN_TICKET, ticket=ticket_id)
    return ticket


def items_of(state: State, ticket: Ticket, lines: Sequence[str] = ()) -> list[Item]:
    """All items of a ticket, or those of the named lines that were not handed on from it. Refused: not_on_ticket."""
    for line in lines:
        if line not in ticket.lines and line not in ticket.passed:
            raise Refusal(NOT_ON_TICKET, line=line, ticket=ticket.ticket)
    return [state.kitchen.items[line] for line in ticket.lines if not lines or line in lines]


def item_of(state: State, line_id: str) -> tuple[Item, Ticket]:
    """The item of a line, and its ticket. Refused: unknown_line, session_ended."""
    item = state.kitchen.items.get(line_id)
    if item is None:
        gone = ids.is_past(line_id, "L", state.seq)
        raise Refusal(SESSION_ENDED if gone else UNKNOWN_LINE, line=line_id)
    return item, state.kitchen.tickets[item.ticket]


def why_closed(items: Iterable[Item]) -> Reason:
    """Why none of these items is open."""
    states = {item.state for item in items}
    if "ended" in states:
        return ALREADY_ENDED
    return LINE_VOIDED if states == {"voided"} else ALREADY_DONE


CLOSED_LINES = (ALREADY_DONE, ALREADY_ENDED, LINE_VOIDED)
"""What is refused where nothing is open any more."""
ON_TICKET = (UNKNOWN_TICKET, SESSION_ENDED, NOT_ON_TICKET)
"""What looking up a ticket and its lines refuses."""
ON_LINE = (UNKNOWN_LINE, SESSION_ENDED)
"""What looking up a line refuses."""
