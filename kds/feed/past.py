"""The past of the public events: a table of them, ready to be sent, which a follower writes and the server reads.

follower ──▶ followers/public_past/own.db ──▶ `Past` ─┐
commits  ──▶ `Broadcast`, the newest in memory ───────┴─▶ `WholeFeed`, by number: nobody sees where they meet
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import msgspec

from kds.core.state import State
from kds.core.types import Event, Stamp
from kds.feed.events import RETAINED, Broadcast
from kds.feed.public import EncodedEvent, PublicEvent, encode_event
from kds.runtime.follower import Follower
from kds.runtime.store import Store
from kds.storage.ledger import Events, Head, StorageError, holds
from kds.storage.own_store import DamagedFile, OwnStore, discard, folder_of, read

NAME = "public_past"
MEANING = 1
"""Counts the ways in which a public event of the same shape has been told; one more, and the past is told anew."""

TABLES = ("CREATE TABLE told (seq INTEGER PRIMARY KEY, json BLOB NOT NULL) STRICT",)
_TELL = "INSERT INTO told VALUES (?, ?)"
_AFTER = "SELECT seq, json FROM told WHERE seq > ? ORDER BY seq LIMIT ?"


def form() -> str:
    """What the table holds: another shape of any public event is another form."""
    shapes = msgspec.json.encode(msgspec.json.schema(PublicEvent), order="sorted")
    return f"{MEANING}-{hashlib.sha256(shapes).hexdigest()[:16]}"


class PastBehind(Exception):
    """An event is no longer in memory and not yet in the table: the follower has some way to go."""


class PastWork:
    """Writes the table: exactly once, for its cursor is in the same file."""

    def __init__(self, folder: Path) -> None:
        self._own = OwnStore(folder, TABLES, form())
        self._told: list[EncodedEvent] = []

    def cursor(self) -> Head:
        """The last event in the table."""
        return self._own.stands()

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        """Put it into words."""
        self._told.append(encode_event(stamp, event))

    def keep(self, head: Head) -> None:
        """All of them into the table."""
        self._own.run(_TELL, self._told)
        self._own.keep(head)
        self._told.clear()

    def reset(self) -> None:
        """An empty table."""
        self._own.reset()

    def close(self) -> None:
        """Let go of the file."""
        self._own.close()


FOLLOWER = Follower(name=NAME, open=PastWork)


class Past:
    """Reads the table. It may be of another history, where the ledger was put back from a copy: that is noticed."""

    def __init__(self, ledger: Events, data: Path) -> None:
        self._ledger = ledger
        self._folder = folder_of(data, NAME)
        self._form = form()
        self._fits = False

    async def after(self, cursor: int, most: int) -> list[EncodedEvent]:
        """Up to `most` events after number `cursor`; fewer, or none, where the table ends. Raises `StorageError`.

        A damaged table is deleted: its follower notices within seconds, and makes it anew.
        """
        try:
            found = await asyncio.to_thread(read, self._folder, self._form, _AFTER, (cursor, most))
        except DamagedFile:
            await asyncio.to_thread(discard, self._folder)
            raise
        if found is None or not await self._is_ours(found.head):
            return []
        events = [EncodedEvent(*row) for row in found.rows]
        if [each.seq for each in events] != list(range(cursor + 1, cursor + 1 + len(events))):
            await asyncio.to_thread(discard, self._folder)
            raise StorageError(f"the table of public events has a gap after number {cursor}")
        return events

    async def _is_ours(self, head: Head) -> bool:
        # Once is enough: the history of a ledger under our hands does not change.
        if not self._fits and head.seq:
            self._fits = await holds(self._ledger, head)
        return self._fits


class WholeFeed:
    """All public events by number: the newest from memory, what is older from the table."""

    def __init__(self, live: Broadcast, past: Past) -> None:
        self.live = live
        self._past = past

    async def after(self, cursor: int, most: int) -> list[EncodedEvent]:
        """Up to `most` events after number `cursor`; none where that is the last.

        Raises `PastBehind` where the next one is not to be had yet, and `StorageError`.
        """
        if self.live.reaches(cursor):
            return self.live.after(cursor, most)
        found = await self._past.after(cursor, most)
        if not found:
            raise PastBehind
        return found


async def whole_feed(store: Store, data: Path, retained: int = RETAINED) -> WholeFeed:
    """The public events of a store that runs, from now on kept up; `retained` of them are in memory at once.

    Raises `StorageError`.
    """
    live = Broadcast(store.head.seq, retained)
    store.listeners.follow(live.committed)
    await live.remember(store.ledger)
    return WholeFeed(live, Past(store.ledger, data))
