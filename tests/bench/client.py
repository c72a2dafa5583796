"""A small HTTP client for paced and counted loads, which wrk has no notion of. It speaks as little as it must."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.bench.running import Orders


class Answered(NamedTuple):
    """The status of an answer, and how long it took from the moment at which it was due to be sent."""

    status: int
    ms: float


class Connection:
    """One keep-alive connection that posts orders."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, token: str) -> None:
        self._reader, self._writer = reader, writer
        self._head = f"Host: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"

    @classmethod
    async def open(cls, address: str, token: str) -> Connection:
        """Connect to the server at `address`."""
        place = urlsplit(address)
        return cls(*await asyncio.open_connection(place.hostname, place.port), token)

    async def post(self, path: str, key: str, body: str) -> tuple[int, bytes]:
        """Post something and return the status and the body of the answer."""
        data = body.encode()
        head = f"POST {path} HTTP/1.1\r\n{self._head}Idempotency-Key: {key}\r\nContent-Length: {len(data)}\r\n\r\n"
        return await self._asked(head.encode() + data)

    async def get(self, path: str) -> tuple[int, bytes]:
        """Get a page, or whatever is there, and return the status and the body of the answer."""
        return await self._asked(f"GET {path} HTTP/1.1\r\n{self._head}Accept: text/html\r\n\r\n".encode())

    async def _asked(self, request: bytes) -> tuple[int, bytes]:
        self._writer.write(request)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.split("content-length: ")[1].split("\r\n")[0])
        return int(answer.split(" ", 2)[1]), await self._reader.readexactly(length)

    async def order(self, key: str, body: str) -> int:
        """Place a round, whose body has `@` where its mark goes, and return the status of the answer."""
        status, _ = await self.post("/api/v1/rounds", key, body.replace("@", key))
        return status

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def paced(address: str, orders: Orders, rate: float, seconds: float, connections: int = 32) -> list[Answered]:
    """Send `rate` orders a second, whatever the answers do; a late start counts as waiting."""
    bodies = itertools.cycle(_bodies(orders))
    mark = f"p{time.time_ns():x}"
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(connections):
        free.put_nowait(await Connection.open(address, orders.token))
    started = time.perf_counter()

    async def one(number: int, body: str) -> Answered:
        due = started + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection = await free.get()
        key = f"{mark}-{number}"
        status = await connection.order(key, body)
        free.put_nowait(connection)
        return Answered(status, (time.perf_counter() - due) * 1000)

    answers = await asyncio.gather(*[one(n, next(bodies)) for n in range(round(rate * seconds))])
    while not free.empty():
        free.get_nowait().close()
    return answers


async def counted(address: str, orders: Orders, count: int, connections: int = 16) -> None:
    """Place exactly so many orders, as fast as they are answered."""
    bodies = itertools.cycle(_bodies(orders))
    mark = f"c{time.time_ns():x}"
    numbers = iter(range(count))

    async def client() -> None:
        connection = await Connection.open(address, orders.token)
        for number in numbers:
            key = f"{mark}-{number}"
            status = await connection.order(key, next(bodies))
            if status != 201:
                raise RuntimeError(f"an order was answered with {status}")
        connection.close()

    await asyncio.gather(*[client() for _ in range(connections)])


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _bodies(orders: Orders) -> list[str]:
    return orders.bodies.read_text().splitlines()
