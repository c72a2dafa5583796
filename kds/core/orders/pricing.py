"""What one portion of a dish costs with the options and cells that a guest chose."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.menu.model import Cells, Dish
from kds.core.orders.model import Cell
from kds.core.types import Minor, Refusal, reason

UNKNOWN_OPTION = reason("unknown_option", "invalid", "“{dish}”没有选项“{option}”", "“{dish}” has no option “{option}”")
OPTION_TWICE = reason("option_twice", "invalid", "“{dish}”的“{option}”选了两次", "“{dish}”: “{option}” is chosen twice")
OPTIONS_COUNT = reason(
    "options_count",
    "invalid",
    "“{dish}”的“{group}”须选{min}到{max}项",
    "“{dish}” needs {min} to {max} of “{group}”",
)
CELLS_COUNT = reason("cells_count", "invalid", "“{dish}”须选{min}到{max}格锅底", "“{dish}” needs {min} to {max} soups")
NO_CELLS = reason("no_cells", "invalid", "“{dish}”不是锅底，不能选格", "“{dish}” is not a pot and has no cells")
UNKNOWN_SOUP = reason("unknown_soup", "invalid", "“{dish}”没有汤底“{soup}”", "“{dish}” has no soup “{soup}”")


def unit_price(dish: Dish, options: Sequence[str], cells: Sequence[Cell]) -> Minor:
    """The dish's own price, plus its options, plus what its soups add.

    Refused: unknown_option, option_twice, options_count, unknown_soup, cells_count, no_cells.
    """
    price = dish.price_minor
    if options or dish.options:
        price += options_price(dish, options)
    if dish.cells is not None:
        price += cells_price(dish, dish.cells, cells)
    elif cells:
        raise Refusal(NO_CELLS, dish=dish.dish)
    return price


def options_price(dish: Dish, options: Sequence[str]) -> Minor:
    """The sum of the chosen options, each group asked for its `min` and `max`."""
    left = set(options)
    if len(left) != len(options):
        twice = next(option for option in options if options.count(option) > 1)
        raise Refusal(OPTION_TWICE, dish=dish.dish, option=twice)
    total = 0
    for group in dish.options:
        chosen = 0
        for choice in group.choices:
            if choice.option in left:
                left.discard(choice.option)
                total += choice.price_minor
                chosen += 1
        if not group.min <= chosen <= group.max:
            raise Refusal(OPTIONS_COUNT, dish=dish.dish, group=group.group, min=group.min, max=group.max)
    if left:
        raise Refusal(UNKNOWN_OPTION, dish=dish.dish, option=min(left))
    return total


def cells_price(dish: Dish, pot: Cells, cells: Sequence[Cell]) -> Minor:
    """What the soups add, by the pot's rule.

    A pot of soups at 10, 30 and 20: `fixed` adds 0, `sum` adds 60, `dearest` adds 30.
    """
    if not pot.min <= len(cells) <= pot.max:
        raise Refusal(CELLS_COUNT, dish=dish.dish, min=pot.min, max=pot.max)
    offered = {soup.soup: soup.price_minor for soup in pot.soups}
    for cell in cells:
        if cell.soup not in offered:
            raise Refusal(UNKNOWN_SOUP, dish=dish.dish, soup=cell.soup)
    prices = [offered[cell.soup] for cell in cells]
    if pot.price == "sum":
        return sum(prices)
    return max(prices) if pot.price == "dearest" else 0
