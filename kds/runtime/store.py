"""A store running: commands come in from everywhere, one loop decides them, commits them together and answers.

submit ─▶ queue ─▶ [ known key? ─ decide, fold ] × batch ─▶ one append ─▶ answers, followers
                        ▲                                        │
                        └──────────── undo ◀── it failed ────────┘
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, repeat

import structlog

from kds.core.folds import fold
from kds.core.state import Mark, State
from kds.core.types import Command, Ms, Refusal
from kds.runtime.alarms import Alarms
from kds.runtime.answers import Answers
from kds.runtime.batch import Batch, Outcome, decide_batch
from kds.runtime.clock import Clock
from kds.runtime.messages import (
    Committed,
    InDoubt,
    Overloaded,
    Reply,
    Sender,
    Status,
    StorageFailed,
    Waiting,
)
from kds.runtime.observer import NoObserver, Observer
from kds.storage.ledger import Head, Ledger, StorageError

log = structlog.get_logger()

BATCH = 64
"""Commands that share a commit at most: deciding them holds up the loop for a few milliseconds."""
QUEUE = 256
"""Commands that may wait; more is refused, so that what is admitted is answered in bounded time."""
STALE_S = 2.0
"""A command that has waited so long makes new ones be refused, however short the queue."""
RETRY_S = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Pauses before the ledger's head is asked for again after a failure; the last one repeats."""

Follower = Callable[[Sequence[Committed]], None]


class Store:
    """One restaurant. `state` holds the events of a commit under way too: wait for `settled` before reading it."""

    def __init__(
        self,
        ledger: Ledger,
        state: State,
        head: Head,
        clock: Clock,
        observer: Observer | None = None,
    ) -> None:
        self.ledger = ledger
        self.state = state
        self.clock = clock
        self.alarms = Alarms()
        self.head = head
        """The last event on disk."""
        self._observer = observer or NoObserver()
        self._answers = Answers(ledger)
        self._queue: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()
        self._followers: list[Follower] = []
        self._doubtful = False
        self._closing = False

    def now(self) -> Ms:
        """Running time, in milliseconds since the epoch."""
        return self.clock.now()

    def follow(self, follower: Follower) -> None:
        """Call `follower` with the events of every commit from now on, in order, on the loop. It must not wait."""
        self._followers.append(follower)

    def admit(self) -> None:
        """Raise `Overloaded` where a command would have to wait too long, before anything is spent on it."""
        queue = self._queue
        if len(queue) >= QUEUE or (queue and time.monotonic() - queue[0].arrived > STALE_S):
            raise Overloaded
        if self._doubtful or self._closing:
            raise StorageFailed("the ledger does not answer" if self._doubtful else "the store is closing")

    async def submit(self, command: Command, sender: Sender) -> Reply:
        """Do a command exactly once; the answer means that it is on disk.

        Raises `Refusal`, `Overloaded`, `StorageFailed` or `Fault`, after which nothing was stored, or `InDoubt`.
        """
        self.admit()
        waiting = Waiting(command, sender, time.monotonic())
        self._queue.append(waiting)
        self._wake.set()
        return await waiting.future

    async def settled(self) -> None:
        """After this, and until the next await, `state` holds nothing but what is on disk."""
        while not self._settled.is_set():
            await self._settled.wait()

    def status(self) -> Status:
        """How the store fares now."""
        lag = time.monotonic() - self._queue[0].arrived if self._queue else 0.0
        return Status(
            ready=not self._doubtful and not self._closing,
            seq=self.head.seq,
            commit_lag_ms=round(lag * 1000),
            queue_depth=len(self._queue),
            alarms=list(self.alarms),
        )

    async def run(self) -> None:
        """The commit loop: a task of its own, so that a client that hangs up cancels nothing. Ends after `close`."""
        while True:
            await self._wake.wait()
            while self._queue:
                size = min(BATCH, len(self._queue))
                batch = [self._queue.popleft() for _ in range(size)]
                self._observer.queue(len(self._queue))
                await self._serve(batch)
                # Readers that wait for this commit run before the next batch touches the state.
                await asyncio.sleep(0)
            if self._closing:
                return
            self._wake.clear()

    def close(self) -> None:
        """Take no more commands; the loop ends when those that wait are answered."""
        self._closing = True
        self._wake.set()

    async def _serve(self, waiting: list[Waiting]) -> None:
        if self._doubtful:
            self._fail_all(waiting, StorageFailed("the ledger does not answer"))
            return
        try:
            known = await self._answers.known([each.sender.key for each in waiting])
        except StorageError as error:
            self._fail_all(waiting, StorageFailed(str(error)))
            self._storage_alarm(error)
            return
        before = self.state.mark()
        self._settled.clear()
        try:
            batch = decide_batch(self.state, self.head, waiting, known, self.now(), self.ledger.store_id)
            failure = await self._commit(batch)
            if failure is None:
                self._publish(batch)
            else:
                await self._recover(waiting, batch, before, failure)
        finally:
            self._settled.set()

    async def _commit(self, batch: Batch) -> StorageError | None:
        if not batch.events and not batch.answers:
            return None
        started = time.monotonic()
        try:
            await self.ledger.append([each.stored for each in batch.events], batch.answers)
        except StorageError as error:
            return error
        self._observer.commit(len(batch.decided), time.monotonic() - started)
        self.alarms.clear("storage_failed")
        return None

    def _publish(self, batch: Batch) -> None:
        """The batch is on disk: from here on nothing of it is taken back."""
        self.state.journal.forget()
        self.head = batch.head
        self._answers.keep(batch.answers)
        self._settled.set()
        if batch.events:
            for follower in self._followers:
                try:
                    follower(batch.events)
                except Exception:
                    log.exception("follower_failed", follower=repr(follower))
                    self.alarms.raise_alarm(
                        "follower_failed", self.now(), "有屏幕或报表没有更新", "Some screen or report was not updated"
                    )
        for each, outcome in batch.decided:
            self._answer(each, outcome)

    async def _recover(self, waiting: list[Waiting], batch: Batch, before: Mark, failure: StorageError) -> None:
        """An append failed: only the ledger's head can tell what became of it."""
        self._storage_alarm(failure)
        head = await self._head_now()
        if head == batch.head:
            self._publish(batch)
            return
        self.state.undo(before)
        self._settled.set()
        if head is None:
            await self._resolve_doubt(batch)
        elif head != self.head:
            self._diverged(head)
            self._fail_all(waiting, StorageFailed("the ledger was changed by another hand"))
        elif len(waiting) == 1:
            self._fail_all(waiting, StorageFailed(str(failure)))
        else:
            # One command may be what the ledger cannot store; the others need not fail with it.
            for each in waiting:
                await self._serve([each])

    async def _resolve_doubt(self, batch: Batch) -> None:
        """Nobody is told anything that may not be so: everybody waits to ask again, until the ledger answers."""
        self._doubtful = True
        self._fail_all([each for each, _ in batch.decided], InDoubt())
        pauses = chain(RETRY_S, repeat(RETRY_S[-1]))
        head = None
        while head is None and not self._closing:
            self._fail_all(self._queue, StorageFailed("the ledger does not answer"))
            self._queue.clear()
            await asyncio.sleep(next(pauses))
            head = await self._head_now()
        if head == batch.head:
            for stamp, event, _ in batch.events:
                fold(self.state, event, stamp)
            self._publish(batch)
        elif head is not None and head != self.head:
            self._diverged(head)
            return
        self._doubtful = head is None

    def _diverged(self, head: Head) -> None:
        self._doubtful = True
        log.critical("ledger_diverged", expected=self.head.seq, found=head.seq)
        self.alarms.raise_alarm(
            "ledger_diverged",
            self.now(),
            "账本被别的程序改动，已停止接单",
            "The ledger was changed by another hand; stopped",
        )

    async def _head_now(self) -> Head | None:
        try:
            return await self.ledger.head()
        except StorageError:
            return None

    def _storage_alarm(self, error: StorageError) -> None:
        log.error("storage_failed", error=str(error))
        self.alarms.raise_alarm(
            "storage_failed",
            self.now(),
            "无法写入磁盘，暂时不能接单",
            "The disk cannot be written; no orders are taken",
            error=str(error),
        )

    def _answer(self, waiting: Waiting, outcome: Outcome) -> None:
        if isinstance(outcome, Reply):
            self._count(waiting, "replayed" if outcome.replayed else "done")
            waiting.done(outcome)
        else:
            self._fail(waiting, outcome)

    def _fail(self, waiting: Waiting, error: Exception) -> None:
        self._count(waiting, error.reason.code if isinstance(error, Refusal) else type(error).__name__)
        waiting.failed(error)

    def _fail_all(self, waiting: Iterable[Waiting], error: Exception) -> None:
        for each in waiting:
            self._fail(each, error)

    def _count(self, waiting: Waiting, outcome: str) -> None:
        self._observer.command(type(waiting.command).__name__, outcome, time.monotonic() - waiting.arrived)
