"""The cashier's live list: every bill that is open, and those that were paid on this business day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kds.core.journal import Touched
from kds.core.parties import bills_of
from kds.core.state import State
from kds.feed.cashier_pictures import RowPicture, row_picture
from kds.feed.live_view import Kind
from kds.feed.parts import Concerned, PartsView, Piece
from kds.feed.templating import environment
from kds.i18n import Language

CASHIER = "cashier"


class CashierView(PartsView):
    """Pieces: `open B12` for a bill that is open or whose party is still here, `left B12` for one paid today."""

    def __init__(self, state: State, language: Language, concerned: Concerned) -> None:
        super().__init__(state, concerned)
        self._listed: dict[str, list[str]] = {}
        """party → the bills that it was last seen with."""
        self._drawn: dict[str, tuple[RowPicture, Piece]] = {}
        """What each row was drawn of: most of what the kitchen does changes none."""
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._row: Any = environment(language).get_template("cashier/_row.html").make_module()

    def note(self, touched: Touched) -> bool:
        """Parties and their bills; what the menu counts in; the day, with which paid bills leave."""
        if touched.of(self._state.menu.head) or touched.of(self._state.day.current):
            return self.take_all()
        return self.take(self._concerned.parties(touched))

    def keys(self) -> Iterable[str]:
        """The bills of every party that is known."""
        self._listed.clear()
        return [key for party in self._state.floor.sessions for key in self.keys_of(party)]

    def keys_of(self, party: str) -> Iterable[str]:
        """The bills that it has, and those that it had."""
        bills = [each.bill for each in bills_of(self._state, party)]
        before = self._listed.pop(party, [])
        if bills:
            self._listed[party] = bills
        return [f"{kind} {each}" for each in dict.fromkeys([*before, *bills]) for kind in ("open", "left")]

    def draw(self, key: str) -> Piece | None:
        """A bill, in the list where it belongs."""
        kind, _, name = key.partition(" ")
        row = row_picture(self._state, name, "left" if kind == "left" else "open")
        if row is None:
            self._drawn.pop(key, None)
            return None
        drawn = self._drawn.get(key)
        if drawn is None or drawn[0] != row:
            drawn = self._drawn[key] = (row, Piece(str(self._row.row(row)).strip(), row.order))
        return drawn[1]


def cashiers(state: State, concerned: Concerned) -> Kind:
    """The list of bills. There is one, in each language."""
    return lambda name, language: CashierView(state, language, concerned)
