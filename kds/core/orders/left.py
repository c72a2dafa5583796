"""Whether enough is left of what is counted (限量) for all that an order takes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kds.core.menu.model import Dish, Stock
from kds.core.state import State
from kds.core.types import Refusal, reason

SOLD_OUT = reason("sold_out", "conflict", "“{name_zh}”已沽清", "“{name_en}” is sold out")
TOO_FEW_LEFT = SOLD_OUT.reworded(
    "“{name_zh}”只剩{left_zh}，不够{wanted_zh}",
    "There is not enough of “{name_en}”: {left_en} left, {wanted_en} wanted",
)
SOLD_OUT_IN_MEAL = SOLD_OUT.reworded(
    "套餐“{meal_zh}”里的“{name_zh}”已沽清", "“{name_en}” of the set meal “{meal_en}” is sold out"
)
TOO_FEW_IN_MEAL = SOLD_OUT.reworded(
    "套餐“{meal_zh}”里的“{name_zh}”只剩{left_zh}，不够{wanted_zh}",
    "There is not enough of “{name_en}” for the set meal “{meal_en}”: {left_en} left, {wanted_en} wanted",
)
REFUSES = (SOLD_OUT, TOO_FEW_LEFT, SOLD_OUT_IN_MEAL, TOO_FEW_IN_MEAL)


class Taken(NamedTuple):
    """So many thousandths of a portion, or of a gram, of a dish; for the `meal` of which it is a part, if it is."""

    dish: Dish
    amount_permille: int
    meal: Dish | None = None


def enough_left(state: State, takes: Sequence[Taken]) -> None:
    """Whether all of it is there together. Refused: as in `REFUSES`."""
    counted: dict[str, int] = {}
    wanting: dict[str, Dish] = {}
    for each in takes:
        name = each.dish.dish
        if name in state.menu.stock:
            counted[name] = counted.get(name, 0) + each.amount_permille
            if each.meal is not None:
                wanting.setdefault(name, each.meal)
    for dish, amount_permille in counted.items():
        stock = state.menu.stock[dish]
        if amount_permille > stock.permille:
            raise _too_few(state.menu.dishes[dish], stock, amount_permille, wanting.get(dish))


def _too_few(dish: Dish, stock: Stock, wanted_permille: int, meal: Dish | None) -> Refusal:
    """In the name of the meal that wants it, where one does."""
    why = TOO_FEW_LEFT if stock.permille else SOLD_OUT
    of_meal = {}
    if meal is not None:
        why = TOO_FEW_IN_MEAL if stock.permille else SOLD_OUT_IN_MEAL
        of_meal = {"meal": meal.dish, "meal_zh": meal.name.in_zh, "meal_en": meal.name.in_en}
    left, wanted = dish.amount_in_words(stock.permille), dish.amount_in_words(wanted_permille)
    return Refusal(
        why,
        dish=dish.dish,
        name_zh=dish.name.in_zh,
        name_en=dish.name.in_en,
        remaining=stock.remaining,
        rest_permille=stock.rest_permille,
        left_zh=left.zh,
        left_en=left.en,
        wanted_zh=wanted.zh,
        wanted_en=wanted.en,
        **of_meal,
    )
