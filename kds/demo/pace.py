"""Simulated time: a dinner of two hours in a few minutes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

_T = TypeVar("_T")


class DinnerOver(Exception):
    """The dinner has been stopped; whoever waits goes home."""


class Pace:
    """Runs `speed` times as fast as the clock on the wall, and ends for everybody at once.

    `until_min` is the simulated minute of last orders; None keeps the kitchen open.
    """

    def __init__(self, speed: float, until_min: float | None = None) -> None:
        self.speed = speed
        self.until_min = until_min
        self._started = time.monotonic()
        self._over = asyncio.Event()

    def minutes(self) -> float:
        """Simulated minutes since the doors opened."""
        return (time.monotonic() - self._started) * self.speed / 60

    @property
    def last_orders(self) -> bool:
        """Whether the kitchen takes no more orders: guests finish, pay and leave, and no new ones come."""
        return self.over or (self.until_min is not None and self.minutes() >= self.until_min)

    @property
    def over(self) -> bool:
        """Whether the dinner has been ended."""
        return self._over.is_set()

    def end(self) -> None:
        """Wake everybody who waits, with `DinnerOver`."""
        self._over.set()

    async def soon(self, doing: Awaitable[_T], at_most_s: float | None = None) -> _T:
        """What comes of `doing`. Raises `DinnerOver`, or `TimeoutError` after so many seconds on the wall."""
        task, over = asyncio.ensure_future(doing), asyncio.ensure_future(self._over.wait())
        try:
            await asyncio.wait({task, over}, timeout=at_most_s, return_when=asyncio.FIRST_COMPLETED)
            if over.done():
                raise DinnerOver
            if not task.done():
                raise TimeoutError
            return task.result()
        finally:
            task.cancel()
            over.cancel()

    async def pause(self, seconds: float) -> None:
        """Let so many simulated seconds pass. Raises `DinnerOver`."""
        await self.wait(seconds / self.speed)

    async def wait(self, real_seconds: float) -> None:
        """Let so many seconds pass on the wall's clock. Raises `DinnerOver`."""
        if not self.over:
            try:
                await asyncio.wait_for(self._over.wait(), real_seconds)
            except TimeoutError:
                return
        raise DinnerOver
