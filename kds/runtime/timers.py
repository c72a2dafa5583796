"""What happens by itself: deadlines, and the ledger's housekeeping."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any

import structlog

from kds.core.deadlines import Tick, next_deadline
from kds.core.types import Ms
from kds.runtime.changes import Changes
from kds.runtime.house import issue
from kds.runtime.messages import Committed
from kds.runtime.store import Store
from kds.storage.ledger import Ledger, StorageError
from kds.storage.living_people import People
from kds.storage.living_tokens import Tokens
from kds.storage.sqlite import SqliteLedger

log = structlog.get_logger()

TICK_AGAIN_S = 1.0
"""Pause before a tick that nothing came of is tried again."""
ANSWERS_MS = 31 * 86_400_000
"""How long the answers of keys are kept."""
FORGET_S = 3_600.0
MORE_S = 1.0
"""Pause between two parts of what is forgotten."""
PROBE_S = 1.0
SEEN_S = 60.0
AGAIN_S = 5.0
"""Pause before a work that failed begins again."""
CHECKPOINT_BYTES = 4 << 20
"""Write-ahead log that is worth a checkpoint."""
COMMITS = 32
"""Commits after which the write-ahead log is looked at."""
IDLE_S = 60.0
"""It is looked at so often also where little is committed, or nothing but answers."""


class Deadlines:
    """Issues a tick when something is due: sleeps until then, or until a commit has brought an earlier deadline."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._until: Ms | None = None
        self._changes = Changes(store, self._earlier)

    def _earlier(self) -> bool:
        """Whether something is due before this wakes up by itself: at the peak hardly any commit brings that."""
        due = next_deadline(self._store.state)
        return due is not None and (self._until is None or due < self._until)

    async def run(self) -> None:
        """For ever. A tick that fails, or that nothing came of, is tried again after a pause."""
        while True:
            self._until = None
            self._changes.begin()
            await self._store.settled()
            due = next_deadline(self._store.state)
            if due is not None and due <= self._store.now():
                seq = self._store.head.seq
                await issue(self._store, Tick())
                if self._store.head.seq == seq:
                    await asyncio.sleep(TICK_AGAIN_S)
            else:
                self._until = due
                await self._changes.wait(due)


class Checkpoints:
    """Moves the write-ahead log into the database when it has grown: looks at it after so many commits."""

    def __init__(self, store: Store, ledger: SqliteLedger) -> None:
        self._ledger = ledger
        self._commits = 0
        self._due = asyncio.Event()
        store.listeners.follow(self._committed)

    def _committed(self, events: Sequence[Committed]) -> None:
        self._commits += 1
        if self._commits >= COMMITS:
            self._due.set()

    async def run(self) -> None:
        """For ever."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    await self._due.wait()
            self._due.clear()
            self._commits = 0
            if self._ledger.wal_bytes() > CHECKPOINT_BYTES:
                with _tried_again("checkpoint_failed"):
                    await self._ledger.checkpoint()


class DiskProbe:
    """While the disk cannot be written, sees every second whether it can be again."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._failing = asyncio.Event()
        store.alarms.follow(self._alarmed)

    def _alarmed(self) -> None:
        if "storage_failed" in self._store.alarms:
            self._failing.set()
        else:
            self._failing.clear()

    async def run(self) -> None:
        """For ever."""
        while True:
            await self._failing.wait()
            await asyncio.sleep(PROBE_S)
            with _tried_again("probe_failed"):
                await self._store.ledger.probe()
                self._store.alarms.clear("storage_failed")


async def know_keys(store: Store) -> None:
    """Let the store get to know the keys in its ledger; where it cannot, it goes on looking each of them up."""
    with _tried_again("knowing_keys_failed"):
        await store.know_keys()


async def forget_answers(store: Store, ledger: Ledger) -> None:
    """Drop answers that nobody will ask for any more, every hour, some at a time, for ever.

    Not at once: a clock that was wrong when the machine started has been set by then.
    """
    while True:
        await asyncio.sleep(FORGET_S)
        gone = 1
        while gone:
            gone = 0
            with _tried_again("forgetting_failed"):
                gone = await ledger.forget_answers(store.now() - ANSWERS_MS)
            if gone:
                await asyncio.sleep(MORE_S)


async def note_seen(tokens: Tokens, people: People) -> None:
    """Keep when devices, login codes and people were last seen, every minute, for ever, and once more at the end."""
    while True:
        try:
            await asyncio.sleep(SEEN_S)
        finally:
            with _tried_again("noting_seen_failed"):
                await tokens.note_seen()
                await people.note_seen()


@contextlib.contextmanager
def _tried_again(event: str) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        log.warning(event, error=str(error))


async def kept_up(store: Store, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do a work that has no end; should it fail, say so, and begin it again after a pause."""
    while True:
        try:
            await work()
        except Exception as error:
            log.exception("task_failed", task=name)
            store.alarms.sound("task_failed", store.now(), task=name, error=repr(error))
            await asyncio.sleep(AGAIN_S)
