"""The live map of the floor: its tables, the parties without one, and what stands ready, made once a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from kds.core.floor.model import Area
from kds.core.journal import Touched
from kds.core.state import State
from kds.core.types import Name
from kds.feed.floor_pictures import asking_picture, calls_picture, party_picture, ready_picture, table_picture
from kds.feed.live_view import Kind
from kds.feed.parts import Concerned, PartsView, Piece
from kds.feed.templating import environment
from kds.i18n import Language

FLOOR = "floor"
FORGOTTEN = Area(area="", name=Name(zh="其他", en="Other"))
"""Where tables stand whose area the floor does not have."""


class AreaPicture(NamedTuple):
    """An area, and the HTML of its tables in the order in which people read their names."""

    area: Area
    tables: list[str]


class FloorView(PartsView):
    """Pieces: `table A01` for each table, `party S12` for each party without one, `ready S12` where dishes are done,
    `calls S12` where somebody is wanted, `asks A01` where somebody wants to be seated.
    """

    def __init__(self, state: State, language: Language, concerned: Concerned) -> None:
        super().__init__(state, concerned)
        self._sat: dict[str, str] = {}
        """party → the table where it was last seen."""
        env = environment(language)
        # Macros of a module are made once; a template that is rendered makes all of its own each time.
        self._table: Any = env.get_template("floor/_table.html").make_module()
        self._party: Any = env.get_template("floor/_party.html").make_module()
        self._ready: Any = env.get_template("floor/_ready.html").make_module()
        self._asks: Any = env.get_template("floor/_asks.html").make_module()
        self._calls: Any = env.get_template("floor/_calls.html").make_module()

    def note(self, touched: Touched) -> bool:
        """Parties and all that is theirs; what the menu calls its dishes; the floor, with which the page changes."""
        floor, menu = self._state.floor, self._state.menu
        if touched.of(floor.areas) or touched.of(floor.tables):
            return self.take_all(reload=True)
        if touched.of(self._state.day.house):
            return self.take_all()
        # Reservations, and tables that are cleaned, are few: which of the tables they were of is gone with them.
        if touched.of(menu.head) or touched.of(floor.reservations) or touched.of(floor.uncleaned):
            return self.take_all()
        # A table at which somebody asks has no party of which it could be known.
        asked = [f"table {table}" for table in touched.of(floor.seat_asks)]
        return self.take([*self._concerned.parties(touched), *asked])

    def keys(self) -> Iterable[str]:
        """Every table, and the pieces of every party that is here."""
        self._sat.clear()
        tables = [f"{kind} {table}" for table in self._state.floor.tables for kind in ("table", "asks")]
        return [*tables, *[key for party in self._state.floor.sessions for key in self.keys_of(party)]]

    def keys_of(self, party: str) -> Iterable[str]:
        """Its own pieces, the table where it sits, and the one where it sat; a table that was noted is itself."""
        if party.startswith("table "):
            return [party, f"asks {party.removeprefix('table ')}"]
        found = self._state.floor.sessions.get(party)
        keys = [f"party {party}", f"ready {party}", f"calls {party}"]
        before = self._sat.pop(party, None)
        if before is not None:
            keys.append(f"table {before}")
        if found is not None and found.state == "open" and found.table is not None:
            self._sat[party] = found.table
            keys.append(f"table {found.table}")
        return keys

    def draw(self, key: str) -> Piece | None:
        """A table that the floor has; of parties those that have not left."""
        kind, _, name = key.partition(" ")
        if kind == "table":
            here = name in self._state.floor.tables
            return Piece(_trimmed(self._table.table(table_picture(self._state, name))), 0) if here else None
        if kind == "asks":
            ask = asking_picture(self._state, name)
            return None if ask is None else Piece(_trimmed(self._asks.asks(name, ask)), ask.asked_at)
        party = self._state.floor.sessions.get(name)
        if party is None or party.state != "open":
            return None
        if kind == "calls":
            calls = calls_picture(self._state, party)
            return Piece(_trimmed(self._calls.calls(calls)), calls.calls[0].asked_at) if calls.calls else None
        if kind == "ready":
            ready = ready_picture(self._state, party)
            return Piece(_trimmed(self._ready.ready(ready)), ready.lines[0].done_at) if ready.lines else None
        if party.table is not None:
            return None
        picture = party_picture(self._state, party)
        return Piece(_trimmed(self._party.party(picture)), picture.order)

    def areas(self) -> list[AreaPicture]:
        """The areas that have tables, as the last refresh drew them."""
        floor = self._state.floor
        by_area: dict[str, list[str]] = {area: [] for area in floor.areas}
        for table in sorted(floor.tables.values(), key=lambda each: as_read(each.table)):
            by_area.setdefault(table.area if table.area in floor.areas else "", []).append(table.table)
        return [
            AreaPicture(floor.areas.get(area, FORGOTTEN), [self.html(f"table {table}") for table in tables])
            for area, tables in by_area.items()
            if tables
        ]


def as_read(name: str) -> list[tuple[int, str]]:
    """What sorts A2 before A10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def _trimmed(html: object) -> str:
    return str(html).strip()


def floors(state: State, concerned: Concerned) -> Kind:
    """The map of the floor. There is one, in each language."""
    return lambda name, language: FloorView(state, language, concerned)
