"""What a row of each sheet is, and the rows that a house is."""

from __future__ import annotations

from decimal import Decimal

from kds.core.kitchen.model import PriorityRule, ScreenLanguage, TextSize
from kds.core.menu.model import CellPrice, Dish, DishKind
from kds.core.money import EXPONENTS, currency_of
from kds.core.state import State
from kds.core.types import Permille
from kds.ops.house_file.row import PERMILLES, Named, Row, names, whole
from kds.ops.house_file.settings_rows import KINDS as SETTINGS_KINDS
from kds.ops.house_file.settings_rows import of_settings


class AreaRow(Named, frozen=True, kw_only=True):
    """A part of the floor."""

    area: str


class TableRow(Row, frozen=True):
    """A table, and how many people it seats."""

    table: str
    area: str
    seats: int


class StationRow(Named, frozen=True, kw_only=True):
    """A place of work in the kitchen; its thresholds are given all or not at all."""

    station: str
    position: int = 0
    priority: tuple[PriorityRule, ...] = ()
    soon_permille: Permille | None = None
    late_permille: Permille | None = None
    critical_permille: Permille | None = None
    critical_s: Decimal | None = None


class ScreenRow(Named, frozen=True, kw_only=True):
    """A wall screen; no stations means all of them."""

    screen: str
    stations: tuple[str, ...] = ()
    text: TextSize = "medium"
    reserved: int = 2
    all_day: bool = True
    language: ScreenLanguage = "zh"
    position: int = 0
    diagonal_inches: int = 43
    distance_cm: int = 300


class CategoryRow(Named, frozen=True, kw_only=True):
    """A page of the menu."""

    category: str
    position: int = 0


class DishRow(Named, frozen=True, kw_only=True):
    """A dish; `price` is in whole money, for one portion or for `per` grams of what is weighed.

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


KINDS: dict[str, type[Row]] = {
    **SETTINGS_KINDS,
    "areas": AreaRow,
    "tables": TableRow,
    "stations": StationRow,
    "screens": ScreenRow,
    "categories": CategoryRow,
    "dishes": DishRow,
    "options": OptionRow,
    "soups": SoupRow,
    "meals": MealRow,
}
"""The sheets of a file, in their order."""


Rows = dict[str, list[Row]]
"""A house: by sheet its rows."""


def of_state(state: State) -> Rows:
    """All rows of a house."""
    dishes = sorted(state.menu.dishes.values(), key=lambda each: (each.category, each.position, each.dish))
    areas, tables = sorted(state.floor.areas), sorted(state.floor.tables)
    exponent = EXPONENTS.get(currency_of(state), 2)
    return {
        **of_settings(state),
        "areas": [AreaRow(area=each, **names(state.floor.areas[each])) for each in areas],
        "tables": [TableRow(each, state.floor.tables[each].area, state.floor.tables[each].seats) for each in tables],
        "stations": _stations(state),
        "screens": _screens(state),
        "categories": [
            CategoryRow(category=each.category, position=each.position, **names(each))
            for each in sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))
        ],
        "dishes": [_dish(each, exponent) for each in dishes],
        "options": [row for each in dishes for row in _options(each, exponent)],
        "soups": [row for each in dishes for row in _soups(each, exponent)],
        "meals": [row for each in dishes for row in _meals(each, exponent)],
    }


def _stations(state: State) -> list[Row]:
    found = state.kitchen.stations.values()
    rows: list[Row] = []
    for each in sorted(found, key=lambda each: (each.position, each.station)):
        limits = each.thresholds
        own = {} if limits is None else {name: getattr(limits, name) for name in PERMILLES}
        rows.append(
            StationRow(
                station=each.station,
                position=each.position,
                priority=each.priority,
                critical_s=None if limits is None else whole(limits.critical_ms, 3),
                **own,
                **names(each),
            )
        )
    return rows


def _screens(state: State) -> list[Row]:
    return [
        ScreenRow(
            screen=each.screen,
            stations=each.stations,
            text=each.text,
            reserved=each.reserved,
            all_day=each.all_day,
            language=each.language,
            position=each.position,
            diagonal_inches=each.diagonal_inches,
            distance_cm=each.distance_cm,
            **names(each),
        )
        for each in sorted(state.kitchen.screens.values(), key=lambda each: (each.position, each.screen))
    ]


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
        **{name: getattr(dish, name) for name in PERMILLES},
        **names(dish),
    )


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
