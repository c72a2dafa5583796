"""A large house for measurements: the demo's menu and kitchen, with as many tables as a measurement asks for."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

from kds.bootstrap import running_store
from kds.core.day.found_house import FoundHouse
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.model import Area, Table
from kds.core.menu.model import Dish
from kds.core.types import Command, Ms, Name, Who
from kds.demo import house as demo
from kds.runtime.clock import Clock
from kds.runtime.days import business_day
from kds.runtime.messages import Sender
from kds.storage import data_dir

LINES = 6
HOUSE = Sender(Who("bench", "system"))


def table_name(number: int) -> str:
    """The tables are T000, T001, …"""
    return f"T{number:03d}"


async def found(data: Path, tables: int, clock_from: Callable[[Ms, Ms], Clock] = Clock) -> str:
    """A store in `data` with so many tables; returns the secret of a token that may do everything."""
    data_dir.create(data)
    async with running_store(data, clock_from=clock_from) as house:
        for command in _commands(house.store.now(), tables):
            await house.store.submit(command, HOUSE)
        return (await house.tokens.create("manager", "bench"))[1]


def _commands(now: int, tables: int) -> list[Command]:
    settings = demo.house()
    day, closes_at = business_day(now, settings.timezone, settings.cutoff_minute)
    area = Area(area="hall", name=Name(zh="大厅", en="Hall"))
    floor = tuple(Table(table=table_name(n), area="hall", seats=4) for n in range(tables))
    return [
        FoundHouse(house=settings, business_day=day, closes_at=closes_at),
        demo.kitchen(),
        ChangeFloor(areas=(area,), tables=floor),
        demo.menu(),
    ]


def orderable() -> tuple[list[Dish], Dish]:
    """Dishes that can be ordered without choosing anything, and a pot."""
    menu = demo.menu().dishes
    simple = [dish for dish in menu if dish.cells is None and not dish.meal]
    plain = [dish for dish in simple if all(group.min == 0 for group in dish.options)]
    pot = next(dish for dish in menu if dish.cells is not None and not dish.options)
    return plain, pot


def round_bodies(count: int, tables: int, seed: int = 1) -> list[str]:
    """Bodies of `POST /api/v1/rounds`: a pot and five dishes; `@` stands where the order's own mark goes."""
    dice = random.Random(seed)
    plain, pot = orderable()
    assert pot.cells is not None
    cells = [{"soup": pot.cells.soups[n % len(pot.cells.soups)].soup} for n in range(pot.cells.min)]
    bodies = []
    for _ in range(count):
        lines: list[dict[str, object]] = [{"id": "@-0", "dish": pot.dish, "qty": 1, "cells": cells}]
        for part, dish in enumerate(dice.sample(plain, LINES - 1), start=1):
            lines.append({"id": f"@-{part}", "dish": dish.dish, "qty": dice.randint(1, 3)})
        table = table_name(dice.randrange(tables))
        order = {"table": table, "channel": "scan", "guests": 4, "lines": lines}
        bodies.append(json.dumps(order, separators=(",", ":")))
    return bodies


def station_bodies(count: int, tables: int, seed: int = 2) -> list[str]:
    """Bodies of rounds whose six lines all go to one station, and so make one ticket."""
    dice = random.Random(seed)
    plain, _ = orderable()
    stations: dict[str, list[Dish]] = {}
    for dish in plain:
        stations.setdefault(dish.station, []).append(dish)
    large = [dishes for _, dishes in sorted(stations.items()) if len(dishes) >= LINES]
    bodies = []
    for _ in range(count):
        chosen = dice.sample(dice.choice(large), LINES)
        lines = [{"id": f"@-{part}", "dish": dish.dish, "qty": 1} for part, dish in enumerate(chosen)]
        order = {"table": table_name(dice.randrange(tables)), "channel": "scan", "guests": 4, "lines": lines}
        bodies.append(json.dumps(order, separators=(",", ":")))
    return bodies
