"""A house of 3,000 dishes and 400 tables: what its pages take, and whom a change of the whole menu holds up."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from kds.bootstrap import running_store
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Dish, MenuGone
from kds.core.types import Name
from kds.demo import house as demo
from tests.bench.client import Connection, percentile
from tests.bench.house import HOUSE, found
from tests.bench.rows import Row
from tests.bench.running import serving

DISHES, TABLES, CATEGORIES, AREAS = 3_000, 400, 60, 10
AIM_MS, PUBLISH_AIM_MS, HELD_UP_AIM_MS = 100, 1_000, 20
ORDER_EVERY_S = 0.01
CHANGES, DRAFTS = 5, 10
PAUSE_S = 0.5
"""Between two changes of the menu: what is sent to open pages has gone then."""
CHARACTERS = "肥牛毛肚鸭肠黄喉虾滑豆腐白菜菠菜土豆藕片金针菇宽粉年糕腰片鱼羊肉脑花牛蛙"
PAGES = {
    "start": "/",
    "floor": "/floor",
    "choosing a table": "/order",
    "order page": "/order?table=A001",
    "menu of the order page": "/order/menu",
    "sold out": "/sold-out",
    "menu": "/menu",
    "dish": "/menu/dishes/d0001",
    "cashier": "/cashier",
    "reservations": "/reservations",
    "rights": "/rights",
    "wall": "/screens/kitchen",
}


def dishes() -> tuple[Dish, ...]:
    """With names of four characters and a number, over all stations and categories."""
    stations = [each.station for each in demo.kitchen().stations]
    return tuple(
        Dish(
            dish=f"d{number:04}",
            name=Name(zh=f"{_word(number)}{number}", en=f"Dish number {number}"),
            kind="dish",
            category=f"page{number % CATEGORIES:02}",
            station=stations[number % len(stations)],
            price_minor=1_000 + number,
            standard_ms=480_000,
            code=f"{number:04}",
        )
        for number in range(DISHES)
    )


def _word(number: int) -> str:
    places = [number * step % len(CHARACTERS) for step in (1, 7, 11, 17)]
    return "".join([CHARACTERS[place] for place in places])


async def found_large(data: Path) -> str:
    """The store; returns a manager's token."""
    secret = await found(data, 0)
    categories = tuple(
        Category(f"page{each:02}", Name(f"分类{each}", f"Category {each}")) for each in range(CATEGORIES)
    )
    areas = tuple(Area(f"a{each}", Name(f"{each}区", f"Area {each}")) for each in range(AREAS))
    tables = tuple(Table(f"A{each + 1:03}", f"a{each % AREAS}", 4) for each in range(TABLES))
    async with running_store(data) as house:
        gone = MenuGone(tuple(house.store.state.menu.categories), tuple(house.store.state.menu.dishes))
        await house.store.submit(ChangeMenu(gone=gone), HOUSE)
        await house.store.submit(ChangeMenu(categories=categories, dishes=dishes()), HOUSE)
        await house.store.submit(ChangeFloor(areas=areas, tables=tables), HOUSE)
    return secret


def large(scratch: Path, times: int) -> Iterator[Row]:
    """Each page so many times; then all prices change, a few times, beside a hundred orders a second."""
    data = scratch / "large"
    token = asyncio.run(found_large(data))
    with serving(data) as server:
        took = asyncio.run(_pages(server.address, token, times))
        alone, beside, changes = asyncio.run(_changes(server.address, token))
        published, meanwhile = asyncio.run(_drafts(server.address, token))
        looked, beside_looks = asyncio.run(_looks(server.address, token, times))
    for name, waits in took.items():
        yield Row(f"3,000 dishes, 400 tables: {name}, p95", percentile(waits, 0.95), "ms", f"< {AIM_MS}")
    yield Row("3,000 dishes get another price, longest", max(changes), "ms", f"< {PUBLISH_AIM_MS:,}")
    yield Row("an order meanwhile, longest", max(beside), "ms")
    yield Row("… longer than the longest without it", max(beside) - max(alone), "ms", f"< {HELD_UP_AIM_MS}")
    yield Row("a draft of 3,000 dishes is published, longest", max(published), "ms", f"< {PUBLISH_AIM_MS:,}")
    yield Row("… an order meanwhile waits longer by", max(meanwhile) - max(alone), "ms", f"< {HELD_UP_AIM_MS}")
    for name, waits in looked.items():
        yield Row(f"{DRAFTS} drafts of 3,000 dishes: {name}, p95", percentile(waits, 0.95), "ms")
    yield Row("… an order meanwhile waits longer by", max(beside_looks) - max(alone), "ms", f"< {HELD_UP_AIM_MS}")


async def _pages(address: str, token: str, times: int) -> dict[str, list[float]]:
    looking = await Connection.open(address, token)
    took: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(times):
        for name, path in PAGES.items():
            began = time.perf_counter()
            status, answer = await looking.get(path)
            took[name].append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"{path} was answered with {status}: {answer.decode()}")
    return took


async def _changes(address: str, token: str) -> tuple[list[float], list[float], list[float]]:
    """How long orders took before the changes and beside them, and how long the changes did."""
    ordering = await Connection.open(address, token)
    changing = await Connection.open(address, token)
    alone: list[float] = []
    marks = itertools.count()
    going = asyncio.create_task(_order(ordering, marks, alone))
    await asyncio.sleep(CHANGES * PAUSE_S)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    ordering = await Connection.open(address, token)
    beside: list[float] = []
    changes = []
    going = asyncio.create_task(_order(ordering, marks, beside))
    for turn in range(1, CHANGES + 1):
        changed = [replace(each, price_minor=each.price_minor + turn * 100) for each in dishes()]
        body = msgspec.json.encode({"dishes": changed}).decode()
        began = time.perf_counter()
        status, answer = await changing.post("/api/v1/menu/changes", f"change-{turn}", body)
        changes.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise RuntimeError(f"the change was answered with {status}: {answer.decode()}")
        await asyncio.sleep(PAUSE_S)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    return alone, beside, changes


async def _drafts(address: str, token: str) -> tuple[list[float], list[float]]:
    """How long drafts took to be published, and orders beside it; to put them together does not count."""
    ordering = await Connection.open(address, token)
    changing = await Connection.open(address, token)
    published: list[float] = []
    beside: list[float] = []
    marks = itertools.count(1_000_000)
    for turn in range(1, CHANGES + 1):
        changed = [replace(each, price_minor=each.price_minor + turn * 100 + 50) for each in dishes()]
        body = msgspec.json.encode({"menu": {"dishes": changed}}).decode()
        draft = json.loads(await _done(changing, "/api/v1/drafts", f"draft-{turn}", body))["draft"]
        await asyncio.sleep(PAUSE_S)
        going = asyncio.create_task(_order(ordering, marks, beside))
        await asyncio.sleep(PAUSE_S)
        began = time.perf_counter()
        await _done(changing, f"/api/v1/drafts/{draft}/publish", f"publish-{turn}", "{}")
        published.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(PAUSE_S)
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        ordering = await Connection.open(address, token)
    return published, beside


async def _looks(address: str, token: str, times: int) -> tuple[dict[str, list[float]], list[float]]:
    """How long the pages of drafts take that change every dish, and orders beside them."""
    ordering, looking = await Connection.open(address, token), await Connection.open(address, token)
    draft = ""
    for turn in range(DRAFTS):
        changed = [replace(each, price_minor=each.price_minor + turn * 100 + 70) for each in dishes()]
        body = msgspec.json.encode({"menu": {"dishes": changed}}).decode()
        draft = json.loads(await _done(looking, "/api/v1/drafts", f"look-{turn}", body))["draft"]
    paths = {
        "their list": "/changes",
        "one of them": f"/changes/{draft}",
        "the menu in one": f"/menu?draft={draft}",
        "one as programs read it": f"/api/v1/drafts/{draft}",
    }
    took: dict[str, list[float]] = {name: [] for name in paths}
    beside: list[float] = []
    await asyncio.sleep(PAUSE_S)
    going = asyncio.create_task(_order(ordering, itertools.count(2_000_000), beside))
    for _ in range(times):
        for name, path in paths.items():
            began = time.perf_counter()
            status, answer = await looking.get(path)
            took[name].append((time.perf_counter() - began) * 1000)
            if status != 200:
                raise RuntimeError(f"{path} was answered with {status}: {answer.decode()}")
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    return took, beside


async def _done(connection: Connection, path: str, key: str, body: str) -> bytes:
    status, answer = await connection.post(path, key, body)
    if status != 200:
        raise RuntimeError(f"{path} was answered with {status}: {answer.decode()}")
    return answer


async def _order(connection: Connection, marks: Iterator[int], waits: list[float]) -> None:
    """One dish after the other, a hundred a second, each reckoned from the moment at which it was due."""
    began, first = time.perf_counter(), next(marks)
    for mark in itertools.chain([first], marks):
        due = began + (mark - first) * ORDER_EVERY_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        line = {"id": f"o{mark}", "dish": f"d{mark % DISHES:04}", "qty": 1}
        order = {"table": f"A{mark % TABLES + 1:03}", "channel": "waiter", "lines": [line]}
        status, answer = await connection.post("/api/v1/rounds", f"o{mark}", json.dumps(order))
        if status != 201:
            raise RuntimeError(f"an order was answered with {status}: {answer.decode()}")
        waits.append((time.perf_counter() - due) * 1000)
