"""The measurements, each a function from a scratch folder to rows of the table."""

from __future__ import annotations

import asyncio
import json
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.client import counted, paced, percentile
from tests.bench.days import Calendar, fill
from tests.bench.house import found, round_bodies
from tests.bench.rows import Row
from tests.bench.running import Load, restaurant, serving, wrk


def rates(scratch: Path, seconds: float, rounds: int) -> Iterator[Row]:
    """Rounds against no-ops on the same server, in turn, so that a change of the machine's speed hits both."""
    seen: dict[tuple[str, int], list[Load]] = {}
    ratios: list[float] = []
    for number in range(rounds):
        for clients in (1, 16, 64):
            # A fresh store each time: the open tickets of one load are not the next one's.
            data = scratch / f"rates-{number}-{clients}"
            orders = restaurant(data, 500, round_bodies(500, 500))
            with serving(data) as server:
                noop = wrk(server.address, "/noop", orders, clients, seconds)
                placed = wrk(server.address, "/api/v1/rounds", orders, clients, seconds)
            seen.setdefault(("noop", clients), []).append(noop)
            seen.setdefault(("rounds", clients), []).append(placed)
            if placed.refused or placed.errors:
                raise RuntimeError(f"{placed.refused} refused, {placed.errors} failed of {placed.requests}")
            if clients == 64:
                ratios.append(placed.rate / noop.rate)
    for (what, clients), loads in sorted(seen.items()):
        name = f"{'no-op POST' if what == 'noop' else 'six-line rounds, durable'}, {clients} clients"
        aim = "≥ 2,500" if (what, clients) == ("rounds", 64) else ""
        yield Row(name, statistics.median(load.rate for load in loads), "/s", aim)
        yield Row(f"{name}, p50", statistics.median(load.p50_ms for load in loads), "ms")
        yield Row(f"{name}, p99", statistics.median(load.p99_ms for load in loads), "ms")
    yield Row("rounds ÷ no-ops, 64 clients", statistics.median(ratios), "", "≥ 0.2")


def pace(scratch: Path, seconds: float) -> Iterator[Row]:
    """A busy evening's rate, held."""
    data = scratch / "pace"
    orders = restaurant(data, 100, round_bodies(500, 100))
    with serving(data) as server:
        answers = asyncio.run(paced(server.address, orders, rate=100, seconds=seconds))
    waits = [each.ms for each in answers]
    yield Row("100 rounds/s, p50", percentile(waits, 0.5), "ms")
    yield Row("100 rounds/s, p99", percentile(waits, 0.99), "ms", "< 15")


def memory(scratch: Path) -> Iterator[Row]:
    """An evening's orders, all of them open."""
    data = scratch / "memory"
    orders = restaurant(data, 500, round_bodies(500, 500))
    with serving(data) as server:
        yield Row("memory after start", server.memory_mb(), "MB")
        asyncio.run(counted(server.address, orders, count=20_000))
        yield Row("memory after 20,000 rounds in 500 open bills", server.memory_mb(), "MB", "< 200")
    command = [sys.executable, "-m", "tests.bench.day", str(scratch / "day"), "20000"]
    day = json.loads(subprocess.run(command, check=True, capture_output=True).stdout.splitlines()[-1])
    yield Row(
        "memory at the end of a day of 20,000 rounds, most of it still refundable", day["at_night_mb"], "MB", "< 250"
    )
    yield Row("half a day later, records of parties that are left", day["records"], "", "0")
    yield Row("half a day later, memory", day["after_mb"], "MB", "< 250")
    yield Row("parties that leave hold an order up by at most", day["longest_slice_ms"], "ms", "< 10")


def start_up(scratch: Path, events: int) -> Iterator[Row]:
    """From the start of the process to the first answer it would give."""
    data = _days(scratch)
    asyncio.run(fill(data, events, tables=64))
    clean = []
    for _ in range(5):
        with serving(data, module="kds") as server:
            clean.append(server.seconds)
    yield Row(f"start with {events:,} events", statistics.median(clean), "s", "< 1")
    asyncio.run(fill(data, events + 4_000, tables=64))
    newest = max((data / "snapshots").glob("*.snapshot"))
    newest.unlink()
    with serving(data, module="kds", stop=signal.SIGKILL) as server:
        yield Row("the same after a kill, its last snapshot missing", server.seconds, "s", "< 1")


def verify(scratch: Path, events: int) -> Iterator[Row]:
    """Fold and check a long ledger."""
    data = _days(scratch)
    asyncio.run(fill(data, events, tables=64))
    started = time.monotonic()
    subprocess.run([sys.executable, "-m", "kds", "verify", "--data", str(data)], check=True, capture_output=True)
    seconds = time.monotonic() - started
    yield Row(f"verify {events:,} events", seconds, "s")
    yield Row("verify, events a second", events / seconds, "/s")


def _days(scratch: Path) -> Path:
    data = scratch / "days"
    if not data.exists():
        data.mkdir()
        asyncio.run(found(data, 64, Calendar().clock_from))
    return data
