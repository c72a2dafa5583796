"""Call a draft otherwise."""

from __future__ import annotations

from kds.core.changes.events import DraftRenamed
from kds.core.changes.rules import RIGHTS, UNKNOWN_DRAFT, draft_of, permit_all
from kds.core.deeds import Deed
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Answer, Command, Context, Event


class RenameDraft(Command, frozen=True, gc=False):
    """What it is called."""

    draft: Id
    title: Cause


class DraftCalled(Answer, frozen=True, gc=False):
    """What it is called now."""

    seq: int
    draft: str
    title: str


def decide(state: State, command: RenameDraft, context: Context) -> list[Event]:
    """One event, or none where it is called so already."""
    draft = draft_of(state, command.draft)
    permit_all(state, context, draft.wanted)
    return [] if draft.title == command.title else [DraftRenamed(draft=command.draft, title=command.title)]


def answer(state: State, command: RenameDraft, events: list[Event]) -> DraftCalled:
    """As it stands after the event."""
    return DraftCalled(state.seq, command.draft, state.changes.drafts[command.draft].title)


DEED = Deed(
    RenameDraft,
    decide,
    answer,
    DraftCalled,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(UNKNOWN_DRAFT,),
)
