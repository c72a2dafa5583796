"""A ledger of which nothing is kept: what a store wrote until some event, and after that only what is in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kds.core.types import Ms
from kds.storage.ledger import (
    AnswerQuery,
    Events,
    Found,
    Head,
    HeadMoved,
    Key,
    NotTheOwner,
    StorageError,
    StoredAnswer,
    StoredEvent,
    Wanted,
)

EVENTS_MOST = 20_000
"""Events that are in memory at most: hours of one person's work."""
SEATED_MOST = 500
"""Parties of before that are known by their table."""
_SEATED = ("SessionOpened", "SessionMoved", "SessionUnmerged")


class MemoryLedger:
    """`Ledger` that goes on after event `since` of another, which is only read, and only up to there."""

    def __init__(self, before: Events, since: Head) -> None:
        self.store_id = before.store_id
        self._before = before
        self._since = since
        self._events: list[StoredEvent] = []
        self._answers: dict[Key, StoredAnswer] = {}
        self._epoch = 0

    async def head(self) -> Head:
        """The last event."""
        return Head(self._events[-1].seq, self._events[-1].hash) if self._events else self._since

    async def read(self, since: int, limit: int) -> list[StoredEvent]:
        """Up to `limit` events after number `since`, in order."""
        older = min(limit, self._since.seq - since)
        found = await self._before.read(since, older) if older > 0 else []
        own = max(0, since - self._since.seq)
        return [*found, *self._events[own : own + limit - len(found)]]

    async def read_session(self, session: str) -> list[StoredEvent]:
        """All events of one party, in order."""
        older = [each for each in await self._before.read_session(session) if each.seq <= self._since.seq]
        return [*older, *[each for each in self._events if each.session == session]]

    async def search(self, wanted: Wanted, before: int, most: int, stretches: int = 8) -> Found:
        """Up to `most` events before number `before` (0: the newest), newest first."""
        own = [each for each in reversed(self._events) if before <= 0 or each.seq < before]
        at_table = await self._sat_at(wanted.about) if wanted.is_table else set()
        found = [each for each in own if _is_wanted(each, wanted, at_table)]
        if len(found) > most:
            return Found(found[:most], found[most - 1].seq)
        last = self._since.seq + 1
        older = await self._before.search(wanted, min(before, last) if before > 0 else last, most, stretches)
        events = [*found, *older.events]
        further = events[most - 1].seq if len(events) > most else older.further
        return Found(events[:most], further)

    async def _sat_at(self, table: str) -> set[str | None]:
        """The parties that came to a table, as far back as one search goes."""
        older = await self._before.search(Wanted(types=_SEATED, about=table), self._since.seq + 1, SEATED_MOST)
        came = [*older.events, *[each for each in self._events if each.type in _SEATED]]
        return {each.session for each in came if b'"table":' + _quoted(table) in each.data}

    async def claim(self) -> int:
        """Become its one writer."""
        self._epoch += 1
        return self._epoch

    async def append(
        self, events: Sequence[StoredEvent], answers: Sequence[StoredAnswer], expected: Head, epoch: int
    ) -> None:
        """Take all of it, after `expected`; none beyond `EVENTS_MOST`."""
        if epoch != self._epoch:
            raise NotTheOwner("another one has claimed this ledger")
        if expected != await self.head():
            raise HeadMoved("the ledger does not end there")
        if len(self._events) + len(events) > EVENTS_MOST:
            raise StorageError(f"more than {EVENTS_MOST} events are not kept in memory; begin anew")
        self._events += events
        self._answers |= {Key(each.actor, each.key): each for each in answers}

    async def probe(self) -> None:
        """Nothing can be amiss."""

    async def answers(self, asked: Sequence[AnswerQuery]) -> Mapping[Key, StoredAnswer]:
        """The answers that these keys have got here."""
        keys = [Key(each.actor, each.key) for each in asked]
        return {key: self._answers[key] for key in keys if key in self._answers}

    async def keys(self, since: int, limit: int) -> list[tuple[int, Key]]:
        """The keys that have answers here."""
        return list(enumerate(self._answers, start=1))[since : since + limit]

    async def forget_answers(self, before: Ms) -> int:
        """None: all of them go together."""
        return 0

    async def close(self) -> None:
        """There is nothing to let go of."""


def _is_wanted(event: StoredEvent, wanted: Wanted, at_table: set[str | None]) -> bool:
    about = not wanted.about or event.session in (at_table if wanted.is_table else {wanted.about})
    return (
        (not wanted.actors or event.actor in wanted.actors or event.approver in wanted.actors)
        and (not wanted.types or event.type in wanted.types)
        and (about or _quoted(wanted.about) in event.data)
        and (wanted.since is None or event.at >= wanted.since)
        and (wanted.until is None or event.at < wanted.until)
    )


def _quoted(about: str) -> bytes:
    return json.dumps(about, ensure_ascii=False).encode()
