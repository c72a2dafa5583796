"""What the boards have in common, which are the screens that nobody cooks from: pieces of parties, in some areas."""

from __future__ import annotations

from typing import ClassVar

from kds.core.floor.model import Session
from kds.core.journal import Touched
from kds.core.kitchen.screens import Screen, ScreenRole
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.live_view import UnknownView
from kds.feed.parts import Concerned, PartsView
from kds.feed.subscriber import Frame
from kds.i18n import Language


class BoardView(PartsView):
    """A screen of one role: which there are, and what it shows, changes with the kitchen."""

    role: ClassVar[ScreenRole]

    def __init__(self, state: State, name: str, language: Language, concerned: Concerned) -> None:
        super().__init__(state, concerned)
        self.name = name
        self.language = language
        self.screen_now()

    def screen_now(self) -> Screen:
        """As it is set. Raises `UnknownView` where it is gone, or has become something else."""
        screen = self._state.kitchen.screens.get(self.name)
        if screen is None or screen.role != self.role:
            raise UnknownView(self.name)
        return screen

    def refresh(self, now: Ms, steps: int = 0) -> list[Frame]:
        """As of any view; its screen is looked for first. Raises `UnknownView`."""
        self.screen_now()
        return super().refresh(now, steps)

    def note(self, touched: Touched) -> bool:
        """Parties and all that is theirs; what dishes are called; the screen itself, stations and the floor."""
        kitchen, floor, menu = self._state.kitchen, self._state.floor, self._state.menu
        if self.name in touched.of(kitchen.screens) or touched.of(kitchen.stations) or touched.of(floor.areas):
            return self.take_all(reload=True)
        if touched.of(menu.head) or touched.of(floor.tables):
            return self.take_all()
        return self.take(self._concerned.parties(touched))

    def concerns(self, party: Session | None) -> bool:
        """Whether this screen shows a party."""
        return concerns(self._state, self.screen_now(), party)

    def listed(self, name: str) -> str:
        """The HTML of all pieces of a list, which a piece says itself, as the last refresh drew them."""
        found = [each.piece for each in self._parts.values() if f'data-list="{name}"' in each.piece.html]
        return "\n".join([piece.html for piece in sorted(found, key=lambda piece: piece.order)])


def concerns(state: State, screen: Screen, party: Session | None) -> bool:
    """Whether a party is here, and sits where a screen looks; without a table it is everywhere and nowhere."""
    if party is None or party.state != "open":
        return False
    if not screen.areas:
        return True
    table = None if party.table is None else state.floor.tables.get(party.table)
    return table is not None and table.area in screen.areas
