"""Rush a line (催菜): somebody asks where it is."""

from __future__ import annotations

from kds.core.deeds import Deed, roles
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import ItemIs, item_is
from kds.core.kitchen.events import LineRushed
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import ItemState
from kds.core.refusals import ALREADY_DONE, ALREADY_SERVED, LINE_HELD, LINE_VOIDED, SESSION_ENDED
from kds.core.rights import NOT_YOUR_TABLE, with_own_party
from kds.core.state import State
from kds.core.types import Command, Context, Event, Reason, Refusal

REFUSED: dict[ItemState, Reason] = {
    "held": LINE_HELD,
    "done": ALREADY_DONE,
    "served": ALREADY_SERVED,
    "voided": LINE_VOIDED,
}


class RushLine(Command, frozen=True, gc=False):
    """A guest or waiter asks for a line. It may be asked for again; each time is an event."""

    line: str


def decide(state: State, command: RushLine, context: Context) -> list[Event]:
    """One event."""
    item, ticket = item_of(state, command.line)
    session = state.floor.sessions[ticket.session]
    with_own_party(context.who, session)
    if session.state == "cleared":
        raise Refusal(SESSION_ENDED, line=item.line)
    if item.state in REFUSED:
        raise Refusal(REFUSED[item.state], line=item.line)
    return [LineRushed(session=ticket.session, ticket=ticket.ticket, line=item.line)]


def answer(state: State, command: RushLine, events: list[Event]) -> ItemIs:
    """The line after the event."""
    return item_is(state, command.line)


DEED = Deed(
    RushLine,
    decide,
    answer,
    ItemIs,
    may=roles("guest", "waiter", "manager", "integration"),
    refuses=(*lookup.ON_LINE, LINE_HELD, ALREADY_DONE, ALREADY_SERVED, LINE_VOIDED, NOT_YOUR_TABLE),
)
