"""Take one thing out of a draft again: it is to stay as it is."""

from __future__ import annotations

from kds.core.changes.events import DraftThinned
from kds.core.changes.items import count, without
from kds.core.changes.model import Part
from kds.core.changes.rules import RIGHTS, RULES, UNKNOWN_DRAFT, draft_of
from kds.core.deeds import Deed
from kds.core.rights import permit
from kds.core.state import State
from kds.core.text import Id, OptionalId
from kds.core.types import Answer, Command, Context, Event


class TakeFromDraft(Command, frozen=True, gc=False):
    """The record of that id of a list, such as `dishes` of the menu; or, with the id "", a value, such as its currency.

    What is not in the draft is out of it already.
    """

    draft: Id
    part: Part
    field: Id
    id: OptionalId = ""


class DraftHolds(Answer, frozen=True, gc=False):
    """How much the draft still changes."""

    seq: int
    draft: str
    records: int


def decide(state: State, command: TakeFromDraft, context: Context) -> list[Event]:
    """One event, or none. What is left is checked when it is published."""
    permit(state, context, RULES[command.part].right)
    draft = draft_of(state, command.draft)
    if without(draft.wanted, command.part, command.field, command.id) == draft.wanted:
        return []
    return [DraftThinned(draft=command.draft, part=command.part, field=command.field, id=command.id)]


def answer(state: State, command: TakeFromDraft, events: list[Event]) -> DraftHolds:
    """As it stands after the event."""
    return DraftHolds(state.seq, command.draft, count(state.changes.drafts[command.draft].wanted))


DEED = Deed(
    TakeFromDraft,
    decide,
    answer,
    DraftHolds,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(UNKNOWN_DRAFT,),
)
