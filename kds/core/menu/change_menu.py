"""Change the menu: a price, a dish, or all of it, in one deed that is done whole or not at all."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.deeds import Deed
from kds.core.holes import NEW_HOLE, meant
from kds.core.menu.model import MenuChange
from kds.core.menu.rules import BAD_MENU, menu_changed
from kds.core.rights import MENU
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event


class ChangeMenu(Command, MenuChange, frozen=True, gc=False, omit_defaults=False):
    """Categories, dishes and parts of the day as they are to be, each whole, and those that go; all others stay.

    Without a currency the menu keeps its own; a new one has that of the house.

    With `knowingly` the change is refused where dishes would come to stations that no screen shows and that are not
    named there; None: that is not asked.
    """

    knowingly: tuple[Id, ...] | None = None


class MenuVersion(Answer, frozen=True, gc=False):
    """The version of the menu; each change counts it up by one, and where nothing was to change it stays."""

    seq: int
    version: int


def decide(state: State, command: ChangeMenu, context: Context) -> list[Event]:
    """One event, or none where the menu is so already."""
    found = menu_changed(state, command)
    if command.knowingly is None:
        return [*found]
    hidden = meant(state, command, None, command.knowingly)
    return [replace(each, knowingly=hidden) for each in found]


def answer(state: State, command: ChangeMenu, events: list[Event]) -> MenuVersion:
    """As it stands after the event."""
    head = state.menu.head.value
    return MenuVersion(seq=state.seq, version=0 if head is None else head.version)


DEED = Deed(ChangeMenu, decide, answer, MenuVersion, right=MENU, refuses=(BAD_MENU, NEW_HOLE))
