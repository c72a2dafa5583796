"""Ledgers to be followed, followers that write down what they see, and following until there is no more."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from kds.core import codec
from kds.core.decide import Recorded
from kds.core.features import fold
from kds.core.state import State, digest
from kds.core.types import Event, Stamp
from kds.runtime.follower import Follower, Work
from kds.runtime.following import FollowerReport, Following, News
from kds.storage import data_dir
from kds.storage.ledger import Head, StoredEvent, chain
from kds.storage.opening import open_ledger
from kds.storage.own_store import OwnStore, folder_of, read
from kds.storage.sqlite import SqliteLedger

NAME = "digests"
TABLES = ("CREATE TABLE digests (seq INTEGER PRIMARY KEY, type TEXT NOT NULL, state TEXT NOT NULL) STRICT",)


def as_stored(recorded: Sequence[Recorded], before: Head, store_id: str) -> list[StoredEvent]:
    """Events as a ledger stores them after `before`."""
    found = []
    for stamp, event in recorded:
        name, version, data = codec.encode(event)
        fields = (stamp.seq, name, version, stamp.at, stamp.actor, getattr(event, "session", None), data)
        before = Head(stamp.seq, chain(before.hash, store_id, fields, stamp.approver, stamp.device))
        found.append(StoredEvent(*fields, before.hash, stamp.approver, stamp.device))
    return found


async def append(ledger: SqliteLedger, recorded: Sequence[Recorded]) -> None:
    """Put events behind those that are there."""
    head = await ledger.head()
    await ledger.append(as_stored(recorded, head, ledger.store_id), [], head, 0)


@contextlib.asynccontextmanager
async def ledger_of(data: Path, recorded: Sequence[Recorded]) -> AsyncIterator[SqliteLedger]:
    """A new store in `data` that holds these events."""
    data_dir.create(data)
    async with open_ledger(data) as ledger:
        await append(ledger, recorded)
        yield ledger


class Digests:
    """Keeps for each event its type and the digest of the state that it was shown with: the very state, or not."""

    def __init__(self, folder: Path) -> None:
        self._own = OwnStore(folder, TABLES, "1")
        self._rows: list[tuple[int, str, str]] = []

    def cursor(self) -> Head:
        return self._own.stands()

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        self._rows.append((stamp.seq, type(event).__name__, told(state)))

    def keep(self, head: Head) -> None:
        self._own.run("INSERT INTO digests VALUES (?, ?, ?)", self._rows)
        self._own.keep(head)
        self._rows.clear()

    def reset(self) -> None:
        self._own.reset()

    def close(self) -> None:
        self._own.close()


DIGESTS = Follower(NAME, Digests, folds=True, batch=7)


def told(state: State) -> str:
    """A state, in a line."""
    return f"{state.seq} {state.at} {digest(state.books())}"


def expected(recorded: Sequence[Recorded]) -> list[tuple[int, str, str]]:
    """What `Digests` has to hold after these events: each is folded here, one after the other, without a pause."""
    state, rows = State(), []
    for stamp, event in recorded:
        fold(state, event, stamp)
        rows.append((stamp.seq, type(event).__name__, told(state)))
    return rows


def kept(data: Path) -> list[tuple[int, str, str]]:
    """What `Digests` holds, once it is sure that the cursor stands after the last of it."""
    found = read(folder_of(data, NAME), None, "SELECT * FROM digests ORDER BY seq")
    if found is None:
        return []
    assert found.head.seq == len(found.rows)
    return [(seq, name, state) for seq, name, state in found.rows]


class Caught(Exception):
    """There is no more for the moment."""


async def catch_up(
    ledger: SqliteLedger, data: Path, follower: Follower, tell: Callable[[FollowerReport], None] = lambda told: None
) -> None:
    """Follow from the cursor to the end of the ledger, as a process would, and let go of everything."""

    def hear(said: FollowerReport) -> None:
        tell(said)
        if said.waits:
            raise Caught

    works: list[Work] = []

    def opened(folder: Path) -> Work:
        works.append(follower.open(folder))
        return works[-1]

    try:
        await Following(ledger, data, follower._replace(open=opened), hear).run(News())
    except Caught:
        pass
    finally:
        for work in works:
            close: Callable[[], None] = getattr(work, "close", None) or own_of(work).close
            close()


def own_of(work: Work) -> OwnStore:
    """The file of a work."""
    found = getattr(work, "_own", None)
    assert isinstance(found, OwnStore)
    return found


@contextlib.asynccontextmanager
async def following(
    ledger: SqliteLedger, data: Path, follower: Follower
) -> AsyncIterator[tuple[News, list[FollowerReport]]]:
    """A follower at work meanwhile: how it is woken, and what it says."""
    news, said = News(), list[FollowerReport]()
    task = asyncio.create_task(Following(ledger, data, follower, said.append).run(news))
    try:
        yield news, said
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
