"""From what lies on disk to a state: the newest snapshot that fits the ledger, and the events after it."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kds.core.codec import decode
from kds.core.folds import fold
from kds.core.state import State, unpack
from kds.core.types import Stamp
from kds.storage.ledger import GENESIS, Head, Ledger, StoredEvent, chain
from kds.storage.snapshots import newest_first

PAGE = 2_000
"""Events read from the ledger at a time."""

Progress = Callable[[int], None]


class DamagedLedger(Exception):
    """The ledger does not say what was once written: a hash, a number or an event is not what it must be."""


async def load(ledger: Ledger, data: Path) -> tuple[State, Head]:
    """The state as of the ledger's last event."""
    with _no_collection():
        state, head = await _from_snapshot(ledger, data)
        async for event in events(ledger, head.seq):
            apply(state, event)
            head = Head(event.seq, event.hash)
    state.journal.forget()
    return state, head


async def _from_snapshot(ledger: Ledger, data: Path) -> tuple[State, Head]:
    for header, chunks in newest_first(data):
        there = await ledger.read(header.seq - 1, 1)
        if header.store_id != ledger.store_id or not there or there[0].hash.hex() != header.hash:
            continue
        try:
            return unpack(header.seq, header.at, chunks), Head(header.seq, there[0].hash)
        except msgspec.MsgspecError:
            continue
    return State(), Head(0, GENESIS)


async def events(ledger: Ledger, since: int = 0, until: int | None = None) -> AsyncIterator[StoredEvent]:
    """The events after `since` up to `until`, a page at a time."""
    while page := await ledger.read(since, PAGE):
        for event in page:
            if until is not None and event.seq > until:
                return
            yield event
        since = page[-1].seq


def apply(state: State, event: StoredEvent) -> None:
    """Fold one stored event. Raises `DamagedLedger` where its number is not the next."""
    if event.seq != state.seq + 1:
        raise DamagedLedger(f"event {event.seq} stands where {state.seq + 1} belongs")
    try:
        fact = decode(event.type, event.version, event.data)
    except msgspec.MsgspecError as error:
        raise DamagedLedger(f"event {event.seq} cannot be read: {error}") from error
    fold(state, fact, Stamp(event.seq, event.at, event.actor))
    state.journal.forget()


async def refold(ledger: Ledger, until: int, progress: Progress | None = None) -> tuple[State, Head]:
    """Fold the ledger from its first event to number `until`, checking every link of its chain.

    Raises `DamagedLedger`, naming the event.
    """
    state, before = State(), GENESIS
    with _no_collection():
        async for event in events(ledger, 0, until):
            fields = (event.seq, event.type, event.version, event.at, event.actor, event.session, event.data)
            if chain(before, ledger.store_id, fields) != event.hash:
                raise DamagedLedger(f"event {event.seq} is not chained to the one before it")
            apply(state, event)
            before = event.hash
            if progress is not None:
                progress(event.seq)
    return state, Head(state.seq, before)


@contextmanager
def _no_collection() -> Iterator[None]:
    # Loading makes hundreds of thousands of objects that all stay: collecting garbage meanwhile finds none.
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
