"""What everybody at the dinner shares: the time, the way to the server, the book, the tables in use."""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec

from kds.demo.appetite import Appetite
from kds.demo.book import Book
from kds.demo.client import Api, Unanswered
from kds.demo.pace import DinnerOver, Pace
from kds.demo.wire import Menu


class DinnerOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How the dinner goes.

    `speed`: simulated seconds in a second. `tables`: how many are in use at most. `until`: the simulated
    minute of last orders, after which guests finish, pay and leave and the dinner ends; None goes on until
    it is stopped. `seed`: the same seed brings the same guests with the same wishes.
    """

    speed: float = 10.0
    tables: int = 16
    until: float | None = None
    seed: int = 1


@dataclass
class Evening:
    """One dinner. `nonce` is its own, so that a dinner after it in the same house repeats none of its keys."""

    api: Api
    pace: Pace
    book: Book
    options: DinnerOptions
    nonce: str
    in_use: set[str] = field(default_factory=set)
    to_take_away: set[int] = field(default_factory=set)
    """Takeaway and delivery orders that nobody has come for yet."""
    news: defaultdict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    """station → set when something came for it."""
    _at_pass: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    _bringing: set[str] = field(default_factory=set)
    _keys: Iterator[int] = field(default_factory=itertools.count)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def end(self) -> None:
        """Send everybody home; what has been sent is still asked for, but not for long."""
        self.pace.end()
        self.api.farewell()

    def is_done(self, line: str) -> None:
        """A line waits for a waiter; to say it again changes nothing."""
        if line not in self._bringing:
            self._bringing.add(line)
            self._at_pass.put_nowait(line)

    async def to_bring(self) -> str:
        """The line that has waited longest at the pass. Raises `DinnerOver`."""
        return await self.pace.soon(self._at_pass.get())

    def is_brought(self, line: str) -> None:
        """A waiter has been at the table with it."""
        self._bringing.discard(line)

    def key(self) -> str:
        """An idempotency key that nobody used before."""
        return f"{self.nonce}-{next(self._keys)}"

    def rng(self, *who: object) -> Random:
        """The dice of one guest or cook: what others do does not change how they fall."""
        return Random(":".join(map(str, (self.options.seed, *who))))

    async def appetite(self, rng: Random, nonce: str) -> Appetite:
        """The wishes of somebody who has just read the menu."""
        return Appetite(rng, await self.api.get("/api/v1/menu", Menu, "guest"), f"{self.nonce}-{nonce}")

    def begin(self, doing: Coroutine[Any, Any, None]) -> None:
        """Let somebody do something beside all others; the end of the dinner, or a server that is gone, ends it."""
        task = asyncio.create_task(_quietly(doing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def all_gone(self) -> None:
        """Wait until everybody has finished what they had begun. Raises what went wrong in any of them."""
        while self._tasks:
            await asyncio.gather(*self._tasks)


async def _quietly(doing: Coroutine[Any, Any, None]) -> None:
    try:
        await doing
    except (DinnerOver, Unanswered):
        return
