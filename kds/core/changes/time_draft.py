"""Let a draft take effect by itself at a moment, or not by itself any more; and what happens when the moment comes."""

from __future__ import annotations

from kds.core.changes.events import DraftPublished, DraftStayed, DraftTimed
from kds.core.changes.model import Draft
from kds.core.changes.rules import (
    CANNOT_BE,
    CHANGED_MEANWHILE,
    RIGHTS,
    UNKNOWN_DRAFT,
    changed,
    check,
    draft_of,
    outdated,
    permit_all,
)
from kds.core.deeds import Deadline, Deed
from kds.core.holes import NEW_HOLE, meant
from kds.core.state import State
from kds.core.text import ExternalId, Id
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal, reason

AHEAD_MOST_MS: Ms = 366 * 86_400_000
NOT_THEN = reason(
    "not_then",
    "invalid",
    "时间须在现在以后、一年以内",
    "The time must be after now, and within a year",
)


class TimeDraft(Command, frozen=True, gc=False):
    """The moment, in milliseconds since the epoch; None: not by itself. `knowingly` and `overwriting` as
    when it is published at once.
    """

    draft: Id
    publishes_at: Ms | None
    knowingly: tuple[Id, ...] = ()
    overwriting: tuple[ExternalId, ...] = ()


class DraftWaits(Answer, frozen=True, gc=False):
    """When it takes effect by itself."""

    seq: int
    draft: str
    publishes_at: Ms | None


def decide(state: State, command: TimeDraft, context: Context) -> list[Event]:
    """One event where something changes; what could not be published now gets no time."""
    draft = draft_of(state, command.draft)
    permit_all(state, context, draft.wanted)
    if command.publishes_at is not None:
        if not context.at < command.publishes_at <= context.at + AHEAD_MOST_MS:
            raise Refusal(NOT_THEN)
        known = outdated(state, draft, command.overwriting)
        check(state, draft.wanted)
        hidden = meant(state, draft.wanted.menu, draft.wanted.kitchen, command.knowingly)
    else:
        known, hidden = (), ()
    if not known and (command.publishes_at, hidden) == (draft.publishes_at, draft.knowingly):
        return []
    return [DraftTimed(command.draft, command.publishes_at, hidden, known)]


def answer(state: State, command: TimeDraft, events: list[Event]) -> DraftWaits:
    """As it stands after the event."""
    return DraftWaits(state.seq, command.draft, state.changes.drafts[command.draft].publishes_at)


def _first(state: State) -> tuple[Ms, Draft] | None:
    waiting = [(each.publishes_at, each) for each in state.changes.drafts.values() if each.publishes_at is not None]
    return min(waiting, key=lambda each: (each[0], each[1].draft), default=None)


def next_time(state: State) -> Ms | None:
    """When the first draft takes effect by itself."""
    first = _first(state)
    return None if first is None else first[0]


def come(state: State, context: Context) -> list[Event]:
    """The first draft whose time has come is published, or it says why it cannot be."""
    first = _first(state)
    if first is None or first[0] > context.at:
        return []
    draft = first[1]
    try:
        outdated(state, draft, ())
        parts = changed(state, draft.wanted)
        hidden = meant(state, draft.wanted.menu, draft.wanted.kitchen, draft.knowingly)
    except Refusal as refusal:
        return [DraftStayed(draft=draft.draft, why=refusal.message())]
    published = DraftPublished(draft.draft, draft.title, tuple(parts), draft.timed_by, hidden)
    return [published, *parts.values()]


DEADLINE = Deadline(next=next_time, due=come)

DEED = Deed(
    TimeDraft,
    decide,
    answer,
    DraftWaits,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(CANNOT_BE, CHANGED_MEANWHILE, NEW_HOLE, UNKNOWN_DRAFT, NOT_THEN),
)
