"""Sold out (沽清) and countdown (限量): what is counted never sells more often than it is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.start import StartTicket
from kds.core.menu.mark_sold_out import DishCounted, MarkSoldOut
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from tests.house import SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def tofu(qty: int = 1) -> PlaceRound:
    return PlaceRound(channel="scan", lines=(want("tofu", qty),), table="A01")


def left(house: SmallHouse) -> int:
    return house.state.menu.stock["tofu"].remaining


def test_a_sold_out_dish_is_refused_until_it_is_free_again(house: SmallHouse) -> None:
    answer = house.ask(MarkSoldOut("tofu", 0), DishCounted)
    assert (answer.sold_out, answer.remaining) == (True, 0)
    assert house.refused(tofu()) == "sold_out"
    answer = house.ask(MarkSoldOut("tofu", None), DishCounted)
    assert (answer.sold_out, answer.remaining) == (False, None)
    assert house.types(tofu())[-1] == "TicketsRouted"


def test_freeing_a_dish_that_is_not_counted_changes_nothing(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", None))
    assert house.state.menu.stock == {}


def test_each_order_counts_down(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 5))
    assert house.types(tofu(2)) == ["SessionOpened", "BillOpened", "RoundPlaced", "TicketsRouted", "StockCounted"]
    assert left(house) == 3
    assert house.refused(tofu(4)) == "sold_out"
    house.do(tofu(3))
    assert left(house) == 0
    assert house.refused(tofu()) == "sold_out"


def test_lines_of_one_round_count_together(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 3))
    both = PlaceRound(channel="scan", lines=(want("tofu", 2), want("cola"), want("tofu", 2)), table="A01")
    assert house.refused(both) == "sold_out"
    house.do(MarkSoldOut("tofu", 4))
    house.do(both)
    assert left(house) == 0


def test_a_line_that_exists_is_not_counted_again(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 1))
    house.order(want("tofu", id="a"))
    house.order(want("tofu", id="a"), "cola")
    assert left(house) == 0


def test_a_line_taken_back_in_time_is_there_to_sell_again(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 5))
    line = house.line(want("tofu", 2))
    assert house.types(VoidLine(line, "no")) == ["LineVoided", "StockCounted"]
    assert left(house) == 5


def test_what_the_kitchen_had_begun_is_gone(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 5))
    line = house.line(want("tofu", 2))
    house.do(StartTicket(house.item(line).ticket))
    assert house.types(VoidLine(line, "no")) == ["LineVoided"]
    assert left(house) == 3


def test_a_dish_that_is_not_counted_gives_nothing_back(house: SmallHouse) -> None:
    line = house.line("tofu")
    assert house.types(VoidLine(line, "no")) == ["LineVoided"]


@pytest.mark.parametrize("remaining", [-1, 1 << 70])
def test_a_count_is_a_number_of_portions(house: SmallHouse, remaining: int) -> None:
    assert house.refused(MarkSoldOut("tofu", remaining)) == "out_of_range"


def test_only_dishes_of_the_menu_can_be_counted(house: SmallHouse) -> None:
    assert house.refused(MarkSoldOut("unicorn", 1)) == "unknown_dish"


@given(st.integers(0, 30), st.lists(st.integers(1, 9), max_size=12))
def test_never_more_portions_are_sold_than_there_were(stock: int, orders: list[int]) -> None:
    house = SmallHouse()
    house.do(MarkSoldOut("tofu", stock))
    for qty in orders:
        house.attempt(tofu(qty))
    sold = sum(line.qty for line in house.state.orders.lines.values())
    assert sold <= stock
    assert left(house) == stock - sold


def test_a_line_from_before_the_count_puts_nothing_back(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(MarkSoldOut("tofu", 0))
    assert house.types(VoidLine(line, "there is none")) == ["LineVoided"]
    assert house.refused(tofu()) == "sold_out"


def test_a_count_outlives_the_orders_that_it_counts(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 3))
    first, second = house.line("tofu"), house.line("tofu")
    house.do(VoidLine(first, "no"))
    house.do(VoidLine(second, "no"))
    assert left(house) == 3
