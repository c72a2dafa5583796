"""A dinner at twice a busy house's peak, minute by minute: 120 tables, 1,200 open lines, 12 screens, 6 bump bars, 40
rounds and 200 bumps a minute. No bump is lost or done twice, and a wall's update costs what changed.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from playwright.async_api import Page
from websockets.asyncio.client import ClientConnection, connect

from kds.bootstrap import running_store
from kds.core.codec import decode
from kds.core.kitchen.events import TicketBumped
from kds.demo import house as demo
from tests.bench.bars import page_of
from tests.bench.client import Connection, percentile
from tests.bench.house import orderable, table_name
from tests.bench.rows import Row
from tests.bench.running import Orders, Serving, restaurant, serving
from tests.bench.waiting import cpu_s
from tests.bench.walls import walls

TABLES, OPEN_LINES, FEW_LINES = 120, 1_200, 50
ROUNDS_A_MINUTE, BUMPS_A_MINUTE = 40, 200
STATIONS = ("cold_prep", "drinks", "hot_line", "meat", "sauces", "vegetables")
"""Each has a bump bar; a round has a line at all of them but one."""
SCREENS = 12
WATCHED = "kitchen"
"""The screen that a real browser shows: it has all stations, and so what the sixth bar presses too."""
RIPE_S = 0.6
COUNTED = 120
"""Bumps over which the processor is measured."""


class Bar:
    """A bump bar: what it is told, and what became of its presses."""

    def __init__(self, screen: str, number: int) -> None:
        self.screen = screen
        self.name = f"bar{number}"
        self.since: dict[tuple[int, str], float] = {}
        self.pressed: dict[str, tuple[str, float]] = {}
        """Press → the ticket that was meant, and when."""
        self.outcomes: dict[str, list[str]] = {}

    async def run(self, address: str, token: str, every_s: float, until: float) -> None:
        """Press for what has stood for longest, as often as is due, and hear the last answers."""
        url = f"ws{address.removeprefix('http')}/screens/{self.screen}/bar"
        headers = {"Authorization": f"Bearer {token}"}
        async with connect(url, additional_headers=headers, proxy=None, max_size=None, compression=None) as socket:
            await socket.send(json.dumps({"bars": {self.name: True}}))
            hearing = asyncio.create_task(self._hear(socket))
            while time.time() < until:
                await self._press(socket)
                await asyncio.sleep(every_s)
            await asyncio.sleep(2.0)
            hearing.cancel()

    async def _hear(self, socket: ClientConnection) -> None:
        async for text in socket:
            message, now = json.loads(text), time.time()
            if message["type"] == "board":
                standing = {(slot, each) for slot, each in enumerate(message["slots"], 1) if each}
                self.since = {each: self.since.get(each, now) for each in standing}
            elif message["type"] == "pressed" and message["press"] in self.pressed:
                self.outcomes.setdefault(message["press"], []).append(message["outcome"])

    async def _press(self, socket: ClientConnection) -> None:
        meant = {ticket for ticket, _ in self.pressed.values()}
        ripe = [(at, slot, each) for (slot, each), at in self.since.items() if each not in meant]
        at, slot, ticket = min(ripe, default=(time.time(), 0, ""))
        if time.time() - at < RIPE_S:
            return
        press = f"{self.name}-{len(self.pressed)}"
        self.pressed[press] = (ticket, time.time())
        sent = {"press": press, "kind": "bump", "slot": slot, "seen": ticket, "bar": self.name, "age_ms": 0}
        await socket.send(json.dumps(sent))

    @property
    def done(self) -> dict[str, float]:
        """The tickets that are bumped by it, as it was told, and when each was pressed for."""
        return {
            self.pressed[press][0]: self.pressed[press][1] for press, each in self.outcomes.items() if "done" in each
        }


def peak(scratch: Path, seconds: float) -> Iterator[Row]:
    """So many seconds of it; then what a bump takes beside few lines and beside many."""
    data = scratch / "peak"
    orders = restaurant(data, TABLES, bodies_of(400))
    with serving(data) as server:
        bars, submits, gone = asyncio.run(_dinner(server, orders, seconds))
    asked = [ticket for bar in bars for ticket, _ in bar.pressed.values()]
    told = {ticket: at for bar in bars for ticket, at in bar.done.items()}
    bumped = asyncio.run(bumps_of(data))
    name = f"twice a busy peak, {seconds:,.0f} s"
    yield Row(f"{name}: rounds", len(submits), "")
    yield Row(f"{name}: bumps", len(told), "")
    yield Row(
        f"{name}: bumps that were answered and are lost", len([each for each in told if not bumped[each]]), "", "0"
    )
    twice = [each for each in bumped if bumped[each] > 1]
    yield Row(
        f"{name}: bumps that were done twice, or that nobody asked for",
        len(twice) + len(bumped.keys() - set(asked)),
        "",
        "0",
    )
    yield Row(f"{name}: submit, p50", percentile(submits, 0.5), "ms")
    yield Row(f"{name}: submit, p99", percentile(submits, 0.99), "ms", "< 25")
    painted = [gone[ticket] - at * 1000 for ticket, at in told.items() if ticket in gone]
    yield Row(f"{name}: key → painted in Chromium, p50", percentile(painted, 0.5), "ms")
    yield Row(f"{name}: key → painted in Chromium, p99", percentile(painted, 0.99), "ms", "< 100")
    few, many = _update(scratch / "peak-few", FEW_LINES), _update(scratch / "peak-many", OPEN_LINES)
    yield Row(f"a bump to {SCREENS} walls, of a core, {FEW_LINES} lines open", few, "ms")
    yield Row(f"a bump to {SCREENS} walls, of a core, {OPEN_LINES:,} lines open", many, "ms")
    yield Row(f"the same, {OPEN_LINES:,} lines ÷ {FEW_LINES} lines", many / few, "", "≤ 2")


def bodies_of(count: int, seed: int = 3) -> list[str]:
    """Rounds of five dishes, each made somewhere else: as many tickets."""
    dice = Random(seed)
    at: dict[str, list[str]] = {}
    for dish in orderable()[0]:
        at.setdefault(dish.station, []).append(dish.dish)
    bodies = []
    for number in range(count):
        stations = [each for each in STATIONS if each != STATIONS[number % len(STATIONS)]]
        lines = [{"id": f"@-{each}", "dish": dice.choice(at[each]), "qty": 1} for each in stations]
        order = {"table": table_name(number % TABLES), "channel": "scan", "guests": 4, "lines": lines}
        bodies.append(json.dumps(order, separators=(",", ":")))
    return bodies


async def _dinner(server: Serving, orders: Orders, seconds: float) -> tuple[list[Bar], list[float], dict[str, float]]:
    connection = await Connection.open(server.address, orders.token)
    bodies, numbers = itertools.cycle(orders.bodies.read_text().splitlines()), itertools.count()
    for _ in range(OPEN_LINES // (len(STATIONS) - 1)):
        await _place(connection, next(bodies), next(numbers))
    screens = _screens()
    watching = [(await walls(server.address, screen, orders.token, 1))[0] for screen in screens]
    async with page_of(server.address, orders.token, WATCHED) as page:
        bars = [Bar(screen, number) for number, screen in enumerate((*STATIONS[:-1], WATCHED))]
        every_s, until = 60 * len(bars) / BUMPS_A_MINUTE, time.time() + seconds
        pressing = [asyncio.create_task(bar.run(server.address, orders.token, every_s, until)) for bar in bars]
        submits: list[float] = []
        while time.time() < until:
            began = time.perf_counter()
            await _place(connection, next(bodies), next(numbers))
            submits.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(60 / ROUNDS_A_MINUTE - (time.perf_counter() - began))
        await asyncio.gather(*pressing)
        gone = await _gone(page)
    for wall in watching:
        wall.transport.close()
    return bars, submits, gone


async def _gone(page: Page) -> dict[str, float]:
    found: dict[str, float] = await page.evaluate("window.goneAt")
    return found


def _screens() -> list[str]:
    names = [each.screen for each in demo.kitchen().screens if each.is_wall]
    return list(itertools.islice(itertools.cycle(names), SCREENS))


async def _place(connection: Connection, body: str, number: int) -> list[str]:
    mark = f"r{number}"
    status, answer = await connection.post("/api/v1/rounds", mark, body.replace("@", mark))
    if status != 201:
        raise RuntimeError(f"an order was answered with {status}: {answer!r}")
    return list(json.loads(answer)["tickets"])


async def bumps_of(data: Path) -> Counter[str]:
    """How often each ticket was bumped, by the ledger."""
    found: Counter[str] = Counter()
    async with running_store(data) as house:
        after = 0
        while events := await house.store.ledger.read(after, 1_000):
            for each in events:
                event = decode(each.type, each.version, each.data)
                if isinstance(event, TicketBumped):
                    found[event.ticket] += 1
            after = events[-1].seq
    return found


def _update(data: Path, lines: int) -> float:
    """What of the processor a bump takes with all its walls, beside so many open lines, in milliseconds."""
    orders = restaurant(data, TABLES, bodies_of(400))
    with serving(data) as server:
        return asyncio.run(_bumped(server, orders, lines))


async def _bumped(server: Serving, orders: Orders, lines: int) -> float:
    """Before each bump one more is ordered, so that as many are open all the time; only the bump is measured."""
    connection = await Connection.open(server.address, orders.token)
    bodies, numbers = itertools.cycle(orders.bodies.read_text().splitlines()), itertools.count()
    standing: list[str] = []
    while len(standing) < lines + COUNTED:
        standing += await _place(connection, next(bodies), next(numbers))
    for screen in _screens():
        await walls(server.address, screen, orders.token, 1)
    await asyncio.sleep(1.0)
    before = cpu_s(server.pid)
    for number in range(COUNTED):
        status, answer = await connection.post(f"/api/v1/tickets/{standing[number]}/bump", f"b{number}", "{}")
        if status != 200:
            raise RuntimeError(f"a bump was answered with {status}: {answer!r}")
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)
    return (cpu_s(server.pid) - before) / COUNTED * 1000
