"""Publish a draft: all that it changes holds from now on, or nothing of it does."""

from __future__ import annotations

from kds.core.changes.events import DraftPublished
from kds.core.changes.rules import (
    CANNOT_BE,
    CHANGED_MEANWHILE,
    RIGHTS,
    UNKNOWN_DRAFT,
    changed,
    draft_of,
    outdated,
    permit_all,
)
from kds.core.deeds import Deed
from kds.core.holes import NEW_HOLE, meant
from kds.core.state import State
from kds.core.text import ExternalId, Id
from kds.core.types import Answer, Command, Context, Event


class PublishDraft(Command, frozen=True, gc=False):
    """The draft. `knowingly` are the stations to which dishes may come then, though no screen shows them.

    `overwriting` is what was changed since it was put in, such as menu.dishes.tofu, and is to be as the draft says.
    """

    draft: Id
    knowingly: tuple[Id, ...] = ()
    overwriting: tuple[ExternalId, ...] = ()


class PublishedIs(Answer, frozen=True, gc=False):
    """It is no more a draft; `parts` are those that it has changed, and `change` is what undoes it, "" for nothing."""

    seq: int
    draft: str
    parts: tuple[str, ...]
    change: str


def decide(state: State, command: PublishDraft, context: Context) -> list[Event]:
    """That it is published, and one event for each part that changes."""
    draft = draft_of(state, command.draft)
    permit_all(state, context, draft.wanted)
    known = outdated(state, draft, command.overwriting)
    parts = changed(state, draft.wanted)
    hidden = meant(state, draft.wanted.menu, draft.wanted.kitchen, command.knowingly)
    published = DraftPublished(command.draft, draft.title, tuple(parts), knowingly=hidden, overwriting=known)
    return [published, *parts.values()]


def answer(state: State, command: PublishDraft, events: list[Event]) -> PublishedIs:
    """As it stands after the events."""
    kept = next((each.change for each in state.changes.kept.values() if each.draft == command.draft), "")
    published = next(each for each in events if isinstance(each, DraftPublished))
    return PublishedIs(state.seq, command.draft, published.parts, kept)


DEED = Deed(
    PublishDraft,
    decide,
    answer,
    PublishedIs,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(CANNOT_BE, CHANGED_MEANWHILE, NEW_HOLE, UNKNOWN_DRAFT),
)
