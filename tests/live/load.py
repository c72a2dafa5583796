"""Guests who order without pause, repeat each order with its key until it is answered, and keep what they were told."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from types import TracebackType
from typing import Literal, Self

from tests.live.audit import Promises
from tests.live.client import Answer, Api
from tests.live.orders import ROUNDS, Card, Order

Manner = Literal["calm", "hangs up", "twice", "asks again"]
MANNERS: tuple[Manner, ...] = ("calm", "calm", "hangs up", "twice", "asks again")
"""How an order is sent: once; first cut off before its answer; two times at once; once more after its answer."""

TABLES = tuple(f"A{number:02}" for number in range(1, 13)) + tuple(f"B{number:02}" for number in range(1, 5))
"""Sixteen tables of the demo restaurant."""


async def place(api: Api, promises: Promises, order: Order, manner: Manner, dice: random.Random) -> None:
    """Send an order in that manner until it is answered, and note what was promised."""
    promises.sent(order)
    what = (ROUNDS, order.body, order.key, order.role)
    if manner == "hangs up":
        await api.cut_off(*what, after_s=dice.choice([0.0, 0.001, 0.005, 0.02]))
    at_once = 2 if manner == "twice" else 1
    answers = await asyncio.gather(*[api.until_answered(*what) for _ in range(at_once)])
    promises.answered(order, answers[0])
    if manner == "asks again":
        answers.append(await api.until_answered(*what))
    promises.faults += differences(order, answers)


def differences(order: Order, answers: Sequence[Answer]) -> list[str]:
    """What is wrong with several answers to one key: they are the same, and one at most is not a repetition."""
    faults = []
    if len({(answer.status, answer.body) for answer in answers}) > 1:
        faults.append(f"{order.key} got different answers: {answers}")
    if sum(not answer.replayed for answer in answers) > 1:
        faults.append(f"{order.key} was done more than once: {answers}")
    return faults


class Load:
    """So many clients ordering in a background: `async with` it; leaving waits until everyone has their answer."""

    def __init__(
        self,
        api: Api,
        card: Card,
        promises: Promises,
        *,
        clients: int = 12,
        tables: Sequence[str] = TABLES,
        pause_s: float = 0.01,
        name: str = "load",
        seed: int = 0,
    ) -> None:
        self.api = api
        self.card = card
        self.promises = promises
        self._clients = clients
        self._tables = tables
        self._pause_s = pause_s
        self._name = name
        self._seed = seed
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._client(number)) for number in range(self._clients)]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping = True
        if kind is not None:
            self.abandon()
        for ended in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    def abandon(self) -> None:
        """Stop at once: the orders under way stay unanswered."""
        for task in self._tasks:
            task.cancel()

    async def acknowledged(self, more: int, timeout_s: float = 30.0) -> None:
        """Wait until so many more orders have been acknowledged. Raises `TimeoutError`, or what befell a client."""
        until = len(self.promises.acknowledged) + more
        async with asyncio.timeout(timeout_s):
            while len(self.promises.acknowledged) < until:
                for task in self._tasks:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.005)

    async def _client(self, number: int) -> None:
        dice = random.Random(f"{self._name}-{self._seed}-{number}")
        count = 0
        while not self._stopping:
            count += 1
            key = f"{self._name}-{number}-{count}"
            order = self.card.order(dice, dice.choice(self._tables), key, dice.randint(1, 4))
            await place(self.api, self.promises, order, dice.choice(MANNERS), dice)
            await asyncio.sleep(self._pause_s * dice.uniform(0.0, 2.0))
