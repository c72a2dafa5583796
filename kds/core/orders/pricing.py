"""What one portion of a dish costs with the options and cells that a guest chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kds.core.menu.model import Cells, Dish
from kds.core.orders.model import Cell
from kds.core.types import Minor, Name, Permille, Reason, Refusal, reason

UNKNOWN_OPTION = reason(
    "unknown_option", "invalid", "“{name_zh}”没有选项“{option}”", "“{name_en}” has no option “{option}”"
)
OPTION_TWICE = reason(
    "option_twice", "invalid", "“{name_zh}”的“{option_zh}”选了两次", "“{name_en}”: “{option_en}” is chosen twice"
)
OPTIONS_COUNT = reason(
    "options_count",
    "invalid",
    "“{name_zh}”的“{group_zh}”须选{count_zh}项",
    "“{name_en}”: choose {count_en} of “{group_en}”",
)
CELLS_COUNT = reason(
    "cells_count", "invalid", "“{name_zh}”须选{count_zh}格汤底", "“{name_en}”: choose {count_en} of the soups"
)
NO_CELLS = reason("no_cells", "invalid", "“{name_zh}”不是锅底，不能选格", "“{name_en}” is not a pot and has no cells")
UNKNOWN_SOUP = reason("unknown_soup", "invalid", "“{name_zh}”没有汤底“{soup}”", "“{name_en}” has no soup “{soup}”")


def unit_price(dish: Dish, options: Sequence[str], cells: Sequence[Cell]) -> Minor:
    """The dish's own price, plus its options, plus what its soups add. Refused: as in `REFUSES`."""
    extra = options_price(dish, options) if options or dish.options else 0
    if dish.cells is not None:
        extra += cells_price(dish, dish.cells, cells)
    elif cells:
        raise refusal_of(NO_CELLS, dish)
    return dish.price_minor + extra if extra else dish.price_minor  # mostly the menu's own number: a line keeps it


def options_price(dish: Dish, options: Sequence[str]) -> Minor:
    """The sum of the chosen options, each group asked for its `min` and `max`."""
    left = set(options)
    if len(left) != len(options):
        twice = next(option for option in options if options.count(option) > 1)
        named = {choice.option: choice.name for group in dish.options for choice in group.choices}
        name = named.get(twice) or Name(zh=twice, en=twice)
        raise refusal_of(OPTION_TWICE, dish, option=twice, option_zh=name.in_zh, option_en=name.in_en)
    total = 0
    for group in dish.options:
        chosen = 0
        for choice in group.choices:
            if choice.option in left:
                left.discard(choice.option)
                total += choice.price_minor
                chosen += 1
        if not group.min <= chosen <= group.max:
            names = {"group": group.group, "group_zh": group.name.in_zh, "group_en": group.name.in_en}
            raise refusal_of(OPTIONS_COUNT, dish, **names, **count_in_words(group.min, group.max))
    if left:
        raise refusal_of(UNKNOWN_OPTION, dish, option=min(left))
    return total


def portion_permille(dish: Dish, options: Sequence[str]) -> Permille:
    """How much of a portion the chosen options make of one: half is 500; of several, one makes its part of the other's.

    Half (500) and for children (600) is 300 of a portion.
    """
    portion = 1000
    for group in dish.options:
        for choice in group.choices:
            if choice.option in options:
                portion = portion * choice.portion_permille // 1000
    return portion


def cells_price(dish: Dish, pot: Cells, cells: Sequence[Cell]) -> Minor:
    """What the soups add, by the pot's rule.

    A pot of soups at 10, 30 and 20: `fixed` adds 0, `sum` adds 60, `dearest` adds 30.
    """
    if not pot.min <= len(cells) <= pot.max:
        raise refusal_of(CELLS_COUNT, dish, **count_in_words(pot.min, pot.max))
    offered = {soup.soup: soup.price_minor for soup in pot.soups}
    for cell in cells:
        if cell.soup not in offered:
            raise refusal_of(UNKNOWN_SOUP, dish, soup=cell.soup)
    prices = [offered[cell.soup] for cell in cells]
    if pot.price == "sum":
        return sum(prices)
    return max(prices) if pot.price == "dearest" else 0


def refusal_of(why: Reason, dish: Dish, **details: Any) -> Refusal:
    """A refusal in the words of the menu: whoever reads it does not know the ids."""
    return Refusal(why, dish=dish.dish, name_zh=dish.name.in_zh, name_en=dish.name.in_en, **details)


def count_in_words(least: int, most: int) -> dict[str, Any]:
    """How many are to be chosen, as numbers and in words."""
    words = (str(least), str(least)) if least == most else (f"{least}到{most}", f"{least} to {most}")
    return {"min": least, "max": most, "count_zh": words[0], "count_en": words[1]}


REFUSES = (UNKNOWN_OPTION, OPTION_TWICE, OPTIONS_COUNT, UNKNOWN_SOUP, CELLS_COUNT, NO_CELLS)
