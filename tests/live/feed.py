"""Listeners of the live feed, over plain websockets."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.live.client import Api
from tests.live.wire import Event, RawEvents

PAGE = 5_000
_seq = msgspec.json.Decoder(Event)


def address(url: str, since: int) -> str:
    """Where the feed after `since` is listened to."""
    return f"{url.replace('http', 'ws', 1)}/api/v1/feed?since={since}"


def bearer(api: Api, role: str = "manager") -> dict[str, str]:
    """The header by which a role is known."""
    return {"Authorization": f"Bearer {api.tokens[role]}"}


def listening(api: Api, since: int, **options: object) -> connect:
    """A connection to the feed: `async with` it."""
    more = {"additional_headers": bearer(api), "compression": None, "proxy": None, **options}
    return connect(address(api.url, since), **more)  # type: ignore[arg-type]


async def heard(connection: ClientConnection, until: int) -> list[bytes]:
    """The messages up to event `until`."""
    found: list[bytes] = []
    while not found or number(found[-1]) < until:
        found.append(await connection.recv(decode=False))
    return found


def number(message: bytes) -> int:
    """Which event a message is."""
    return _seq.decode(message).seq


async def history(api: Api, since: int = 0) -> list[bytes]:
    """The public events after `since` as the pages have them: each one's bytes."""
    found: list[bytes] = []
    while True:
        page = await api.get("/api/v1/events", RawEvents, since=since, limit=PAGE)
        if not page.events:
            return found
        found += [bytes(each) for each in page.events]
        since = page.next


class Follower:
    """Listens from the beginning through every disconnect, coming back after the last event it heard.

    `fickle` makes it hang up by itself now and then, by dice.
    """

    def __init__(self, api: Api, fickle: random.Random | None = None, since: int = 0) -> None:
        self.messages: list[bytes] = []
        self.arrived: list[float] = []
        """The wall time of each message in seconds."""
        self.connections = 0
        self._api = api
        self._dice = fickle
        self._last = since
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def reached(self, seq: int, timeout_s: float = 20.0) -> None:
        """Wait until event `seq` was heard. Raises `TimeoutError`, or what befell the listener."""
        async with asyncio.timeout(timeout_s):
            while self._last < seq:
                assert self._task is not None
                if self._task.done():
                    self._task.result()
                await asyncio.sleep(0.01)

    async def _listen(self) -> None:
        while True:
            try:
                async for message in self._one_connection():
                    self._last = number(message)
                    self.messages.append(message)
                    self.arrived.append(time.time())
            except (ConnectionClosed, InvalidHandshake, OSError, EOFError):
                await asyncio.sleep(0.02)

    async def _one_connection(self) -> AsyncIterator[bytes]:
        async with listening(self._api, self._last, close_timeout=1) as connection:
            self.connections += 1
            left = self._dice.randint(1, 200) if self._dice else -1
            while left != 0:
                yield await connection.recv(decode=False)
                left -= 1
