"""What can be wrong with a dish as it is to stand on the menu."""

from __future__ import annotations

from itertools import pairwise

from kds.core.faults import Fault, Flaw
from kds.core.menu.amounts import amount_faults
from kds.core.menu.model import PRICE_MOST, RECIPE_MOST, STEPS_MOST, Cells, Dish, OptionGroup
from kds.core.menu.selling_faults import selling_faults
from kds.core.types import Minor, Ms, Permille

STANDARD_MOST_MS: Ms = 86_400_000
PERMILLE_MOST: Permille = 100_000
SLOTS_MOST = 9

PRICE = Flaw("price", "“{it}”的价格太大或小于零", "The price of “{it}” is too large or less than zero")
STANDARD_TIME = Flaw(
    "standard_time",
    "“{it}”的标准用时须大于零、不超过一天",
    "The standard time of “{it}” must be more than zero and at most a day",
)
THRESHOLDS = Flaw("thresholds", "“{it}”的预警比例太大或小于零", "A threshold of “{it}” is too large or less than zero")
OPTION_TWICE = Flaw("option_twice", "“{it}”的选项“{option}”写了两次", "“{it}” has the option “{option}” twice")
OPTION_NAME = Flaw("option_name", "“{it}”的选项“{option}”没有名称", "The option “{option}” of “{it}” has no name")
OPTION_PRICE = Flaw("option_price", "“{it}”的选项“{option}”加价太大", "The option “{option}” of “{it}” costs too much")
GROUP_COUNT = Flaw(
    "group_count",
    "“{it}”的“{group}”只有{count}个选项，却要选{min}到{max}项",
    "“{group}” of “{it}” has {count} options and asks for {min} to {max} of them",
)
BELOW_ZERO = Flaw(
    "below_zero", "“{it}”选了减价的选项后会低于零元", "The options of “{it}” can make it cost less than nothing"
)
POT = Flaw("pot", "“{it}”须有1到9格，并至少有一种汤底", "“{it}” must have 1 to 9 cells and at least one soup")
SOUP_TWICE = Flaw("soup_twice", "“{it}”的汤底“{soup}”写了两次", "“{it}” has the soup “{soup}” twice")
SOUP_NAME = Flaw("soup_name", "“{it}”的汤底“{soup}”没有名称", "The soup “{soup}” of “{it}” has no name")
SOUP_PRICE = Flaw(
    "soup_price",
    "“{it}”的汤底“{soup}”加价太大或小于零",
    "The soup “{soup}” of “{it}” costs too much or less than nothing",
)
RECIPE = Flaw("recipe", "“{it}”的做法最多写{most}步", "The recipe of “{it}” has more than {most} steps")
STEPS = Flaw("steps", "“{it}”最多写{most}道后续工序", "“{it}” may go on to {most} stations at most")
STEP_TIME = Flaw(
    "step_time",
    "“{it}”每道工序的标准用时须大于零、不超过一天",
    "The standard time of each step of “{it}” must be more than zero and at most a day",
)
STEP_AGAIN = Flaw(
    "step_again",
    "“{it}”第{step}道工序和前一道是同一个档口：请换一个档口，或并成一道",
    "Step {step} of “{it}” is at the same station as the one before: choose another station, or make them one step",
)
STEPS_OF_MEAL = Flaw(
    "steps_of_meal",
    "套餐“{it}”没有工序：工序写在它的菜品里",
    "The set meal “{it}” has no steps: its dishes have theirs",
)


def dish_faults(dish: Dish) -> list[Fault]:
    """All that is wrong with one dish, whatever else is on the menu."""
    found = []
    if not 0 <= dish.price_minor <= PRICE_MOST:
        found.append(PRICE.of(dish.dish, dish.name))
    if not 0 < dish.standard_ms <= STANDARD_MOST_MS:
        found.append(STANDARD_TIME.of(dish.dish, dish.name))
    limits = (dish.soon_permille, dish.late_permille, dish.critical_permille)
    if min(limits) < 0 or max(limits) > PERMILLE_MOST:
        found.append(THRESHOLDS.of(dish.dish, dish.name))
    if len(dish.recipe) > RECIPE_MOST:
        found.append(RECIPE.of(dish.dish, dish.name, most=RECIPE_MOST))
    found += step_faults(dish)
    found += option_faults(dish)
    found += selling_faults(dish)
    found += amount_faults(dish)
    if dish.cells is not None:
        found += pot_faults(dish, dish.cells)
    least = min([dish.price_minor, *[each.price_minor for each in dish.prices]])
    if least + sum(cheapest(group) for group in dish.options) < min(0, least):
        found.append(BELOW_ZERO.of(dish.dish, dish.name))
    return found


def step_faults(dish: Dish) -> list[Fault]:
    """What is wrong with the steps of a dish after its first."""
    found = []
    if len(dish.steps) > STEPS_MOST:
        found.append(STEPS.of(dish.dish, dish.name, most=STEPS_MOST))
    if any(not 0 < each.standard_ms <= STANDARD_MOST_MS for each in dish.steps):
        found.append(STEP_TIME.of(dish.dish, dish.name))
    for step, (before, station) in enumerate(pairwise(dish.stations), start=2):
        if station == before:
            found.append(STEP_AGAIN.of(dish.dish, dish.name, step=step))
    if dish.meal and dish.steps:
        found.append(STEPS_OF_MEAL.of(dish.dish, dish.name))
    return found


def option_faults(dish: Dish) -> list[Fault]:
    """What is wrong with the options of a dish."""
    found = []
    seen: set[str] = set()
    for group in dish.options:
        for choice in group.choices:
            if choice.option in seen:
                found.append(OPTION_TWICE.of(dish.dish, dish.name, option=choice.option))
            seen.add(choice.option)
            if not (choice.name.zh or choice.name.en):
                found.append(OPTION_NAME.of(dish.dish, dish.name, option=choice.option))
            if abs(choice.price_minor) > PRICE_MOST:
                found.append(OPTION_PRICE.of(dish.dish, dish.name, option=choice.option))
        count = len(group.choices)
        if not 0 <= group.min <= group.max <= count or group.max < 1:
            found.append(
                GROUP_COUNT.of(dish.dish, dish.name, group=group.group, count=count, min=group.min, max=group.max)
            )
    return found


def pot_faults(dish: Dish, pot: Cells) -> list[Fault]:
    """What is wrong with the cells of a pot."""
    found = []
    if not (1 <= pot.min <= pot.max <= SLOTS_MOST and pot.soups):
        found.append(POT.of(dish.dish, dish.name))
    seen: set[str] = set()
    for soup in pot.soups:
        if soup.soup in seen:
            found.append(SOUP_TWICE.of(dish.dish, dish.name, soup=soup.soup))
        seen.add(soup.soup)
        if not (soup.name.zh or soup.name.en):
            found.append(SOUP_NAME.of(dish.dish, dish.name, soup=soup.soup))
        if not 0 <= soup.price_minor <= PRICE_MOST:
            found.append(SOUP_PRICE.of(dish.dish, dish.name, soup=soup.soup))
    return found


def cheapest(group: OptionGroup) -> Minor:
    """The least that a legal choice from the group adds to the price; negative where a choice takes something off."""
    prices = sorted(choice.price_minor for choice in group.choices)
    return sum(prices[: group.min]) + sum(price for price in prices[group.min : group.max] if price < 0)
