"""The progress board of the floor: what each table still waits for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from kds.core.kitchen.screens import ScreenRole
from kds.core.state import State
from kds.feed.board_view import BoardView
from kds.feed.floor import as_read
from kds.feed.parts import Concerned, Piece
from kds.feed.progress_pictures import WITHOUT_TABLE, progress_picture
from kds.feed.templating import environment
from kds.i18n import Language


class ProgressView(BoardView):
    """Pieces: `party S12` for each party that waits for something."""

    role: ClassVar[ScreenRole] = "progress"

    def __init__(self, state: State, name: str, language: Language, concerned: Concerned) -> None:
        super().__init__(state, name, language, concerned)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._party: Any = environment(language).get_template("progress/_party.html").make_module()
        self._places: dict[str, int] = {}

    def keys(self) -> Iterable[str]:
        """Every party that is here."""
        self._places = {table: at for at, table in enumerate(sorted(self._state.floor.tables, key=as_read))}
        return [f"party {party}" for party in self._state.floor.sessions]

    def keys_of(self, party: str) -> Iterable[str]:
        """Its own."""
        return [f"party {party}"]

    def draw(self, key: str) -> Piece | None:
        """A party of these areas that waits for something."""
        party = self._state.floor.sessions.get(key.partition(" ")[2])
        if party is None or not self.concerns(party):
            return None
        place = WITHOUT_TABLE + party.number if party.table is None else self._places.get(party.table, WITHOUT_TABLE)
        picture = progress_picture(self._state, party, place)
        return None if picture is None else Piece(str(self._party.party(picture)).strip(), place)
