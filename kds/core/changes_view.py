"""Drafts and changes as programs read them: what is other, field by field."""

from __future__ import annotations

from typing import Any

import msgspec

from kds.core.changes.diff import Kind, Thing, things
from kds.core.changes.items import change_back, count
from kds.core.changes.model import Draft, Kept, Part, Wanted
from kds.core.changes.names import named
from kds.core.changes.rules import draft_of
from kds.core.changes.undo_change import UNKNOWN_CHANGE
from kds.core.changes.veil import proof_is_readable, readable, veiled, why_it_failed
from kds.core.holes import new_holes
from kds.core.kitchen.proof import Hole
from kds.core.state import State
from kds.core.types import Ms, Name, Record, Refusal, Role


class FieldView(Record, frozen=True, gc=False):
    """A field that is other. Steps of the path are fields and ids; null is what is not there."""

    path: tuple[str, ...]
    before: Any
    after: Any


class ThingView(Record, frozen=True, gc=False):
    """What becomes of one thing: of which list of which part, by its id, or, with the id "", a value."""

    part: str
    field: str
    id: str
    name: Name
    kind: Kind
    fields: tuple[FieldView, ...] = ()


class DraftRow(Record, frozen=True, gc=False):
    """A draft, and how much it changes. `failed`: why it could not take effect when its time came."""

    draft: str
    title: str
    author: str
    begun_at: Ms
    publishes_at: Ms | None
    failed: Name | None
    records: int


class DraftsView(Record, frozen=True, gc=False):
    """All drafts, the oldest first."""

    drafts: tuple[DraftRow, ...]


class DraftView(Record, frozen=True, gc=False):
    """A draft, all that it changes, and the stations to which dishes would come that no screen shows then.

    `veiled` are the parts of it that whoever asks may not change, and so does not read.
    """

    draft: DraftRow
    things: tuple[ThingView, ...]
    holes: tuple[Hole, ...]
    veiled: tuple[Part, ...]


class ChangeRow(Record, frozen=True, gc=False):
    """A change that was made. `draft` is what was published, `undoes` the change that it took back; "" for none."""

    change: str
    changed_at: Ms
    actor: str
    draft: str
    title: str
    undoes: str
    records: int


class ChangesView(Record, frozen=True, gc=False):
    """The last changes, those that can be undone, the newest first."""

    changes: tuple[ChangeRow, ...]


class ChangeView(Record, frozen=True, gc=False):
    """A change, and all that it changed. `veiled` are the parts of it that whoever asks may not change."""

    change: ChangeRow
    things: tuple[ThingView, ...]
    veiled: tuple[Part, ...]


def drafts_view(state: State, role: Role) -> DraftsView:
    """All of them, as that role reads them."""
    drafts = sorted(state.changes.drafts.values(), key=lambda each: (each.entered_at, each.draft))
    return DraftsView(tuple([_draft(state, role, each) for each in drafts]))


def draft_view(state: State, role: Role, draft: str) -> DraftView:
    """One of them, as that role reads it. Refused: unknown_draft."""
    found = draft_of(state, draft)
    wanted = readable(state, role, found.wanted)
    proven = proof_is_readable(state, role, found.wanted)
    hidden = new_holes(state, wanted.menu, wanted.kitchen) if proven else []
    told = _things(state, change_back(state, wanted), wanted)
    return DraftView(_draft(state, role, found), told, tuple(hidden), veiled(state, role, found.wanted))


def changes_view(state: State) -> ChangesView:
    """The last of them."""
    kept = sorted(state.changes.kept.values(), key=lambda each: each.seq, reverse=True)
    return ChangesView(tuple([_change(each) for each in kept]))


def change_view(state: State, role: Role, change: str) -> ChangeView:
    """One of them, as that role reads it. Refused: unknown_change."""
    kept = state.changes.kept.get(change)
    if kept is None:
        raise Refusal(UNKNOWN_CHANGE, change=change)
    before, after = readable(state, role, kept.before), readable(state, role, kept.after)
    return ChangeView(_change(kept), _things(state, before, after), veiled(state, role, kept.after))


def _draft(state: State, role: Role, draft: Draft) -> DraftRow:
    return DraftRow(
        draft.draft,
        draft.title,
        draft.author,
        draft.entered_at,
        draft.publishes_at,
        why_it_failed(state, role, draft),
        count(draft.wanted),
    )


def _change(kept: Kept) -> ChangeRow:
    return ChangeRow(kept.change, kept.entered_at, kept.actor, kept.draft, kept.title, kept.undoes, count(kept.after))


def _things(state: State, before: Wanted, after: Wanted) -> tuple[ThingView, ...]:
    return tuple([_thing(state, each) for each in things(before, after)])


def _thing(state: State, thing: Thing) -> ThingView:
    fields = [
        FieldView(each.path, msgspec.to_builtins(each.before), msgspec.to_builtins(each.after))
        for each in thing.differences
    ]
    item = thing.item
    name = named(state, item._replace(record=thing.record))
    return ThingView(item.part, item.field, item.id, name, thing.kind, tuple(fields))
