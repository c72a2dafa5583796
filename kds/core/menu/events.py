"""What happens to the menu, and what it makes of the state."""

from __future__ import annotations

from kds.core.journal import ONLY
from kds.core.menu.model import Dish, Menu, Stock
from kds.core.state import State
from kds.core.types import Event, Permille, Stamp


class MenuPublished(Event, frozen=True, gc=False):
    """A whole menu took the place of the one before."""

    menu: Menu
    dishes: tuple[Dish, ...]


class StockCounted(Event, frozen=True, gc=False):
    """So much of a dish is left: by hand, by a sale, by a line taken back. None: no longer counted.

    `remaining` are whole portions, or grams of a dish that is weighed, `rest_permille` the part of one beyond them.
    """

    dish: str
    remaining: int | None
    counted: bool = False
    """A person counted; otherwise it follows from an order."""
    rest_permille: Permille = 0


def fold_menu_published(state: State, event: MenuPublished, stamp: Stamp) -> None:
    """The new dishes replace the old; counts of dishes that are still sold stay."""
    offered = {dish.dish: dish for dish in event.dishes}
    for gone in sorted(state.menu.dishes.keys() - offered.keys()):
        del state.menu.dishes[gone]
        if gone in state.menu.stock:
            del state.menu.stock[gone]
    for key, dish in offered.items():
        state.menu.dishes[key] = dish
    state.menu.head[ONLY] = event.menu


def fold_stock_counted(state: State, event: StockCounted, stamp: Stamp) -> None:
    """Keep the count, or forget it."""
    if event.remaining is not None:
        before = state.menu.stock.get(event.dish)
        since = stamp.seq if event.counted or before is None else before.since
        state.menu.stock[event.dish] = Stock(event.remaining, since, event.rest_permille)
    elif event.dish in state.menu.stock:
        del state.menu.stock[event.dish]
