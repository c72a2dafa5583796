"""What an installer has measured of the network at each table: the newest of each, in a file beside the ledger."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from kds.core.types import Ms
from kds.storage.files import write_whole

FILE = "measures.json"
TABLES_MOST = 2_000
"""Tables of which one is kept; the one that was measured longest ago goes."""


class Measure(msgspec.Struct, frozen=True):
    """How the network was at a table, `at` a time of the house: answers that came, the usual and the longest way there
    and back, and answers that did not come."""

    table: str
    at: Ms
    trips: int
    median_ms: Ms
    worst_ms: Ms
    missed: int


class Measures:
    """All of them, in the data directory; without one they last as long as the server runs."""

    def __init__(self, data: Path | None = None) -> None:
        self._path = None if data is None else data / FILE
        self._known = {each.table: each for each in _read(self._path)}
        self._writing = asyncio.Lock()

    def of(self, table: str) -> Measure | None:
        """The newest of a table."""
        return self._known.get(table)

    async def note(self, measure: Measure) -> None:
        """Keep it in place of the one before. Raises `OSError`; it is known until the server ends all the same."""
        self._known.pop(measure.table, None)
        self._known[measure.table] = measure
        while len(self._known) > TABLES_MOST:
            del self._known[next(iter(self._known))]
        if self._path is not None:
            async with self._writing:
                await asyncio.to_thread(write_whole, self._path, [msgspec.json.encode(list(self._known.values()))])


def _read(path: Path | None) -> list[Measure]:
    """What is kept; nothing where the file cannot be read: it is measured again within a minute."""
    try:
        return [] if path is None else msgspec.json.decode(path.read_bytes(), type=list[Measure])
    except (OSError, msgspec.MsgspecError):
        return []
