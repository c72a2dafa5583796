"""The ledger on SQLite: one writer connection, one read-only connection, checkpoints on others."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import aiosqlite
import msgspec
import structlog

from kds.core.types import Ms
from kds.storage.changes import Change, Row
from kds.storage.connections import FILE, connector, log_of, storage_errors, writing
from kds.storage.damage import Finding
from kds.storage.ledger import (
    GENESIS,
    AnswerQuery,
    Found,
    Head,
    Key,
    StorageError,
    StoredAnswer,
    StoredEvent,
    Wanted,
)
from kds.storage.rows import answer_checksum
from kds.storage.searching import EVENT, Search
from kds.storage.settling import Point, Settling
from kds.storage.writer import Writer

log = structlog.get_logger()

FORGET = 1_000
"""Answers dropped at a time, so that housekeeping never holds up an order."""
SCRUB_PAUSES_S = (0.05, 0.2, 0.5)
"""How long readers are waited for, each time, until the write-ahead log can be emptied."""
WAL_LIMIT = 64 << 20
"""Bytes of write-ahead log after which the writer finishes a checkpoint itself."""


class SqliteEvents:
    """`Events` of a database file, through a connection that only reads."""

    def __init__(self, store_id: str, reader: aiosqlite.Connection) -> None:
        self.store_id = store_id
        self._reader = reader

    async def head(self) -> Head:
        """The last committed event. Raises `StorageError`."""
        with storage_errors():
            # AnswerQuery of the reader: the writer would also show what it could not commit.
            rows = await self._reader.execute_fetchall("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1")
        for row in rows:
            return Head(*row)
        return Head(0, GENESIS)

    async def read(self, since: int, limit: int) -> list[StoredEvent]:
        """Up to `limit` events after number `since`, in order."""
        query = f"SELECT {EVENT} FROM events WHERE seq > ? AND store_id = ? ORDER BY seq LIMIT ?"
        return await self._events(query, (since, self.store_id, limit))

    async def read_session(self, session: str) -> list[StoredEvent]:
        """All events of one party, in order."""
        query = f"SELECT {EVENT} FROM events WHERE session = ? AND store_id = ? ORDER BY seq"
        return await self._events(query, (session, self.store_id))

    async def search(self, wanted: Wanted, before: int, most: int, stretches: int = 8) -> Found:
        """Up to `most` events before number `before`, newest first, as far as so many stretches reach."""
        search = Search(self, self.store_id, (await self.head()).seq)
        return await search.page(wanted, before, most, stretches)

    async def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[Row]:
        """What a query gives, committed all of it. Raises `StorageError`."""
        with storage_errors():
            return [tuple(row) for row in await self._reader.execute_fetchall(query, values)]

    async def _events(self, query: str, values: tuple[Any, ...]) -> list[StoredEvent]:
        return [StoredEvent(*row) for row in await self.rows(query, values)]


class SqliteLedger(SqliteEvents):
    """`Ledger` on a database file that is whole and has today's shape. Made by `open_ledger`."""

    def __init__(
        self,
        store_id: str,
        data: Path,
        reader: aiosqlite.Connection,
        writer: Writer,
        settling: Settling,
        findings: Sequence[Finding],
    ) -> None:
        super().__init__(store_id, reader)
        self.findings = findings
        """What was found amiss when it was opened."""
        self._path = data / FILE
        self._writer = writer
        self._settling = settling
        self._checkpointing = asyncio.Lock()

    async def head(self) -> Head:
        """As the interface says: nothing that failed to be stored appears after this."""
        await self._writer.resolve()
        return await super().head()

    async def claim(self) -> int:
        """Become the store's one writer."""
        ((epoch,),) = await self.rows("SELECT epoch + 1 FROM store")
        await self._writer.make([Change("claim", [(epoch,)])], epoch=epoch - 1)
        return int(epoch)

    async def append(
        self, events: Sequence[StoredEvent], answers: Sequence[StoredAnswer], expected: Head, epoch: int
    ) -> None:
        """Store all of it or nothing, after `expected`."""
        with storage_errors():
            changes = [
                Change("events", [self._event_row(each) for each in events]),
                Change("answers", [self._answer_row(each) for each in answers]),
            ]
        await self._writer.make(changes, expected, epoch)

    def _event_row(self, event: StoredEvent) -> Row:
        seq, name, version, at, actor, session, data, chained, approver, device = msgspec.structs.astuple(event)
        return seq, self.store_id, name, version, at, actor, session, data, chained, approver or None, device or None

    def _answer_row(self, answer: StoredAnswer) -> Row:
        values = (self.store_id, answer.actor, answer.key, answer.fingerprint, answer.at, answer.body)
        return (*values, answer_checksum(*values))

    async def answers(self, asked: Sequence[AnswerQuery]) -> Mapping[Key, StoredAnswer]:
        """The answers that these keys have got."""
        if not asked:
            return {}
        kept: dict[Key, StoredAnswer] = {}
        rows = await self._writer.answers(self.store_id, [Key(each.actor, each.key) for each in asked])
        rows.sort(key=itemgetter(2))  # the actor's own comes last, and stands
        for actor, key, owner, fingerprint, at, body, checksum in rows:
            if owner or AnswerQuery(actor, key, fingerprint) in asked:
                whole = answer_checksum(self.store_id, owner, key, fingerprint, at, body) == checksum
                kept[Key(actor, key)] = StoredAnswer(actor, key, fingerprint, at, body, whole)
        return kept

    async def keys(self, since: int, limit: int) -> list[tuple[int, Key]]:
        """The keys that have answers, after number `since`."""
        query = "SELECT number, actor, key FROM answers WHERE store_id = ? AND number > ? ORDER BY number LIMIT ?"
        return [
            (number, Key(actor, key)) for number, actor, key in await self.rows(query, (self.store_id, since, limit))
        ]

    async def forget_answers(self, before: Ms) -> int:
        """Drop answers older than `before`, some at a time."""
        return await self.change(Change("forget", [(FORGET, before)]))

    async def probe(self) -> None:
        """Write what means nothing."""
        await self._writer.make([])

    async def change(self, *changes: Change) -> int:
        """Commit other changes than events; returns how many rows the last one touched. Raises `StorageError`."""
        return await self._writer.make(changes)

    async def checkpoint(self) -> None:
        """Move what the write-ahead log holds into the database, without holding up the writer.

        The log starts again from its beginning only when all of it has been moved. Beside a writer that never rests
        some is always left: where the log has outgrown its limit, the writer moves this little itself.
        """
        # Whoever is cancelled meanwhile leaves a thread at work: the lock is its.
        await asyncio.shield(asyncio.create_task(self._checkpoint()))

    async def _checkpoint(self) -> None:
        async with self._checkpointing:
            with storage_errors():
                await asyncio.to_thread(self._settling.journal.prepare)
                # Who reads as of the mark keeps the checkpoint from going further.
                with contextlib.closing(connector(self._path, "ro")()) as reader:
                    point = await self._writer.between_commits(lambda db: self._mark(db, reader))
                    await asyncio.to_thread(self._move, point)
            if self.wal_bytes() > WAL_LIMIT:
                await self._writer.between_commits(lambda db: self._settling.all_of_it(db, empty=False))

    async def scrub(self) -> bool:
        """Leave nothing of what was taken out anywhere: neither in the write-ahead log nor in the journal.

        False where somebody reads, for whose sake the log stays for now: it goes with what is written next. Raises
        `StorageError`.
        """
        await self.checkpoint()
        async with self._checkpointing:
            for pause_s in (*SCRUB_PAUSES_S, None):
                emptied = await self._writer.between_commits(self._scrubbed)
                if emptied or pause_s is None:
                    break
                await asyncio.sleep(pause_s)
        return emptied

    def _scrubbed(self, db: sqlite3.Connection) -> bool:
        self._settling.journal.wipe()
        moved = self._settling.all_of_it(db, empty=True)
        if moved:
            self._settling.journal.wipe()
        return moved and self.wal_bytes() == 0

    def _mark(self, db: sqlite3.Connection, reader: sqlite3.Connection) -> Point:
        reader.execute("BEGIN")
        reader.execute("SELECT commits FROM store").fetchall()
        return self._settling.mark(db)

    def _move(self, point: Point) -> None:
        if point.log.frames:
            self._settling.expect(point)
        with writing(self._path) as db:
            self._settling.move(db, point)

    def wal_bytes(self) -> int:
        """How large the write-ahead log is."""
        wal = log_of(self._path)
        return wal.stat().st_size if wal.exists() else 0

    async def close(self) -> None:
        """Let go of the database, all of it in its file where that can be written; everything appended stays."""
        connections: list[aiosqlite.Connection] = [self._writer, self._reader]
        try:
            async with self._checkpointing:
                await self._writer.between_commits(lambda db: self._settling.all_of_it(db, empty=True))
        except StorageError as error:
            log.warning("not_settled", error=str(error))
        if self.wal_bytes() == 0:
            connections.reverse()
        # The last one to be closed moves the log by itself, unless it only reads.
        for connection in connections:
            await connection.close()
        self._settling.close()
