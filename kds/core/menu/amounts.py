"""In what a dish is ordered: portions, halves of them, or grams."""

from __future__ import annotations

from kds.core.menu.model import GRAMS_MOST, Dish

PORTION_MOST = 100_000
"""Thousandths of a portion that an option can make of one, at most."""


def amount_faults(dish: Dish) -> list[str]:
    """What is wrong with the amounts in which a dish is ordered."""
    portions = [choice.portion_permille for group in dish.options for choice in group.choices]
    found = []
    if not 1 <= dish.per <= (GRAMS_MOST if dish.weighed else 1):
        found.append("its price is for an amount that is out of range")
    if any(not 1 <= portion <= PORTION_MOST for portion in portions):
        found.append("an option makes a portion that is out of range")
    if dish.weighed and any(portion != 1000 for portion in portions):
        found.append("it is weighed, and has no half portions")
    return found
