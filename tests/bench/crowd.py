"""A crowd: more and more clients that order over connections they keep, and what they get for it."""

from __future__ import annotations

import asyncio
import json
import re
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.client import Connection, percentile
from tests.bench.house import round_bodies
from tests.bench.rows import Row
from tests.bench.running import Orders, restaurant, serving
from tests.bench.walls import walls

SOURCE = Path(__file__).with_name("crowd.c")
STEPS = (1, 64, 256, 1_000, 3_000, 10_000)
TABLES = 500
PRESSED_BESIDE = 1_000


class Aim(NamedTuple):
    """Of so many clients: goodput as a share of the best of all steps, and the 99th percentile of who was admitted."""

    goodput: str
    admitted: str


NO_AIM = Aim("", "")
"""One client waits for each of its answers."""
AIMS = {
    64: Aim("≥ 0.9", ""),
    256: Aim("≥ 0.9", ""),
    1_000: Aim("≥ 0.9", "< 500"),
    3_000: Aim("≥ 0.9", "< 1,000"),
    10_000: Aim("≥ 0.8", ""),
}
WALLS, SCREEN, STATION = 50, "kitchen", "meat"


class Crowd(NamedTuple):
    """What a crowd saw: answers a second by what they were, and how long they took."""

    goodput: float
    admitted_p99_ms: float
    longest_ms: float


def build(scratch: Path) -> Path:
    """The load generator as a program."""
    program = scratch / "crowd"
    compiler = shutil.which("cc") or "cc"
    subprocess.run([compiler, "-O2", "-o", str(program), str(SOURCE)], check=True)
    return program


def crowd(program: Path, address: str, orders: Orders, clients: int, seconds: float, rate: float = 0) -> Crowd:
    """Order with so many clients: each again as soon as it is answered, or all of them at a fixed rate."""
    tokens, bodies = orders.bodies.with_name("tokens.txt"), orders.bodies.with_name("crowd.txt")
    tokens.write_text(orders.token + "\n")
    bodies.write_text(re.sub(r'"id":"[^"]*",', "", orders.bodies.read_text()))
    port = address.rpartition(":")[2]
    command = [str(program), port, str(clients), f"{seconds:g}", f"{rate:g}", "0", str(tokens), str(bodies)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    if said["errors"] or set(said["status"]) - {"201", "503"}:
        raise RuntimeError(f"{said['errors']} connections failed; answers {said['status']}")
    admitted, refused = said["admitted"], said["refused"]
    return Crowd(
        said["served"] / said["seconds"],
        admitted["p99"],
        max(admitted["max"], refused.get("max", 0.0), said["waiting_ms"]),
    )


def crowds(scratch: Path, seconds: float) -> Iterator[Row]:
    """Goodput as the crowd grows, and at twice the rate that can be done."""
    most_files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_files, most_files))
    program = build(scratch)
    crowded: dict[int, tuple[Crowd, float]] = {}
    for clients in STEPS:
        data = scratch / f"crowd-{clients}"
        orders = restaurant(data, TABLES, round_bodies(TABLES, TABLES))
        with serving(data) as server:
            crowded[clients] = crowd(program, server.address, orders, clients, seconds), server.memory_mb()
    best = max(seen.goodput for seen, _ in crowded.values())
    for clients, (seen, memory) in crowded.items():
        yield from _rows(f"{clients:,} clients", seen, best, memory, AIMS.get(clients, NO_AIM))
    yield from _beside(program, scratch / "crowd-walls", seconds)
    data = scratch / "crowd-open"
    orders = restaurant(data, TABLES, round_bodies(TABLES, TABLES))
    with serving(data) as server:
        seen = crowd(program, server.address, orders, 3_000, seconds, rate=2 * best)
        yield from _rows("twice the rate it can do, of 3,000 clients", seen, best, server.memory_mb(), AIMS[3_000])


def _beside(program: Path, data: Path, seconds: float) -> Iterator[Row]:
    """What the kitchen notices of a crowd: presses, and fifty walls that show what came of each."""
    orders = restaurant(data, TABLES, round_bodies(TABLES, TABLES))
    with serving(data) as server, ThreadPoolExecutor(1) as aside:
        crowding = aside.submit(crowd, program, server.address, orders, PRESSED_BESIDE, seconds)
        answered, shown = asyncio.run(_pressed(server.address, orders, crowding))
        seen = crowding.result()
    name = f"{PRESSED_BESIDE:,} clients"
    yield Row(f"{name} and presses: goodput", seen.goodput, "/s")
    yield Row(f"beside {name}: a press is answered, p99", percentile(answered, 0.99), "ms", "< 100")
    yield Row(f"beside {name}: the last of {WALLS} walls shows it, p99", percentile(shown, 0.99), "ms", "< 60")


async def _pressed(address: str, orders: Orders, crowding: Future[Crowd]) -> tuple[list[float], list[float]]:
    """Bump what stands on the wall, one ticket after the other: how long to the answer, and from there to all walls."""
    hand = await Connection.open(address, orders.token)
    watching = await walls(address, SCREEN, orders.token, WALLS)
    answered: list[float] = []
    seqs: list[tuple[int, float]] = []
    standing: list[str] = []
    while not crowding.done():
        if not standing:
            _, told = await hand.get(f"/api/v1/stations/{STATION}/tickets")
            standing = [each["ticket"] for each in json.loads(told)["tickets"]][:100]
            await asyncio.sleep(0.1)
            continue
        ticket, began = standing.pop(0), time.perf_counter()
        status, told = await hand.post(f"/api/v1/tickets/{ticket}/bump", f"press-{ticket}", "{}")
        if status == 200:
            answered.append((time.perf_counter() - began) * 1000)
            seqs.append((json.loads(told)["seq"], time.perf_counter()))
        await asyncio.sleep(0.02)
    await asyncio.sleep(1)
    shown = [(max(wall.seen_at(seq) for wall in watching) - at) * 1000 for seq, at in seqs]
    return answered, shown


def _rows(who: str, seen: Crowd, best: float, memory: float, aim: Aim) -> Iterator[Row]:
    yield Row(f"{who}: goodput", seen.goodput, "/s")
    yield Row(f"{who}: goodput ÷ the best", seen.goodput / best, "", aim.goodput)
    yield Row(f"{who}: admitted, p99", seen.admitted_p99_ms, "ms", aim.admitted)
    yield Row(f"{who}: longest wait of anybody", seen.longest_ms, "ms", "< 5,000")
    yield Row(f"{who}: memory", memory, "MB")
