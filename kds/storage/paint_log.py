"""What each screen had painted, and whether it could be seen, when: a file beside the ledger, for a look back.

A row is what a page shows from then on: a board as of event `seq`, until the next row of the same page. The file may be
lost: then nobody knows any more what was painted, and the ledger still says what the house knew.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import structlog

from kds.core.types import Ms
from kds.storage.connections import BUSY_MS, connector

log = structlog.get_logger()

FILE = "painted.db"
KEPT_MS: Ms = 14 * 86_400_000
ROWS_MOST = 2_000_000
"""Rows that are kept; a busy dinner on twelve screens makes some 200,000."""
WAITING_MOST = 20_000
"""Rows that wait to be written; while the disk fails, later ones are lost."""
KEEP_S = 2.0
TOGETHER_MS: Ms = 500
"""What a page paints within that time after a row that is not written yet takes its place."""
PRUNE_S = 3_600.0
LOOKED_AT = 400
"""Rows before a moment that are looked at: several windows of a screen paint in turns."""
BEGAN = ""
"""In place of a screen: the server began, and no page that was there before is."""
GONE = "gone"

_TABLE = """
    CREATE TABLE IF NOT EXISTS painted (
        id INTEGER PRIMARY KEY, screen TEXT NOT NULL, at INTEGER NOT NULL, page INTEGER NOT NULL, seq INTEGER NOT NULL,
        sight TEXT NOT NULL
    ) STRICT
"""
_INDEX = "CREATE INDEX IF NOT EXISTS painted_by ON painted (screen, at)"
_ADD = "INSERT INTO painted (screen, at, page, seq, sight) VALUES (?, ?, ?, ?, ?)"
_PRUNE = "DELETE FROM painted WHERE at < (SELECT at FROM painted ORDER BY id DESC LIMIT 1) - ?"
_BEFORE = "SELECT at, page, seq, sight FROM painted WHERE screen = ? AND at <= ? ORDER BY at DESC, id DESC LIMIT ?"


class Painted(NamedTuple):
    """What a page shows: the board as of event `seq`, 0 for none yet; `sight` is `gone` where it has gone."""

    screen: str
    at: Ms
    page: int
    seq: int
    sight: str


class Stood(NamedTuple):
    """What stood on a screen at a moment: since `at` the board as of `seq`, on so many `pages`, and whether it could be
    seen; `seq` None: nobody knows of any page. `before` and `after` are when it changed last and next, and `since` is
    from when on anything is known at all.
    """

    seq: int | None = None
    at: Ms = 0
    sight: str = ""
    pages: int = 0
    before: Ms | None = None
    after: Ms | None = None
    since: Ms | None = None


class PaintLog:
    """The file in the data directory, from when the server `began` on; without one nothing is kept."""

    def __init__(self, data: Path | None = None, began: Ms = 0) -> None:
        self.data = data
        self._path = None if data is None else data / FILE
        self._waiting: list[Painted] = []
        self._last: dict[int, int] = {}
        """Page → which of those that wait is its last."""
        self._pages = 0
        self._writing = asyncio.Lock()
        self.note(Painted(BEGAN, began, 0, 0, GONE))

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self._path is not None

    def page(self) -> int:
        """The number of another page; of an earlier run of the server no page is left."""
        self._pages += 1
        return self._pages

    def note(self, row: Painted) -> None:
        """From now on a page shows this. Waits for nothing."""
        if self._path is None or len(self._waiting) >= WAITING_MOST:
            return
        last = self._last.get(row.page)
        before = None if last is None else self._waiting[last]
        if last is not None and before is not None and _goes_on(before, row):
            self._waiting[last] = row
            return
        self._last[row.page] = len(self._waiting)
        self._waiting.append(row)

    async def keep(self) -> None:
        """For ever: write what waits, and let go of what is old; once more at the end."""
        pruned = 0.0
        try:
            while True:
                await asyncio.sleep(KEEP_S)
                now = asyncio.get_running_loop().time()
                await self.write(prune=now - pruned > PRUNE_S)
                pruned = now if now - pruned > PRUNE_S else pruned
        finally:
            await self.write()

    async def write(self, *, prune: bool = False) -> None:
        """Write what waits; where the disk does not let it, it waits on."""
        async with self._writing:
            rows = list(self._waiting)
            if self._path is None or not (rows or prune):
                return
            self._last.clear()
            try:
                await asyncio.to_thread(_write, self._path, rows, prune=prune)
            except (sqlite3.Error, OSError) as error:
                log.warning("paint_log_failed", error=str(error))
                return
            # Those that came meanwhile may have taken the place of none that was written: `_last` was empty.
            del self._waiting[: len(rows)]
            self._last.clear()

    async def stood(self, screen: str, at: Ms) -> Stood:
        """What stood on a screen at a moment, as far as it is known."""
        await self.write()
        if self._path is None or not self._path.exists():
            return Stood()
        try:
            return await asyncio.to_thread(_stood, self._path, screen, at)
        except (sqlite3.Error, OSError) as error:
            log.warning("paint_log_failed", error=str(error))
            return Stood()


def _goes_on(before: Painted, row: Painted) -> bool:
    same = (before.screen, before.sight) == (row.screen, row.sight)
    return same and before.at <= row.at < before.at + TOGETHER_MS and row.page != 0


@contextlib.contextmanager
def _opened(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connector(path, mode)()) as db:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
        yield db


def _write(path: Path, rows: list[Painted], *, prune: bool) -> None:
    path.touch(0o600)
    with _opened(path, "rw") as db:
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        db.execute(_TABLE)
        db.execute(_INDEX)
        db.executemany(_ADD, rows)
        if prune:
            # The last row, not the latest moment: a clock that was ahead for a while must not age all the others.
            db.execute(_PRUNE, (KEPT_MS,))
            db.execute("DELETE FROM painted WHERE id <= (SELECT max(id) FROM painted) - ?", (ROWS_MOST,))
        db.execute("COMMIT")


def _stood(path: Path, screen: str, at: Ms) -> Stood:
    with _opened(path, "ro") as db:
        rows = [Painted(screen, *row) for row in db.execute(_BEFORE, (screen, at, LOOKED_AT))]
        began = _one(db, "SELECT max(at) FROM painted WHERE screen = '' AND at <= ?", at) or 0
        after = _one(db, "SELECT min(at) FROM painted WHERE screen = ? AND at > ?", screen, at)
        before = (
            _one(db, "SELECT max(at) FROM painted WHERE screen = ? AND at < ?", screen, rows[0].at) if rows else None
        )
        since = _one(db, "SELECT min(at) FROM painted")
    newest: dict[int, Painted] = {}
    for row in rows:
        newest.setdefault(row.page, row)
    there = [each for each in newest.values() if each.sight != GONE and each.at >= began and each.seq]
    if not there:
        return Stood(before=before, after=after, since=since)
    # The newest row of one that can be seen; of pages that nobody sees what they last said.
    best = max(there, key=lambda each: (each.sight == "open", each.seq, each.at))
    painted_at = min([each.at for each in rows if (each.page, each.seq) == (best.page, best.seq)])
    return Stood(best.seq, painted_at, best.sight, len(there), before, after, since)


def _one(db: sqlite3.Connection, query: str, *values: object) -> int | None:
    ((found,),) = db.execute(query, values).fetchall()
    return found if isinstance(found, int) else None
