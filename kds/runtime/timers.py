"""What happens by itself: deadlines, the clock's watch, the ledger's housekeeping."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

import structlog

from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick, next_deadline
from kds.core.types import Command, Ms
from kds.runtime.messages import HOUSE, Committed, Fault, InDoubt, Overloaded, StorageFailed
from kds.runtime.store import Store
from kds.storage.ledger import Ledger, StorageError
from kds.storage.sqlite import SqliteLedger
from kds.storage.tokens import Tokens

log = structlog.get_logger()

LOOK_S = 1.0
"""How often deadlines and the wall clock are looked at: nothing here is due to the second."""
STEP_MS = 2_000
"""A jump of the wall clock that is worth a record; less is the clock being disciplined."""
ANSWERS_MS = 31 * 86_400_000
"""How long the answers of keys are kept."""
FORGET_S = 60.0
SEEN_S = 60.0
AGAIN_S = 5.0
"""Pause before a work that failed begins again."""
CHECKPOINT_BYTES = 4 << 20
"""Write-ahead log that is worth a checkpoint."""


class Deadlines:
    """Issues a tick when something is due: sleeps until then, or until a commit has brought an earlier deadline."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed = asyncio.Event()
        store.follow(self._committed)

    def _committed(self, events: Sequence[Committed]) -> None:
        self._changed.set()

    async def run(self) -> None:
        """For ever. A tick that fails, or that nothing came of, is tried again after a pause."""
        while True:
            self._changed.clear()
            await self._store.settled()
            due = next_deadline(self._store.state)
            if due is not None and due <= self._store.now():
                seq = self._store.head.seq
                await _issue(self._store, Tick())
                if self._store.head.seq == seq:
                    await asyncio.sleep(LOOK_S)
            else:
                await self._wait(None if due is None else (due - self._store.now()) / 1000)

    async def _wait(self, seconds: float | None) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()


async def watch_clock(store: Store) -> None:
    """Record and alarm every jump of the wall clock, for ever. Running time goes on as it was."""
    if store.clock.behind_ms > STEP_MS:
        _alarm_clock(store, -store.clock.behind_ms)
    unrecorded: list[Ms] = []
    while True:
        await asyncio.sleep(LOOK_S)
        step = store.clock.step_ms()
        if abs(step) > STEP_MS:
            _alarm_clock(store, step)
            unrecorded.append(step)
        while unrecorded and await _issue(store, NoteClockStep(delta_ms=unrecorded[0])):
            del unrecorded[0]


def _alarm_clock(store: Store, step: Ms) -> None:
    log.warning("clock_stepped", delta_ms=step)
    store.alarms.sound("clock_stepped", store.now(), delta_ms=step)


async def checkpoints(ledger: SqliteLedger) -> None:
    """Move the write-ahead log into the database whenever it has grown, for ever."""
    while True:
        await asyncio.sleep(LOOK_S)
        if ledger.wal_bytes() > CHECKPOINT_BYTES:
            with _tried_again("checkpoint_failed"):
                await ledger.checkpoint()


async def forget_answers(store: Store, ledger: Ledger) -> None:
    """Drop answers that nobody will ask for any more, some at a time, for ever."""
    while True:
        gone = 0
        with _tried_again("forgetting_failed"):
            gone = await ledger.forget_answers(store.now() - ANSWERS_MS)
        await asyncio.sleep(LOOK_S if gone else FORGET_S)


async def note_seen(tokens: Tokens) -> None:
    """Keep when the paired devices were last seen, every minute, for ever, and once more at the end."""
    while True:
        try:
            await asyncio.sleep(SEEN_S)
        finally:
            with _tried_again("noting_seen_failed"):
                await tokens.note_seen()


@contextlib.contextmanager
def _tried_again(event: str) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        log.warning(event, error=str(error))


async def _issue(store: Store, command: Command) -> bool:
    """Submit a command of the house; False where it is to be tried again."""
    try:
        await store.submit(command, HOUSE)
    except (Overloaded, StorageFailed):
        return False
    except (InDoubt, Fault) as error:
        log.warning("house_command_failed", command=type(command).__name__, error=repr(error))
    return True


async def kept_up(store: Store, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do a work that has no end; should it fail, say so, and begin it again after a pause."""
    while True:
        try:
            await work()
        except Exception as error:
            log.exception("task_failed", task=name)
            store.alarms.sound("task_failed", store.now(), task=name, error=repr(error))
            await asyncio.sleep(AGAIN_S)
