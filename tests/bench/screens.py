"""From an order to the walls: how long until the last of them has it, and until a browser has painted it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import async_playwright

from kds.web.auth import COOKIE
from tests.bench.client import Connection, percentile
from tests.bench.house import station_bodies
from tests.bench.rows import Row
from tests.bench.running import Orders, restaurant, serving
from tests.bench.walls import Wall, stalled, walls
from tests.needs import needs
from tests.screens.conftest import ARGUMENTS

SCREEN = "kitchen"
OPEN_TICKETS = 30
"""Tickets that stand on the walls meanwhile: as each round comes, the oldest is bumped."""

PAINTED_TICKETS = 3
"""Tickets that stand where a browser paints them: so few that each finds its cells at once."""


class Placed(NamedTuple):
    """A round: when it was sent, and the number of its last event."""

    sent: float
    seq: int


def fan_out(scratch: Path, seconds: float) -> Iterator[Row]:
    """Orders and bumps at an evening's rate and at ten times that, with fifty walls watching."""
    for rate, aim in ((20, "< 15"), (200, "< 40")):
        for deaf in (0, 1):
            data = scratch / f"walls-{rate}-{deaf}"
            orders = restaurant(data, tables=100, bodies=station_bodies(200, 100))
            with serving(data) as server:
                waits = asyncio.run(_watched(server.address, orders, rate, seconds, deaf))
            name = f"submit → last of 50 walls, {rate} rounds/s" + (", one wall stalled" if deaf else "")
            yield Row(f"{name}, p50", percentile(waits, 0.5), "ms")
            yield Row(f"{name}, p99", percentile(waits, 0.99), "ms", aim)


def painted(scratch: Path, seconds: float) -> Iterator[Row]:
    """The same to the pixels of a real Chromium."""
    data = scratch / "painted"
    orders = restaurant(data, tables=100, bodies=station_bodies(200, 100))
    with serving(data) as server:
        waits = asyncio.run(_painted(server.address, orders, 5, seconds))
    yield Row("submit → painted in Chromium, 5 rounds/s, p50", percentile(waits, 0.5), "ms")
    yield Row("submit → painted in Chromium, 5 rounds/s, p99", percentile(waits, 0.99), "ms", "< 100")


def crowd(scratch: Path) -> Iterator[Row]:
    """A hundred walls and five hundred open tickets."""
    data = scratch / "walls-crowd"
    orders = restaurant(data, tables=100, bodies=station_bodies(200, 100))

    async def fill(address: str) -> list[Wall]:
        connection = await Connection.open(address, orders.token)
        bodies = itertools.cycle(orders.bodies.read_text().splitlines())
        for number in range(500):
            await connection.post("/api/v1/rounds", f"c{number}", next(bodies).replace("@", f"c{number}"))
        made = await walls(address, SCREEN, orders.token, 100)
        await asyncio.sleep(3)
        return made

    with serving(data) as server:

        async def measure() -> float:
            made = await fill(server.address)
            memory = server.memory_mb()
            assert all(wall.boards for wall in made), "a wall has no board"
            return memory

        yield Row("memory with 100 walls and 500 open tickets", asyncio.run(measure()), "MB", "< 200")


async def _watched(address: str, orders: Orders, rate: float, seconds: float, deaf: int) -> list[float]:
    watching = await walls(address, SCREEN, orders.token, 50)
    silent = [await stalled(address, SCREEN, orders.token) for _ in range(deaf)]
    await asyncio.sleep(0.5)
    placed = await evening(address, orders, rate, seconds)
    await asyncio.sleep(1.0)
    for wall in watching:
        wall.transport.close()
    for each in silent:
        each.close()
    waits = [(max(wall.seen_at(each.seq) for wall in watching) - each.sent) * 1000 for each in placed]
    if float("inf") in waits:
        raise RuntimeError("a wall never had an order")
    return waits[len(waits) // 10 :]


async def evening(address: str, orders: Orders, rate: float, seconds: float) -> list[Placed]:
    """Rounds of one ticket each at a steady rate; beside each the oldest ticket is bumped."""
    bodies = itertools.cycle(orders.bodies.read_text().splitlines())
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(32):
        free.put_nowait(await Connection.open(address, orders.token))
    standing: deque[str] = deque()
    mark = f"w{time.time_ns():x}"
    started = time.perf_counter()

    async def one(number: int, body: str) -> Placed:
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection = await free.get()
        status, answer = await connection.post(
            "/api/v1/rounds", f"{mark}-{number}", body.replace("@", f"{mark}{number}")
        )
        if status != 201:
            raise RuntimeError(f"an order was answered with {status}")
        placed = json.loads(answer)
        standing.append(placed["tickets"][0])
        if len(standing) > OPEN_TICKETS:
            await connection.post(f"/api/v1/tickets/{standing.popleft()}/bump", f"{mark}-b{number}", "{}")
        free.put_nowait(connection)
        return Placed(due, placed["seq"])

    return list(await asyncio.gather(*[one(n, next(bodies)) for n in range(round(rate * seconds))]))


async def _painted(address: str, orders: Orders, rate: float, seconds: float) -> list[float]:
    """Ask the page itself, on the wall clock that both share, when each ticket's frame had been painted."""
    async with async_playwright() as play, contextlib.AsyncExitStack() as stack:
        browser = await play.chromium.launch(executable_path=needs("chromium"), args=ARGUMENTS)
        stack.push_async_callback(browser.close)
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.add_init_script(path=Path(__file__).parent / "painted.js")
        await page.context.add_cookies([{"name": COOKIE, "value": orders.token, "url": address}])
        await page.goto(f"{address}/screens/{SCREEN}")
        await page.wait_for_timeout(1000)
        offset = time.time() - time.perf_counter()
        connection = await Connection.open(address, orders.token)
        bodies = itertools.cycle(orders.bodies.read_text().splitlines())
        sent: dict[str, float] = {}
        standing: deque[str] = deque()
        for number in range(round(rate * seconds)):
            began = time.perf_counter()
            key = f"p{number}"
            _, answer = await connection.post("/api/v1/rounds", key, next(bodies).replace("@", key))
            ticket = json.loads(answer)["tickets"][0]
            sent[ticket] = (began + offset) * 1000
            standing.append(ticket)
            if len(standing) > PAINTED_TICKETS:
                await connection.post(f"/api/v1/tickets/{standing.popleft()}/bump", f"b{number}", "{}")
            await asyncio.sleep(max(0.0, began + 1 / rate - time.perf_counter()))
        await page.wait_for_timeout(500)
        seen: dict[str, float] = await page.evaluate("window.paintedAt")
    missing = sent.keys() - seen.keys()
    if missing:
        raise RuntimeError(f"{len(missing)} of {len(sent)} tickets were never painted")
    return [seen[ticket] - at for ticket, at in sent.items()][3:]
