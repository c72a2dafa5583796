"""From what lies on disk to a state: the newest snapshot that fits the ledger, and the events after it."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import structlog

from kds.core.codec import UnknownEvent, decode
from kds.core.features import fold
from kds.core.state import FORMAT, State, unpack
from kds.core.types import Event, Ms, Name, Stamp
from kds.storage.damage import DamagedStore, Finding, healed, lost, moment
from kds.storage.ledger import GENESIS, Events, Head, StoredEvent, chain
from kds.storage.snapshots import Header, newest_first

log = structlog.get_logger()

PAGE = 2_000
"""Events read from the ledger at a time."""

Progress = Callable[[int], None]


class DamagedLedger(DamagedStore):
    """The ledger does not say what was once written: a hash, a number or an event is not what it must be."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(Name(zh=zh, en=en))


class Loaded(NamedTuple):
    """A state as of the ledger's last event, made from the snapshot of event `snapshot_seq`, or from none: 0.

    `findings` are the snapshots that it had to be made without.
    """

    state: State
    head: Head
    snapshot_seq: int
    findings: list[Finding]


async def load(ledger: Events, data: Path) -> Loaded:
    """The state as of the ledger's last event. Raises `DamagedLedger`: what is folded is checked first."""
    with _no_collection():
        state, head, findings = await _from_snapshot(ledger, data)
        began = head.seq
        async for event in events(ledger, began):
            head = follow(state, head, event, ledger.store_id)
    return Loaded(state, head, began, findings)


async def founded_at(ledger: Events) -> Ms:
    """When the store's first event happened, by its own clock; 0 in an empty ledger."""
    first = await ledger.read(0, 1)
    return first[0].at if first else 0


async def _from_snapshot(ledger: Events, data: Path) -> tuple[State, Head, list[Finding]]:
    """The state of the newest snapshot that there is one of; all of them are looked at."""
    found: tuple[State, Head] | None = None
    findings: list[Finding] = []
    for path, header, chunks in newest_first(data):
        if header is None or not await fits(ledger, header):
            log.error("snapshot_damaged", file=path.name)
            findings.append(healed("snapshot", file=path.name))
        elif found is None and header.format == FORMAT:
            try:
                state = unpack(header.seq, header.at, chunks)
                found = state, Head(header.seq, bytes.fromhex(header.hash))
            except Exception:
                log.exception("snapshot_passed_over", seq=header.seq)
    state, head = found or (State(), Head(0, GENESIS))
    return state, head, findings


async def state_at(ledger: Events, folders: Sequence[Path], head: Head, progress: Progress) -> tuple[State, Head]:
    """The state right after the event `head` of the ledger, and the event of the snapshot that it was made from.

    Snapshots are looked for in all the folders; `progress` is called with the number of each event that is folded.
    Raises `DamagedLedger`.
    """
    state, began = State(), Head(0, GENESIS)
    with _no_collection():
        for folder in folders:
            for _, header, chunks in newest_first(folder):
                usable = header is not None and header.format == FORMAT and began.seq < header.seq <= head.seq
                if header is not None and usable and await fits(ledger, header):
                    state = unpack(header.seq, header.at, chunks)
                    began = Head(header.seq, bytes.fromhex(header.hash))
        at = began
        async for event in events(ledger, at.seq, head.seq):
            at = follow(state, at, event, ledger.store_id)
            progress(at.seq)
    return state, began


async def fits(ledger: Events, snapshot: Header) -> bool:
    """Whether the ledger holds the event that a snapshot was taken after.

    Raises `DamagedLedger` where it ends before that event: then something is missing from it.
    """
    if snapshot.store_id != ledger.store_id:
        return False
    there = await ledger.read(snapshot.seq - 1, 1)
    if not there:
        head = await ledger.head()
        last = await ledger.read(head.seq - 1, 1)
        since = moment(last[0].at) if last else "?"
        words = lost("shorter", seq=head.seq, since=since, taken=snapshot.seq).words
        raise DamagedLedger(words.zh, words.en)
    return there[0].hash.hex() == snapshot.hash


async def events(ledger: Events, since: int = 0, until: int | None = None) -> AsyncIterator[StoredEvent]:
    """The events after `since` up to `until`, a page at a time."""
    while page := await ledger.read(since, PAGE):
        for event in page:
            if until is not None and event.seq > until:
                return
            yield event
        since = page[-1].seq


def checked(head: Head, event: StoredEvent, store_id: str) -> tuple[Stamp, Event]:
    """A stored event once it is sure that it follows on `head`. Raises `DamagedLedger`, naming it."""
    if event.seq != head.seq + 1:
        raise DamagedLedger(
            f"第 {head.seq + 1} 号事件的位置上是第 {event.seq} 号",
            f"event {event.seq} stands where {head.seq + 1} belongs",
        )
    fields = (event.seq, event.type, event.version, event.at, event.actor, event.session, event.data)
    try:
        chained = chain(head.hash, store_id, fields, event.approver, event.device) == event.hash
    except ValueError:
        chained = False
    if not chained:
        raise DamagedLedger(
            f"第 {event.seq} 号事件与前一事件不相接", f"event {event.seq} is not chained to the one before it"
        )
    try:
        fact = decode(event.type, event.version, event.data)
    except (msgspec.MsgspecError, UnknownEvent) as error:
        words = f"第 {event.seq} 号事件无法读取：{error}", f"event {event.seq} cannot be read: {error}"
        raise DamagedLedger(*words) from error
    return Stamp(event.seq, event.at, event.actor, event.approver, event.device), fact


def follow(state: State, head: Head, event: StoredEvent, store_id: str) -> Head:
    """Fold one stored event once it is sure that it follows on `head`. Raises `DamagedLedger`, naming it."""
    stamp, fact = checked(head, event, store_id)
    fold(state, fact, stamp)
    state.journal.forget()
    return Head(event.seq, event.hash)


async def refold(ledger: Events, until: int, progress: Progress | None = None) -> tuple[State, Head]:
    """Fold the ledger from its first event to number `until`, checking every link of its chain.

    Raises `DamagedLedger`, naming the event.
    """
    state, head = State(), Head(0, GENESIS)
    with _no_collection():
        async for event in events(ledger, 0, until):
            head = follow(state, head, event, ledger.store_id)
            if progress is not None:
                progress(event.seq)
    return state, head


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
