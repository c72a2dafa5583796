"""Orders without a table: the counter, the mini-program, and a delivery platform that sends its orders again."""

from __future__ import annotations

import itertools
import time
from random import Random
from typing import Any

from kds.demo import settling
from kds.demo.evening import Evening
from kds.demo.ordering import manner, place

EVERY_S = 240.0
"""Simulated seconds between two of them, on average."""
WAYS = (("takeaway", "counter"), ("takeaway", "kiosk"), ("pickup", "miniprogram"), ("delivery", "delivery"))
REDELIVERED = 0.25
"""The share of platform orders that come again under another key: the platform's own id makes them one."""


async def all_evening(evening: Evening) -> None:
    """Orders come in until last orders."""
    rng = evening.rng("takeaway")
    for number in itertools.count():
        await evening.pace.pause(rng.expovariate(1 / EVERY_S))
        if evening.pace.last_orders:
            return
        evening.begin(_until_taken(evening, number))


async def _until_taken(evening: Evening, number: int) -> None:
    evening.to_take_away.add(number)
    try:
        await order(evening, evening.rng("takeaway", number), number)
    finally:
        evening.to_take_away.discard(number)


async def order(evening: Evening, rng: Random, number: int) -> None:
    """One order, from the first press to the door."""
    service, channel = rng.choice(WAYS)
    appetite = await evening.appetite(rng, f"t{number}")
    wanted: dict[str, Any] = {
        "service": service,
        "channel": channel,
        "lines": appetite.takeaway(),
    }
    if service != "takeaway":
        wanted["promised_at"] = int(time.time() * 1000) + rng.randint(20, 45) * 60_000
    if channel == "delivery":
        wanted["external_id"] = f"{evening.nonce}-d{number}"
    answer = await place(evening, wanted, manner(rng))
    if answer is None:
        return
    evening.book.counts["takeaway"] += 1
    if channel == "delivery" and rng.random() < REDELIVERED:
        placed = {line.id for line in answer.lines}  # the kitchen had no more of the others
        await _come_again(
            evening,
            {**wanted, "lines": [line for line in wanted["lines"] if line["id"] in placed]},
            answer.round,
        )
    await settling.finish(evening, answer.session, answer.bill, rng)


async def _come_again(evening: Evening, wanted: dict[str, Any], known: str) -> None:
    again = await place(evening, wanted, "calm")
    evening.book.counts["redelivered"] += 1
    if again is None or again.round != known:
        evening.book.faults.append(f"{wanted['external_id']} is {known} and {again and again.round}")
