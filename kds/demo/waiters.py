"""The waiters, who bring what is done, and the manager, who says what is sold out."""

from __future__ import annotations

import asyncio

from kds.demo.client import Refused
from kds.demo.evening import Evening
from kds.demo.wire import Done, Menu

WAITERS = 5
BRINGING_S = (10.0, 50.0)
"""Simulated seconds from the pass to the table."""
MISTAKEN = 0.03
"""The share of dishes that are marked as served at the wrong table, and brought again."""
SOLD_OUT_EVERY_S = (300.0, 700.0)
BACK_AFTER_S = 600.0


async def bring(evening: Evening, number: int) -> None:
    """One waiter: take what is done to its table, mark it served, come back."""
    rng = evening.rng("waiter", number)
    while True:
        line = await evening.to_bring()
        await evening.pace.pause(rng.uniform(*BRINGING_S))
        try:
            await evening.api.post(f"/api/v1/lines/{line}/serve", {}, Done, "waiter", evening.key())
        except Refused:
            continue  # it has been brought already, or taken back
        finally:
            evening.is_brought(line)
        evening.book.counts["served"] += 1
        if rng.random() < MISTAKEN:
            await _take_back(evening, line)


async def _take_back(evening: Evening, line: str) -> None:
    await evening.pace.pause(5)
    try:
        await evening.api.post(f"/api/v1/lines/{line}/unserve", {}, Done, "waiter", evening.key())
    except Refused:
        return  # it has been taken off the bill
    evening.book.counts["unserved"] += 1
    evening.is_done(line)


async def mark_sold_out(evening: Evening) -> None:
    """The manager: every now and then a dish is out, or down to a few portions, and comes back later."""
    rng = evening.rng("manager")
    marked: set[str] = set()
    try:
        while True:
            await evening.pace.pause(rng.uniform(*SOLD_OUT_EVERY_S))
            menu = await evening.api.get("/api/v1/menu", Menu, "manager")
            dish = rng.choice([each.dish for each in menu.dishes if each.kind == "dish" and each.remaining is None])
            marked.add(dish)
            await _set(evening, dish, rng.choice([0, 0, 3, 5]))
            evening.book.counts["sold_out"] += 1
            evening.begin(_bring_back(evening, dish, marked))
    finally:
        await asyncio.gather(*[_set(evening, dish, None) for dish in sorted(marked)])


async def _bring_back(evening: Evening, dish: str, marked: set[str]) -> None:
    await evening.pace.pause(BACK_AFTER_S)
    marked.discard(dish)
    await _set(evening, dish, None)


async def _set(evening: Evening, dish: str, remaining: int | None) -> None:
    await evening.api.post(f"/api/v1/dishes/{dish}/sold-out", {"remaining": remaining}, Done, "manager", evening.key())
