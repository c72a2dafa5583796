"""What happens in the process of a follower: it reads committed events, folds them, and takes them in, for ever.

It reads the database file beside the server, through a connection that only reads: what such a connection shows is
committed, synced, and never taken back. What the server knows and the file does not, a follower need not know.

    the server      ──▶ a byte on standard input: there is news   ◀── `FollowerReport`, a line on standard output
    it ends, or dies ──▶ the end of standard input: the process ends at once, in the midst of whatever it does

There is no other end than that, and none that is kinder: after each it goes on from its cursor.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import msgspec
import structlog

from kds.core.features import fold
from kds.core.state import FORMAT, State, pack
from kds.runtime.follower import Follower, Work
from kds.runtime.opening import checked, state_at
from kds.storage.ledger import Events, Head, Superseded, holds
from kds.storage.opening import read_ledger
from kds.storage.own_store import folder_of
from kds.storage.snapshots import Header, SnapshotWriter

log = structlog.get_logger()

LINGER_S = 0.1
"""After news so long is waited for more: what is committed meanwhile is read at once, and a storm costs ten reads."""
LOOK_S = 10.0
"""Without news it is looked so often whether what was made is still there: it may have been deleted to be made anew."""
TELL_S = 1.0
"""Who is behind says so often how far it has come."""
SNAPSHOT_EVERY = 50_000
"""Events after which a follower that folds keeps a snapshot of its own: the server's may all be of later events."""
ERROR_MOST = 500
"""Letters of an error that are told."""
NICE = 10
"""How far a follower steps back where the processor is wanted by who takes orders."""


class FollowerReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a follower says: the last event that stands with it. `waits`: it has all that there is, and waits for news.

    `error`: it ends for that, wherever it is.
    """

    seq: int = 0
    waits: bool = False
    error: str = ""


Tell = Callable[[FollowerReport], None]


class News:
    """That there is something to read again."""

    def __init__(self) -> None:
        self.there = asyncio.Event()

    async def wait(self) -> None:
        """Until there is news, and a little longer; but not for too long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                await self.there.wait()
                await asyncio.sleep(LINGER_S)
        self.there.clear()


class Following:
    """One follower at work on the ledger; `tell` gets to know how it fares."""

    def __init__(self, ledger: Events, data: Path, follower: Follower, tell: Tell) -> None:
        self._ledger = ledger
        self._data = data
        self._follower = follower
        self._folder = folder_of(data, follower.name)
        self._tell = tell
        self._told_at = float("-inf")
        self._state = State()
        self._snapshot_seq = 0
        self.head = Head(0, b"")

    async def run(self, news: News) -> NoReturn:
        """For ever: take in what there is, then wait for news. Raises what the work raises, and `StorageError`."""
        work = self._follower.open(self._folder)
        self.head = await self._begin(work)
        if self._follower.folds:
            folders = (self._data, self._folder)
            self._state, began = await state_at(self._ledger, folders, self.head, lambda _: self._live())
            self._snapshot_seq = began.seq
        while True:
            while await self._turn(work):
                pass
            self._tell(FollowerReport(self.head.seq, waits=True))
            await news.wait()
            if work.cursor() not in (self.head, None):
                raise Superseded("the cursor of this follower was moved by another hand")

    async def _begin(self, work: Work) -> Head:
        cursor = work.cursor()
        if cursor is None:
            cursor = await self._ledger.head()
            work.keep(cursor)
        elif not await holds(self._ledger, cursor):
            log.warning("follower_begins_anew", follower=self._follower.name, seq=cursor.seq)
            work.reset()
            cursor = work.cursor() or cursor
        self._tell(FollowerReport(cursor.seq))
        return cursor

    async def _turn(self, work: Work) -> bool:
        """Take in some events, if there are any."""
        stored = await self._ledger.read(self.head.seq, self._follower.batch)
        if not stored:
            return False
        head = self.head
        for each in stored:
            stamp, event = checked(head, each, self._ledger.store_id)
            if self._follower.folds:
                fold(self._state, event, stamp)
            work.take(stamp, event, self._state)
            self._state.journal.forget()
            self._live()
            head = Head(each.seq, each.hash)
        work.keep(head)
        self.head = head
        if self._follower.folds and head.seq - self._snapshot_seq >= SNAPSHOT_EVERY:
            self._keep_state()
        return True

    def _live(self) -> None:
        """Say how far it has come, now and then: also who is slow lives."""
        if time.monotonic() - self._told_at >= TELL_S:
            self._told_at = time.monotonic()
            self._tell(FollowerReport(self.head.seq))

    def _keep_state(self) -> None:
        self._snapshot_seq = self.head.seq
        try:
            self._write_snapshot()
        except OSError as error:  # the ledger is enough: a start takes longer, nothing is lost
            log.warning("snapshot_failed", follower=self._follower.name, error=str(error))

    def _write_snapshot(self) -> None:
        state, head = self._state, self.head
        header = Header(FORMAT, self._ledger.store_id, head.seq, state.at, head.hash.hex(), day_close=False)
        writer = SnapshotWriter(self._folder, header)
        try:
            for chunk in pack(state.books()):
                writer.chunk(chunk)
            writer.finish()
        except BaseException:
            writer.abandon()
            raise


async def follow_for_server(data: Path, follower: Follower) -> NoReturn:
    """Let a follower follow the store in `data`, for the server at the other end of standard input and output."""
    os.nice(NICE)
    news = News()
    listening = (asyncio.get_running_loop(), news)
    threading.Thread(target=_listen, args=listening, name="server", daemon=True).start()
    try:
        async with read_ledger(data) as ledger:
            await Following(ledger, data, follower, _tell_server).run(news)
    except Exception as error:
        log.exception("follower_ends", follower=follower.name)
        _tell_server(FollowerReport(error=f"{type(error).__name__}: {error}"[:ERROR_MOST]))
    sys.exit(1)


def _listen(loop: asyncio.AbstractEventLoop, news: News) -> None:
    # A thread, for the work may hold the loop up for as long as it likes.
    while os.read(sys.stdin.fileno(), 4_096):
        loop.call_soon_threadsafe(news.there.set)
    os._exit(0)


def _tell_server(told: FollowerReport) -> None:
    try:
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the server has gone
        os._exit(0)
