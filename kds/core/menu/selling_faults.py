"""What can be wrong with when, by what and for what a dish is sold, and with what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

from kds.core.faults import Fault, Flaw
from kds.core.menu.model import PRICE_MOST, Dish
from kds.core.orders.model import COURSE_MOST

SERVES_MOST = 99
PRICES_MOST = 24
"""Prices of its own that a dish has by channels and parts of the day, at most."""

SERVES = Flaw("serves", "“{it}”的份量人数须是0到{most}", "“{it}” must be for 0 to {most} people")
DISH_COURSE = Flaw("dish_course", "“{it}”的道次须是0到{most}", "The course of “{it}” must be 0 to {most}")
GIVEN_TWICE = Flaw(
    "given_twice",
    "“{it}”的过敏原、餐段或渠道有写了两次的",
    "“{it}” has an allergen, a part of the day or a channel twice",
)
TOO_MANY_PRICES = Flaw(
    "too_many_prices", "“{it}”的分时分渠道价格最多{most}个", "“{it}” can have {most} other prices at most"
)
PRICE_AT = Flaw(
    "price_at", "“{it}”的分时分渠道价格太大或小于零", "Another price of “{it}” is too large or less than zero"
)
PRICE_ALWAYS = Flaw(
    "price_always",
    "“{it}”有一个价格没有说明餐段或渠道",
    "Another price of “{it}” says neither a part of the day nor a channel",
)
NO_PORTION = Flaw("no_portion", "“{it}”的份量没有写", "The size of a portion of “{it}” says nothing")


def selling_faults(dish: Dish) -> list[Fault]:
    """All that is wrong with it, whatever else is on the menu."""
    found = []
    if not 0 <= dish.serves <= SERVES_MOST:
        found.append(SERVES.of(dish.dish, dish.name, most=SERVES_MOST))
    if not 0 <= dish.course <= COURSE_MOST:
        found.append(DISH_COURSE.of(dish.dish, dish.name, most=COURSE_MOST))
    if dish.portion is not None and not (dish.portion.zh or dish.portion.en):
        found.append(NO_PORTION.of(dish.dish, dish.name))
    if _has_twice(dish.allergens, dish.dayparts, dish.channels):
        found.append(GIVEN_TWICE.of(dish.dish, dish.name))
    return found + price_faults(dish) if dish.prices else found


def _has_twice(*lists: Sequence[str]) -> bool:
    return any(len(set(each)) < len(each) for each in lists if each)


def price_faults(dish: Dish) -> list[Fault]:
    """What is wrong with its other prices."""
    found = []
    if any(_has_twice(price.channels, price.dayparts) for price in dish.prices):
        found.append(GIVEN_TWICE.of(dish.dish, dish.name))
    if len(dish.prices) > PRICES_MOST:
        found.append(TOO_MANY_PRICES.of(dish.dish, dish.name, most=PRICES_MOST))
    if any(not 0 <= price.price_minor <= PRICE_MOST for price in dish.prices):
        found.append(PRICE_AT.of(dish.dish, dish.name))
    if any(not (price.channels or price.dayparts) for price in dish.prices):
        found.append(PRICE_ALWAYS.of(dish.dish, dish.name))
    return found
