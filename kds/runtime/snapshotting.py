"""Take snapshots of the running state without holding up an order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog

from kds.core.day.events import DayClosed
from kds.core.state import FORMAT, pack
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.storage.snapshots import Header, SnapshotWriter

log = structlog.get_logger()

EVERY = 10_000
"""Events after which a snapshot is due: what a start has to fold, at an evening's rate."""
APART_S = 10.0
"""Seconds between two snapshots at least: under a storm of orders, orders go first."""


Books = dict[str, dict[str, Any]]


class Snapshotting:
    """A follower of the store: a snapshot every so many events, at day close, and when the store closes.

    `last_seq` is the event of the newest snapshot there is, 0 where there is none.
    """

    def __init__(self, store: Store, data: Path, last_seq: int) -> None:
        self._store = store
        self._data = data
        self._last_seq = last_seq
        self._taken_at = float("-inf")
        self._day_close = False
        self._task: asyncio.Task[None] | None = None

    def committed(self, events: Sequence[Committed]) -> None:
        """Begin a snapshot where one is due and none is being written."""
        self._day_close = self._day_close or any(isinstance(each.event, DayClosed) for each in events)
        due = self._day_close or events[-1].stamp.seq - self._last_seq >= EVERY
        if due and time.monotonic() - self._taken_at >= APART_S and (self._task is None or self._task.done()):
            self._task = asyncio.get_running_loop().create_task(self._take())

    async def last(self) -> None:
        """Wait for a snapshot under way and take the last one."""
        if self._task is not None:
            await self._task
        if self._store.status().seq > self._last_seq:
            await self._take()

    async def _take(self) -> None:
        await self._store.settled()
        state = self._store.state
        books, day_close, self._day_close = state.books(), self._day_close, False
        header = Header(
            FORMAT, self._store.ledger.store_id, state.seq, state.at, self._store.head.hash.hex(), day_close
        )
        self._taken_at = time.monotonic()
        try:
            await self._write(header, books)
        except Exception as error:
            # The ledger is enough: the next start is slower, nothing is lost.
            log.exception("snapshot_failed")
            self._day_close = self._day_close or day_close
            self._store.alarms.sound("snapshot_failed", self._store.now(), error=str(error))
        else:
            self._last_seq = header.seq
            self._store.alarms.clear("snapshot_failed")

    async def _write(self, header: Header, books: Books) -> None:
        writer = await asyncio.to_thread(SnapshotWriter, self._data, header)
        try:
            for chunk in pack(books):
                await asyncio.to_thread(writer.chunk, chunk)
            await asyncio.to_thread(writer.finish)
        except BaseException:
            writer.abandon()
            raise
