"""A hub on a kitchen that is moved by hand, and screens that watch it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, cast

from kds.core.types import Command, Ms
from kds.feed.hub import Hub
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
        self.followers: list[Callable[[Sequence[Committed]], None]] = []
        self.is_settled = asyncio.Event()
        self.is_settled.set()
        self._told = len(self.house.recorded)

    def now(self) -> Ms:
        return self.house.now

    async def settled(self) -> None:
        await self.is_settled.wait()

    async def submit(self, command: Command, sender: Sender) -> None:
        self.submitted.append(command)
        self.house.do(command)
        self.commit()

    def commit(self) -> None:
        """What was done since the last commit is on disk."""
        batch = [Committed(stamp, event, cast(Any, None)) for stamp, event in self.house.recorded[self._told :]]
        self._told = len(self.house.recorded)
        for follower in self.followers:
            follower(batch)


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
    return Watcher(await hub.subscribe(name, "zh", since))
