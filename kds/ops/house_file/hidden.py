"""What nobody would see once a file is taken over: named before it is, and meant by whoever takes it over."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from kds.core.holes import holes_of, in_words
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.state import State
from kds.core.types import Name
from kds.ops.house_file.commands import Tried


class Hidden(NamedTuple):
    """The stations that no screen would show to which dishes would come, and all of that in words."""

    stations: tuple[str, ...] = ()
    words: tuple[Name, ...] = ()

    def is_meant(self, knowingly: Collection[str]) -> bool:
        """Whether each of the stations is named there."""
        return set(self.stations) <= set(knowingly)


NOTHING_HIDDEN = Hidden()


def hidden_by(state: State, tried: Tried) -> Hidden:
    """The new holes of what a file comes to. To be called in a thread: they are looked for way by way."""
    found = holes_of(tried.plan, tried.plan_before)
    menu = next((each for each in tried.commands if isinstance(each, ChangeMenu)), None)
    kitchen = next((each for each in tried.commands if isinstance(each, ChangeKitchen)), None)
    words = tuple([in_words(state, each, menu, kitchen) for each in found])
    return Hidden(tuple(sorted({each.station for each in found})), words)
