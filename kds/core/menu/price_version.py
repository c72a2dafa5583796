"""Since which version of the menu a dish has its price: what an order may rely on that has seen an older one."""

from __future__ import annotations

from kds.core.menu.model import Dish


def priced_in(before: Dish | None, dish: Dish, version: int) -> int:
    """The version since which a dish costs what it costs, where `version` is about to be published.

    Names, stations and thresholds may change; its prices, what it is weighed by, its options, its soups and
    the choices of a set meal may not.
    """
    if before is None or before.price_minor != dish.price_minor:
        return version
    return before.priced_in if _priced(before) == _priced(dish) else version


def _priced(dish: Dish) -> tuple[object, ...]:
    options = [
        (group.group, group.min, group.max, [(each.option, each.price_minor, each.portion_permille)])
        for group in dish.options
        for each in group.choices
    ]
    cells = dish.cells
    soups = cells and (cells.min, cells.max, cells.price, [(soup.soup, soup.price_minor) for soup in cells.soups])
    meal = [
        (group.group, group.min, group.max, [(each.dish, each.price_minor) for each in group.choices])
        for group in dish.meal
    ]
    return dish.price_minor, dish.prices, dish.weighed, dish.per, options, soups, meal
