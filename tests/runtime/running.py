"""The small house on a real ledger, and a ledger beneath it that fails when it is told to."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from kds.core.orders.answered import RoundIs
from kds.core.orders.place_round import PlaceRound
from kds.core.state import digest
from kds.core.types import Command, Ms, Who
from kds.runtime.clock import Clock
from kds.runtime.messages import Reply, Sender
from kds.runtime.opening import founded_at, load, refold
from kds.runtime.store import Store
from kds.storage import data_dir
from kds.storage.ledger import AnswerQuery, Found, Head, Key, Ledger, StorageError, StoredAnswer, StoredEvent, Wanted
from kds.storage.opening import open_ledger
from kds.storage.sqlite_tokens import SqliteTokens
from tests.house import FOUNDING, NOON, want

Rows = Sequence[StoredEvent]
Fault = Callable[[Rows], None]


def no_fault(events: Rows) -> None:
    """All is well."""


def broken(events: Rows) -> None:
    """The disk fails."""
    raise StorageError("disk I/O error")


class Disk:
    """The real ledger, in hands that can hold an append up, fail it before or after, and hide the head."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.store_id = ledger.store_id
        self.before: Fault = no_fault
        self.after: Fault = no_fault
        self.hidden = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.appending = asyncio.Event()
        self.appended: list[Rows] = []

    async def head(self) -> Head:
        if self.hidden:
            raise StorageError("the disk does not answer")
        return await self.ledger.head()

    async def claim(self) -> int:
        return await self.ledger.claim()

    async def append(
        self, events: Sequence[StoredEvent], answers: Sequence[StoredAnswer], expected: Head, epoch: int
    ) -> None:
        self.appended.append(events)
        self.appending.set()
        await self.gate.wait()
        self.before(events)
        await self.ledger.append(events, answers, expected, epoch)
        self.after(events)

    async def probe(self) -> None:
        self.before([])
        await self.ledger.probe()

    async def answers(self, asked: Sequence[AnswerQuery]) -> Mapping[Key, StoredAnswer]:
        return await self.ledger.answers(asked)

    async def keys(self, since: int, limit: int) -> Sequence[tuple[int, Key]]:
        return await self.ledger.keys(since, limit)

    async def read(self, since: int, limit: int) -> list[StoredEvent]:
        return await self.ledger.read(since, limit)

    async def read_session(self, session: str) -> list[StoredEvent]:
        return await self.ledger.read_session(session)

    async def search(self, wanted: Wanted, before: int, most: int, stretches: int = 8) -> Found:
        return await self.ledger.search(wanted, before, most, stretches)

    async def forget_answers(self, before: Ms) -> int:
        return await self.ledger.forget_answers(before)

    async def close(self) -> None:
        await self.ledger.close()

    def hold(self) -> None:
        """Let appends wait until `gate` is set again."""
        self.gate.clear()
        self.appending.clear()


class Hands:
    """A clock that stands still until it is moved; the wall can be set apart from it."""

    def __init__(self) -> None:
        self.ms: Ms = 0
        self.wall_off: Ms = 0

    def clock(self, last: Ms = 0, founded: Ms = 0) -> Clock:
        return Clock(last, founded, wall=lambda: NOON + self.ms + self.wall_off, monotonic=lambda: self.ms)


class Kitchen:
    """A running store on a disk that can fail."""

    def __init__(
        self,
        store: Store,
        epoch: int,
        disk: Disk,
        tokens: SqliteTokens,
        data: Path,
        hands: Hands,
        commits: asyncio.Task[None],
    ) -> None:
        self.store = store
        self.epoch = epoch
        self.disk = disk
        self.tokens = tokens
        self.data = data
        self.hands = hands
        self.commits = commits

    def order(self, key: str = "", *dishes: str, actor: str = "ann", table: str = "A01") -> asyncio.Task[Reply]:
        """Send an order of these dishes, or of tofu, on its way."""
        wanted = tuple([want(dish) for dish in dishes or ("tofu",)])
        return self.send(PlaceRound(channel="scan", lines=wanted, table=table), key, actor)

    def send(self, command: Command, key: str = "", actor: str = "ann") -> asyncio.Task[Reply]:
        """Send a command on its way."""
        return asyncio.create_task(self.store.submit(command, sender(command, key, actor)))

    def digest(self) -> str:
        """The state's digest, with what else a state remembers."""
        state = self.store.state
        return f"{state.seq} {state.at} {len(state.journal.entries)} {digest(state.books())}"

    async def on_disk(self) -> str:
        """What the ledger folds to, in the words of `digest`."""
        state, head = await refold(self.disk, 1 << 62)
        assert head == await self.disk.ledger.head()
        return f"{state.seq} {state.at} 0 {digest(state.books())}"

    async def sound(self) -> None:
        """The state is what the ledger folds to, and knows its head."""
        await self.store.settled()
        assert self.digest() == await self.on_disk()
        assert self.store.head == await self.disk.ledger.head()

    def lines(self) -> int:
        """How many lines are on the bills."""
        return len(self.store.state.orders.lines)


def sender(command: Command, key: str = "", actor: str = "ann") -> Sender:
    """Who sends a command, with the fingerprint that tells it from another."""
    body = msgspec.json.encode(command)
    return Sender(Who(actor, "system"), key, hashlib.sha256(actor.encode() + body).digest())


def round_of(reply: Reply) -> RoundIs:
    """The answer of an order."""
    return msgspec.json.decode(reply.body, type=RoundIs)


@asynccontextmanager
async def running(data: Path, hands: Hands | None = None) -> AsyncIterator[Kitchen]:
    """The small house in `data`, founded where it is new; what goes wrong in its loop is raised at the end."""
    new = not (data / "ledger.db").exists()
    if new:
        data_dir.create(data)
    hands = hands or Hands()
    async with open_ledger(data) as ledger:
        state, head, _, _ = await load(ledger, data)
        disk = Disk(ledger)
        epoch = await ledger.claim()
        store = Store(disk, state, head, epoch, hands.clock(state.at, await founded_at(ledger)))
        commits = asyncio.create_task(store.run())
        kitchen = Kitchen(store, epoch, disk, SqliteTokens(ledger), data, hands, commits)
        if new:
            await asyncio.gather(*[kitchen.send(command, actor="system") for command in FOUNDING])
            disk.appended.clear()
        try:
            yield kitchen
        finally:
            disk.gate.set()
            store.close()
            await asyncio.gather(commits, return_exceptions=True)


async def turns(count: int = 5) -> None:
    """Let everything that is ready run."""
    for _ in range(count):
        await asyncio.sleep(0)
