"""The live end of the public events: one shared run of the newest, and a cursor for everybody who listens.

Nobody has a buffer of their own. Who listens asks for what follows their cursor; who has fallen behind the run is
told so, and comes back through the past (past.py). A stalled client holds a number, and costs nobody else anything.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kds.core.types import Event, Stamp
from kds.feed.public import EncodedEvent, encode_event, encode_stored
from kds.runtime.messages import Committed
from kds.storage.ledger import Events, StoredEvent

RETAINED = 8_192
"""Events that the run holds; who is further behind reads the past."""
LISTENERS = 256
"""Feed connections at a time."""


class Behind(Exception):
    """The run no longer reaches back to a listener's cursor."""


class Broadcast:
    """The newest public events, encoded once and shared. `head` is the last event that was committed."""

    def __init__(self, head: int, retained: int = RETAINED, limit: int = LISTENERS) -> None:
        self.limit = limit
        self.listeners = 0
        self._retained = retained
        self._first = head + 1
        self._run: list[tuple[Stamp, Event] | StoredEvent | EncodedEvent] = []
        self._news: asyncio.Future[None] | None = None

    @property
    def head(self) -> int:
        """The number of the last event that was committed."""
        return self._first + len(self._run) - 1

    def committed(self, events: Sequence[Committed]) -> None:
        """Take over the events of a commit: called by the store, in order."""
        self._run.extend([(each.stamp, each.event) for each in events])
        if len(self._run) > 2 * self._retained:
            spare = len(self._run) - self._retained
            del self._run[:spare]
            self._first += spare
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def remember(self, ledger: Events) -> None:
        """Put what came before into the run, as far as it holds it; events may be committed meanwhile.

        Raises `StorageError`.
        """
        first = self._first
        earlier = [
            each for each in await ledger.read(max(0, first - 1 - self._retained), self._retained) if each.seq < first
        ]
        if first == self._first:
            self._run[:0] = earlier
            self._first -= len(earlier)

    def reaches(self, cursor: int) -> bool:
        """Whether everything after `cursor` is in the run."""
        return cursor >= self._first - 1

    def after(self, cursor: int, most: int) -> list[EncodedEvent]:
        """Up to `most` events after number `cursor`. Raises `Behind`."""
        if not self.reaches(cursor):
            raise Behind
        start = cursor + 1 - self._first
        return [self._encoded(index) for index in range(start, min(start + most, len(self._run)))]

    def _encoded(self, index: int) -> EncodedEvent:
        # Encoded for the first who asks: in a house where nobody listens an event costs an append.
        found = self._run[index]
        if isinstance(found, EncodedEvent):
            return found
        encoded = encode_stored(found) if isinstance(found, StoredEvent) else encode_event(*found)
        self._run[index] = encoded
        return encoded

    async def news(self, cursor: int) -> None:
        """Wait until there is an event after `cursor`."""
        while self.head <= cursor:
            if self._news is None or self._news.done():
                self._news = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._news)
