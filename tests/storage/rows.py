"""Events and answers as a ledger stores them."""

from __future__ import annotations

from collections.abc import Sequence

from kds.storage.ledger import GENESIS, AnswerQuery, Head, Key, Ledger, StoredAnswer, StoredEvent, chain


def run_of(
    ledger: Ledger, count: int, before: Head | None = None, session: str | None = None, size: int = 20
) -> list[StoredEvent]:
    """So many chained events of `size` bytes that follow on `before`."""
    seq, last = before or Head(0, GENESIS)
    events = []
    for number in range(seq + 1, seq + count + 1):
        fields = (number, "Noted", 1, 1_000 + number, "ann", session, b'"' + b"x" * size + b'"')
        last = chain(last, ledger.store_id, fields)
        events.append(StoredEvent(*fields, hash=last))
    return events


def answer(key: str, at: int = 1_000) -> StoredAnswer:
    """What a key was told."""
    return StoredAnswer("ann", key, b"fingerprint of " + key.encode(), at, b'{"key":"' + key.encode() + b'"}')


async def kept(ledger: Ledger, *keys: str) -> list[str]:
    """Which of ann's keys have an answer, in their order."""
    found = await ledger.answers([AnswerQuery("ann", key, b"") for key in keys])
    return [key for key in keys if Key("ann", key) in found]


async def append(
    ledger: Ledger, count: int, session: str | None = None, size: int = 20, epoch: int = 0
) -> list[StoredEvent]:
    """Append so many events to what is there."""
    events = run_of(ledger, count, await ledger.head(), session, size)
    await put(ledger, events, [], epoch)
    return events


async def put(ledger: Ledger, events: Sequence[StoredEvent], answers: Sequence[StoredAnswer], epoch: int = 0) -> None:
    """Append these to what is there; epoch 0 is that of a store that nobody has claimed."""
    await ledger.append(events, answers, await ledger.head(), epoch)
