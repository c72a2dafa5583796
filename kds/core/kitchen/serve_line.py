"""Serve a line (划菜): it is at the table."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import ItemIs, item_is
from kds.core.kitchen.events import LineServed
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import ItemState
from kds.core.refusals import ALREADY_ENDED, ALREADY_SERVED, LINE_HELD, LINE_VOIDED
from kds.core.rights import SERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal

REFUSED: dict[ItemState, Reason] = {
    "held": LINE_HELD,
    "served": ALREADY_SERVED,
    "voided": LINE_VOIDED,
    "ended": ALREADY_ENDED,
}


class ServeLine(Command, frozen=True, gc=False):
    """A line has come to the table. What nobody bumped is done by it."""

    line: Id


def decide(state: State, command: ServeLine, context: Context) -> list[Event]:
    """One event."""
    item, ticket = item_of(state, command.line)
    if item.state in REFUSED:
        raise Refusal(REFUSED[item.state], line=item.line)
    return [LineServed(session=ticket.session, ticket=ticket.ticket, line=item.line)]


def answer(state: State, command: ServeLine, events: list[Event]) -> ItemIs:
    """The line after the event."""
    return item_is(state, command.line)


DEED = Deed(
    ServeLine,
    decide,
    answer,
    ItemIs,
    right=SERVE,
    refuses=(*lookup.ON_LINE, LINE_HELD, ALREADY_SERVED, LINE_VOIDED, ALREADY_ENDED),
)
