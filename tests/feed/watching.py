"""A hub on a kitchen that is moved by hand, and screens that watch it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from kds.core.journal import Touched
from kds.core.types import Command, Ms
from kds.feed.hub import Hub
from kds.feed.live_view import WALL, ViewKey
from kds.feed.subscriber import Subscriber
from kds.runtime.alarms import Alarms
from kds.runtime.clock import Clock
from kds.runtime.messages import Committed, Sender
from tests.feed.screen import Screen
from tests.house import SmallHouse

SOON_S = 5.0


class HouseStore:
    """As much of a store as the hub knows, with a kitchen that is moved by hand."""

    def __init__(self) -> None:
        self.house = SmallHouse()
        self.state = self.house.state
        self.alarms = Alarms()
        self.clock = Clock(wall=self.now, monotonic=self.now)
        self.submitted: list[Command] = []
        self.watchers: list[Callable[[Touched], None]] = []
        self.is_settled = asyncio.Event()
        self.is_settled.set()
        self._told = self.state.journal.mark()

    def now(self) -> Ms:
        return self.house.now

    async def settled(self) -> None:
        await self.is_settled.wait()

    async def readable(self) -> None:
        """As `settled`."""
        await self.settled()

    async def submit(self, command: Command, sender: Sender) -> None:
        self.submitted.append(command)
        self.house.do(command)
        self.commit()

    @property
    def listeners(self) -> HouseStore:
        """Whoever follows it is known to itself."""
        return self

    def follow(self, follower: Callable[[Sequence[Committed]], None]) -> None:
        """Nobody is told what happened, only what has changed."""

    def watch(self, watcher: Callable[[Touched], None]) -> None:
        if watcher not in self.watchers:
            self.watchers.append(watcher)

    def unwatch(self, watcher: Callable[[Touched], None]) -> None:
        self.watchers.remove(watcher)

    def commit(self) -> None:
        """What was done since the last commit is on disk."""
        touched = Touched(self.state.journal, self._told)
        self._told = self.state.journal.mark()
        for watcher in self.watchers:
            watcher(touched)


async def until(true: Callable[[], bool]) -> None:
    """Let the loop run until it is so; what never becomes so fails."""
    async with asyncio.timeout(SOON_S):
        while not true():  # noqa: ASYNC110 - what is waited for is in plain objects
            await asyncio.sleep(0.001)


class Watcher(Screen):
    """A screen on the hub."""

    def __init__(self, subscriber: Subscriber) -> None:
        super().__init__()
        self.subscriber = subscriber
        self.task = asyncio.create_task(subscriber.pump(self.send))


async def watch(hub: Hub, name: str = "wall", since: int = -1) -> Watcher:
    return Watcher(await hub.subscribe(wall_key(name), since))


def wall_key(name: str = "wall") -> ViewKey:
    """A screen of the small house, in Chinese."""
    return ViewKey(WALL, name, "zh")
