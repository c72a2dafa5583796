"""The menu as the guests' pages and every ordering client read it."""

from __future__ import annotations

from kds.core.menu.model import CellPrice, Cells, Dish, DishKind, MealGroup, OptionGroup
from kds.core.state import State
from kds.core.types import Minor, Name, Permille, Record


class ChoiceView(Record, frozen=True, gc=False):
    """One thing to pick, what it adds to the price of one portion, and how much of one it makes: half is 500."""

    option: str
    name: Name
    price_minor: Minor
    portion_permille: Permille


class GroupView(Record, frozen=True, gc=False):
    """A question to the guest: between `min` and `max` of its choices must be picked."""

    group: str
    name: Name
    min: int
    max: int
    choices: tuple[ChoiceView, ...]


class SoupView(Record, frozen=True, gc=False):
    """A soup that can fill a cell of a pot."""

    soup: str
    name: Name
    price_minor: Minor


class CellsView(Record, frozen=True, gc=False):
    """The cells of a pot; `price` says what its soups add: nothing (fixed), all (sum), the dearest (dearest)."""

    min: int
    max: int
    price: CellPrice
    soups: tuple[SoupView, ...]


class MealChoiceView(Record, frozen=True, gc=False):
    """A dish that may be chosen for a set meal, and what a portion of it adds."""

    dish: str
    price_minor: Minor


class MealGroupView(Record, frozen=True, gc=False):
    """A part of a set meal: between `min` and `max` portions of its choices."""

    group: str
    name: Name
    min: int
    max: int
    choices: tuple[MealChoiceView, ...]


class CategoryView(Record, frozen=True, gc=False):
    """A page of the menu."""

    category: str
    name: Name


class DishView(Record, frozen=True, gc=False):
    """A dish as it can be ordered now.

    A `weighed` dish is ordered in grams, and `price_minor` is for `per` of them; any other is ordered in portions, and
    `per` is 1. `remaining` are whole portions, or grams, and `rest_permille` what is left beyond them; None is not
    counted. `code` is what the staff types for it, "" for none. What is `to_weigh` costs what the scale says.
    A set meal (套餐) has the groups of its parts in `meal`; it is sold out too where one of them cannot be filled.
    """

    dish: str
    name: Name
    kind: DishKind
    category: str
    station: str
    price_minor: Minor
    options: tuple[GroupView, ...]
    cells: CellsView | None
    sold_out: bool
    remaining: int | None
    rest_permille: Permille
    weighed: bool
    per: int
    code: str
    meal: tuple[MealGroupView, ...]
    to_weigh: bool


class MenuView(Record, frozen=True, gc=False):
    """The menu; version 0 and empty before there is one."""

    version: int
    currency: str
    categories: tuple[CategoryView, ...]
    dishes: tuple[DishView, ...]


def menu_view(state: State) -> MenuView:
    """The menu as it stands: categories and dishes in their places."""
    menu = state.menu.head.value
    if menu is None:
        house = state.day.house.value
        return MenuView(version=0, currency="" if house is None else house.currency, categories=(), dishes=())
    categories = sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))
    place = {category.category: number for number, category in enumerate(categories)}
    dishes = sorted(state.menu.dishes.values(), key=lambda dish: (place[dish.category], dish.position, dish.dish))
    return MenuView(
        version=menu.version,
        currency=menu.currency,
        categories=tuple([CategoryView(each.category, each.name) for each in categories]),
        dishes=tuple([_dish(state, dish) for dish in dishes]),
    )


def _dish(state: State, dish: Dish) -> DishView:
    stock = state.menu.stock.get(dish.dish)
    return DishView(
        dish=dish.dish,
        name=dish.name,
        kind=dish.kind,
        category=dish.category,
        station=dish.station,
        price_minor=dish.price_minor,
        options=tuple([_group(group) for group in dish.options]),
        cells=None if dish.cells is None else _cells(dish.cells),
        sold_out=_sold_out(state, dish),
        remaining=None if stock is None else stock.remaining,
        rest_permille=0 if stock is None else stock.rest_permille,
        weighed=dish.weighed,
        per=dish.per,
        code=dish.code,
        meal=tuple([_meal_group(group) for group in dish.meal]),
        to_weigh=dish.to_weigh,
    )


def _sold_out(state: State, dish: Dish) -> bool:
    stock = state.menu.stock.get(dish.dish)
    if stock is not None and stock.permille == 0:
        return True
    parts = state.menu.dishes
    return any(
        group.min > 0 and all(_sold_out(state, parts[choice.dish]) for choice in group.choices) for group in dish.meal
    )


def _group(group: OptionGroup) -> GroupView:
    choices = [ChoiceView(each.option, each.name, each.price_minor, each.portion_permille) for each in group.choices]
    return GroupView(group=group.group, name=group.name, min=group.min, max=group.max, choices=tuple(choices))


def _meal_group(group: MealGroup) -> MealGroupView:
    choices = [MealChoiceView(each.dish, each.price_minor) for each in group.choices]
    return MealGroupView(group=group.group, name=group.name, min=group.min, max=group.max, choices=tuple(choices))


def _cells(cells: Cells) -> CellsView:
    soups = [SoupView(each.soup, each.name, each.price_minor) for each in cells.soups]
    return CellsView(min=cells.min, max=cells.max, price=cells.price, soups=tuple(soups))
