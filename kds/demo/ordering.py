"""Send an order as a guest's device does: with nerves, with retries, with what is left when a dish is sold out."""

from __future__ import annotations

from random import Random
from typing import Any

from kds.demo.book import Line
from kds.demo.client import Manner, Refused, Role, Unanswered
from kds.demo.evening import Evening
from kds.demo.wire import Dish, Menu, RoundIs

IMPATIENT, TWICE = 0.10, 0.08
"""The share of orders whose device does not wait for the answer, and of those sent two times at once."""


def manner(rng: Random) -> Manner:
    """How a device sends its order."""
    dice = rng.random()
    if dice < IMPATIENT:
        return "impatient"
    return "twice" if dice < IMPATIENT + TWICE else "calm"


async def place(evening: Evening, order: dict[str, Any], how: Manner) -> RoundIs | None:
    """Place the order, or what the kitchen still has of it; None where nothing is left of it.

    Raises `Refused` for any other reason, `Unanswered` when it is not known what became of it.
    """
    role: Role = "waiter" if order["channel"] == "waiter" else "guest"
    while order["lines"]:
        try:
            answer = await evening.api.post("/api/v1/rounds", order, RoundIs, role, evening.key(), how)
        except Refused as refusal:
            if refusal.reason != "sold_out":
                raise
            order = {**order, "lines": await _still_there(evening, order["lines"])}
            continue
        except Unanswered:
            evening.book.doubtful += 1
            raise
        evening.book.acknowledge(order["lines"], answer)
        return answer
    return None


async def _still_there(evening: Evening, lines: list[Line]) -> list[Line]:
    """The lines without those of which the kitchen has too little."""
    menu = await evening.api.get("/api/v1/menu", Menu, "guest")
    dishes = {dish.dish: dish for dish in menu.dishes}
    asked: dict[str, int] = {}
    for line in lines:
        for dish, qty in _takes(line):
            asked[dish] = asked.get(dish, 0) + qty
    kept = [line for line in lines if all(_enough(dishes[dish], asked[dish]) for dish, _ in _takes(line))]
    if len(kept) < len(lines):
        return kept
    # Sold out a moment ago and there again now: the guest has lost the taste for the counted ones.
    return [line for line in lines if all(dishes[dish].remaining is None for dish, _ in _takes(line))]


def _takes(line: Line) -> list[tuple[str, int]]:
    """The dishes that a line is made of, and how much of each."""
    parts = [(part["dish"], line["qty"] * part["qty"]) for part in line.get("parts", ())]
    return [(line["dish"], line["qty"]), *parts]


def _enough(dish: Dish, qty: int) -> bool:
    return not dish.sold_out and (dish.remaining is None or dish.remaining >= qty)
