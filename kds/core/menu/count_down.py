"""Counted dishes (限量): each order takes from what is left, a line taken back in time gives it back.

Counted is in thousandths of a portion: two halves take one.
"""

from __future__ import annotations

from kds.core import ids
from kds.core.menu.events import StockCounted
from kds.core.orders.events import LineVoided, RoundPlaced
from kds.core.orders.model import Line
from kds.core.state import State
from kds.core.types import Event, Stamp


def count_ordered(state: State, event: RoundPlaced, stamp: Stamp) -> list[Event]:
    """Policy: an order of counted dishes leaves less of them."""
    wanted: dict[str, int] = {}
    for line in event.lines:
        for dish, amount_permille in _taken(line):
            if dish in state.menu.stock:
                wanted[dish] = wanted.get(dish, 0) + amount_permille
    return [
        counted(dish, max(0, state.menu.stock[dish].permille - amount_permille))
        for dish, amount_permille in wanted.items()
    ]


def count_returned(state: State, event: LineVoided, stamp: Stamp) -> list[Event]:
    """Policy: what the kitchen had not begun is there to sell again, if it was in the count.

    What was ordered before somebody counted, or marked the dish sold out, was not.
    """
    line = state.orders.lines[event.line]
    found: list[Event] = []
    for dish, amount_permille in _taken(line) if not event.started else ():
        stock = state.menu.stock.get(dish)
        if stock is not None and (ids.birth(line.line) or 0) > stock.since:
            found.append(counted(dish, stock.permille + amount_permille))
    return found


def _taken(line: Line) -> list[tuple[str, int]]:
    """What a line takes of its dish; the first of a set meal also of the meal, which can be counted itself."""
    taken = [(line.dish, line.amount_permille)]
    was = line.as_ordered
    return [*taken, (was.dish, was.qty * 1000)] if was.parts else taken


def counted(dish: str, permille: int) -> StockCounted:
    """So much is left, as whole portions and the rest."""
    return StockCounted(dish=dish, remaining=permille // 1000, rest_permille=permille % 1000)
