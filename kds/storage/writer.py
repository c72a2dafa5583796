"""The one connection that writes. A commit is one hop into its thread, whatever the size of the batch, and a few
statements of many rows each: sqlite3 lets go of the interpreter at every step, and has to win it back.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import aiosqlite
import msgspec

from kds.storage.changes import Change, Row, apply, pack
from kds.storage.connections import connector, prepare, storage_errors
from kds.storage.journal import Journal
from kds.storage.ledger import GENESIS, Head, HeadMoved, Key, NotTheOwner

T = TypeVar("T")

_STANDS = """
    SELECT epoch, commits, seq, hash FROM store LEFT JOIN (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1)
"""
STORED_ANSWERS = """
    SELECT asked.value ->> 0, asked.value ->> 1, kept.actor, fingerprint, at, body, checksum
    FROM json_each(?) AS asked CROSS JOIN answers AS kept
    ON kept.store_id = ? AND kept.actor IN (asked.value ->> 0, '') AND kept.key = asked.value ->> 1
"""
"""CROSS JOIN: the keys that are asked for come first. SQLite would else go through all answers of the store."""


class Writer(aiosqlite.Connection):
    """Every commit is numbered, and told to the journal before it is made: on return it is on disk in both.

    `synchronous` is for tests that must lose data.
    """

    def __init__(self, path: Path, journal: Journal, synchronous: str = "FULL") -> None:
        super().__init__(self._connected, iter_chunk_size=64)
        self._open_database = connector(path, "rw")
        self._journal = journal
        self._synchronous = synchronous
        self._remains = False
        self._number = 0

    def _connected(self) -> sqlite3.Connection:
        db = self._open_database()
        prepare(db, self._synchronous)
        return db

    async def between_commits(self, call: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in the writer's thread: no commit is made meanwhile. Raises `StorageError`."""
        with storage_errors():
            done: T = await self._execute(lambda: call(self._rolled_back()))  # type: ignore[no-untyped-call]
            return done

    async def make(self, changes: Sequence[Change], expected: Head | None = None, epoch: int | None = None) -> int:
        """Make the changes, all or nothing; returns how many rows the last one touched.

        Where they are given, the ledger must end at `expected` and its owner's epoch be `epoch`. Raises
        `NotTheOwner`, `HeadMoved` and `StorageError`.
        """
        with storage_errors():
            touched: int = await self._execute(self._commit_all, changes, expected, epoch)  # type: ignore[no-untyped-call]
            return touched

    def _commit_all(self, changes: Sequence[Change], expected: Head | None, epoch: int | None) -> int:
        payload = pack(changes)
        db = self._rolled_back()
        self._end_doubt(db)
        db.execute("BEGIN IMMEDIATE")
        try:
            self._number = _next(db, expected, epoch)
            self._journal.write(self._number, payload)
            try:
                touched = apply(db, changes, self._number)
                self._end(db)
            finally:
                self._journal.wait()
            self._journal.keep()
        except BaseException:
            self._rolled_back()
            raise
        return touched

    def _end(self, db: sqlite3.Connection) -> None:
        try:
            db.execute("COMMIT")
        except BaseException as error:
            # A commit whose sync failed lies whole in the log, and recovery would find it there, until another
            # is written over it. One that found no room is not whole, one that had to wait not begun.
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            self._remains = self._remains or code not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY)
            raise
        self._remains = False

    async def resolve(self) -> None:
        """After a failure: make sure that the database and the journal say the same of the last commit, and that
        nothing of one that failed can come to life at a later start. Raises `StorageError`.
        """
        await self.between_commits(self._resolve)

    def _resolve(self, db: sqlite3.Connection) -> None:
        self._end_doubt(db)
        if self._remains:
            self._commit_all((), None, None)

    def _end_doubt(self, db: sqlite3.Connection) -> None:
        if self._journal.in_doubt:
            _, commits, _, _ = db.execute(_STANDS).fetchone()
            self._journal.resolve(stands=commits == self._number)

    async def answers(self, store_id: str, keys: Sequence[Key]) -> list[Row]:
        """The kept answers of those keys, on disk all of them. Raises `StorageError`."""
        asked = msgspec.json.encode(keys).decode()
        return await self.between_commits(lambda db: db.execute(STORED_ANSWERS, (asked, store_id)).fetchall())

    def _rolled_back(self) -> sqlite3.Connection:
        # A rollback may have failed too: then the connection would go on showing what it could not commit.
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")
        return self._conn


def _next(db: sqlite3.Connection, expected: Head | None, epoch: int | None) -> int:
    """The number of the commit under way, once it is sure that it is its maker's to make."""
    owner, commits, seq, chained = db.execute(_STANDS).fetchone()
    if epoch is not None and owner != epoch:
        raise NotTheOwner(f"the store's epoch is {owner}, the writer's {epoch}")
    head = Head(0, GENESIS) if seq is None else Head(seq, chained)
    if expected is not None and head != expected:
        raise HeadMoved(f"the ledger ends at event {head.seq}, for its writer at event {expected.seq}")
    return int(commits) + 1
