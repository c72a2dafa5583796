"""What a row of each sheet of the menu is, and the rows that a menu is."""

from __future__ import annotations

from decimal import Decimal

from kds.core.menu.allergens import Allergen
from kds.core.menu.menu_view import dayparts_of
from kds.core.menu.model import CellPrice, Dish, DishKind
from kds.core.menu.times import written
from kds.core.money import EXPONENTS, currency_of
from kds.core.state import State
from kds.core.types import Channel, Permille
from kds.ops.house_file.row import PERMILLES, Named, Row, names, whole


class DaypartRow(Named, frozen=True, kw_only=True):
    """A part of the day; `begins` is a local time, 11:00, and `weekdays` are numbers, Monday is 1; none are all."""

    daypart: str
    begins: str
    weekdays: tuple[int, ...] = ()


class CategoryRow(Named, frozen=True, kw_only=True):
    """A page of the menu."""

    category: str
    position: int = 0


class DishRow(Named, frozen=True, kw_only=True):
    """A dish; `price` is in whole money, for one portion or for `per` grams of what is weighed.

    It is sold in these `dayparts` and by these `channels`, none are all; its other prices stand in the sheet `prices`.
    A pot has from `cells_min` to `cells_max` cells, each of a soup of the sheet `soups`.
    """

    dish: str
    kind: DishKind
    category: str
    station: str
    price: Decimal
    standard_s: Decimal
    weighed: bool = False
    per: int = 1
    to_weigh: bool = False
    code: str = ""
    position: int = 0
    soon_permille: Permille = 0
    late_permille: Permille = 0
    critical_permille: Permille = 0
    cells_min: int | None = None
    cells_max: int | None = None
    cells_price: CellPrice | None = None
    portion_zh: str = ""
    portion_en: str = ""
    serves: int = 0
    allergens: tuple[Allergen, ...] = ()
    alcohol: bool = False
    course: int = 0
    dayparts: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    photo: str = ""
    recipe: tuple[str, ...] = ()


class OptionRow(Named, frozen=True, kw_only=True):
    """One choice of a question of a dish; the rows of one `group` of a dish are one question, in their order."""

    dish: str
    group: str
    group_zh: str = ""
    group_en: str = ""
    min: int
    max: int
    option: str
    price: Decimal = Decimal(0)
    portion_permille: Permille = 1000


class MealRow(Row, frozen=True, kw_only=True):
    """One dish (`part`) that may be chosen for a set meal, and what a portion of it adds to the meal's price.

    The rows of one `group` of a meal are one of its parts, of which from `min` to `max` portions are chosen.
    """

    dish: str
    group: str
    group_zh: str = ""
    group_en: str = ""
    min: int
    max: int
    part: str
    price: Decimal = Decimal(0)


class SoupRow(Named, frozen=True, kw_only=True):
    """A soup that can fill a cell of a pot, and what it adds."""

    dish: str
    soup: str
    price: Decimal = Decimal(0)


class PriceRow(Row, frozen=True, kw_only=True):
    """What a dish costs by these channels in these parts of the day; the first of its rows that fits is its price."""

    dish: str
    price: Decimal
    channels: tuple[Channel, ...] = ()
    dayparts: tuple[str, ...] = ()


class StepRow(Row, frozen=True, kw_only=True):
    """A further step of a dish: the station that has it and how long it may take there; the rows are in its order."""

    dish: str
    station: str
    standard_s: Decimal


KINDS: dict[str, type[Row]] = {
    "dayparts": DaypartRow,
    "categories": CategoryRow,
    "dishes": DishRow,
    "prices": PriceRow,
    "steps": StepRow,
    "options": OptionRow,
    "soups": SoupRow,
    "meals": MealRow,
}
"""The sheets of the menu, in their order."""


def of_menu(state: State) -> dict[str, list[Row]]:
    """All rows of a menu."""
    dishes = sorted(state.menu.dishes.values(), key=lambda each: (each.category, each.position, each.dish))
    categories = sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))
    exponent = EXPONENTS.get(currency_of(state), 2)
    return {
        "dayparts": [
            DaypartRow(
                daypart=each.daypart,
                begins=written(each.from_minute),
                weekdays=each.weekdays,
                **names(each),
            )
            for each in dayparts_of(state)
        ],
        "categories": [
            CategoryRow(category=each.category, position=each.position, **names(each)) for each in categories
        ],
        "dishes": [_dish(each, exponent) for each in dishes],
        "prices": [row for each in dishes for row in _prices(each, exponent)],
        "steps": [row for each in dishes for row in _steps(each)],
        "options": [row for each in dishes for row in _options(each, exponent)],
        "soups": [row for each in dishes for row in _soups(each, exponent)],
        "meals": [row for each in dishes for row in _meals(each, exponent)],
    }


def _dish(dish: Dish, exponent: int) -> Row:
    pot = dish.cells
    return DishRow(
        dish=dish.dish,
        kind=dish.kind,
        category=dish.category,
        station=dish.station,
        price=whole(dish.price_minor, exponent),
        standard_s=whole(dish.standard_ms, 3),
        weighed=dish.weighed,
        per=dish.per,
        to_weigh=dish.to_weigh,
        code=dish.code,
        position=dish.position,
        cells_min=None if pot is None else pot.min,
        cells_max=None if pot is None else pot.max,
        cells_price=None if pot is None else pot.price,
        portion_zh="" if dish.portion is None else dish.portion.zh,
        portion_en="" if dish.portion is None else dish.portion.en,
        serves=dish.serves,
        allergens=dish.allergens,
        alcohol=dish.alcohol,
        course=dish.course,
        dayparts=dish.dayparts,
        channels=dish.channels,
        photo=dish.photo,
        recipe=dish.recipe,
        **{name: getattr(dish, name) for name in PERMILLES},
        **names(dish),
    )


def _steps(dish: Dish) -> list[Row]:
    return [StepRow(dish=dish.dish, station=each.station, standard_s=whole(each.standard_ms, 3)) for each in dish.steps]


def _options(dish: Dish, exponent: int) -> list[Row]:
    return [
        OptionRow(
            dish=dish.dish,
            group=group.group,
            group_zh=group.name.zh,
            group_en=group.name.en,
            min=group.min,
            max=group.max,
            option=each.option,
            price=whole(each.price_minor, exponent),
            portion_permille=each.portion_permille,
            **names(each),
        )
        for group in dish.options
        for each in group.choices
    ]


def _meals(dish: Dish, exponent: int) -> list[Row]:
    return [
        MealRow(
            dish=dish.dish,
            group=group.group,
            group_zh=group.name.zh,
            group_en=group.name.en,
            min=group.min,
            max=group.max,
            part=each.dish,
            price=whole(each.price_minor, exponent),
        )
        for group in dish.meal
        for each in group.choices
    ]


def _soups(dish: Dish, exponent: int) -> list[Row]:
    soups = () if dish.cells is None else dish.cells.soups
    return [
        SoupRow(dish=dish.dish, soup=each.soup, price=whole(each.price_minor, exponent), **names(each))
        for each in soups
    ]


def _prices(dish: Dish, exponent: int) -> list[Row]:
    return [
        PriceRow(
            dish=dish.dish,
            price=whole(each.price_minor, exponent),
            channels=each.channels,
            dayparts=each.dayparts,
        )
        for each in dish.prices
    ]
