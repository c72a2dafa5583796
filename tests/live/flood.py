"""Far more orders than can be taken: many connections, each of which sends its next order the moment it is answered."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec

from tests.live.client import Answer, Api
from tests.live.orders import ROUNDS, Order

END_S = 20.0
"""How long the last answers may take before a connection counts as hung."""


@dataclass
class Tally:
    """What came of a flood."""

    statuses: Counter[int] = field(default_factory=Counter)
    admitted: list[tuple[Order, Answer]] = field(default_factory=list)
    refused: list[Order] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    hung: int = 0
    """Connections that were never answered, or lost."""

    @property
    def answers(self) -> int:
        """How many requests were answered."""
        return sum(self.statuses.values())

    def p99_s(self) -> float:
        """The time in seconds that all but one in a hundred of the admitted took at most."""
        seconds = sorted(answer.seconds for _, answer in self.admitted)
        return seconds[int(len(seconds) * 0.99)]


class Connection(asyncio.Protocol):
    """One of the many. Plain and fast: a client that spends its time on itself is no flood."""

    def __init__(self, head: bytes, orders: Iterator[Order], tally: Tally, goes_on: Callable[[], bool]) -> None:
        self._head = head
        self._orders = orders
        self._tally = tally
        self._goes_on = goes_on
        self._unread = b""
        self.ended: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        """Whether the last order was answered."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def _next(self) -> None:
        if not self._goes_on():
            self.ended.set_result(True)
            self._transport.close()
            return
        self._order = next(self._orders)
        body = msgspec.json.encode(self._order.body)
        key = self._order.key.encode()
        self._sent_at = time.monotonic()
        self._transport.write(
            b"%sIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s" % (self._head, key, len(body), body)
        )

    def data_received(self, data: bytes) -> None:
        self._unread += data
        head, separator, rest = self._unread.partition(b"\r\n\r\n")
        if not separator:
            return
        headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if len(rest) < int(headers[b"content-length"]):
            return
        self._unread = b""
        self._note(int(head[9:12]), headers, rest)
        self._next()

    def _note(self, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
        tally, order = self._tally, self._order
        tally.statuses[status] += 1
        if status == 201:
            tally.admitted.append((order, Answer(status, body, False, None, time.monotonic() - self._sent_at)))
        elif status == 503 and headers.get(b"retry-after", b"").isdigit() and b'"overloaded"' in body:
            tally.refused.append(order)
        elif len(tally.faults) < 20:
            tally.faults.append(f"{order.key}: {status} {headers} {body!r}")

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(False)


async def flood(api: Api, orders: Iterator[Order], *, connections: int, seconds: float) -> Tally:
    """Flood the server for so long, and wait for the last answers."""
    host, port = api.url.removeprefix("http://").split(":")
    head = f"POST {ROUNDS} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {api.tokens['waiter']}\r\n".encode()
    tally, loop, made = Tally(), asyncio.get_running_loop(), []
    end = time.monotonic() + seconds
    for _ in range(connections):
        _, connection = await loop.create_connection(
            lambda: Connection(head, orders, tally, lambda: time.monotonic() < end), host, int(port)
        )
        made.append(connection.ended)
    done, waiting = await asyncio.wait(made, timeout=seconds + END_S)
    tally.hung = len(waiting) + sum(not each.result() for each in done)
    return tally


def small_orders(dish: str, tables: tuple[str, ...], name: str = "flood") -> Iterator[Order]:
    """Orders of one portion, going round the tables, each with a key and a line id of its own."""
    for number, table in zip(itertools.count(), itertools.cycle(tables), strict=False):
        key = f"{name}-{number}"
        yield Order(key, {"table": table, "lines": [{"id": key, "dish": dish, "qty": 1}]})
