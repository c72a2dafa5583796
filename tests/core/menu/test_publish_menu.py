"""Publishing a menu: all of it at once, and only if it makes sense."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import Category, Cells, Choice, Dish, OptionGroup, Soup
from kds.core.menu.publish_menu import MenuVersion, PublishMenu, dish_faults, faults
from kds.core.orders.void_line import VoidLine
from kds.core.types import Refusal
from tests.house import DISHES, SmallHouse, dish, named

ALL = (Category("all", named("all")),)


def group(least: int, most: int, *prices: int) -> OptionGroup:
    choices = tuple(Choice(f"o{number}", named("o"), price) for number, price in enumerate(prices))
    return OptionGroup("g", named("g"), least, most, choices)


def soups(*prices: int) -> tuple[Soup, ...]:
    return tuple(Soup(f"s{number}", named("s"), price) for number, price in enumerate(prices))


def test_versions_count_up() -> None:
    house = SmallHouse(())
    assert house.ask(PublishMenu("CNY", ALL, DISHES), MenuVersion).version == 1
    assert house.ask(PublishMenu("CNY", ALL, DISHES[:3]), MenuVersion).version == 2
    assert sorted(house.state.menu.dishes) == sorted(each.dish for each in DISHES[:3])


def test_a_dish_that_leaves_the_menu_takes_its_count_along() -> None:
    house = SmallHouse()
    house.do(MarkSoldOut("tofu", 3))
    house.do(MarkSoldOut("cola", 4))
    house.do(PublishMenu("CNY", ALL, tuple(each for each in DISHES if each.dish != "tofu")))
    assert sorted(house.state.menu.stock) == ["cola"]
    house.do(PublishMenu("CNY", ALL, DISHES))
    assert house.order("tofu").lines


def test_lines_of_a_dish_that_left_the_menu_can_still_be_taken_back() -> None:
    house = SmallHouse()
    house.do(MarkSoldOut("tofu", 3))
    line = house.line("tofu")
    house.do(PublishMenu("CNY", ALL, DISHES[:1]))
    assert house.types(VoidLine(line, "no")) == ["LineVoided"]


def test_the_small_house_has_no_faults() -> None:
    assert faults(PublishMenu("CNY", ALL, DISHES)) == []


@pytest.mark.parametrize(
    ("dishes", "fault"),
    [
        ((dish("a"), dish("a")), "a stands twice"),
        ((replace(dish("a"), category="none"),), "a is in no category: none"),
        ((dish("a", price=-1),), "a: its price or its standard time is out of range"),
    ],
)
def test_a_faulty_menu_is_refused_and_says_where(dishes: tuple[Dish, ...], fault: str) -> None:
    house = SmallHouse()
    command = PublishMenu("CNY", ALL, dishes)
    assert house.refused(command) == "bad_menu"
    outcome = house.attempt(command)
    assert isinstance(outcome, Refusal)
    assert outcome.details["fault"] == fault


def test_a_category_stands_once() -> None:
    assert faults(PublishMenu("CNY", ALL * 2, DISHES)) == ["a category stands twice"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"price_minor": 1 << 70}, "its price or its standard time is out of range"),
        ({"standard_ms": 0}, "its price or its standard time is out of range"),
        ({"standard_ms": 1 << 70}, "its price or its standard time is out of range"),
        ({"late_permille": -1}, "a threshold is less than zero"),
        ({"options": (group(0, 1, 5), group(0, 1, 5))}, "an option stands twice"),
        ({"options": (group(0, 1, 1 << 70),)}, "the price of an option is out of range"),
        ({"options": (group(2, 1, 5, 5),)}, "group g asks for 2 to 1 of 2 choices"),
        ({"options": (group(0, 0, 5),)}, "group g asks for 0 to 0 of 1 choices"),
        ({"options": (group(0, 3, 5, 5),)}, "group g asks for 0 to 3 of 2 choices"),
        ({"options": (group(-1, 1, 5),)}, "group g asks for -1 to 1 of 1 choices"),
        ({"options": (group(0, 2, -600, -500),)}, "its options can make it cost less than nothing"),
        ({"cells": Cells(1, 10, "sum", soups(0))}, "a pot has 1 to 9 cells and at least one soup"),
        ({"cells": Cells(0, 1, "sum", soups(0))}, "a pot has 1 to 9 cells and at least one soup"),
        ({"cells": Cells(2, 1, "sum", soups(0))}, "a pot has 1 to 9 cells and at least one soup"),
        ({"cells": Cells(1, 1, "sum", ())}, "a pot has 1 to 9 cells and at least one soup"),
        ({"cells": Cells(1, 1, "sum", soups(0) * 2)}, "a soup stands twice"),
        ({"cells": Cells(1, 1, "sum", soups(-1))}, "the price of a soup is out of range"),
    ],
)
def test_a_faulty_dish_is_found(change: dict[str, Any], fault: str) -> None:
    assert dish_faults(replace(dish("a"), **change)) == [fault]


def test_an_option_may_take_something_off_as_long_as_the_dish_never_pays_the_guest() -> None:
    assert dish_faults(dish("a", price=1000, options=(group(1, 1, -1000, 0),))) == []
