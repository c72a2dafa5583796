"""Change the note of a line: one that is in the kitchen already flashes until the kitchen has acknowledged it."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.kitchen import lookup
from kds.core.kitchen.events import LineNoted
from kds.core.kitchen.lookup import item_of
from kds.core.kitchen.model import COOKING, ItemState
from kds.core.refusals import ALREADY_DONE, ALREADY_ENDED, ALREADY_SERVED, LINE_VOIDED
from kds.core.rights import NOTE
from kds.core.state import State
from kds.core.text import Id, Note
from kds.core.types import Answer, Command, Context, Event, Reason, Refusal

REFUSED: dict[ItemState, Reason] = {
    "done": ALREADY_DONE,
    "served": ALREADY_SERVED,
    "voided": LINE_VOIDED,
    "ended": ALREADY_ENDED,
}


class NoteLine(Command, frozen=True, gc=False):
    """The note of the line, whole; "" for none."""

    line: Id
    note: Note = ""


class LineNote(Answer, frozen=True, gc=False):
    """The line's note, and whether the kitchen has to acknowledge that it has changed."""

    seq: int
    line: str
    note: str
    to_acknowledge: bool


def decide(state: State, command: NoteLine, context: Context) -> list[Event]:
    """One event, with the note that stood before; none where it is the same."""
    item, ticket = item_of(state, command.line)
    if item.state in REFUSED:
        raise Refusal(REFUSED[item.state], line=item.line)
    before = state.orders.lines[item.line].note if item.note is None else item.note
    if before == command.note:
        return []
    return [
        LineNoted(
            session=ticket.session,
            ticket=ticket.ticket,
            line=item.line,
            note=command.note,
            before=before,
            cooking=item.state in COOKING,
        )
    ]


def answer(state: State, command: NoteLine, events: list[Event]) -> LineNote:
    """As it stands after the event."""
    item = state.kitchen.items[command.line]
    return LineNote(seq=state.seq, line=item.line, note=command.note, to_acknowledge=item.noted_since is not None)


DEED = Deed(
    NoteLine,
    decide,
    answer,
    LineNote,
    right=NOTE,
    refuses=(*lookup.ON_LINE, ALREADY_DONE, ALREADY_SERVED, LINE_VOIDED, ALREADY_ENDED),
)
