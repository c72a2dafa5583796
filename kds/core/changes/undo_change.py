"""Take back a change of settings: exactly what it changed is again as it was."""

from __future__ import annotations

from kds.core.changes.events import ChangeUndone
from kds.core.changes.names import listed
from kds.core.changes.rules import CANNOT_BE, RIGHTS, changed, changed_since, permit_all
from kds.core.deeds import Deed
from kds.core.holes import NEW_HOLE, meant
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal, reason

UNKNOWN_CHANGE = reason(
    "unknown_change",
    "not_found",
    "这次修改太久以前，或者不存在，不能撤销",
    "There is no such change, or it is too long ago to be undone",
)
CHANGED_SINCE = reason(
    "changed_since",
    "conflict",
    "之后又改过：{them_zh}，请先撤销后来的修改",
    "These were changed again since: {them_en}. Undo the later changes first",
)


class UndoChange(Command, frozen=True, gc=False):
    """The change. `knowingly` are the stations to which dishes may come then, though no screen shows them."""

    change: Id
    knowingly: tuple[Id, ...] = ()


class ChangeIsUndone(Answer, frozen=True, gc=False):
    """`by` is the change that took it back, and can be undone itself."""

    seq: int
    change: str
    by: str


def decide(state: State, command: UndoChange, context: Context) -> list[Event]:
    """That it is undone, and one event for each part that changes back. What was changed again since stays so."""
    kept = state.changes.kept.get(command.change)
    if kept is None:
        raise Refusal(UNKNOWN_CHANGE, change=command.change)
    permit_all(state, context, kept.after)
    since = changed_since(state, kept.after)
    if since:
        them = listed(state, since)
        raise Refusal(CHANGED_SINCE, count=len(since), them_zh=them.zh, them_en=them.en)
    hidden = meant(state, kept.before.menu, kept.before.kitchen, command.knowingly)
    parts = changed(state, kept.before)
    undone = ChangeUndone(change=command.change, parts=tuple(parts), knowingly=hidden)
    return [undone, *parts.values()] if parts else []


def answer(state: State, command: UndoChange, events: list[Event]) -> ChangeIsUndone:
    """As it stands after the events."""
    found = [each for each in state.changes.kept.values() if each.undoes == command.change]
    last = max(found, key=lambda each: each.seq, default=None)
    return ChangeIsUndone(state.seq, command.change, "" if last is None else last.change)


DEED = Deed(
    UndoChange,
    decide,
    answer,
    ChangeIsUndone,
    right=RIGHTS[0],
    or_rights=RIGHTS[1:],
    refuses=(CANNOT_BE, NEW_HOLE, UNKNOWN_CHANGE, CHANGED_SINCE),
)
