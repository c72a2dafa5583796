"""A machine with bars, a real server, and walls that watch: what the tests of real key presses are played with."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.bumpbar.machine import HOST, Machine
from tests.bumpbar.test_daemon import LiveWall, bumped, order, until, wall
from tests.live.client import Api
from tests.live.server import Server, new_house

PROBE_S = 0.3
"""The kernel drops a key that comes before it has ended looking at a keyboard that was plugged in."""
BOOT_S = 240.0
SOON_S = 30.0
# On a busy host the emulated box takes half a minute to begin anew, by when a press is too old by default.
CONFIG = """server = "http://{host}:{port}"
expire_s = 600
[screens.kitchen]
token = "{token}"
[screens.expo]
token = "{token}"
[bars.hot]
keymap = "/etc/bumpbar/ours.toml"
screens = ["kitchen", "expo"]
serial = "BAR-A"
[bars.pass]
keymap = "kb1700"
screens = ["expo"]
serial = "BAR-B"
[bars.scan]
keymap = "scanner"
screens = ["kitchen"]
serial = "BAR-S"
"""
SECOND_WALL = {"screens": [{"screen": "expo", "name": {"zh": "二屏", "en": "Second wall"}}]}
EXTRA = """"F1" = "screen"
"hold KP9" = "all_day"
"F2 & F3" = "page"
"LEFTALT+F5 ENTER" = "recall"
"""
"""Beside the keys of a KB1700: a long press, two keys together, a button that sends a sequence."""


class Scene:
    """What is played with."""

    def __init__(self, machine: Machine, server: Server, api: Api, kitchen: LiveWall, expo: LiveWall) -> None:
        self.machine = machine
        self.server = server
        self.api = api
        self.kitchen = kitchen
        self.expo = expo
        self.done: list[str] = []
        """The tickets that have been bumped, in order: what the ledger has to say."""

    async def order(self, count: int) -> list[str]:
        """So many tickets, on both walls for long enough."""
        tickets = await order(self.api, self.kitchen, count)
        await until(lambda: set(tickets) <= set(self.expo.slots))
        return tickets

    async def place(self) -> str:
        """A ticket that has only just come to the wall."""
        before = set(self.kitchen.slots)
        body = {"table": "A01", "channel": "waiter", "lines": [{"dish": "drink-coconut", "qty": 1}]}
        await self.api.until_answered("/api/v1/rounds", body, f"place-{time.monotonic_ns()}")
        await until(lambda: bool(set(self.kitchen.slots) - before - {""}))
        return next(each for each in self.kitchen.slots if each and each not in before)

    async def bump(self, ticket: str) -> None:
        """Somebody else bumps a ticket; wait until it has left the wall."""
        await self.api.until_answered(f"/api/v1/tickets/{ticket}/bump", {}, f"bump-{ticket}", "kitchen")
        await until(lambda: ticket not in self.kitchen.slots)
        self.done.append(ticket)

    def slot(self, ticket: str, shown: LiveWall | None = None) -> str:
        """The digit of the slot in which a ticket stands; "0" is the tenth."""
        number = (shown or self.kitchen).slots.index(ticket) + 1
        assert number <= 10, "a ticket stands in a slot that has no digit"
        return str(number % 10)

    async def bumps(self, *tickets: str) -> None:
        """Wait for the ledger to say that these were bumped, in this order, once each, and nothing else."""
        self.done += tickets
        deadline = time.monotonic() + BOOT_S
        while (now := await bumped(self.api)) != self.done:
            assert time.monotonic() < deadline, (now, self.done, self.kitchen.told[-9:], self.machine.said()[-4000:])
            assert now == self.done[: len(now)], (now, self.done, self.machine.said()[-4000:])
            await asyncio.sleep(0.05)

    async def bumped(self) -> list[str]:
        """The tickets that have been bumped, as the ledger says."""
        return await bumped(self.api)

    async def none_but(self) -> None:
        """Nothing was bumped but what was to be."""
        assert await bumped(self.api) == self.done

    async def said(self, words: str, times: int = 1, seconds: float = SOON_S) -> None:
        """Wait until the guest has said it so often."""
        await asyncio.to_thread(self.machine.until, lambda said: said.count(words) >= times, seconds)

    def count(self, words: str) -> int:
        """How often the guest has said it."""
        return self.machine.said().count(words)

    async def plug(self, bar: str, port: int, called: str) -> None:
        """Plug a bar in, and wait until it is read."""
        before = self.count(f"bar {called} is there")
        self.machine.plug(bar, port)
        await self.said(f"bar {called} is there", before + 1)
        await asyncio.sleep(PROBE_S)

    async def told(self, true: Callable[[dict[str, object]], bool], shown: LiveWall | None = None) -> None:
        """Wait until a wall was told so by a bar."""
        heard = (shown or self.kitchen).told
        await until(lambda: any(true(each) for each in heard))

    async def hang(self) -> None:
        """The daemon stands still: from now on it reads nothing."""
        before = self.count("HUNG")
        self.machine.order("hang")
        await self.said("HUNG", before + 1)

    async def figures(self, words: str) -> list[int]:
        """The numbers that the guest says after giving it an order."""
        before = self.count(words.upper())
        self.machine.order(words)
        await self.said(f"{words.upper()} ", before + 1)
        await asyncio.sleep(0.1)
        found = re.findall(rf"{words.upper()} (\d+) (\w+)", self.machine.said())[-1]
        return [int(each, 16 if words == "who" and number else 10) for number, each in enumerate(found)]


@asynccontextmanager
async def scene(work: Path) -> AsyncIterator[Scene]:
    """A machine that has booted, its daemon connected to a server with a wall a screen; no bar is plugged in yet."""
    house = new_house(work / "house")
    token = house.tokens["kitchen"]
    profiles = Path(__file__).resolve().parents[2] / "bumpbar" / "src" / "bumpbar" / "profiles"
    async with AsyncExitStack() as stack:
        server = stack.enter_context(Server(house))
        config = CONFIG.format(host=HOST, port=server.port, token=token)
        files = {"bumpbar.toml": config, "ours.toml": (profiles / "kb1700.toml").read_text() + EXTRA}
        machine = stack.enter_context(Machine(work, files))
        api = await stack.enter_async_context(Api(server.url, house.tokens))
        await api.until_answered("/api/v1/kitchen/changes", SECOND_WALL, "second-wall", "manager")
        kitchen = await stack.enter_async_context(wall(server, token))
        expo = await stack.enter_async_context(wall(server, token, "expo"))
        played = Scene(machine, server, api, kitchen, expo)
        await played.said("screen kitchen: connected", seconds=BOOT_S)
        await played.said("screen expo: connected")
        yield played
