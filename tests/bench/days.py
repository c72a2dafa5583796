"""Ledgers of a given length: whole days of parties that order, are cooked for, pay and leave."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kds.bootstrap import running_store
from kds.core.deadlines import Tick
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.model import Cell
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted
from kds.core.types import Command, Ms
from kds.runtime.clock import Clock, monotonic_ms, wall_ms
from kds.runtime.store import Store
from tests.bench.house import HOUSE, LINES, orderable, table_name

PARTIES_A_DAY = 400
DAY_MS = 86_400_000
BEGIN_DAYS = 60
"""The first day lies so far back that the last one is not in the future."""


class Calendar:
    """A clock whose days end when enough parties have come."""

    def __init__(self) -> None:
        self.shift_ms = -BEGIN_DAYS * DAY_MS

    def clock_from(self, last: Ms, founded: Ms) -> Clock:
        """A clock that goes on where the ledger ended."""
        self.shift_ms = max(self.shift_ms, last - wall_ms())
        return Clock(
            last, founded, wall=lambda: wall_ms() + self.shift_ms, monotonic=lambda: monotonic_ms() + self.shift_ms
        )


async def fill(data: Path, events: int, tables: int) -> None:
    """Append whole parties to the store in `data`, as many at once as it has tables, until it holds so many events."""
    calendar = Calendar()
    async with running_store(data, clock_from=calendar.clock_from) as house:
        numbers = itertools.count()
        await asyncio.gather(*[_table(house.store, calendar, table_name(n), numbers, events) for n in range(tables)])


async def _table(store: Store, calendar: Calendar, table: str, numbers: Iterator[int], events: int) -> None:
    dice = random.Random(table)
    while store.status().seq < events:
        await party(store, table, dice)
        if next(numbers) % PARTIES_A_DAY == PARTIES_A_DAY - 1:
            calendar.shift_ms += DAY_MS
            await store.submit(Tick(), HOUSE)


async def party(store: Store, table: str, dice: random.Random) -> None:
    plain, pot = orderable()
    assert pot.cells is not None
    base = LineWanted(dish=pot.dish, qty=1, cells=(Cell(pot.cells.soups[0].soup),) * pot.cells.min)
    total, bill, session = 0, "", ""
    for number in range(3):
        dishes = [LineWanted(dish=dish.dish, qty=1) for dish in dice.sample(plain, LINES - 1)]
        lines = (base, *dishes) if number == 0 else tuple(dishes)
        placed = await _do(store, PlaceRound(channel="scan", lines=lines, table=table, guests=4))
        total += sum(line["price_minor"] for line in placed["lines"])
        bill, session = placed["bill"], placed["session"]
        for ticket in placed["tickets"]:
            await _do(store, BumpTicket(ticket=ticket))
        for line in placed["lines"]:
            await _do(store, ServeLine(line=line["line"]))
    await _do(store, PayBill(bill=bill, tender="other", amount_minor=total))
    await _do(store, ClearSession(session=session))


async def _do(store: Store, command: Command) -> Any:
    return json.loads((await store.submit(command, HOUSE)).body)
