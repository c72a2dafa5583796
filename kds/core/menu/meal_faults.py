"""What can be wrong with a set meal (套餐) as it is to stand on the menu, beside what can be wrong with any dish."""

from __future__ import annotations

from collections.abc import Mapping

from kds.core.faults import Fault, Flaw
from kds.core.menu.model import PARTS_MOST, PRICE_MOST, Dish, MealGroup
from kds.core.money import in_words
from kds.core.types import CHANNELS, Channel, Minor

MEAL_ITSELF = Flaw(
    "meal_itself",
    "“{it}”是套餐，自己不能有选项、锅底格，也不能按重量卖",
    "“{it}” is a set meal: it has no options or cells of its own, and is not sold by weight",
)
MEAL_GROUP = Flaw(
    "meal_group",
    "套餐“{it}”的“{group}”须选{min}到{max}份，这样选不出来，或者“{group}”写了两次",
    "“{group}” of the set meal “{it}” asks for {min} to {max}, which cannot be, or is given twice",
)
MEAL_GROUP_NAME = Flaw(
    "meal_group_name", "套餐“{it}”的“{group}”没有名称", "“{group}” of the set meal “{it}” has no name"
)
MEAL_SIZE = Flaw(
    "meal_size",
    "套餐“{it}”至少要有一份必选的菜，一共最多{most}份",
    "The set meal “{it}” must have one dish that is not left out, and {most} of them at most",
)
NO_PART = Flaw("no_part", "套餐“{it}”里的“{part}”不在菜单上", "“{part}” of the set meal “{it}” is not on the menu")
PART_KIND = Flaw(
    "part_kind",
    "套餐“{it}”里不能有“{part}”：它按重量卖，或者自己就是套餐",
    "“{part}” cannot be in the set meal “{it}”: it is sold by weight, or is a set meal itself",
)
PART_TWICE = Flaw(
    "part_twice", "套餐“{it}”的“{group}”里“{part}”写了两次", "“{group}” of the set meal “{it}” has “{part}” twice"
)
PART_PRICE = Flaw(
    "part_price",
    "套餐“{it}”里“{part}”的加价太大或小于零",
    "“{part}” of the set meal “{it}” costs too much more, or less than nothing",
)
ABOVE_PARTS = Flaw(
    "above_parts",
    "套餐“{it}”比单点还贵：最便宜的一种选法单点只要{parts}，套餐却要{price}",
    "The set meal “{it}” costs more than its parts: chosen cheaply they are {parts}, and it is {price}",
)


def meal_faults(meal: Dish, dishes: Mapping[str, Dish], currency: str) -> list[Fault]:
    """All that is wrong with a meal among these dishes, which are all of the menu as it is to be.

    What it costs is held against the cheapest that a guest may choose of it, less what choices add, by every channel
    and in every part of the day: nobody ever pays more for the meal than for the same dishes by themselves, whatever
    they choose.
    """
    found = []
    if meal.options or meal.cells is not None or meal.weighed or meal.kind == "base":
        found.append(MEAL_ITSELF.of(meal.dish, meal.name))
    if sum(group.min for group in meal.meal) < 1 or sum(group.max for group in meal.meal) > PARTS_MOST:
        found.append(MEAL_SIZE.of(meal.dish, meal.name, most=PARTS_MOST))
    seen: set[str] = set()
    for group in meal.meal:
        if group.group in seen or not (0 <= group.min <= group.max and group.max >= 1 and group.choices):
            found.append(MEAL_GROUP.of(meal.dish, meal.name, group=group.group, min=group.min, max=group.max))
        seen.add(group.group)
        if not (group.name.zh or group.name.en):
            found.append(MEAL_GROUP_NAME.of(meal.dish, meal.name, group=group.group))
        found += _choice_faults(meal, group, dishes)
    if not found:
        found += _price_faults(meal, dishes, currency)
    return found


def _price_faults(meal: Dish, dishes: Mapping[str, Dish], currency: str) -> list[Fault]:
    """That it is above its parts, in the first way in which it is."""
    for channel, daypart in _ways(meal, dishes):
        parts = sum([least(group, dishes, channel, daypart) for group in meal.meal])
        price = meal.price_at(channel, daypart)
        if price > parts:
            words = {"parts": in_words(parts, currency), "price": in_words(price, currency)}
            return [ABOVE_PARTS.of(meal.dish, meal.name, **words)]
    return []


def _ways(meal: Dish, dishes: Mapping[str, Dish]) -> list[tuple[Channel | None, str]]:
    """The channels and parts of the day in which it can cost something else, or its parts can; "" is any other part."""
    of = [meal, *[dishes[choice.dish] for group in meal.meal for choice in group.choices]]
    prices = [price for each in of for price in each.prices]
    if not prices:
        return [(None, "")]
    dayparts = ("", *sorted({daypart for price in prices for daypart in price.dayparts}))
    return [(channel, daypart) for channel in meal.channels or CHANNELS for daypart in meal.dayparts or dayparts]


def _choice_faults(meal: Dish, group: MealGroup, dishes: Mapping[str, Dish]) -> list[Fault]:
    found = []
    seen: set[str] = set()
    for choice in group.choices:
        part = dishes.get(choice.dish)
        if part is None:
            found.append(NO_PART.of(meal.dish, meal.name, part=choice.dish))
        elif part.weighed or part.meal:
            found.append(PART_KIND.of(meal.dish, meal.name, part=choice.dish))
        if choice.dish in seen:
            found.append(PART_TWICE.of(meal.dish, meal.name, group=group.group, part=choice.dish))
        seen.add(choice.dish)
        if not 0 <= choice.price_minor <= PRICE_MOST:
            found.append(PART_PRICE.of(meal.dish, meal.name, part=choice.dish))
    return found


def least(group: MealGroup, dishes: Mapping[str, Dish], channel: Channel | None, daypart: str) -> Minor:
    """The least by which what is chosen from a group is worth more, in this way, than what choosing it adds."""
    parts = [(dishes[choice.dish].at(channel, daypart), choice.price_minor) for choice in group.choices]
    worth = min([part.plain_minor - adds for part, adds in parts])
    return worth * (group.min if worth >= 0 else group.max)
