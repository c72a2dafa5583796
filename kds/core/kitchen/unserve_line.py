"""Undo the serving of a line: it is not at the table after all."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import ItemIs, item_is
from kds.core.kitchen.events import LineUnserved
from kds.core.kitchen.lookup import item_of
from kds.core.refusals import LINE_VOIDED
from kds.core.rights import SERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Refusal, reason

NOT_SERVED = reason("not_served", "conflict", "这道菜还没有上桌", "This line has not been served")


class UnserveLine(Command, frozen=True, gc=False):
    """The wrong line was marked as served. It goes back to where it was, and its clocks run on."""

    line: Id


def decide(state: State, command: UnserveLine, context: Context) -> list[Event]:
    """One event."""
    item, ticket = item_of(state, command.line)
    if item.state != "served":
        raise Refusal(LINE_VOIDED if item.state == "voided" else NOT_SERVED, line=item.line)
    return [LineUnserved(session=ticket.session, ticket=ticket.ticket, line=item.line)]


def answer(state: State, command: UnserveLine, events: list[Event]) -> ItemIs:
    """The line after the event."""
    return item_is(state, command.line)


DEED = Deed(
    UnserveLine,
    decide,
    answer,
    ItemIs,
    right=SERVE,
    refuses=(*lookup.ON_LINE, LINE_VOIDED, NOT_SERVED),
)
