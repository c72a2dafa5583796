"""The board of calls for service: what every table wants, by area, the oldest first, and who is not answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple

from kds.core.calls.unanswered import unanswered_at
from kds.core.journal import Touched
from kds.core.kitchen.screens import ScreenRole
from kds.core.parties import due
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.feed.board_view import BoardView
from kds.feed.floor_pictures import asking_picture, wanted_by
from kds.feed.parts import Concerned, Piece
from kds.feed.templating import environment
from kds.i18n import Language

BILL = Name(zh="结账", en="The bill")
ORDER = Name(zh="想点餐", en="To order")
NO_AREA = "area-none"
"""The list of those who sit at no table that the floor has."""


class CallCard(NamedTuple):
    """Something that is wanted of whoever serves. `call` is what can be taken and ended, "" where something else ends
    it: the bill is paid, the guests are seated. `late_at` and `very_late_at` are when nobody will have answered for too
    long; nobody is thought to be there from `until_at` on.
    """

    key: str
    list: str
    label: str
    wanted: Name
    asked_at: Ms
    asks: int = 1
    call: str = ""
    going_since: Ms | None = None
    late_at: Ms | None = None
    very_late_at: Ms | None = None
    until_at: Ms | None = None
    who: str = ""
    """Who goes, "" where they have no name in the house."""


Called = Callable[[str], str]
"""What somebody is called, by the id with which deeds are written down; "" for nobody who is known."""


def nobody(actor: str) -> str:
    """Where nobody is known by name."""
    return ""


class CallsView(BoardView):
    """Pieces: `call C12` for each open call, `bill S12` where a party asked for its bill, `asks A01` where guests wait
    to be seated.
    """

    role: ClassVar[ScreenRole] = "calls"

    def __init__(
        self, state: State, name: str, language: Language, concerned: Concerned, called: Called = nobody
    ) -> None:
        super().__init__(state, name, language, concerned)
        self._called = called
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._card: Any = environment(language).get_template("calls/_call.html").make_module()
        self._had: dict[str, tuple[str, ...]] = {}
        """party → the calls that it had when it was last looked at."""

    def note(self, touched: Touched) -> bool:
        """As of any board; besides, how patient the house is, and tables at which somebody asks to be seated."""
        if touched.of(self._state.day.house):
            return self.take_all()
        asked = [f"table {table}" for table in touched.of(self._state.floor.seat_asks)]
        return any((super().note(touched), self.take(asked)))

    def keys(self) -> Iterable[str]:
        """What every party that is here wants, and every table where somebody asks."""
        self._had.clear()
        asks = [f"asks {table}" for table in self._state.floor.tables]
        return [*asks, *[key for party in self._state.floor.sessions for key in self.keys_of(party)]]

    def keys_of(self, party: str) -> Iterable[str]:
        """Its calls, those that it had among them, and its bill; a table that was noted is itself."""
        if party.startswith("table "):
            return [f"asks {party.removeprefix('table ')}"]
        had, now = self._had.pop(party, ()), self._state.calls.of(party)
        if now:
            self._had[party] = now
        return [f"bill {party}", *[f"call {call}" for call in dict.fromkeys((*had, *now))]]

    def draw(self, key: str) -> Piece | None:
        """What is wanted in these areas."""
        kind, _, name = key.partition(" ")
        card = {"call": self._call, "bill": self._bill, "asks": self._asks}[kind](name)
        return None if card is None else Piece(str(self._card.card(card)).strip(), card.asked_at)

    def _call(self, name: str) -> CallCard | None:
        call = self._state.calls.calls.get(name)
        party = None if call is None else self._state.floor.sessions.get(call.session)
        if call is None or party is None or not self.concerns(party):
            return None
        late_at = unanswered_at(self._state, call)
        house = self._state.day.house.value
        patience = 0 if house is None else house.calls_after_ms
        return CallCard(
            key=f"call {name}",
            list=self._list_of(party.table),
            label=party.label,
            wanted=wanted_by(call),
            asked_at=call.asked_at,
            asks=call.asks,
            call=name,
            going_since=call.taken_at,
            late_at=late_at,
            very_late_at=None if late_at is None else late_at + patience,
            who=self._called(call.taken_by),
        )

    def _bill(self, name: str) -> CallCard | None:
        party = self._state.floor.sessions.get(name)
        if party is None or not self.concerns(party) or party.asked_at is None or due(self._state, name) <= 0:
            return None
        return CallCard(f"bill {name}", self._list_of(party.table), party.label, BILL, party.asked_at)

    def _asks(self, name: str) -> CallCard | None:
        ask, table = asking_picture(self._state, name), self._state.floor.tables.get(name)
        areas = self.screen_now().areas
        if ask is None or table is None or (areas and table.area not in areas):
            return None
        return CallCard(f"asks {name}", self._list_of(name), name, ORDER, ask.asked_at, until_at=ask.until_at)

    def _list_of(self, table: str | None) -> str:
        found = None if table is None else self._state.floor.tables.get(table)
        areas = list(self._state.floor.areas)
        return NO_AREA if found is None or found.area not in areas else f"area-{areas.index(found.area)}"

    def sections(self) -> list[tuple[str, Name | None, str]]:
        """The lists of the page, each with its area and the HTML of what is in it; the last is of no area."""
        areas = [(f"area-{at}", each.name) for at, each in enumerate(self._state.floor.areas.values())]
        return [(name, called, self.listed(name)) for name, called in [*areas, (NO_AREA, None)]]
