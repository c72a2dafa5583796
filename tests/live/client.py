"""A client of the public interface: every change carries its key, and may be cut off before the answer."""

from __future__ import annotations

import asyncio
import random
import time
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeVar

import httpx2
import msgspec

from tests.live.wire import Event, Events, Health, Problem, RoundIs, TableIs, Tickets

T = TypeVar("T")

PATIENCE_S = 60.0
"""How long an order is repeated before the test gives the server up."""
AGAIN_S = 0.05
"""About how long a client waits before it repeats."""
PAGE = 5_000
READ_S = 30.0


class Answer(NamedTuple):
    """What came back, and how long it took."""

    status: int
    body: bytes
    replayed: bool
    retry_after: str | None
    seconds: float

    @property
    def reason(self) -> str:
        """The stable code of a problem; "" for what is none."""
        return "" if self.status < 400 else msgspec.json.decode(self.body, type=Problem).reason

    def read(self, kind: type[T]) -> T:
        """The body of a success."""
        assert self.status < 400, (self.status, self.body)
        return msgspec.json.decode(self.body, type=kind)

    @property
    def round(self) -> RoundIs:
        """The body as an acknowledged order."""
        return self.read(RoundIs)


class Refused(Exception):
    """A read was not answered with 200."""


class Api:
    """Speaks for each role with that role's token."""

    def __init__(self, url: str, tokens: dict[str, str]) -> None:
        self.url = url
        self.tokens = tokens
        self._http = httpx2.AsyncClient(
            base_url=url,
            timeout=READ_S,
            trust_env=False,
            limits=httpx2.Limits(max_connections=None, max_keepalive_connections=100),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, path: str, kind: type[T], role: str = "manager", **params: Any) -> T:
        """Read. Raises `Refused` and httpx2's `TransportError`."""
        headers = {"Authorization": f"Bearer {self.tokens[role]}"}
        response = await self._http.get(path, headers=headers, params=params)
        if response.status_code != 200:
            raise Refused(f"GET {path}: {response.status_code} {response.text}")
        return msgspec.json.decode(response.content, type=kind)

    async def tickets(self, station: str) -> Tickets:
        """All that a station has to cook, page by page, by name; nobody orders or bumps meanwhile.

        By name, for their order changes with time alone.
        """
        path = f"/api/v1/stations/{station}/tickets"
        page = await self.get(path, Tickets)
        found = page.tickets
        while page.more:
            page = await self.get(path, Tickets, after=found[-1].ticket)
            found = [*found, *page.tickets]
        return Tickets(sorted(found, key=lambda each: each.ticket))

    async def post(self, path: str, body: Any, key: str, role: str = "waiter") -> Answer:
        """Change something. Raises httpx2's `TransportError`."""
        started = time.monotonic()
        response = await self._http.post(path, content=msgspec.json.encode(body), headers=self._headers(role, key))
        return Answer(
            status=response.status_code,
            body=response.content,
            replayed=response.headers.get("idempotent-replayed") == "true",
            retry_after=response.headers.get("retry-after"),
            seconds=time.monotonic() - started,
        )

    async def until_answered(self, path: str, body: Any, key: str, role: str = "waiter") -> Answer:
        """The same, repeated through restarts and overload until there is another answer than 503."""
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            try:
                answer = await self.post(path, body, key, role)
                if answer.status != 503 or time.monotonic() > give_up_at:
                    return answer
            except httpx2.TransportError:
                if time.monotonic() > give_up_at:
                    raise
            await asyncio.sleep(AGAIN_S * random.uniform(0.5, 1.5))

    async def cut_off(self, path: str, body: Any, key: str, role: str = "waiter", after_s: float = 0.0) -> None:
        """Send a change and hang up `after_s` seconds later, whatever was to come back."""
        host, port = self.url.removeprefix("http://").split(":")
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            return
        writer.write(self.request(path, body, key, role))
        await asyncio.sleep(after_s)
        writer.transport.abort()

    def request(self, path: str, body: Any, key: str, role: str) -> bytes:
        """A change as it goes over the wire."""
        content = msgspec.json.encode(body)
        head = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(content)}"]
        head += [f"{name}: {value}" for name, value in self._headers(role, key).items()]
        return "\r\n".join([*head, "", ""]).encode() + content

    def _headers(self, role: str, key: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.tokens[role]}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }

    async def events(self, since: int = 0) -> list[Event]:
        """All public events after `since`."""
        found: list[Event] = []
        while True:
            page = await self.get("/api/v1/events", Events, since=since, limit=PAGE)
            if not page.events:
                return found
            found += page.events
            since = page.next

    async def health(self) -> Health:
        """How the server fares."""
        return await self.get("/healthz", Health)

    async def table(self, table: str) -> TableIs:
        """Who sits at a table."""
        return await self.get(f"/api/v1/tables/{table}", TableIs)
