"""The ledger as the runtime sees it: the one thing that is written before an answer."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from kds.core.types import Ms

GENESIS = bytes(32)
"""What the first event of a ledger is chained to."""


class StoredEvent(msgspec.Struct, frozen=True, gc=False):
    """An event as it lies in the ledger: `data` is UTF-8 JSON, `hash` chains it to the event before.

    `approver` and `device` are "" where there was none; they hold neither tabs nor newlines.
    """

    seq: int
    type: str
    version: int
    at: Ms
    actor: str
    session: str | None
    data: bytes
    hash: bytes
    approver: str = ""
    device: str = ""


class Key(NamedTuple):
    """What makes a command one: keys belong to their actor, and two phones that both count 1, 2, 3 never meet."""

    actor: str
    key: str


class StoredAnswer(msgspec.Struct, frozen=True, gc=False):
    """The answer that a key got. `fingerprint` tells the same command from another one under the same key.

    One that is not `whole` was damaged on the disk: the command was done, but what it was told is not known any more.
    """

    actor: str
    key: str
    fingerprint: bytes
    at: Ms
    body: bytes
    whole: bool = True


class AnswerQuery(NamedTuple):
    """A key that is looked up, and the fingerprint of the command that bears it."""

    actor: str
    key: str
    fingerprint: bytes


class Head(NamedTuple):
    """The last event of a ledger: its number and its hash. An empty ledger's is 0 and `GENESIS`."""

    seq: int
    hash: bytes


class Wanted(NamedTuple):
    """What is looked for; what is empty is not asked about.

    `actors`: who did it, or approved it. `about`: an id that stands in the event as a whole, a party's or another's;
    where `is_table`, also all of the parties that sat at that table. From `since` on and before `until`.
    """

    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    about: str = ""
    is_table: bool = False
    since: Ms | None = None
    until: Ms | None = None


class Found(NamedTuple):
    """Events, newest first. `further` is the number before which to go on looking; 0 where nothing is left."""

    events: list[StoredEvent]
    further: int


class StorageError(Exception):
    """The ledger could not do what was asked; after a failed append its head must be read again."""


class Superseded(StorageError):
    """Somebody else has this store by now. Nothing was stored, and nothing more may be."""


class NotTheOwner(Superseded):
    """The writer's epoch is not the store's any more: another one has claimed it."""


class HeadMoved(Superseded):
    """The ledger does not end where its writer left it."""


def chain(
    before: bytes,
    store_id: str,
    event: tuple[int, str, int, Ms, str, str | None, bytes],
    approver: str = "",
    device: str = "",
) -> bytes:
    """The hash of an event: SHA-256 over the hash before it and all that is stored of it.

    The fields are joined by newlines, which none of them but the last may contain; a session that there is
    begins with an equals sign, so that none and an empty one differ. Who approved and on which device is a line of
    its own, only where one of them is known: it begins with ~, and data with {. Raises `ValueError` where that line
    would be ambiguous.
    """
    seq, name, version, at, actor, session, data = event
    party = "" if session is None else f"={session}"
    head = f"{store_id}\n{seq}\n{name}\n{version}\n{at}\n{actor}\n{party}\n"
    if approver or device:
        line = f"~{approver}\t{device}\n"
        if line.count("\t") + line.count("\n") != 2:
            raise ValueError("an approver or a device with a tab or a newline in it")
        head += line
    return hashlib.sha256(before + head.encode() + data).digest()


class Events(Protocol):
    """The committed events, for whoever only reads them. All of it raises `StorageError`."""

    @property
    def store_id(self) -> str:
        """The store whose events they are."""
        ...

    async def head(self) -> Head:
        """The last committed event."""
        ...

    async def read(self, since: int, limit: int) -> list[StoredEvent]:
        """Up to `limit` events after number `since`, in order."""
        ...

    async def read_session(self, session: str) -> list[StoredEvent]:
        """All events of one party, in order."""
        ...

    async def search(self, wanted: Wanted, before: int, most: int, stretches: int = 8) -> Found:
        """Up to `most` events before number `before` (0: the newest), newest first, looked for in so many stretches."""
        ...


async def holds(ledger: Events, head: Head) -> bool:
    """Whether this event is one of the ledger's: it is not where that was put back from an older copy.

    Raises `StorageError`.
    """
    there = await ledger.read(head.seq - 1, 1)
    return head.seq == 0 or [(each.seq, each.hash) for each in there] == [head]


class Ledger(Events, Protocol):
    """What every database offers to the one who writes."""

    async def head(self) -> Head:
        """The last committed event. After a failed append what it says is final: what it does not show will not
        appear later. Raises `StorageError` where that cannot be known.
        """
        ...

    async def claim(self) -> int:
        """Become the store's one writer; the epoch that is given out makes those of all before worthless.

        Raises `StorageError`.
        """
        ...

    async def append(
        self, events: Sequence[StoredEvent], answers: Sequence[StoredAnswer], expected: Head, epoch: int
    ) -> None:
        """Store all of it or nothing, after `expected`; on return it is on disk.

        Raises `NotTheOwner` and `HeadMoved`, where the store is somebody else's, and `StorageError`, after which the
        head must be read again.
        """
        ...

    async def probe(self) -> None:
        """Write what means nothing. Raises `StorageError` where the disk takes nothing."""
        ...

    async def answers(self, asked: Sequence[AnswerQuery]) -> Mapping[Key, StoredAnswer]:
        """The answers that these keys have got.

        An answer of a kds that knew no actors' keys is an answer to the very same command only: its fingerprint
        covers the actor.
        """
        ...

    async def keys(self, since: int, limit: int) -> Sequence[tuple[int, Key]]:
        """Up to `limit` keys that have answers, in the order in which they got them, after number `since`.

        The actor is "" where a key was not yet anybody's own. Raises `StorageError`.
        """
        ...

    async def forget_answers(self, before: Ms) -> int:
        """Drop answers older than `before`, some at a time; returns how many went."""
        ...

    async def close(self) -> None:
        """Let go of the database; everything appended stays."""
        ...
