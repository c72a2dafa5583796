"""Counted dishes (限量): each order takes from what is left, a line taken back in time gives it back.

Counted is in thousandths of a portion: two halves take one.
"""

from __future__ import annotations

from kds.core import ids
from kds.core.menu.events import StockCounted
from kds.core.orders.events import LineVoided, RoundPlaced
from kds.core.state import State
from kds.core.types import Event, Stamp


def count_ordered(state: State, event: RoundPlaced, stamp: Stamp) -> list[Event]:
    """Policy: an order of counted dishes leaves less of them."""
    wanted: dict[str, int] = {}
    for line in event.lines:
        if line.dish in state.menu.stock:
            wanted[line.dish] = wanted.get(line.dish, 0) + line.amount_permille
    return [
        counted(dish, max(0, state.menu.stock[dish].permille - amount_permille))
        for dish, amount_permille in wanted.items()
    ]


def count_returned(state: State, event: LineVoided, stamp: Stamp) -> list[Event]:
    """Policy: what the kitchen had not begun is there to sell again, if it was in the count.

    What was ordered before somebody counted, or marked the dish sold out, was not.
    """
    line = state.orders.lines[event.line]
    stock = state.menu.stock.get(line.dish)
    if stock is None or event.started or (ids.birth(line.line) or 0) <= stock.since:
        return []
    return [counted(line.dish, stock.permille + line.amount_permille)]


def counted(dish: str, permille: int) -> StockCounted:
    """So much is left, as whole portions and the rest."""
    return StockCounted(dish=dish, remaining=permille // 1000, rest_permille=permille % 1000)
