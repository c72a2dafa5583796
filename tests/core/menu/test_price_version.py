"""Since when a dish costs what it costs: what an order that has seen an older menu may rely on."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.menu.model import Cells, Choice, Dish, Soup
from kds.core.menu.price_version import priced_in
from tests.house import CUT, DISHES, EXTRAS, HALF, PORTION, SmallHouse, named, only_menu

BY_ID = {each.dish: replace(each, priced_in=3) for each in DISHES}
CELLS = Cells(1, 4, "sum", (Soup("clear", named("clear")), Soup("spicy", named("spicy"), 1000)))
BEEF, POT = BY_ID["beef"], replace(BY_ID["four_pot"], cells=CELLS)


def test_a_dish_that_is_new_has_its_price_from_now_on() -> None:
    assert priced_in(None, BEEF, 7) == 7


@pytest.mark.parametrize("dish", BY_ID.values(), ids=BY_ID)
def test_what_is_as_it_was_keeps_its_version(dish: Dish) -> None:
    assert priced_in(dish, replace(dish, priced_in=0), 7) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"name": named("other")},
        {"station": "hot"},
        {"category": "other"},
        {"standard_ms": 1},
        {"late_permille": 1},
        {"position": 9},
        {"options": (replace(CUT, name=named("other")), EXTRAS)},
    ],
    ids=str,
)
def test_what_is_not_about_the_price_changes_nothing(change: dict[str, Any]) -> None:
    assert priced_in(BEEF, replace(BEEF, **change), 7) == 3


@pytest.mark.parametrize(
    ("dish", "change"),
    [
        (BEEF, {"price_minor": 5801}),
        (BEEF, {"options": (CUT,)}),
        (BEEF, {"options": (replace(CUT, max=2), EXTRAS)}),
        (BEEF, {"options": (replace(CUT, min=0), EXTRAS)}),
        (BEEF, {"options": (replace(CUT, choices=(*CUT.choices, Choice("cubes", named("cubes")))), EXTRAS)}),
        (BEEF, {"options": (replace(CUT, choices=(CUT.choices[0], Choice("thick", named("thick"), 301))), EXTRAS)}),
        (BY_ID["tripe"], {"options": (replace(PORTION, choices=(replace(HALF, portion_permille=400),)),)}),
        (BY_ID["shrimp"], {"per": 100}),
        (BY_ID["shrimp"], {"weighed": False, "per": 1}),
        (POT, {"cells": None}),
        (POT, {"cells": replace(CELLS, price="dearest")}),
        (POT, {"cells": replace(CELLS, max=9)}),
        (POT, {"cells": replace(CELLS, soups=(Soup("clear", named("clear"), 1),))}),
    ],
    ids=str,
)
def test_what_can_make_it_cost_otherwise_is_a_new_price(dish: Dish, change: dict[str, Any]) -> None:
    assert priced_in(dish, replace(dish, **change), 7) == 7


def test_each_menu_says_of_each_dish_since_when() -> None:
    house = SmallHouse()

    def versions() -> dict[str, int]:
        return {dish.dish: dish.priced_in for dish in house.state.menu.dishes.values() if dish.dish in ("tofu", "cola")}

    def publish(*dishes: Dish) -> None:
        house.do(only_menu(house.state, dishes))

    tofu, cola = BY_ID["tofu"], BY_ID["cola"]
    assert versions() == {"tofu": 1, "cola": 1}
    publish(replace(tofu, price_minor=1300), cola)
    assert versions() == {"tofu": 2, "cola": 1}
    publish(cola)
    publish(replace(tofu, price_minor=1300), cola)
    assert versions() == {"tofu": 4, "cola": 1}, "what was gone for a while may have been anything"
