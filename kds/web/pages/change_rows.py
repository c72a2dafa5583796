"""The rows of the list of drafts and changes, as whoever looks may read them."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.changes.diff import things
from kds.core.changes.model import Draft, Kept, Part
from kds.core.changes.rules import changed_since
from kds.core.changes.veil import readable, veiled
from kds.core.state import State
from kds.core.types import Name
from kds.storage.tokens import Token
from kds.web.pages.change_words import ThingTold, Words
from kds.web.pages.moments import date_and_time, timezone

FEW = 6
"""Things on the page of a draft, and of one change in the list; of the others it is said how many they are."""
PARTS: dict[Part, Name] = {
    "menu": Name(zh="菜单", en="Menu"),
    "kitchen": Name(zh="后厨", en="Kitchen"),
    "floor": Name(zh="桌台", en="Tables"),
    "billing": Name(zh="收款", en="Charging"),
    "house": Name(zh="店铺", en="House"),
}


class DraftRow(NamedTuple):
    """A draft of the list."""

    draft: Draft
    who: Name
    begun: str
    publishes: str
    parts: list[Name]
    things: int
    failed: Name | None


class ChangeRow(NamedTuple):
    """A change that was made: what it changed, as far as it is listed, and whether it can be undone as it is.

    `veiled` are the parts of it that whoever looks may not change, and so does not read.
    """

    kept: Kept
    who: Name
    when: str
    things: list[ThingTold]
    more: int
    veiled: list[Name]
    undone: bool
    open: bool


class Undoing(NamedTuple):
    """What is asked before a change is taken back: what changes then, and what nobody would see."""

    change: str
    things: list[ThingTold]
    more: int
    hidden: str
    holes: list[Name]


def change_row(state: State, kept: Kept, token: Token, names: dict[str, Name]) -> ChangeRow:
    """A change as somebody reads it; `names` is what people are called."""
    words = Words(state)
    before, after = [readable(state, token.role, each) for each in (kept.before, kept.after)]
    found = [each for each in things(before, after) if each.kind != "same"]
    hidden_parts = veiled(state, token.role, kept.after)
    return ChangeRow(
        kept=kept,
        who=names.get(kept.actor, Name(zh=kept.actor, en=kept.actor)),
        when=date_and_time(kept.entered_at, timezone(state)),
        things=[words.thing(each) for each in found[:FEW]],
        more=max(0, len(found) - FEW),
        veiled=[PARTS[part] for part in hidden_parts],
        undone=any(each.undoes == kept.change for each in state.changes.kept.values()),
        open=not hidden_parts and not changed_since(state, kept.after),
    )
