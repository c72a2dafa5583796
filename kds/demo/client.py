"""The public API from outside: every change carries a key, and is sent again with it until it is answered."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from typing import Any, Literal, NamedTuple, TypeVar

import httpx2
import msgspec

from kds.demo.wire import Problem

_T = TypeVar("_T")
Role = Literal["guest", "waiter", "kitchen", "manager"]
Manner = Literal["calm", "impatient", "twice"]
"""How a device sends: once; with a time-out far too short, and again; or two times at once."""

CALM = httpx2.Timeout(10.0)
IMPATIENT = httpx2.Timeout(10.0, read=0.0002)
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 5.0
FAULTS_BORNE = 5
"""How many answers in a row may say that the server is at fault (500) before a request is given up."""
FAREWELL_S = 5.0
"""How long unanswered requests are still repeated once the dinner has been stopped."""


class DinnerTokens(msgspec.Struct, frozen=True):
    """The bearer tokens of those who take part. `guest` speaks for the guests' phones at every table."""

    guest: str
    waiter: str
    kitchen: str
    manager: str


class Refused(Exception):
    """The server understood and will not; `reason` is its stable code."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(f"{status} {problem.reason or problem.title}: {problem.detail}")
        self.status = status
        self.reason = problem.reason


class Unanswered(Exception):
    """The server could not be reached until there was no more time: whether it happened is not known."""


class Sent(NamedTuple):
    """An answer's bytes, and whether the server gave it before."""

    body: bytes
    replayed: bool


class Api:
    """A client that survives a server's restart. `counts` hears of what went wrong on the way."""

    def __init__(
        self,
        base_url: str,
        tokens: DinnerTokens,
        counts: Counter[str],
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.counts = counts
        self._tokens = tokens
        self._give_up_at: float | None = None
        self._http = httpx2.AsyncClient(
            base_url=base_url,
            timeout=CALM,
            transport=transport,
            limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32, keepalive_expiry=30.0),
        )

    async def close(self) -> None:
        """Hang up."""
        await self._http.aclose()

    def farewell(self) -> None:
        """From now on nothing is repeated for longer than `FAREWELL_S`."""
        self._give_up_at = time.monotonic() + FAREWELL_S

    async def get(self, path: str, kind: type[_T], role: Role = "waiter", **params: Any) -> _T:
        """Read. Raises `Refused`, `Unanswered`."""
        sent = await self._until_answered("GET", path, role, params=params)
        return msgspec.json.decode(sent.body, type=kind)

    async def post(self, path: str, body: Any, kind: type[_T], role: Role, key: str, manner: Manner = "calm") -> _T:
        """Change something, exactly once however often it is sent. Raises `Refused`, `Unanswered`."""
        content = msgspec.json.encode(body)
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        if manner == "twice":
            return msgspec.json.decode(await self._twice(path, role, content, headers), type=kind)
        first = IMPATIENT if manner == "impatient" else CALM
        sent = await self._until_answered("POST", path, role, first, content=content, headers=headers)
        return msgspec.json.decode(sent.body, type=kind)

    async def _twice(self, path: str, role: Role, content: bytes, headers: dict[str, str]) -> bytes:
        self.counts["sent_twice"] += 1
        one, other = await asyncio.gather(
            self._until_answered("POST", path, role, content=content, headers=headers),
            self._until_answered("POST", path, role, content=content, headers=headers),
        )
        if one.body != other.body:
            self.counts["answers_differ"] += 1
        return one.body

    async def _until_answered(
        self, method: str, path: str, role: Role, first: httpx2.Timeout = CALM, **what: Any
    ) -> Sent:
        patience, wait_s, faults = first, FIRST_WAIT_S, 0
        while True:
            asked_to_wait = None
            try:
                response = await self._send(method, path, role, patience, what)
                if response.status_code < 500:
                    return self._judge(response)
                asked_to_wait = _retry_after(response)
                faults += response.status_code == 500
                self.counts["told_to_wait"] += 1
            except httpx2.TransportError:
                self.counts["timed_out" if patience is IMPATIENT else "retried"] += 1
            if faults > FAULTS_BORNE:
                raise Unanswered(f"{method} {path} is answered with 500")
            patience = CALM
            await self._before_again(wait_s if asked_to_wait is None else asked_to_wait)
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)

    async def _send(
        self, method: str, path: str, role: Role, patience: httpx2.Timeout, what: dict[str, Any]
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {getattr(self._tokens, role)}", **what.get("headers", {})}
        return await self._http.request(method, path, timeout=patience, **{**what, "headers": headers})

    def _judge(self, response: httpx2.Response) -> Sent:
        if response.status_code >= 400:
            self.counts["refused"] += 1
            raise Refused(response.status_code, _problem(response.content))
        replayed = response.headers.get("Idempotent-Replayed") == "true"
        self.counts["replayed"] += replayed
        return Sent(response.content, replayed)

    async def _before_again(self, wait_s: float) -> None:
        """Not all at the same moment, lest those whom a restart cut off come back as one."""
        jittered = wait_s * random.uniform(0.75, 1.25)
        if self._give_up_at is not None and time.monotonic() + jittered > self._give_up_at:
            raise Unanswered("the server does not answer")
        await asyncio.sleep(jittered)


def _retry_after(response: httpx2.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() else None


def _problem(body: bytes) -> Problem:
    try:
        return msgspec.json.decode(body, type=Problem)
    except msgspec.DecodeError:
        return Problem(detail=body[:200].decode(errors="replace"))
