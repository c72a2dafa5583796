"""How long each page takes that people open, in the middle of a full evening: whole answers, over HTTP."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kds.demo import house as demo
from kds.runtime.clock import wall_ms
from kds.runtime.days import business_day
from tests.bench.client import Connection, percentile
from tests.bench.house import LINES, round_bodies, table_name
from tests.bench.rows import Row
from tests.bench.running import Orders, restaurant, serving
from tests.bench.walls import Wall, walls

TABLES, OPEN_LINES, ROUNDS_S = 120, 1_200, 20
STAYS = (2, 2, 3)
"""After how many rounds the parties of a table leave, three tables in turn: on average so many lines are open."""
PAUSE_S = 0.02
"""Between two pages: who looks at them also reads."""
AIM_MS = 50
CONNECTIONS = 64
LIVE = ("/floor/live", "/cashier/live")


class Placed(NamedTuple):
    """A round, as it was answered."""

    session: str
    bill: str
    total_minor: int
    tickets: list[str]


class Evening:
    """A full house: at every table one party orders after the other, is cooked for, pays and leaves."""

    def __init__(self, connections: list[Connection], bodies: Iterator[str]) -> None:
        self._free: asyncio.Queue[Connection] = asyncio.Queue()
        for each in connections:
            self._free.put_nowait(each)
        self._bodies = bodies
        self._numbers = itertools.count()
        self._tables: list[list[Placed]] = [[] for _ in range(TABLES)]
        self._turns = [asyncio.Lock() for _ in range(TABLES)]
        self.paying_ms: list[float] = []
        self.rounds = 0
        """How many have been placed since everybody sits."""

    async def seat(self) -> None:
        """Every table, so that `OPEN_LINES` are open."""
        for number in range(OPEN_LINES // LINES):
            await self._order(number % TABLES)

    async def go_on(self) -> None:
        """`ROUNDS_S` rounds a second, each table in turn, for as long as nobody ends it."""
        began = time.perf_counter()
        async with asyncio.TaskGroup() as going:
            for number in itertools.count():
                await asyncio.sleep(max(0.0, began + number / ROUNDS_S - time.perf_counter()))
                going.create_task(self._turn(number % TABLES))

    @property
    def open_lines(self) -> int:
        """Lines of parties that have not left."""
        return LINES * sum(len(each) for each in self._tables)

    @property
    def last(self) -> Placed:
        """A party that is here, another one each time."""
        return next(each[-1] for each in self._tables[next(self._numbers) % TABLES :] + self._tables if each)

    async def _turn(self, number: int) -> None:
        """The party orders once more; one that has had enough leaves, and others sit down."""
        async with self._turns[number]:
            rounds = self._tables[number]
            if len(rounds) >= STAYS[number % 3]:
                self._tables[number] = []
                await self._leave(rounds)
            await self._order(number)
            self.rounds += 1

    async def _order(self, number: int) -> None:
        body = json.loads(next(self._bodies)) | {"table": table_name(number)}
        mark = f"r{next(self._numbers)}"
        placed = await self._post("/rounds", json.dumps(body).replace("@", mark), 201)
        total = sum(line["price_minor"] for line in placed["lines"])
        self._tables[number].append(Placed(placed["session"], placed["bill"], total, placed["tickets"]))

    async def _leave(self, rounds: list[Placed]) -> None:
        for ticket in [each for placed in rounds for each in placed.tickets]:
            await self._post(f"/tickets/{ticket}/bump", "{}")
        paid = {"tender": "card", "amount_minor": sum(each.total_minor for each in rounds)}
        began = time.perf_counter()
        await self._post(f"/bills/{rounds[0].bill}/pay", json.dumps(paid))
        self.paying_ms.append((time.perf_counter() - began) * 1000)
        await self._post(f"/sessions/{rounds[0].session}/clear", "{}")

    async def _post(self, path: str, body: str, status: int = 200) -> Any:
        connection = await self._free.get()
        answered, answer = await connection.post(f"/api/v1{path}", f"e{next(self._numbers)}", body)
        self._free.put_nowait(connection)
        if answered != status:
            raise RuntimeError(f"{path} was answered with {answered}: {answer.decode()}")
        return json.loads(answer)


def pages(scratch: Path, times: int) -> Iterator[Row]:
    """Each page so many times, one after the other, while everything is watched and rounds come and go."""
    orders = restaurant(scratch / "pages", TABLES, round_bodies(500, TABLES))
    with serving(scratch / "pages") as server:
        took, rounds_s, open_lines = asyncio.run(_measured(server.address, orders, times))
    yield Row("rounds that came beside the pages", rounds_s, "/s", f"{ROUNDS_S}")
    yield Row("lines open in the end", open_lines, "", f"{OPEN_LINES:,}")
    for name, waits in took.items():
        yield Row(f"{name}, p50", percentile(waits, 0.5), "ms")
        yield Row(f"{name}, p95", percentile(waits, 0.95), "ms", f"< {AIM_MS}")


def _paths(evening: Evening) -> dict[str, Callable[[], str]]:
    """The pages by name; those of a party are another party's each time."""
    house = demo.house()
    today, _ = business_day(wall_ms(), house.timezone, house.cutoff_minute)
    return {
        "start": lambda: "/",
        "floor": lambda: "/floor",
        "sheet of a party": lambda: f"/sessions/{evening.last.session}",
        "order page": lambda: f"/order?session={evening.last.session}",
        "order page, what it reads every three seconds": lambda: f"/order/now?session={evening.last.session}",
        "menu of the order page": lambda: "/order/menu",
        "cashier": lambda: "/cashier",
        "cashier with a bill": lambda: f"/cashier?bill={evening.last.bill}",
        "drawer": lambda: "/drawer",
        "days": lambda: "/days",
        "day under way": lambda: f"/days/{today}",
        "wall": lambda: "/screens/kitchen",
        "printed bill": lambda: f"/bills/{evening.last.bill}/print",
    }


async def _measured(address: str, orders: Orders, times: int) -> tuple[dict[str, list[float]], float, int]:
    """What each page took, how many rounds a second came meanwhile, and how many lines were open in the end."""
    bodies = itertools.cycle(orders.bodies.read_text().splitlines())
    evening = Evening([await Connection.open(address, orders.token) for _ in range(CONNECTIONS)], bodies)
    await evening.seat()
    await _watched(address, orders.token)
    looking = await Connection.open(address, orders.token)
    took: dict[str, list[float]] = {name: [] for name in _paths(evening)}
    began = time.perf_counter()
    going = asyncio.create_task(evening.go_on())
    for _ in range(times):
        for name, path in _paths(evening).items():
            took[name].append(await _looked(looking, path()))
            await asyncio.sleep(PAUSE_S)
        if going.done():
            going.result()
    rounds_s = evening.rounds / (time.perf_counter() - began)
    going.cancel()
    return {**took, "taking a payment": evening.paying_ms}, rounds_s, evening.open_lines


async def _looked(connection: Connection, path: str) -> float:
    began = time.perf_counter()
    status, answer = await connection.get(path)
    if status != 200:
        raise RuntimeError(f"{path} was answered with {status}: {answer.decode()}")
    return (time.perf_counter() - began) * 1000


async def _watched(address: str, token: str) -> None:
    """A wall of every screen, a phone with the map and a cashier's list."""
    for screen in demo.kitchen().screens:
        await walls(address, screen.screen, token, 1)
    for path in LIVE:
        await _live(address, Wall(f"{path}?since=0&lang=zh", token))


async def _live(address: str, page: Wall) -> None:
    place = urlsplit(address)
    await asyncio.get_running_loop().create_connection(lambda: page, str(place.hostname), place.port or 80)
    await page.opened
