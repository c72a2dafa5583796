"""Fire a held line (叫起)."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.answers import ItemIs, item_is
from kds.core.kitchen.events import LineFired
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import ItemState
from kds.core.refusals import ALREADY_ENDED, LINE_VOIDED
from kds.core.rights import FIRE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Reason, Refusal, reason

NOT_HELD = reason("not_held", "conflict", "这道菜已经叫起", "This line is fired already")


REFUSED: dict[ItemState, Reason] = {"voided": LINE_VOIDED, "ended": ALREADY_ENDED}


class FireLine(Command, frozen=True, gc=False):
    """The guests are ready for a line that was held."""

    line: Id


def decide(state: State, command: FireLine, context: Context) -> list[Event]:
    """One event."""
    item, ticket = item_of(state, command.line)
    if item.state != "held":
        raise Refusal(REFUSED.get(item.state, NOT_HELD), line=item.line)
    return [LineFired(session=ticket.session, ticket=ticket.ticket, line=item.line)]


def answer(state: State, command: FireLine, events: list[Event]) -> ItemIs:
    """The line after the event."""
    return item_is(state, command.line)


DEED = Deed(
    FireLine,
    decide,
    answer,
    ItemIs,
    right=FIRE,
    refuses=(*lookup.ON_LINE, LINE_VOIDED, ALREADY_ENDED, NOT_HELD),
)
