"""Guests' phones: a full house with its carts open that orders by itself, and a house that comes in all at once."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx2
from websockets.asyncio.client import connect

from kds.bootstrap import running_store
from kds.core.codec import decode
from kds.core.orders.events import RoundPlaced
from kds.storage.table_codes import code_tables, table_codes
from kds.web.guests.passes import PASS
from tests.bench.client import Connection, percentile
from tests.bench.house import found, orderable, table_name
from tests.bench.rows import Row
from tests.bench.running import serving
from tests.bench.walls import walls

TABLES, AT_A_TABLE, SCREENS = 60, 5, 20
CROWD, WITHIN_S = 1_000, 10.0
SCREEN = "kitchen"
LINES = 4
PAGE = 500


class House(NamedTuple):
    """A house whose tables have codes: the token of its manager, and where the codes lead."""

    data: Path
    token: str
    links: list[str]


async def found_with_codes(data: Path) -> House:
    """A house at `data` whose tables have codes."""
    token = await found(data, TABLES)
    async with running_store(data) as house:
        tables = [table_name(number) for number in range(TABLES)]
        await code_tables(house.tokens, tables)
        codes = table_codes(house.tokens)
        return House(data, token, [f"/t/{codes[each].id.removeprefix('tok_')}" for each in tables])


class Phone:
    """One guest: what it has chosen stands in the cart of its table, and is ordered by the interface."""

    def __init__(self, address: str, link: str, number: int) -> None:
        limits = httpx2.Limits(max_connections=1, max_keepalive_connections=1)
        self._client = httpx2.AsyncClient(base_url=address, limits=limits, timeout=60, trust_env=False, verify=False)
        self._address = address
        self._link = link
        self._number = number
        self.visit = ""
        self.table = ""
        self.acknowledged: list[tuple[str, str]] = []
        """(party, line): what the house has said that it has."""

    async def scan(self) -> None:
        """Come in by the code."""
        await self._client.get(self._link)
        now = (await self._client.get("/guest/now")).json()
        self.visit, self.table = now["visit"], now["table"]

    async def dine(self, dishes: Sequence[str], at: Sequence[float]) -> list[float]:
        """With its cart open, choose and order at these moments; how long each took from when it was due, in ms."""
        cookies = "; ".join(f"{each.name}={each.value}" for each in self._client.cookies.jar if each.name == PASS)
        address = f"ws{self._address.removeprefix('http')}/guest/cart"
        async with connect(address, proxy=None, additional_headers={"cookie": cookies}) as cart:
            await cart.send(json.dumps({"type": "hello", "name": "", "lines": []}))
            reading = asyncio.create_task(_read(cart))
            took = [await self._order(cart, dishes, turn, due) for turn, due in enumerate(at)]
            reading.cancel()
        await self._client.aclose()
        return took

    async def _order(self, cart: Any, dishes: Sequence[str], turn: int, due: float) -> float:
        lines = [{"id": f"p{self._number}-{turn}-{n}", "dish": dish, "qty": 1} for n, dish in enumerate(dishes)]
        for line in lines:
            chosen = {"dish": line["dish"], "qty": 1}
            put = {"id": line["id"], "rev": 1, "guest": self.visit, "by": self.visit, "chosen": chosen}
            await cart.send(json.dumps({"type": "put", "lines": [put]}))
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        body = {"channel": "scan", "table": self.table, "lines": lines}
        headers = {
            "kds-visit": self.visit,
            "idempotency-key": f"bench-{self._number:05d}-{turn:05d}",
            "origin": self._address,
        }
        answer = await self._client.post("/api/v1/rounds", json=body, headers=headers)
        took = (time.perf_counter() - due) * 1_000
        if answer.status_code != 201:
            raise RuntimeError(f"an order was answered with {answer.status_code}: {answer.text}")
        placed = answer.json()
        self.acknowledged += [(placed["session"], str(line["id"])) for line in lines]
        return took


async def _comes(address: str, link: str) -> None:
    """What a phone asks for that has scanned a code, but its scripts. It costs this side little: a thousand come."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    cookie = ""
    for path in (link, "/guest/menu", "/guest/now"):
        writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Encoding: gzip\r\n{cookie}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(fields.get("content-length", 0)))
        if head.split(" ", 2)[1] != "200":
            raise RuntimeError(f"{path} was answered with {head.splitlines()[0]}")
        given = re.search(rf"(?i)set-cookie: ({PASS}=[^;]+)", head)
        cookie = f"Cookie: {given[1]}\r\n" if given else cookie
    writer.close()


async def _read(cart: Any) -> None:
    async for _ in cart:
        pass


async def _dinner(house: House, address: str, seconds: float) -> tuple[list[float], list[tuple[str, str]]]:
    """All tables order by themselves for so long, twice a phone, beside the screens; their times, and what they got."""
    dice, plain = random.Random(12), orderable()[0]
    dishes = [[each.dish for each in dice.sample(plain, LINES)] for _ in range(TABLES * AT_A_TABLE)]
    phones = [Phone(address, house.links[n % TABLES], n) for n in range(TABLES * AT_A_TABLE)]
    await walls(address, SCREEN, house.token, SCREENS)
    for first in range(0, len(phones), TABLES):
        await asyncio.gather(*[each.scan() for each in phones[first : first + TABLES]])
    begins = time.perf_counter() + 2
    moments = [sorted(begins + dice.random() * seconds for _ in range(2)) for _ in phones]
    dining = [each.dine(chosen, at) for each, chosen, at in zip(phones, dishes, moments, strict=True)]
    took = await asyncio.gather(*dining)
    return [each for one in took for each in one], [each for phone in phones for each in phone.acknowledged]


async def _ledger(data: Path) -> Counter[tuple[str, str]]:
    """How often the ledger has each line, by its party and its device's id."""
    lines, since = Counter[tuple[str, str]](), 0
    async with running_store(data) as house:
        while events := await house.store.ledger.read(since, PAGE):
            since = events[-1].seq
            for stored in events:
                event = decode(stored.type, stored.version, stored.data)
                if isinstance(event, RoundPlaced):
                    lines.update([(event.session, each.id) for each in event.lines])
    return lines


async def _comes_in(house: House, address: str) -> tuple[list[float], list[float]]:
    """A thousand phones open the menu within ten seconds: how long each took, and orders of the staff beside, in ms.

    One has been there before: the first since the server began, or a menu was published, waits for it to be drawn.
    """
    await _comes(address, house.links[0])
    dice, hand = random.Random(7), await Connection.open(address, house.token)
    dish, begins, ordered = orderable()[0][0].dish, time.perf_counter() + 1, list[float]()

    async def opened(number: int) -> float:
        due = begins + dice.random() * WITHIN_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await _comes(address, house.links[number % TABLES])
        return (time.perf_counter() - due) * 1_000

    async def orders() -> None:
        for number in range(int(WITHIN_S * 20)):
            due = begins + number / 20
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            body = {"table": table_name(number % TABLES), "channel": "waiter", "lines": [{"dish": dish, "qty": 1}]}
            status, _ = await hand.post("/api/v1/rounds", f"beside-{number:06d}", json.dumps(body))
            if status != 201:
                raise RuntimeError(f"an order was answered with {status}")
            ordered.append((time.perf_counter() - due) * 1_000)

    took, _ = await asyncio.gather(asyncio.gather(*[opened(number) for number in range(CROWD)]), orders())
    return took, ordered


def phones(scratch: Path, seconds: float) -> Iterator[Row]:
    """A dinner that guests order by themselves, and the moment at which all of them come."""
    house = asyncio.run(found_with_codes(scratch / "phones"))
    with serving(house.data) as server:
        took, got = asyncio.run(_dinner(house, server.address, seconds))
    there = asyncio.run(_ledger(house.data))
    name = f"{TABLES * AT_A_TABLE} phones with their carts open"
    yield Row(f"{name}, beside {SCREENS} screens: an order, p99", percentile(took, 0.99), "ms", "< 100")
    wrong = sum(there[each] != 1 for each in got) + len(there.keys() - set(got))
    yield Row(f"{name}: of {len(got):,} dishes, lost or doubled", wrong, "", "0")
    house = asyncio.run(found_with_codes(scratch / "phones-crowd"))
    with serving(house.data) as server:
        opened, ordered = asyncio.run(_comes_in(house, server.address))
    yield Row(
        f"{CROWD:,} phones within {WITHIN_S:g} s, after a first: page, menu and state, p99",
        percentile(opened, 0.99),
        "ms",
        "< 1,000",
    )
    yield Row(
        f"beside {CROWD:,} phones that come: an order of the staff, p99", percentile(ordered, 0.99), "ms", "< 100"
    )
