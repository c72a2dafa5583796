"""One screen's end of the feed: a bounded queue and the sending of it, so that a slow screen delays no other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

QUEUE = 64
"""Messages that may wait for a screen; one that is further behind is sent away to come back afresh."""
SEND_S = 5.0
"""How long one message may take to leave."""

Send = Callable[[str], Awaitable[None]]


class Behind(Exception):
    """The screen takes messages more slowly than they come."""


class Closed(Exception):
    """The feed lets go of the screen; `code` is the websocket's close code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Subscriber:
    """A screen that watches a view."""

    def __init__(self) -> None:
        self._queue: deque[str] = deque()
        self._wake = asyncio.Event()
        self._ending: Exception | None = None

    def offer(self, text: str) -> None:
        """Queue a message; never waits."""
        if len(self._queue) >= QUEUE:
            self._ending = self._ending or Behind()
        else:
            self._queue.append(text)
        self._wake.set()

    def close(self, code: int) -> None:
        """End the sending."""
        self._ending = self._ending or Closed(code)
        self._wake.set()

    async def pump(self, send: Send) -> None:
        """Send what is queued until the screen falls behind (`Behind`) or is let go (`Closed`)."""
        queue = self._queue
        while True:
            if self._ending is not None:
                raise self._ending
            if not queue:
                self._wake.clear()
                await self._wake.wait()
                continue
            try:
                async with asyncio.timeout(SEND_S):
                    await send(queue.popleft())
            except TimeoutError:
                raise Behind from None
