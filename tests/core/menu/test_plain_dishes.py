"""What is chosen to try something out with can be ordered as it is, by this channel, at this time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.deadlines import Tick
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import Daypart, Dish
from kds.core.menu.plain_dishes import plain_dishes
from kds.core.types import Name
from tests.house import SmallHouse

PARTS = (Daypart("now", Name(zh="现在", en="now"), 0), Daypart("later", Name(zh="以后", en="later"), 1439))


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def chosen(house: SmallHouse, least: int = 1) -> list[str]:
    return [each.dish for each in plain_dishes(house.state, "waiter", least)]


def change(house: SmallHouse, **fields: object) -> None:
    dish: Dish = house.state.menu.dishes["tofu"]
    house.do(ChangeMenu(dayparts=PARTS))
    house.do(Tick())
    house.do(ChangeMenu(dishes=(replace(dish, **fields),)))


def test_a_dish_about_which_nothing_is_asked_is_chosen(house: SmallHouse) -> None:
    assert "tofu" in chosen(house)
    change(house, dayparts=("now",), channels=("waiter",))
    assert "tofu" in chosen(house)


@pytest.mark.parametrize("fields", [{"dayparts": ("later",)}, {"channels": ("scan",)}, {"course": 2}])
def test_one_that_is_not_sold_here_now_or_waits_for_its_course_is_not(
    house: SmallHouse, fields: dict[str, object]
) -> None:
    change(house, **fields)
    assert "tofu" not in chosen(house)
    assert chosen(house), "the others are"


def test_of_what_is_left_there_has_to_be_enough(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 2))
    assert "tofu" in chosen(house, 2)
    assert "tofu" not in chosen(house, 3)
