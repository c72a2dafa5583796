"""Which dishes can be ordered as they are, now: for those who try something out and ask nobody what they want."""

from __future__ import annotations

from kds.core.menu.model import Dish
from kds.core.selling import is_sold_by, is_sold_in
from kds.core.state import State
from kds.core.types import Channel


def plain_dishes(state: State, channel: Channel, least: int = 1) -> list[Dish]:
    """The dishes about which nothing has to be asked, sold by this channel in the present part of the day.

    Of each so much is left at least; none waits for a course. In the order of the menu.
    """
    few = {dish for dish, stock in state.menu.stock.items() if stock.remaining < least}
    found = [each for each in state.menu.dishes.values() if _is_plain(each) and each.dish not in few]
    sold = [each for each in found if is_sold_by(each, channel) and is_sold_in(each, state.menu.daypart)]
    return sorted(sold, key=lambda each: (each.category, each.position, each.dish))


def _is_plain(dish: Dish) -> bool:
    asks = dish.cells is not None or dish.meal or dish.to_weigh or any(group.min for group in dish.options)
    return not asks and not dish.course
