"""Events looked for in the ledger, newest first, a bounded stretch at a time: no search holds its reader for long."""

from __future__ import annotations

import json
from typing import Any, Protocol

from kds.core.types import Ms
from kds.storage.ledger import Found, StoredEvent, Wanted

STRETCH = 4_000
"""Events that one query looks at: some ten milliseconds."""
EVENT = "seq, type, version, at, actor, session, data, hash, coalesce(approver, ''), coalesce(device, '')"
"""The columns of a stored event."""
_SEATED = ("SessionOpened", "SessionMoved", "SessionUnmerged")


class Rows(Protocol):
    """A database that answers queries. Raises `StorageError`."""

    async def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """What a query gives."""
        ...


class Search:
    """Looks for events in one ledger."""

    def __init__(self, ledger: Rows, store_id: str, head: int) -> None:
        self._ledger = ledger
        self._store_id = store_id
        self._head = head

    async def page(self, wanted: Wanted, before: int, most: int, stretches: int) -> Found:
        """Up to `most` events before number `before` (0: the newest), looked for in so many stretches."""
        found: list[StoredEvent] = []
        top = await self._top(wanted, before)
        for _ in range(stretches):
            if top <= 1:
                return Found(found, 0)
            bottom = max(0, top - 1 - STRETCH)
            rows = await self._stretch(wanted, bottom, top, most + 1 - len(found))
            found += rows
            if len(found) > most:
                return Found(found[:most], found[most - 1].seq)
            if wanted.since is not None and await self._is_before(bottom, wanted.since):
                return Found(found, 0)
            top = bottom + 1
        return Found(found, top if top > 1 else 0)

    async def _top(self, wanted: Wanted, before: int) -> int:
        """The number before which everything lies that is looked for."""
        top = min(before, self._head + 1) if before > 0 else self._head + 1
        if wanted.until is None:
            return top
        low, high = 0, top
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if await self._is_before(middle, wanted.until) else (low, middle)
        return high

    async def _is_before(self, seq: int, moment: Ms) -> bool:
        """Whether an event happened before a moment; there is none with the number 0."""
        rows = await self._ledger.rows("SELECT at FROM events WHERE seq = ?", (seq,))
        return all(at < moment for (at,) in rows)

    async def _stretch(self, wanted: Wanted, bottom: int, top: int, most: int) -> list[StoredEvent]:
        """Those between two numbers, neither of them included but the lower one's successor."""
        conditions, values = ["store_id = ?", "seq > ?", "seq < ?"], [self._store_id, bottom, top]
        for condition, more in _conditions(wanted, bottom, top):
            conditions.append(condition)
            values += more
        query = f"SELECT {EVENT} FROM events WHERE {' AND '.join(conditions)} ORDER BY seq DESC LIMIT ?"
        return [StoredEvent(*row) for row in await self._ledger.rows(query, (*values, most))]


def _conditions(wanted: Wanted, bottom: int, top: int) -> list[tuple[str, list[Any]]]:
    found: list[tuple[str, list[Any]]] = []
    if wanted.actors:
        marks = _marks(wanted.actors)
        found.append((f"(actor IN ({marks}) OR approver IN ({marks}))", [*wanted.actors, *wanted.actors]))
    if wanted.types:
        found.append((f"type IN ({_marks(wanted.types)})", [*wanted.types]))
    if wanted.since is not None:
        found.append(("at >= ?", [wanted.since]))
    if wanted.until is not None:
        found.append(("at < ?", [wanted.until]))
    if wanted.about:
        found.append(_about(wanted, bottom, top))
    return found


def _about(wanted: Wanted, bottom: int, top: int) -> tuple[str, list[Any]]:
    quoted = json.dumps(wanted.about, ensure_ascii=False).encode()
    if not wanted.is_table:
        return "(session = ? OR instr(data, ?))", [wanted.about, quoted]
    # A party sits for an evening: who came to the table is looked for some stretches further back.
    parties = f"SELECT session FROM events WHERE seq > ? AND seq < ? AND type IN ({_marks(_SEATED)}) AND instr(data, ?)"
    seated = [bottom - 5 * STRETCH, top, *_SEATED, b'"table":' + quoted]
    return f"(instr(data, ?) OR session IN ({parties}))", [quoted, *seated]


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))
