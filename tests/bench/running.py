"""Servers and load generators as processes, for measurements."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.bench.house import found

HERE = Path(__file__).parent


class Serving(NamedTuple):
    """A server that is ready: where, as which process, and how many seconds after its start."""

    address: str
    pid: int
    seconds: float

    def memory_mb(self) -> float:
        """Resident memory now, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1000


class Load(NamedTuple):
    """What wrk saw. `rate` is of all answers, refusals too."""

    requests: int
    seconds: float
    p50_ms: float
    p99_ms: float
    refused: int
    errors: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


@contextlib.contextmanager
def serving(data: Path, module: str = "tests.bench.server", stop: signal.Signals = signal.SIGINT) -> Iterator[Serving]:
    """A server on `data`; `stop` is how it ends."""
    command = [sys.executable, "-m", module, str(data)]
    if module == "kds":
        command = [sys.executable, "-m", "kds", "serve", "--data", str(data), "--port", "0"]
    started = time.monotonic()
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log)
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    seconds = time.monotonic() - started
    if not line.startswith("ready at "):
        raise RuntimeError(f"the server did not start: {(data / 'server.log').read_text()}")
    try:
        yield Serving(line.split()[-1], process.pid, seconds)
    finally:
        process.send_signal(stop)
        process.wait(30)
        process.stdout.close()


class Orders(NamedTuple):
    """How to order at a server: the token, and a file of bodies."""

    token: str
    bodies: Path


def restaurant(data: Path, tables: int, bodies: Sequence[str]) -> Orders:
    """A store with so many tables in a new folder, and what to order there."""
    data.mkdir(parents=True)
    secret = asyncio.run(found(data, tables))
    file = data / "bodies.txt"
    file.write_text("\n".join(bodies) + "\n")
    return Orders(secret, file)


def wrk(address: str, path: str, orders: Orders, clients: int, seconds: float) -> Load:
    """Load a path with so many clients at once, each sending its next order when it has its answer."""
    given = {
        **os.environ,
        "KDS_BENCH_TOKEN": orders.token,
        "KDS_BENCH_BODIES": str(orders.bodies),
        "KDS_BENCH_PATH": path,
        "KDS_BENCH_MARK": f"{time.time_ns():x}",
    }
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "--latency", "--timeout", "30s"]
    command += ["-s", str(HERE / "orders.lua"), address]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    return Load(**json.loads(line.removeprefix("RESULT ")))
