"""The people who sign in with a PIN, as tiles to tap, and as they are found by typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kds.core.people.model import StaffRole
from kds.core.types import Name
from kds.runtime.store import Store
from kds.storage.living_people import People
from kds.web.pages.spelling import spelt


class Tile(NamedTuple):
    """Somebody who works here and has a PIN. `find` is what their name is typed as, in small letters."""

    person: str
    name: str
    role: StaffRole
    find: str


class Tiles:
    """Those of a house."""

    def __init__(self, store: Store, people: People) -> None:
        self._store = store
        self._people = people
        self._found: dict[str, str] = {}
        """Name → what it is typed as."""

    async def of(self, those: Callable[[StaffRole], bool] = lambda role: True) -> list[Tile]:
        """Of these roles, in the order of their names."""
        await self._store.readable()
        staff = self._store.state.people.staff
        cards = [each for each in self._people.all() if each.has_pin and each.person in staff]
        await self._spell([each.name for each in cards])
        roles = {each.person: staff[each.person].role for each in cards if each.person in staff}
        tiles = [
            Tile(each.person, each.name, roles[each.person], self._found.get(each.name, each.name.lower()))
            for each in cards
            if each.person in roles and those(roles[each.person])
        ]
        return sorted(tiles, key=lambda tile: (tile.find, tile.person))

    async def _spell(self, names: list[str]) -> None:
        known = {name: self._found.get(name, name.lower()) for name in names}
        foreign = [name for name in known if not name.isascii() and name not in self._found]
        for name, syllables in (
            zip(foreign, await spelt([Name(zh=each, en="") for each in foreign]), strict=True) if foreign else ()
        ):
            initials = "".join([each[0] for each in syllables])
            known[name] = f"{''.join(syllables)} {initials} {name.lower()}"
        self._found = known
