"""The live sheet of a party: how it stands, its lines round by round, its bills. Made once a party and language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kds.core.floor.model import Session
from kds.core.journal import Touched
from kds.core.kitchen.model import Item
from kds.core.parties import age, bills_of
from kds.core.state import State
from kds.feed.live_view import Kind, UnknownView
from kds.feed.parts import Concerned, PartsView, Piece
from kds.feed.sheet_pictures import bill_picture, head_picture, round_picture, rounds_of
from kds.feed.templating import environment
from kds.i18n import Language

SHEET = "sheet"


class SheetView(PartsView):
    """Pieces: `head`, `round R12` for each round of the party, `bill B12` for each of its bills."""

    def __init__(self, state: State, session: str, language: Language, concerned: Concerned) -> None:
        super().__init__(state, concerned)
        self.session = session
        self._rounds: dict[str, dict[str, Item]] = {}
        env = environment(language)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._head: Any = env.get_template("sheet/_head.html").make_module()
        self._round: Any = env.get_template("sheet/_round.html").make_module()
        self._bill: Any = env.get_template("sheet/_bill.html").make_module()

    def note(self, touched: Touched) -> bool:
        """This party and all that is its own, and those that it is merged with; names and prices of the menu."""
        if touched.of(self._state.menu.head):
            return self.take_all()
        parties, own = self._concerned.parties(touched), self._state.floor.sessions.get(self.session)
        into = None if own is None else own.into
        with_it = [self.session, into, *self._state.floor.merged[self.session]]
        return any(each in parties for each in with_it) and self.take([self.session])

    @property
    def party(self) -> Session:
        """Whose sheet it is. Raises `UnknownView` where it is no longer known."""
        found = self._state.floor.sessions.get(self.session)
        if found is None:
            raise UnknownView(self.session)
        return found

    def keys(self) -> Iterable[str]:
        """All that the party has."""
        self._rounds = rounds_of(self._state, self.party.session)
        rounds = [f"round {each}" for each in self._rounds]
        return ["head", *rounds, *[f"bill {each.bill}" for each in bills_of(self._state, self.session)]]

    def keys_of(self, party: str) -> Iterable[str]:
        """All that it has or had: whatever happens to a party may show on every piece, a payment on every line."""
        return [*self._parts, *self.keys()]

    def draw(self, key: str) -> Piece | None:
        """The head; a round or a bill that has something of the party's."""
        kind, _, name = key.partition(" ")
        state, session = self._state, self.session
        if kind == "head":
            return Piece(str(self._head.head(head_picture(state, self.party))).strip(), 0)
        if kind == "bill":
            own = name in state.orders.session_bills[session]
            return Piece(str(self._bill.bill(bill_picture(state, session, name))).strip(), age(name)) if own else None
        if name not in self._rounds:
            return None
        picture = round_picture(state, name, self._rounds[name])
        return Piece(str(self._round.round(picture)).strip(), age(name))


def sheets(state: State, concerned: Concerned) -> Kind:
    """The sheets of the parties that are known: they have not left, or only just."""

    def begin(name: str, language: Language) -> SheetView:
        if name not in state.floor.sessions:
            raise UnknownView(name)
        return SheetView(state, name, language, concerned)

    return begin
