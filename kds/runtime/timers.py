"""What happens by itself: deadlines, the clock's watch, the ledger's housekeeping."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

import structlog

from kds.core.day.tick import NoteClockStep, Tick, next_deadline
from kds.core.state import ONLY
from kds.core.types import Command, Ms
from kds.runtime.clock import business_day
from kds.runtime.messages import Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.runtime.store import Store
from kds.storage.ledger import Ledger, StorageError
from kds.storage.sqlite import SqliteLedger

log = structlog.get_logger()

HOUSE = Sender(actor="system")
LOOK_S = 1.0
"""How often deadlines and the wall clock are looked at: nothing here is due to the second."""
STEP_MS = 2_000
"""A jump of the wall clock that is worth a record; less is the clock being disciplined."""
ANSWERS_MS = 31 * 86_400_000
"""How long the answers of keys are kept."""
FORGET_S = 60.0
CHECKPOINT_BYTES = 4 << 20
"""Write-ahead log that is worth a checkpoint."""


async def deadlines(store: Store) -> None:
    """Issue a tick whenever something is due, for ever; what fails is tried again at the next look."""
    while True:
        await store.settled()
        due = next_deadline(store.state)
        now = store.now()
        if due is not None and now >= due:
            house = store.state.house[ONLY]
            day, closes_at = business_day(now, house.timezone, house.cutoff_hour)
            await _issue(store, Tick(business_day=day, closes_at=closes_at))
        await asyncio.sleep(LOOK_S)


async def watch_clock(store: Store) -> None:
    """Record and alarm every jump of the wall clock, for ever. Running time goes on as it was."""
    if store.clock.behind_ms > STEP_MS:
        _alarm_clock(store, -store.clock.behind_ms)
    while True:
        await asyncio.sleep(LOOK_S)
        step = store.clock.step_ms()
        if abs(step) > STEP_MS:
            _alarm_clock(store, step)
            await _issue(store, NoteClockStep(delta_ms=step))


def _alarm_clock(store: Store, step: Ms) -> None:
    log.warning("clock_stepped", delta_ms=step)
    store.alarms.raise_alarm(
        "clock_stepped",
        store.now(),
        "系统时钟被改动，请检查；计时不受影响",
        "The system clock was set; please check it. Kitchen times are not affected",
        delta_ms=step,
    )


async def checkpoints(store: Store, ledger: SqliteLedger) -> None:
    """Move the write-ahead log into the database whenever it has grown, for ever."""
    while True:
        await asyncio.sleep(LOOK_S)
        if ledger.wal_bytes() > CHECKPOINT_BYTES:
            with _tried_again("checkpoint_failed"):
                await ledger.checkpoint()


async def forget_answers(store: Store, ledger: Ledger) -> None:
    """Drop answers that nobody will ask for any more, some a minute, for ever."""
    while True:
        with _tried_again("forgetting_failed"):
            await ledger.forget_answers(store.now() - ANSWERS_MS)
        await asyncio.sleep(FORGET_S)


@contextlib.contextmanager
def _tried_again(event: str) -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        log.warning(event, error=str(error))


async def _issue(store: Store, command: Command) -> None:
    with contextlib.suppress(Overloaded, StorageFailed, InDoubt, Fault):
        await store.submit(command, HOUSE)
