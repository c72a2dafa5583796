"""The pickup board (取餐叫号屏): the numbers that are being prepared, and those that are ready, for guests to see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal, NamedTuple

from kds.core.floor.model import Session
from kds.core.kitchen.screens import ScreenRole
from kds.core.parties import is_unserved, items_of
from kds.core.state import State
from kds.core.types import Ms
from kds.feed.board_view import BoardView
from kds.feed.parts import Concerned, Piece
from kds.feed.templating import environment
from kds.i18n import Language

CALLED_FOR_MS: Ms = 20 * 60_000
"""For so long a number that nobody collects stands on the board; after that it is counted there, and asked for."""


class OrderPicture(NamedTuple):
    """The number of a party, with its plate where it has one: nothing else of it is for everybody to read.

    `order` is where it stands: of what is made the oldest first, of what is ready the newest.
    """

    session: str
    number: int
    plate: str
    ready_at: Ms | None
    order: int

    @property
    def list(self) -> Literal["making", "ready"]:
        """On which side of the board."""
        return "making" if self.ready_at is None else "ready"

    @property
    def until_at(self) -> Ms | None:
        """Until when it stands there."""
        return None if self.ready_at is None else self.ready_at + CALLED_FOR_MS


def order_picture(state: State, party: Session) -> OrderPicture | None:
    """The picture of a party that is called by its number; None where nothing is left to be handed over.

    It is ready once all that it still waits for is.
    """
    waiting = [each for each in items_of(state, party.session) if is_unserved(each)]
    if not waiting:
        return None
    ready_at = max([each.done_at or 0 for each in waiting]) if all(each.state == "done" for each in waiting) else None
    order = party.number if ready_at is None else -ready_at
    return OrderPicture(party.session, party.number, party.plate, ready_at, order)


class PickupView(BoardView):
    """Pieces: `order S12` for each party that is called by its number and has not got everything."""

    role: ClassVar[ScreenRole] = "pickup"

    def __init__(self, state: State, name: str, language: Language, concerned: Concerned) -> None:
        super().__init__(state, name, language, concerned)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._order: Any = environment(language).get_template("pickup/_order.html").make_module()

    def concerns(self, party: Session | None) -> bool:
        """Whether a party fetches what it has ordered, or finds it by its plate; what riders fetch is not called."""
        return party is not None and party.state == "open" and party.table is None and party.service != "delivery"

    def keys(self) -> Iterable[str]:
        """Every party that is here."""
        return [f"order {party}" for party in self._state.floor.sessions]

    def keys_of(self, party: str) -> Iterable[str]:
        """Its own."""
        return [f"order {party}"]

    def draw(self, key: str) -> Piece | None:
        """A party that is called by its number."""
        party = self._state.floor.sessions.get(key.partition(" ")[2])
        if party is None or not self.concerns(party):
            return None
        picture = order_picture(self._state, party)
        if picture is None:
            return None
        return Piece(str(self._order.order(picture)).strip(), picture.order)
