"""A store running: commands come in from everywhere, one loop decides them, commits them together and answers.

submit ─▶ lines ─▶ [ known key? ─ decide, fold ] × batch ─▶ one append ─▶ answers, followers
                        ▲                                        │
                        └──────────── undo ◀── it failed ────────┘
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from itertools import chain, repeat

import structlog

from kds.core.decide import DEEDS
from kds.core.deeds import Urgency
from kds.core.features import fold
from kds.core.journal import Touched
from kds.core.state import Mark, State
from kds.core.types import Command, Ms
from kds.runtime import admission
from kds.runtime.admission import Lines, Pen
from kds.runtime.alarms import Alarms
from kds.runtime.answers import Answers
from kds.runtime.batch import Batch, decide_batch
from kds.runtime.clock import Clock
from kds.runtime.commit_outcome import CommitOutcome, outcome_of
from kds.runtime.listeners import Listeners
from kds.runtime.messages import InDoubt, Overloaded, Reply, Sender, Status, StorageFailed, Waiting
from kds.runtime.observer import NoObserver, Observer
from kds.runtime.patience import Patience
from kds.runtime.replies import Replies
from kds.runtime.resting import Resting
from kds.storage.ledger import Head, Ledger, StorageError

log = structlog.get_logger()

STALE_S = 2.0
"""A batch that has been under way for so long makes new commands be refused, however few wait."""
CLOSING_S = 2
"""Who comes while the store closes is told to come again so late: mostly it is opened again then."""
RETRY_S = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Pauses before the ledger's head is asked for again after a failure; the last one repeats."""


class Store:
    """One restaurant. `state` holds the events of a commit under way too: wait for `settled` or `readable` first."""

    def __init__(
        self,
        ledger: Ledger,
        state: State,
        head: Head,
        epoch: int,
        clock: Clock,
        observer: Observer | None = None,
    ) -> None:
        self.ledger = ledger
        self.state = state
        self.clock = clock
        self.alarms = Alarms()
        self.listeners = Listeners(lambda: self.alarms.sound("follower_failed", self.now()))
        self.head = head
        """The last event on disk."""
        self._epoch = epoch
        self._observer = observer or NoObserver()
        self._replies = Replies(self._observer)
        self._answers = Answers(ledger)
        self._lines = Lines()
        self._pen = Pen()
        self._patience = Patience(self._lines, self._replies)
        self._wake = asyncio.Event()
        self._settled = asyncio.Event()
        self._settled.set()
        self._doubtful = self._closing = False
        self._resting = Resting(state.rest, lambda: bool(self._patience.serving))

    def now(self) -> Ms:
        """Running time, in milliseconds since the epoch."""
        return self.clock.now()

    async def admit(self, urgency: Urgency) -> None:
        """Raise `Overloaded` where a command would have to wait too long; but not at once."""
        if self._doubtful:
            raise StorageFailed("the ledger does not answer")
        if self._closing:
            raise Overloaded(CLOSING_S)
        stale = self._patience.serving_s() > STALE_S
        if stale or not self._lines.has_room(urgency):
            raise await self._pen.refuse(self._lines.pace.per_s)

    async def submit(self, command: Command, sender: Sender) -> Reply:
        """Do a command exactly once; the answer means that it is on disk.

        Raises `Refusal`, `Overloaded`, `StorageFailed` or `Fault`, after which nothing was stored, or `InDoubt`.
        """
        urgency = DEEDS[type(command)].urgency(self.state, command)
        await self.admit(urgency)
        waiting = Waiting(command, sender, time.monotonic())
        self._lines.add(waiting, urgency)
        self._wake.set()
        return await waiting.future

    async def submit_together(self, first: Command, then: Sequence[Command], sender: Sender) -> Reply:
        """Do commands one after the other, all of them or none; the answer is the last one's.

        Raises as `submit` does, for whichever of them it is.
        """
        await self.admit(Urgency.AT_ONCE)
        waiting = Waiting(first, sender, time.monotonic(), then)
        self._lines.add(waiting, Urgency.AT_ONCE)
        self._wake.set()
        return await waiting.future

    async def know_keys(self) -> None:
        """Get to know the keys that were used before: faster from then on. Raises `StorageError`."""
        await self._answers.learn()

    async def settled(self) -> None:
        """After this, and until the next await, `state` holds nothing but what is on disk."""
        while not self._settled.is_set():
            await self._settled.wait()

    async def readable(self) -> None:
        """As `settled`, for somebody who waits for an answer. Raises `StorageFailed` where a commit comes to no end."""
        if self._settled.is_set():
            return
        try:
            async with asyncio.timeout(admission.LONGEST_S):
                await self.settled()
        except TimeoutError:
            raise StorageFailed("a commit comes to no end") from None

    def status(self) -> Status:
        """How the store fares now."""
        return Status(
            ready=not self._doubtful and not self._closing and "storage_failed" not in self.alarms,
            seq=self.head.seq,
            commit_lag_ms=round(self._patience.waited_s() * 1000),
            queue_depth=len(self._lines),
            alarms=list(self.alarms),
        )

    async def run(self) -> None:
        """The commit loop: a task of its own, so that a client that hangs up cancels nothing. Ends after `close`.

        What it raises nobody foresaw: from then on nothing is taken, and the store has to be opened anew.
        """
        try:
            await self._take_turns()
        except BaseException as error:
            self._stopped(error)
            raise

    async def _take_turns(self) -> None:
        while True:
            await self._wake.wait()
            self._patience.look_soon()
            while self._lines:
                waiting = self._patience.serve()
                self._observer.queue(len(self._lines))
                await self._serve(waiting)
                self._patience.served()
                # Readers that wait for this commit run before the next batch touches the state.
                await asyncio.sleep(0)
            if self._closing:
                return
            self._wake.clear()
            self._resting.soon()

    def close(self) -> None:
        """Take no more commands; the loop ends when those that wait are answered."""
        self._closing = True
        self._wake.set()

    async def _serve(self, waiting: list[Waiting]) -> None:
        if self._doubtful:
            self._replies.fail_all(waiting, StorageFailed, "the ledger does not answer")
            return
        try:
            known = await self._answers.known([each.sender for each in waiting])
        except StorageError as error:
            self._replies.fail_all(waiting, StorageFailed, str(error))
            self._storage_alarm(error)
            return
        before = self.state.mark()
        self._settled.clear()
        try:
            step = self.clock.step_ms()
            batch = decide_batch(self.state, self.head, waiting, known, self.now(), self.ledger.store_id, step)
            failure = await self._commit(batch)
            if failure is None:
                self._publish(batch)
                self._replies.answer(batch)
            else:
                await self._recover(waiting, batch, before, failure)
        finally:
            if self.state.seq != self.head.seq:
                self.state.undo(before)
            self._settled.set()

    async def _commit(self, batch: Batch) -> Exception | None:
        if not batch.events and not batch.answers:
            return None
        started = time.monotonic()
        try:
            await self.ledger.append([each.stored for each in batch.events], batch.answers, self.head, self._epoch)
        except Exception as error:
            log.exception("append_failed", events=len(batch.events), answers=len(batch.answers))
            return error
        self._observer.commit(len(batch.decided), time.monotonic() - started)
        self.alarms.clear("storage_failed")
        return None

    def _publish(self, batch: Batch) -> None:
        """The batch is on disk: from here on nothing of it is taken back."""
        touched = Touched(self.state.journal) if self.listeners.watching and batch.events else None
        self.state.journal.forget()
        self.head = batch.head
        if batch.shift_ms:
            self.clock.follow(batch.shift_ms)
            self.alarms.shift(batch.shift_ms)
        self._answers.keep(batch.answers)
        self._settled.set()
        if batch.events:
            self.listeners.committed(batch.events, touched)

    async def _recover(self, waiting: list[Waiting], batch: Batch, before: Mark, failure: Exception) -> None:
        """An append failed: only the ledger can tell what became of it."""
        self._storage_alarm(failure)
        outcome = await outcome_of(batch, self.ledger, self.head, failure)
        if outcome == "stored":
            self._publish(batch)
            self._replies.answer(batch)
            return
        self.state.undo(before)
        self._settled.set()
        if outcome == "unknown":
            await self._resolve_doubt(batch)
        elif outcome == "diverged":
            self._replies.fail_all(waiting, InDoubt)
            self._diverged()
        elif len(waiting) > 1:
            # One command may be what the ledger cannot store; the others need not fail with it.
            self._lines.put_back(waiting)
        else:
            self._replies.fail_all(waiting, StorageFailed, str(failure))
            if time.monotonic() - waiting[0].arrived > STALE_S:
                self._give_up(self._lines.give_up_again())

    def _give_up(self, waiting: Iterable[Waiting]) -> None:
        """Refuse those that wait: nothing of them is stored."""
        self._replies.fail_all(waiting, StorageFailed, "the ledger does not answer")

    async def _resolve_doubt(self, batch: Batch) -> None:
        """Nobody is told anything that may not be so: everybody waits to ask again, until the ledger answers."""
        self._doubtful = True
        self._replies.fail_all([each for each, _ in batch.decided], InDoubt)
        self._give_up(self._lines.give_up())
        pauses = chain(RETRY_S, repeat(RETRY_S[-1]))
        outcome: CommitOutcome = "unknown"
        while outcome == "unknown" and not self._closing:
            await asyncio.sleep(next(pauses))
            outcome = await outcome_of(batch, self.ledger, self.head)
        if outcome == "stored":
            for stamp, event, _ in batch.events:
                fold(self.state, event, stamp)
            self._publish(batch)
        elif outcome == "diverged":
            self._diverged()
        if outcome in ("stored", "absent"):
            self._doubtful = False
            self.alarms.clear("storage_failed")

    def _diverged(self) -> None:
        self._doubtful = True
        log.critical("ledger_diverged", expected=self.head.seq)
        self.alarms.sound("ledger_diverged", self.now())

    def _stopped(self, error: BaseException) -> None:
        self._doubtful = True
        if not isinstance(error, asyncio.CancelledError):
            log.critical("store_stopped", exc_info=error)
        self.alarms.sound("store_stopped", self.now())
        self._replies.fail_all(self._patience.serving, InDoubt)
        self._give_up(self._lines.give_up())

    def _storage_alarm(self, error: Exception) -> None:
        log.error("storage_failed", error=str(error))
        self.alarms.sound("storage_failed", self.now(), error=str(error))
