"""One screen's end of the feed: a bounded queue and the sending of it, so that a slow screen delays no other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from kds.core.types import Ms
from kds.feed.messages import Sight
from kds.feed.paint_history import PaintHistory

QUEUE = 64
"""Messages that may wait for a screen; one that is further behind is sent away to come back afresh."""
SEND_S = 5.0
"""How long one message may take to leave."""


class Frame:
    """A message as text; a board also says what stands in its slots, after which event."""

    __slots__ = ("_wire", "seq", "slots", "text")

    def __init__(self, text: str, slots: tuple[str, ...] | None = None, seq: int = 0) -> None:
        self.text = text
        self.slots = slots
        self.seq = seq
        self._wire: bytes | None = None

    def wire(self, made: Callable[[str], bytes]) -> bytes:
        """The bytes that go out, made by whoever knows how, once for all screens."""
        if self._wire is None:
            self._wire = made(self.text)
        return self._wire


Send = Callable[[str], Awaitable[None]]
WriteNow = Callable[[Frame], bool]
"""Writes a message if it need not wait for that; False where it has not."""


def never(frame: Frame) -> bool:
    """Where nothing can be written without waiting."""
    return False


class Behind(Exception):
    """The screen takes messages more slowly than they come."""


class Closed(Exception):
    """The feed lets go of the screen; `code` is the websocket's close code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Subscriber:
    """A screen that watches a view; `now` tells milliseconds of a clock that nobody can set.

    What can be written at once is; only what has to wait is queued, and sent by `pump`.
    """

    def __init__(self, now: Callable[[], Ms], write_now: WriteNow = never) -> None:
        self.history = PaintHistory()
        self.paints = True
        """Whether it shows what it is sent: a bump bar has no picture."""
        self.sight: Sight = "open"
        self.page = 0
        """Its number among all pages of this run."""
        self.painted = 0
        """The board that it said last to have painted; 0 for none."""
        self._now = now
        self._write_now = write_now
        self._sending = False
        self._queue: deque[Frame] = deque()
        self._wake = asyncio.Event()
        self._ending: Exception | None = None

    @property
    def is_seen(self) -> bool:
        """Whether somebody who stands there sees what it is sent."""
        return self.paints and self.sight == "open"

    def offer(self, frame: Frame) -> None:
        """Write or queue a message; never waits."""
        if not self._queue and not self._sending and self._ending is None and self._write_now(frame):
            self._note(frame)
            return
        if len(self._queue) >= QUEUE:
            self._ending = self._ending or Behind()
        else:
            self._queue.append(frame)
        self._wake.set()

    def say(self, text: str) -> None:
        """Queue a message that is no board."""
        self.offer(Frame(text))

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
            frame = queue.popleft()
            self._sending = True
            try:
                async with asyncio.timeout(SEND_S):
                    await send(frame.text)
            except TimeoutError:
                raise Behind from None
            finally:
                self._sending = False
            self._note(frame)

    def _note(self, frame: Frame) -> None:
        if frame.slots is not None:
            self.history.sent(frame.seq, frame.slots, self._now())
