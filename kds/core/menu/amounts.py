"""In what a dish is ordered: portions, halves of them, or grams."""

from __future__ import annotations

from kds.core.faults import Fault, Flaw
from kds.core.menu.model import GRAMS_MOST, Dish

PORTION_MOST = 100_000
"""Thousandths of a portion that an option can make of one, at most."""

PER = Flaw("per", "“{it}”的计价份量超出范围", "The amount that the price of “{it}” is for is out of range")
PORTION = Flaw("portion", "“{it}”有选项的份量超出范围", "An option of “{it}” makes a portion that is out of range")
WEIGHED_PORTION = Flaw(
    "weighed_portion", "“{it}”按重量卖，不能分半份", "“{it}” is sold by weight and has no half portions"
)

NO_SCALE = Flaw("no_scale", "“{it}”不按重量卖，不用称重", "“{it}” is not sold by weight: there is nothing to weigh")


def amount_faults(dish: Dish) -> list[Fault]:
    """What is wrong with the amounts in which a dish is ordered."""
    found = []
    if not 1 <= dish.per <= (GRAMS_MOST if dish.weighed else 1):
        found.append(PER.of(dish.dish, dish.name))
    portions = [choice.portion_permille for group in dish.options for choice in group.choices] if dish.options else []
    if portions and not 1 <= min(portions) <= max(portions) <= PORTION_MOST:
        found.append(PORTION.of(dish.dish, dish.name))
    if dish.weighed and any(portion != 1000 for portion in portions):
        found.append(WEIGHED_PORTION.of(dish.dish, dish.name))
    if dish.to_weigh and not dish.weighed:
        found.append(NO_SCALE.of(dish.dish, dish.name))
    return found
