"""What a change of settings was about, for the record: with before and after, as long as the change is kept."""

from __future__ import annotations

import msgspec

from kds.core.billing.model import BillingSettings
from kds.core.changes.diff import things
from kds.core.changes.items import items_of
from kds.core.changes.model import Kept
from kds.core.changes.names import VALUES, named
from kds.core.state import State
from kds.core.types import Name
from kds.web.pages.change_words import Words
from kds.web.pages.field_words import NOTHING

LISTED = 6
"""Fields that are told one by one; of more it is said how many there are."""
PARTS = {
    "menu": Name(zh="菜单", en="menu"),
    "kitchen": Name(zh="后厨", en="kitchen"),
    "floor": Name(zh="桌台", en="floor"),
    "billing": Name(zh="收款", en="charging"),
    "house": Name(zh="店铺", en="house"),
}


class Changes:
    """Tells of changes by their ids, with the names that the house gives things now."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._words = Words(state)

    def change(self, change: str) -> Name:
        """A change that was made: its title, and the things that it was about; its id alone once it is forgotten."""
        kept = self._state.changes.kept.get(change)
        if kept is None:
            return Name(zh=change, en=change)
        what = _several([named(self._state, each) for each in items_of(kept.after)])
        title_zh, title_en = (f"“{kept.title}”", f" “{kept.title}”") if kept.title else ("", "")
        return Name(zh=f"{change}{title_zh}：{what.zh}", en=f"{change}{title_en}: {what.en}")

    def charging(self, change: str, settings: BillingSettings) -> Name:
        """What became other of how the house charges; once that is forgotten, what is not as in a new house."""
        kept = self._state.changes.kept.get(change)
        if kept is not None:
            return self._fields(kept)
        usual = BillingSettings()
        names = [each.name for each in msgspec.structs.fields(settings)]
        return _several(
            [VALUES[f"billing.{each}"] for each in names if getattr(settings, each) != getattr(usual, each)]
        )

    def _fields(self, kept: Kept) -> Name:
        lines = [line for each in things(kept.before, kept.after) for line in self._words.thing(each).lines]
        return _several(
            [
                Name(
                    zh=f"{each.label.zh} {each.word.zh if each.word else f'{each.before.in_zh} → {each.after.in_zh}'}",
                    en=f"{each.label.en} {each.word.en if each.word else f'{each.before.in_en} → {each.after.in_en}'}",
                )
                for each in lines
            ]
        )


def _several(told: list[Name]) -> Name:
    if not told:
        return NOTHING
    zh, en = [each.in_zh for each in told[:LISTED]], [each.in_en for each in told[:LISTED]]
    more = len(told) - LISTED
    if more > 0:
        zh, en = [*zh, f"另有{more}项"], [*en, f"{more} more"]
    return Name(zh="、".join(zh), en=", ".join(en))
