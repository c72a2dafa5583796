"""The ledger on SQLite: one writer connection, one read-only connection, checkpoints on a third.

A commit is one hop into the writer's thread, whatever the size of the batch, and a few statements of many rows
each: sqlite3 lets go of the interpreter at every step, and has to win it back.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite
import msgspec

from kds.core.types import Ms
from kds.storage.ledger import (
    GENESIS,
    Asked,
    Head,
    HeadMoved,
    KeptAnswer,
    Key,
    NotTheOwner,
    StorageError,
    StoredEvent,
)
from kds.storage.rows import answer_checksum

FILE = "ledger.db"
BUSY_MS = 5_000
ROWS = (64, 16, 4, 1)
"""Rows of one INSERT: few sizes, so that each statement is prepared once and then only run."""
FORGET = 1_000
"""Answers dropped at a time, so that housekeeping never holds up an order."""
WAL_KEPT = 4 << 20
"""Bytes that the write-ahead log keeps when it starts again: less is not worth giving back."""
WAL_LIMIT = 64 << 20
"""Bytes of write-ahead log after which the writer finishes a checkpoint itself."""

Row = tuple[Any, ...]

_EVENTS = "events (seq, store_id, type, version, at, actor, session, data, hash, approver, device)"
_ANSWERS = "answers (store_id, actor, key, fingerprint, at, body, checksum)"
_STANDS = """
    SELECT epoch, seq, hash FROM store LEFT JOIN (SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1)
"""
_KEPT = """
    SELECT asked.value ->> 0, asked.value ->> 1, kept.actor, fingerprint, at, body, checksum
    FROM json_each(?) AS asked
    JOIN answers AS kept ON kept.store_id = ? AND kept.actor IN (asked.value ->> 0, '') AND kept.key = asked.value ->> 1
    ORDER BY kept.actor
"""
_EVENT = "seq, type, version, at, actor, session, data, hash, coalesce(approver, ''), coalesce(device, '')"


def connect(path: Path, *, read_only: bool = False) -> aiosqlite.Connection:
    """A connection that is not open yet: `async with` it."""
    return aiosqlite.Connection(_connector(path, "ro" if read_only else "rw"), iter_chunk_size=64)


def _connector(path: Path, mode: str) -> Callable[[], sqlite3.Connection]:
    return partial(sqlite3.connect, f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None)


class Writer(aiosqlite.Connection):
    """The one connection that appends. A whole batch is one call in its thread, not one for every statement."""

    def __init__(self, path: Path) -> None:
        super().__init__(_connector(path, "rw"), iter_chunk_size=64)
        self._remains = False

    async def append(self, events: Sequence[Row], answers: Sequence[Row], expected: Head, epoch: int) -> None:
        """Insert the rows in one transaction; on return it is on disk. After an error nothing of it is."""
        await self._execute(self._append, events, answers, expected, epoch)  # type: ignore[no-untyped-call]

    def _append(self, events: Sequence[Row], answers: Sequence[Row], expected: Head, epoch: int) -> None:
        db = self._rolled_back()
        db.execute("BEGIN IMMEDIATE")
        try:
            _check(db, expected, epoch)
            _insert(db, _EVENTS, events)
            _insert(db, _ANSWERS, answers)
            self._commit(db)
        except BaseException:
            self._rolled_back()
            raise

    async def claim(self) -> int:
        """Give out the next epoch."""
        epoch: int = await self._execute(self._claim)  # type: ignore[no-untyped-call]
        return epoch

    def _claim(self) -> int:
        db = self._rolled_back()
        db.execute("BEGIN IMMEDIATE")
        ((epoch,),) = db.execute("UPDATE store SET epoch = epoch + 1 RETURNING epoch").fetchall()
        self._commit(db)
        return int(epoch)

    async def answers(self, store_id: str, keys: Sequence[Key]) -> list[Row]:
        """The kept answers of those keys, on disk all of them."""
        rows: list[Row] = await self._execute(self._answers, store_id, keys)  # type: ignore[no-untyped-call]
        return rows

    def _answers(self, store_id: str, keys: Sequence[Key]) -> list[Row]:
        return self._rolled_back().execute(_KEPT, (msgspec.json.encode(keys).decode(), store_id)).fetchall()

    async def overwrite_remains(self) -> None:
        """Make sure that nothing of a commit that failed can come to life at a later start."""
        await self._execute(self._overwrite_remains)  # type: ignore[no-untyped-call]

    def _overwrite_remains(self) -> None:
        if self._remains:
            db = self._rolled_back()
            db.execute("BEGIN IMMEDIATE")
            for change in (1, -1):  # what changes nothing at all is not written
                db.execute("UPDATE store SET created_at = created_at + ?", (change,))
            self._commit(db)

    def _commit(self, db: sqlite3.Connection) -> None:
        try:
            db.execute("COMMIT")
        except BaseException as error:
            # A commit whose sync failed lies whole in the log, and recovery would find it there, until another
            # is written over it. One that found no room is not whole, one that had to wait not begun.
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            self._remains = self._remains or code not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY)
            raise
        self._remains = False

    def _rolled_back(self) -> sqlite3.Connection:
        # A rollback may have failed too: then the connection would go on showing what it could not commit.
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")
        return self._conn


def _check(db: sqlite3.Connection, expected: Head, epoch: int) -> None:
    owner, seq, chained = db.execute(_STANDS).fetchone()
    if owner != epoch:
        raise NotTheOwner(f"the store's epoch is {owner}, the writer's {epoch}")
    head = Head(0, GENESIS) if seq is None else Head(seq, chained)
    if head != expected:
        raise HeadMoved(f"the ledger ends at event {head.seq}, for its writer at event {expected.seq}")


def _insert(db: sqlite3.Connection, into: str, rows: Sequence[Row]) -> None:
    start = 0
    for size in ROWS:
        while len(rows) - start >= size:
            part = rows[start : start + size]
            marks = f"({','.join('?' * len(part[0]))})"
            values = [value for row in part for value in row]
            db.execute(f"INSERT INTO {into} VALUES {','.join([marks] * size)}", values)
            start += size


class SqliteLedger:
    """`Ledger` on a database file that exists and has today's shape. Made by `open_ledger`."""

    def __init__(self, store_id: str, path: Path, writer: Writer, reader: aiosqlite.Connection) -> None:
        self.store_id = store_id
        self._path = path
        self._writer = writer
        self._reader = reader
        self._checkpointing = asyncio.Lock()

    async def head(self) -> Head:
        with storage_errors():
            await self._writer.overwrite_remains()
            # Asked of the reader: the writer would also show what it could not commit.
            rows = await self._reader.execute_fetchall("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        for row in rows:
            return Head(*row)
        return Head(0, GENESIS)

    async def claim(self) -> int:
        with storage_errors():
            return await self._writer.claim()

    async def append(
        self, events: Sequence[StoredEvent], answers: Sequence[KeptAnswer], expected: Head, epoch: int
    ) -> None:
        with storage_errors():
            rows = [self._event_row(each) for each in events], [self._answer_row(each) for each in answers]
            await self._writer.append(*rows, expected, epoch)

    def _event_row(self, event: StoredEvent) -> Row:
        seq, name, version, at, actor, session, data, chained, approver, device = msgspec.structs.astuple(event)
        return seq, self.store_id, name, version, at, actor, session, data, chained, approver or None, device or None

    def _answer_row(self, answer: KeptAnswer) -> Row:
        values = (self.store_id, answer.actor, answer.key, answer.fingerprint, answer.at, answer.body)
        return (*values, answer_checksum(*values))

    async def answers(self, asked: Sequence[Asked]) -> Mapping[Key, KeptAnswer]:
        if not asked:
            return {}
        with storage_errors():
            rows = await self._writer.answers(self.store_id, [Key(each.actor, each.key) for each in asked])
        kept: dict[Key, KeptAnswer] = {}
        for actor, key, owner, fingerprint, at, body, checksum in rows:
            if owner or Asked(actor, key, fingerprint) in asked:
                whole = answer_checksum(self.store_id, owner, key, fingerprint, at, body) == checksum
                kept[Key(actor, key)] = KeptAnswer(actor, key, fingerprint, at, body, whole)
        return kept

    async def read(self, since: int, limit: int) -> list[StoredEvent]:
        query = f"SELECT {_EVENT} FROM events WHERE seq > ? AND store_id = ? ORDER BY seq LIMIT ?"
        return await self._events(query, (since, self.store_id, limit))

    async def read_session(self, session: str) -> list[StoredEvent]:
        query = f"SELECT {_EVENT} FROM events WHERE session = ? AND store_id = ? ORDER BY seq"
        return await self._events(query, (session, self.store_id))

    async def _events(self, query: str, values: tuple[Any, ...]) -> list[StoredEvent]:
        with storage_errors():
            rows = await self._reader.execute_fetchall(query, values)
        return [StoredEvent(*row) for row in rows]

    async def forget_answers(self, before: Ms) -> int:
        with storage_errors():
            async with self._writer.execute(
                "DELETE FROM answers WHERE number IN (SELECT number FROM"
                " (SELECT number, at FROM answers ORDER BY number LIMIT ?) WHERE at < ?)",
                (FORGET, before),
            ) as cursor:
                return cursor.rowcount

    async def checkpoint(self) -> None:
        """Move what the write-ahead log holds into the database, without holding up the writer.

        The log starts again from its beginning only when all of it has been moved. Beside a writer that never rests
        some is always left: where the log has outgrown its limit, the writer moves this little itself.
        """
        with storage_errors():
            async with self._checkpointing, connect(self._path) as db:
                await db.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")
            if self.wal_bytes() > WAL_LIMIT:
                await self._writer.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")

    def wal_bytes(self) -> int:
        """How large the write-ahead log is."""
        wal = self._path.with_name(self._path.name + "-wal")
        return wal.stat().st_size if wal.exists() else 0

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()


@contextlib.asynccontextmanager
async def open_ledger(path: Path, *, synchronous: str = "FULL") -> AsyncIterator[SqliteLedger]:
    """The ledger in an existing database file. `synchronous` is for tests that must lose data.

    Raises `StorageError` where the file cannot be opened or is no ledger.
    """
    async with contextlib.AsyncExitStack() as connections:
        with storage_errors():
            writer = Writer(path)
            await connections.enter_async_context(writer)
            reader = await connections.enter_async_context(connect(path, read_only=True))
            store_id = await _prepare(writer, reader, synchronous)
        yield SqliteLedger(store_id, path, writer, reader)


async def _prepare(writer: Writer, reader: aiosqlite.Connection, synchronous: str) -> str:
    await writer.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    for (mode,) in await writer.execute_fetchall("PRAGMA journal_mode = WAL"):
        if mode != "wal":
            raise StorageError(f"the disk has no room for a write-ahead log: journal_mode is {mode}")
    await writer.execute(f"PRAGMA synchronous = {synchronous}")
    await writer.execute_fetchall("PRAGMA wal_autocheckpoint = 0")
    await writer.execute_fetchall(f"PRAGMA journal_size_limit = {WAL_KEPT}")
    await reader.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    await reader.execute("PRAGMA query_only = 1")
    for (store_id,) in await reader.execute_fetchall("SELECT store_id FROM store"):
        return str(store_id)
    raise StorageError("the database does not say whose it is")


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Raise what goes wrong with the database meanwhile as `StorageError`."""
    try:
        yield
    except (sqlite3.Error, ValueError, OverflowError) as error:
        # ValueError: the connection is closed. OverflowError: a number that has no room in a column.
        raise StorageError(str(error)) from error
