"""A bill as whoever takes its money sees it, live: one piece. Made once a bill and language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kds.core.journal import Touched
from kds.core.orders.model import Bill
from kds.core.state import State
from kds.feed.bill_pictures import bill_picture
from kds.feed.live_view import Kind, UnknownView
from kds.feed.parts import Concerned, PartsView, Piece
from kds.feed.templating import environment
from kds.i18n import Language

BILL = "bill"


class BillSheetView(PartsView):
    """The piece `bill B12`: its lines, its sum row by row, what was tendered, and what is not served."""

    def __init__(self, state: State, name: str, language: Language, concerned: Concerned) -> None:
        super().__init__(state, concerned)
        self._name = name
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._bill: Any = environment(language).get_template("cashier/_bill.html").make_module()

    @property
    def bill(self) -> Bill:
        """Which bill it is. Raises `UnknownView` where it is no longer known."""
        found = self._state.orders.bills.get(self._name)
        if found is None:
            raise UnknownView(self._name)
        return found

    def note(self, touched: Touched) -> bool:
        """The party whose bill it is; names of the menu; the day, after which it is not opened again.

        How the house charges is on the page itself.
        """
        if touched.of(self._state.billing.settings):
            return self.take_all(reload=True)
        if touched.of(self._state.menu.head) or touched.of(self._state.day.current):
            return self.take_all()
        bill = self._state.orders.bills.get(self._name)
        if bill is None:
            return self.take_all()
        return bill.session in self._concerned.parties(touched) and self.take([bill.session])

    def keys(self) -> Iterable[str]:
        """The bill."""
        return [f"bill {self.bill.bill}"]

    def keys_of(self, party: str) -> Iterable[str]:
        """The bill, whatever of its party changes."""
        return self.keys()

    def draw(self, key: str) -> Piece | None:
        """The bill as it stands."""
        return Piece(str(self._bill.bill(bill_picture(self._state, self.bill, self._now))).strip(), 0)


def bill_sheets(state: State, concerned: Concerned) -> Kind:
    """The bills that are known."""

    def begin(name: str, language: Language) -> BillSheetView:
        if name not in state.orders.bills:
            raise UnknownView(name)
        return BillSheetView(state, name, language, concerned)

    return begin
