"""Set meals (套餐): what was chosen of one, what it costs, and the lines of its parts.

A meal is no line of its own. It explodes at placing to a line for each part, which goes to its own station with its
own standard time, and costs its share of the meal's price. The shares are by list price, to the cent, by largest
remainder: they are the meal's price, always.

| the meal       | parts at list prices | shares       |                                                     |
|----------------|----------------------|--------------|-----------------------------------------------------|
| ¥60.00         | 58.00, 12.00, 6.00   | 45.79, 9.47, 4.74 | 45.789…, 9.473…, 4.736…                        |
| ¥0.01          | 10.00, 10.00         | 0.01, 0.00   | of equal remainders the earlier goes first          |

An option or a soup adds to the meal, or takes off it, what it does where the dish is ordered by itself; so the meal
is as much cheaper than its parts whatever is chosen for them. It is never below nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core.allocation import allocate
from kds.core.menu.model import PARTS_MOST, Dish, MealGroup
from kds.core.orders.model import Line, PartChosen
from kds.core.orders.pricing import OPTIONS_COUNT, count_in_words, refusal_of, unit_price
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.state import State
from kds.core.types import Minor, reason

NO_MEAL = reason(
    "no_meal", "invalid", "“{name_zh}”不是套餐，没有可选的菜", "“{name_en}” is no set meal and has no parts"
)
UNKNOWN_PART = reason(
    "unknown_part", "invalid", "套餐“{name_zh}”里没有“{part}”可选", "The set meal “{name_en}” has no “{part}” to choose"
)
REFUSES = (NO_MEAL, UNKNOWN_PART, OPTIONS_COUNT, OUT_OF_RANGE)


def fits(meal: Dish, parts: Sequence[PartChosen]) -> None:
    """Whether these are a choice from the groups of a meal; other dishes have no parts. Refused: as in `REFUSES`."""
    if parts and not meal.meal:
        raise refusal_of(NO_MEAL, meal)
    offered = {(group.group, choice.dish) for group in meal.meal for choice in group.choices}
    for part in parts:
        if (part.group, part.dish) not in offered:
            raise refusal_of(UNKNOWN_PART, meal, part=part.dish)
        within("qty", part.qty, 1, PARTS_MOST)
    for group in meal.meal:
        if not group.min <= sum([part.qty for part in parts if part.group == group.group]) <= group.max:
            raise _miscounted(meal, group)


def _miscounted(meal: Dish, group: MealGroup) -> Exception:
    names = {"group": group.group, "group_zh": group.name.in_zh, "group_en": group.name.in_en}
    return refusal_of(OPTIONS_COUNT, meal, **names, **count_in_words(group.min, group.max))


def meal_price(state: State, meal: Dish, parts: Sequence[PartChosen]) -> Minor:
    """What one meal costs: its own price, what the choices add, and what their options and soups do."""
    adds = {(group.group, choice.dish): choice.price_minor for group in meal.meal for choice in group.choices}
    price = meal.price_minor
    for part in parts:
        dish = state.menu.dishes[part.dish]
        beyond = unit_price(dish, part.options, part.cells) - dish.plain_minor
        price += part.qty * (adds[part.group, part.dish] + beyond)
    return max(0, price)


def shares(price: Minor, listed: Sequence[Minor]) -> list[Minor]:
    """What each part costs of the meal's price, by what they cost by themselves."""
    return allocate(price, listed)


def heads(lines: Iterable[Line]) -> list[Line]:
    """One line for each that was ordered: of a meal the first of its parts, which knows what the meal was."""
    return [line for line in lines if line.in_meal is None or line.in_meal.ordered is not None]


def together(state: State, line: Line) -> list[Line]:
    """All lines of a meal that count, of which this is one; only itself, where it is of none."""
    if line.in_meal is None:
        return [line]
    orders = state.orders
    beside = [orders.lines[each] for each in orders.rounds[line.round].lines if each not in orders.voids]
    return [each for each in beside if each.in_meal is not None and each.in_meal.meal == line.in_meal.meal]
