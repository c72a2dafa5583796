"""The boards of the pass: whole tables for who sends dishes out (传菜), and what to carry now for who carries them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from kds.core.floor.model import Session
from kds.core.kitchen.screens import ScreenRole
from kds.core.state import State
from kds.feed.board_view import BoardView
from kds.feed.parts import Concerned, Piece
from kds.feed.pass_pictures import carry_picture, pass_picture
from kds.feed.templating import environment
from kds.i18n import Language


class PassView(BoardView):
    """Pieces: `party S12` for each party that is here and has a card."""

    fragment: ClassVar[str]

    def __init__(self, state: State, name: str, language: Language, concerned: Concerned) -> None:
        super().__init__(state, name, language, concerned)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._card: Any = environment(language).get_template(self.fragment).make_module()

    def keys(self) -> Iterable[str]:
        """Every party that is here."""
        return [f"party {party}" for party in self._state.floor.sessions]

    def keys_of(self, party: str) -> Iterable[str]:
        """Its own."""
        return [f"party {party}"]

    def draw(self, key: str) -> Piece | None:
        """A party of these areas that has something to come."""
        party = self._state.floor.sessions.get(key.partition(" ")[2])
        if party is None or not self.concerns(party):
            return None
        picture = self.picture(party)
        return None if picture is None else Piece(str(self._card.card(picture)).strip(), picture.order)

    def picture(self, party: Session) -> Any:
        """What its card is drawn from; None where it has none."""
        raise NotImplementedError


class ExpoView(PassView):
    """Whole tables: what is done, what is made and where, what is missing, what is held."""

    role: ClassVar[ScreenRole] = "expo"
    fragment = "expo/_card.html"

    def picture(self, party: Session) -> Any:
        """All that it waits for."""
        return pass_picture(self._state, party)


class RunnerView(PassView):
    """What stands at the pass, to be carried now."""

    role: ClassVar[ScreenRole] = "runner"
    fragment = "runner/_card.html"

    def picture(self, party: Session) -> Any:
        """All that is done and not served."""
        return carry_picture(self._state, party)
