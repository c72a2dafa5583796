"""What work costs by how much is open: fifty tickets, or five thousand."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from kds.demo import house as demo
from tests.bench.client import Connection
from tests.bench.house import station_bodies
from tests.bench.rows import Row
from tests.bench.running import Orders, Serving, restaurant, serving
from tests.bench.walls import walls

FEW, MANY = 50, 5_000
EACH = 100
"""How often each thing is done."""
VIEWS = 20
LANGUAGES = ("zh", "en", "both")
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


class Costs(NamedTuple):
    """Medians in milliseconds, and what of the processor a commit takes beside `VIEWS` views."""

    place: float
    bump: float
    start_page: float
    wall_page: float
    cpu: float
    price_change: float


def waiting(scratch: Path) -> Iterator[Row]:
    """Placing, bumping and pages beside many open tickets, over those beside few; a start with many."""
    few, many = _costs(scratch / "few", FEW), _costs(scratch / "many", MANY)
    for name, one, other in zip(Costs._fields, few, many, strict=True):
        said = name.replace("_", " ")
        yield Row(f"{said}, {FEW} open and {VIEWS} views", one, "ms")
        yield Row(f"{said}, {MANY:,} open and {VIEWS} views", other, "ms", "< 10" if name == "price_change" else "")
        yield Row(f"{said}, {MANY:,} open ÷ {FEW} open", other / one, "", "≤ 2")
    with serving(scratch / "many", module="kds", stop=signal.SIGKILL) as server:
        yield Row(f"start with {MANY:,} open tickets", server.seconds, "s", "< 1")


def _costs(data: Path, tickets: int) -> Costs:
    orders = restaurant(data, 100, station_bodies(200, 100))
    with serving(data, stop=signal.SIGKILL) as server:
        return asyncio.run(_measured(server, orders, tickets))


async def _measured(server: Serving, orders: Orders, tickets: int) -> Costs:
    connection = await Connection.open(server.address, orders.token)
    bodies, numbers = itertools.cycle(orders.bodies.read_text().splitlines()), itertools.count()

    async def place() -> str:
        mark = f"w{next(numbers)}"
        status, answer = await connection.post("/api/v1/rounds", mark, next(bodies).replace("@", mark))
        assert status == 201, answer
        return str(json.loads(answer)["tickets"][0])

    standing = [await place() for _ in range(tickets)]
    screens = [screen.screen for screen in demo.kitchen().screens]
    views = list(itertools.islice(itertools.product(screens, LANGUAGES), VIEWS))
    for screen, language in views:
        await walls(server.address, screen, orders.token, 1, language)
    await asyncio.sleep(1)

    async def bump() -> None:
        status, answer = await connection.post(f"/api/v1/tickets/{standing.pop(0)}/bump", f"b{next(numbers)}", "{}")
        assert status == 200, answer

    cpu = cpu_s(server.pid)
    placing = await _median(place)
    cpu = (cpu_s(server.pid) - cpu) / EACH * 1000
    return Costs(
        place=placing,
        bump=await _median(bump, EACH // 4),
        start_page=await _median(lambda: connection.get("/"), EACH // 4),
        wall_page=await _median(lambda: connection.get(f"/screens/{screens[0]}"), EACH // 4),
        cpu=cpu,
        price_change=await _held_up(server, orders, connection),
    )


async def _median(deed: Callable[[], Awaitable[object]], times: int = EACH) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await deed()
        took.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0.01)
    return statistics.median(took)


async def _held_up(server: Serving, orders: Orders, connection: Connection) -> float:
    """How long others wait at most, in milliseconds, when one dish after another gets a new price."""
    other = await Connection.open(server.address, orders.token)
    dishes = [dish for dish in demo.menu().dishes if not dish.options and dish.cells is None][:5]
    longest = 0.0
    for number, dish in enumerate(dishes):
        dearer = msgspec.to_builtins(replace(dish, price_minor=dish.price_minor + 100))
        dearer.pop("priced_in", None)
        body = json.dumps({"dishes": [dearer]})
        changing = asyncio.create_task(connection.post("/api/v1/menu/changes", f"price-{number}", body))
        until = time.perf_counter() + 0.3
        while time.perf_counter() < until:
            began = time.perf_counter()
            await other.get("/healthz")
            longest = max(longest, (time.perf_counter() - began) * 1000)
        status, answer = await changing
        assert status == 200, answer
    return longest


def cpu_s(pid: int) -> float:
    """Seconds of the processor that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S
