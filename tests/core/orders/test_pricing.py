"""What a portion costs with its options and cells, by worked examples and by the rule."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.menu.dish_faults import cheapest
from kds.core.menu.model import CellPrice, Choice, OptionGroup
from kds.core.orders.model import Cell
from kds.core.orders.pricing import unit_price
from kds.core.types import Name, Refusal
from tests.house import DISHES, dish, named, pot

MENU = {each.dish: each for each in DISHES}
SOUPS = {"clear": 0, "tomato": 600, "spicy": 1000}


def refused(dish_id: str, options: tuple[str, ...] = (), cells: tuple[str, ...] = ()) -> str:
    with pytest.raises(Refusal) as caught:
        unit_price(MENU[dish_id], options, [Cell(soup) for soup in cells])
    assert caught.value.message().en
    return caught.value.reason.code


@pytest.mark.parametrize(
    ("options", "price"),
    [
        (("thin",), 5800),
        (("thick",), 6100),
        (("thick", "egg"), 6300),
        (("egg", "leek", "thick"), 6300),
        (("thin", "small"), 5400),
    ],
)
def test_each_option_adds_its_price(options: tuple[str, ...], price: int) -> None:
    assert unit_price(MENU["beef"], options, ()) == price


@pytest.mark.parametrize(
    ("pot", "cells", "price"),
    [
        ("plain_pot", ("spicy",), 2800),
        ("twin_pot", ("tomato", "spicy"), 4800),
        ("twin_pot", ("tomato", "tomato"), 4400),
        ("twin_pot", ("clear", "clear"), 3800),
        ("four_pot", ("spicy",), 2800),
        ("four_pot", ("spicy", "tomato", "clear", "spicy"), 4400),
    ],
)
def test_a_pot_costs_what_its_rule_says(pot: str, cells: tuple[str, ...], price: int) -> None:
    assert unit_price(MENU[pot], (), [Cell(soup) for soup in cells]) == price


def test_spice_costs_nothing() -> None:
    assert unit_price(MENU["plain_pot"], (), [Cell("spicy", "hot")]) == 2800


@given(st.sampled_from(["fixed", "sum", "dearest"]), st.lists(st.sampled_from(sorted(SOUPS)), min_size=1, max_size=9))
def test_the_order_of_the_cells_never_changes_the_price(rule: CellPrice, soups: list[str]) -> None:
    big = pot("big_pot", 500, 1, 9, rule)
    adds = [SOUPS[soup] for soup in soups]
    expected = {"fixed": 0, "sum": sum(adds), "dearest": max(adds)}[rule]
    for cells in (soups, soups[::-1], sorted(soups)):
        assert unit_price(big, (), [Cell(soup) for soup in cells]) == 500 + expected


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "options_count"),
        (("egg",), "options_count"),
        (("thin", "thick"), "options_count"),
        (("thin", "egg", "leek", "small"), "options_count"),
        (("thin", "thin"), "option_twice"),
        (("thin", "cheese"), "unknown_option"),
    ],
)
def test_a_choice_outside_the_groups_limits_is_refused(options: tuple[str, ...], code: str) -> None:
    assert refused("beef", options) == code


@pytest.mark.parametrize(
    ("dish_id", "cells", "code"),
    [
        ("twin_pot", (), "cells_count"),
        ("twin_pot", ("clear",), "cells_count"),
        ("twin_pot", ("clear",) * 3, "cells_count"),
        ("four_pot", ("clear",) * 5, "cells_count"),
        ("twin_pot", ("clear", "acid"), "unknown_soup"),
        ("tofu", ("clear",), "no_cells"),
    ],
)
def test_cells_that_the_pot_does_not_have_are_refused(dish_id: str, cells: tuple[str, ...], code: str) -> None:
    assert refused(dish_id, cells=cells) == code


def test_a_dish_without_options_takes_none() -> None:
    assert refused("tofu", ("thin",)) == "unknown_option"


def test_a_refusal_speaks_the_words_of_the_menu() -> None:
    with pytest.raises(Refusal) as caught:
        unit_price(MENU["beef"], ("egg",), ())
    assert caught.value.message() == Name("“beef（中）”的“cut（中）”须选1项", "“beef”: choose 1 of “cut”")
    assert caught.value.details["group"] == "cut"


def test_several_unknown_options_are_named_in_the_same_order_always() -> None:
    with pytest.raises(Refusal) as caught:
        unit_price(MENU["tofu"], ("zebra", "apple", "mango"), ())
    assert caught.value.details["option"] == "apple"


@st.composite
def groups(draw: st.DrawFn) -> OptionGroup:
    prices = draw(st.lists(st.integers(-50, 50), min_size=1, max_size=5))
    most = draw(st.integers(1, len(prices)))
    least = draw(st.integers(0, most))
    choices = tuple(Choice(f"o{number}", named("o"), price) for number, price in enumerate(prices))
    return OptionGroup("g", named("g"), least, most, choices)


@given(groups())
def test_the_cheapest_choice_is_the_cheapest_of_all_legal_ones(group: OptionGroup) -> None:
    one = dish("one", price=1000, options=(group,))
    options = [choice.option for choice in group.choices]
    legal = [picked for size in range(group.min, group.max + 1) for picked in combinations(options, size)]
    assert min(unit_price(one, picked, ()) for picked in legal) == 1000 + cheapest(group)
