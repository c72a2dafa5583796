"""The menu as it is printed: category by category, with what choices cost and what is charged beside."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from kds.core.billing.model import SurchargeRule
from kds.core.bills import settings_of
from kds.core.channels import CALLED
from kds.core.menu.menu_view import DishView, menu_view
from kds.core.menu.model import Dish
from kds.core.selling import hours_of, in_words
from kds.core.state import State
from kds.core.types import Minor, Name


class PrintedCategory(NamedTuple):
    """A category that has dishes, in the menu's order."""

    name: Name
    dishes: list[DishView]


class OtherPrice(NamedTuple):
    """A price of certain hours, None for all, and of certain channels, none for all."""

    price_minor: Minor
    hours: Name | None
    channels: tuple[Name, ...]


class PrintedMenu(NamedTuple):
    """The whole menu; `surcharges` are those that every new bill has.

    `others`: dish → what else it costs, by channels and parts of the day. `allergens`: what they are called.
    `least_minor`: dish → what it costs as cheaply as it can be ordered, where that is not its price.
    """

    version: int
    categories: list[PrintedCategory]
    surcharges: list[SurchargeRule]
    least_minor: dict[str, Minor]
    others: dict[str, list[OtherPrice]]
    allergens: dict[str, Name]


def printed_menu(state: State) -> PrintedMenu:
    """The menu at its list prices, and the others. What is sold out is on it: paper outlasts an evening."""
    view, dishes_of = menu_view(state), state.menu.dishes
    dishes: dict[str, list[DishView]] = {}
    for dish in view.dishes:
        dishes.setdefault(dish.category, []).append(replace(dish, price_minor=dishes_of[dish.dish].price_minor))
    named = [(each.name, dishes.get(each.category, [])) for each in view.categories]
    return PrintedMenu(
        version=view.version,
        categories=[PrintedCategory(name, found) for name, found in named if found],
        least_minor={
            name: each.plain_minor for name, each in dishes_of.items() if each.plain_minor != each.price_minor
        },
        others={name: _others(state, each) for name, each in dishes_of.items() if each.prices},
        allergens={each.allergen: each.name for each in view.allergens},
        surcharges=[each for each in settings_of(state).surcharges if each.automatic],
    )


def _others(state: State, dish: Dish) -> list[OtherPrice]:
    found = []
    for each in dish.prices:
        hours = hours_of(state.menu.dayparts.values(), each.dayparts) if each.dayparts else []
        channels = tuple([CALLED[channel] for channel in CALLED if channel in each.channels])
        found.append(OtherPrice(each.price_minor, in_words(hours) if hours else None, channels))
    return found
