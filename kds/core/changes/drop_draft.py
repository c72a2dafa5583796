"""Let go of a draft: nothing comes of it."""

from __future__ import annotations

from kds.core.changes.events import DraftDropped
from kds.core.changes.rules import RIGHTS, UNKNOWN_DRAFT, draft_of, permit_all
from kds.core.deeds import Deed
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event


class DropDraft(Command, frozen=True, gc=False):
    """The draft."""

    draft: Id


class DraftGone(Answer, frozen=True, gc=False):
    """It is no more, and so many others are."""

    seq: int
    draft: str
    drafts: int


def decide(state: State, command: DropDraft, context: Context) -> list[Event]:
    """One event."""
    permit_all(state, context, draft_of(state, command.draft).wanted)
    return [DraftDropped(draft=command.draft)]


def answer(state: State, command: DropDraft, events: list[Event]) -> DraftGone:
    """As it stands after the event."""
    return DraftGone(state.seq, command.draft, len(state.changes.drafts))


DEED = Deed(
    DropDraft,
    decide,
    answer,
    DraftGone,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(UNKNOWN_DRAFT,),
)
