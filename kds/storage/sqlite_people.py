"""People in the ledger's database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from kds.core.types import Ms
from kds.storage.changes import Change, Row
from kds.storage.ledger import StorageError
from kds.storage.people import PEOPLE_MOST, PersonCard, new_person
from kds.storage.rows import checksum
from kds.storage.sqlite import SqliteLedger
from kds.storage.tokens import wall_ms

log = structlog.get_logger()

_COLUMNS = "checksum, person, store_id, name, phone, pin, created_at, erased_at"


class SqlitePeople:
    """`PeopleTable` beside the events."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self._ledger = ledger

    async def add(self, name: str, phone: str, person: str = "") -> PersonCard:
        """Somebody new; none beyond `PEOPLE_MOST`."""
        ((known,),) = await self._ledger.rows("SELECT COUNT(*) FROM people WHERE erased_at IS NULL")
        if known >= PEOPLE_MOST:
            raise StorageError(f"{known} people are known already; erase some who have left")
        card = PersonCard(person or new_person(), name, phone, has_pin=False, created_at=wall_ms())
        await self._ledger.change(Change("people", [self._row(card, None)]))
        return card

    async def list_all(self) -> list[PersonCard]:
        """Everybody, oldest first."""
        rows = await self._ledger.rows(f"SELECT {_COLUMNS}, seen_at FROM people ORDER BY created_at, person")
        return [self._card(*row) for row in rows]

    async def rename(self, person: str, name: str, phone: str) -> bool:
        """Call somebody so."""
        return await self._ledger.change(Change("call_person", [(name, phone, person)])) > 0

    async def set_pin(self, person: str, pin: bytes | None) -> bool:
        """Keep the hash of a PIN, or none."""
        return await self._ledger.change(Change("set_pin", [(pin, person)])) > 0

    async def pin_of(self, person: str) -> bytes | None:
        """The hash of somebody's PIN; None also where the row is damaged."""
        for row in await self._known(person):
            return row[5] if self._is_whole(row) else None
        return None

    async def note_seen(self, seen: Mapping[str, Ms]) -> None:
        """Keep when people were last signed in."""
        await self._ledger.change(Change("person_seen", [(at, person) for person, at in seen.items()]))

    async def erase(self, person: str) -> bool:
        """Forget what somebody is called, their phone and their PIN."""
        if not await self._ledger.change(Change("erase_person", [(wall_ms(), person)])):
            return False
        try:
            if not await self._ledger.scrub():
                log.warning("erased_later", person=person)
        except StorageError as error:  # it is erased all the same
            log.warning("erased_later", person=person, error=str(error))
        return True

    async def _known(self, person: str) -> list[Row]:
        query = f"SELECT {_COLUMNS} FROM people WHERE person = ? AND erased_at IS NULL"
        return [tuple(row) for row in await self._ledger.rows(query, (person,))]

    def _is_whole(self, row: Row) -> bool:
        expected, *values = row
        if checksum(*values) == expected:
            return True
        log.error("person_damaged", person=values[0])
        return False

    def _card(self, *row: Any) -> PersonCard:
        *kept, seen_at = row
        _, person, _, name, phone, pin, created_at, erased_at = kept
        has_pin = pin is not None and self._is_whole(tuple(kept))
        fields = (person, name, phone, has_pin, created_at, erased_at, seen_at)
        return PersonCard(*fields)

    def _row(self, card: PersonCard, pin: bytes | None) -> Row:
        row = (card.person, self._ledger.store_id, card.name, card.phone, pin, card.created_at, card.erased_at)
        return (*row, checksum(*row))
