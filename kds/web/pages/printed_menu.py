"""The menu as it is printed: category by category, with what choices cost and what is charged beside."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.billing.model import SurchargeRule
from kds.core.bills import settings_of
from kds.core.menu.menu_view import DishView, menu_view
from kds.core.state import State
from kds.core.types import Minor, Name


class PrintedCategory(NamedTuple):
    """A category that has dishes, in the menu's order."""

    name: Name
    dishes: list[DishView]


class PrintedMenu(NamedTuple):
    """The whole menu; `surcharges` are those that every new bill has.

    `least_minor`: dish → what it costs as cheaply as it can be ordered, where that is not its price.
    """

    version: int
    categories: list[PrintedCategory]
    surcharges: list[SurchargeRule]
    least_minor: dict[str, Minor]


def printed_menu(state: State) -> PrintedMenu:
    """The menu as it stands. What is sold out is on it: paper outlasts an evening."""
    view, dishes_of = menu_view(state), state.menu.dishes
    dishes: dict[str, list[DishView]] = {}
    for dish in view.dishes:
        dishes.setdefault(dish.category, []).append(dish)
    named = [(each.name, dishes.get(each.category, [])) for each in view.categories]
    return PrintedMenu(
        version=view.version,
        categories=[PrintedCategory(name, found) for name, found in named if found],
        least_minor={
            name: each.plain_minor for name, each in dishes_of.items() if each.plain_minor != each.price_minor
        },
        surcharges=[each for each in settings_of(state).surcharges if each.automatic],
    )
