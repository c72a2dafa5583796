"""The menu that a file comes to: its dishes with their options, pots and set meals."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import (
    Category,
    Cells,
    Choice,
    Daypart,
    Dish,
    MealChoice,
    MealGroup,
    MenuGone,
    OptionGroup,
    PriceAt,
    Soup,
    Step,
)
from kds.core.menu.times import minute_of
from kds.core.state import State
from kds.core.types import Name
from kds.ops.house_file.menu_rows import (
    CategoryRow,
    DaypartRow,
    DishRow,
    MealRow,
    OptionRow,
    PriceRow,
    SoupRow,
    StepRow,
)
from kds.ops.house_file.reading import SECONDS, HouseFile, gone, parts


def menu_of(state: State, file: HouseFile, exponent: int, *, replace: bool) -> ChangeMenu:
    """The change that the sheets of the menu are; sums have so many decimals as `exponent` says."""
    dishes = file.of("dishes", DishRow)
    known = {row.dish for _, row in dishes}
    options: dict[str, list[tuple[str, OptionRow]]] = {}
    soups: dict[str, list[tuple[str, SoupRow]]] = {}
    meals: dict[str, list[tuple[str, MealRow]]] = {}
    prices: dict[str, list[tuple[str, PriceRow]]] = {}
    steps: dict[str, list[tuple[str, StepRow]]] = {}
    for where, row in file.of("options", OptionRow):
        options.setdefault(row.dish, []).append((where, row))
    for where, soup in file.of("soups", SoupRow):
        soups.setdefault(soup.dish, []).append((where, soup))
    for where, part in file.of("meals", MealRow):
        meals.setdefault(part.dish, []).append((where, part))
    for where, price in file.of("prices", PriceRow):
        prices.setdefault(price.dish, []).append((where, price))
    for where, step in file.of("steps", StepRow):
        steps.setdefault(step.dish, []).append((where, step))
    named = [(where, option.dish) for where, option in file.of("options", OptionRow)]
    named += [(where, soup.dish) for where, soup in file.of("soups", SoupRow)]
    named += [(where, part.dish) for where, part in file.of("meals", MealRow)]
    named += [(where, price.dish) for where, price in file.of("prices", PriceRow)]
    named += [(where, step.dish) for where, step in file.of("steps", StepRow)]
    for where, dish in named:
        if dish not in known and "dishes" not in file.broken:
            file.fault(where, f"表dishes里没有“{dish}”", f"the sheet dishes has no “{dish}”")
    categories = [each for _, each in file.of("categories", CategoryRow)]
    return ChangeMenu(
        categories=tuple([Category(each.category, Name(zh=each.zh, en=each.en), each.position) for each in categories]),
        dishes=tuple(
            [
                msgspec.structs.replace(
                    _dish(file, where, row, options.get(row.dish, []), soups.get(row.dish, []), exponent),
                    meal=_meal(file, meals.get(row.dish, []), exponent),
                    prices=_prices(file, prices.get(row.dish, []), exponent),
                    steps=_steps(file, steps.get(row.dish, [])),
                )
                for where, row in dishes
            ]
        ),
        gone=MenuGone(
            gone(file, "categories", state.menu.categories, replace=replace),
            gone(file, "dishes", state.menu.dishes, replace=replace),
            gone(file, "dayparts", state.menu.dayparts, replace=replace),
        ),
        dayparts=tuple([_daypart(file, where, row) for where, row in file.of("dayparts", DaypartRow)]),
    )


def _dish(
    file: HouseFile,
    where: str,
    row: DishRow,
    options: list[tuple[str, OptionRow]],
    soups: list[tuple[str, SoupRow]],
    exponent: int,
) -> Dish:
    cells = None
    if row.cells_min is not None and row.cells_max is not None and row.cells_price is not None:
        found = [
            Soup(soup.soup, Name(zh=soup.zh, en=soup.en), parts(file, at, soup.price, exponent)) for at, soup in soups
        ]
        cells = Cells(row.cells_min, row.cells_max, row.cells_price, tuple(found))
    elif soups or any(each is not None for each in (row.cells_min, row.cells_max, row.cells_price)):
        file.fault(where, "锅的格数和计价要写全", "a pot needs cells_min, cells_max and cells_price")
    return Dish(
        dish=row.dish,
        name=Name(zh=row.zh, en=row.en),
        kind=row.kind,
        category=row.category,
        station=row.station,
        price_minor=parts(file, where, row.price, exponent),
        standard_ms=parts(file, where, row.standard_s, SECONDS),
        options=_groups(file, options, exponent),
        cells=cells,
        soon_permille=row.soon_permille,
        late_permille=row.late_permille,
        critical_permille=row.critical_permille,
        position=row.position,
        weighed=row.weighed,
        per=row.per,
        to_weigh=row.to_weigh,
        code=row.code,
        portion=Name(zh=row.portion_zh, en=row.portion_en) if row.portion_zh or row.portion_en else None,
        serves=row.serves,
        allergens=row.allergens,
        alcohol=row.alcohol,
        course=row.course,
        dayparts=row.dayparts,
        channels=row.channels,
        photo=row.photo,
        recipe=row.recipe,
    )


def _steps(file: HouseFile, rows: list[tuple[str, StepRow]]) -> tuple[Step, ...]:
    """Where a dish goes from its station, in the order of the rows."""
    return tuple([Step(row.station, parts(file, where, row.standard_s, SECONDS)) for where, row in rows])


def _daypart(file: HouseFile, where: str, row: DaypartRow) -> Daypart:
    begins = minute_of(row.begins)
    if begins is None:
        file.fault(where, f"开始时间“{row.begins}”要写成11:00这样", f"“{row.begins}” is no time like 11:00")
    return Daypart(row.daypart, Name(zh=row.zh, en=row.en), begins or 0, row.weekdays)


def _prices(file: HouseFile, rows: list[tuple[str, PriceRow]], exponent: int) -> tuple[PriceAt, ...]:
    """What a dish costs elsewhere and at other times, in the order of the rows."""
    return tuple([PriceAt(parts(file, where, row.price, exponent), row.channels, row.dayparts) for where, row in rows])


def _groups(file: HouseFile, rows: list[tuple[str, OptionRow]], exponent: int) -> tuple[OptionGroup, ...]:
    """The questions of a dish."""
    found = []
    for where, row in rows:
        price = parts(file, where, row.price, exponent)
        choice = Choice(row.option, Name(zh=row.zh, en=row.en), price, row.portion_permille)
        name = Name(zh=row.group_zh, en=row.group_en)
        found.append((where, OptionGroup(row.group, name, row.min, row.max, (choice,))))
    return _joined(file, found)


def _meal(file: HouseFile, rows: list[tuple[str, MealRow]], exponent: int) -> tuple[MealGroup, ...]:
    """The groups of a set meal."""
    found = []
    for where, row in rows:
        choice = MealChoice(row.part, parts(file, where, row.price, exponent))
        name = Name(zh=row.group_zh, en=row.group_en)
        found.append((where, MealGroup(row.group, name, row.min, row.max, (choice,))))
    return _joined(file, found)


G = TypeVar("G", bound=OptionGroup | MealGroup)


def _joined(file: HouseFile, rows: list[tuple[str, G]]) -> tuple[G, ...]:
    """Groups of one choice each made one of all theirs, in the order in which they begin; all say the same of it."""
    found: dict[str, G] = {}
    for where, group in rows:
        known = found.setdefault(group.group, group)
        if known is group:
            continue
        if (known.name, known.min, known.max) != (group.name, group.min, group.max):
            name = group.group
            file.fault(where, f"“{name}”这一组前后写得不一样", f"the group “{name}” is not as in the rows before")
        found[group.group] = msgspec.structs.replace(known, choices=(*known.choices, *group.choices))
    return tuple(found.values())
