"""All-day (待做汇总): how many of each dish are open across all tickets of a station."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.kitchen.model import COOKING
from kds.core.state import State
from kds.core.types import Name, Record


class AllDay(Record, frozen=True, gc=False):
    """Portions of one dish, and what it is called: `qty` to cook now, `held` waiting to be called for."""

    dish: str
    qty: int
    held: int
    name: Name


def all_day(state: State, stations: Iterable[str]) -> list[AllDay]:
    """The dishes with open portions, most first, then by the menu's id."""
    cooking: dict[str, int] = {}
    held: dict[str, int] = {}
    for station in sorted(set(stations)):
        for ticket in state.kitchen.open_tickets[station]:
            for line in state.kitchen.tickets[ticket].lines:
                item = state.kitchen.items[line]
                if item.state in COOKING:
                    cooking[item.dish] = cooking.get(item.dish, 0) + item.qty
                elif item.state == "held":
                    held[item.dish] = held.get(item.dish, 0) + item.qty
    found = [
        AllDay(dish=dish, qty=cooking.get(dish, 0), held=held.get(dish, 0), name=state.menu.name_of(dish))
        for dish in cooking.keys() | held.keys()
    ]
    return sorted(found, key=lambda each: (-each.qty, -each.held, each.dish))
