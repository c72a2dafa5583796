"""Sold out (沽清) and countdown (限量): what is counted never sells more often than it is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.kitchen.start import StartTicket
from kds.core.menu.mark_sold_out import REMAINING_MOST, DishCounted, MarkSoldOut
from kds.core.menu.menu_view import menu_view
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from tests.house import DISHES, SmallHouse, only_menu, want


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


@pytest.mark.parametrize("remaining", [-1, REMAINING_MOST + 1, 1 << 70])
def test_a_count_is_a_number_of_portions(house: SmallHouse, remaining: int) -> None:
    assert house.refused(MarkSoldOut("tofu", remaining)) == "out_of_range"


def test_only_dishes_of_the_menu_can_be_counted(house: SmallHouse) -> None:
    assert house.refused(MarkSoldOut("unicorn", 1)) == "unknown_dish"


@given(
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from([(), ("half",), ("double",)])), max_size=12),
)
def test_never_more_portions_are_sold_than_there_were(portions: int, orders: list[tuple[int, tuple[str, ...]]]) -> None:
    house = SmallHouse()
    house.do(MarkSoldOut("tripe", portions))
    for qty, options in orders:
        house.attempt(PlaceRound("scan", (want("tripe", qty, options=options),), table="A01"))
    size = {(): 1000, ("half",): 500, ("double",): 2000}
    sold = sum(line.qty * size[line.options] for line in house.state.orders.lines.values())
    assert sold <= portions * 1000
    assert house.state.menu.stock["tripe"].permille == portions * 1000 - sold


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


class TestParts:
    """Counted is in thousandths of a portion."""

    def test_two_halves_take_one_portion(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("tripe", 2))
        house.order(half())
        assert stock(house) == (1, 500)
        house.order(half())
        assert stock(house) == (1, 0)

    def test_a_half_is_left_when_a_whole_one_is_not(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("tripe", 1))
        house.order(half())
        assert (stock(house), shown(house)) == ((0, 500), (False, 0, 500))
        refusal = house.refusal(PlaceRound("scan", (want("tripe"),), table="A01"))
        assert (refusal.reason.code, refusal.details["remaining"], refusal.details["rest_permille"]) == (
            "sold_out",
            0,
            500,
        )
        house.order(half())
        assert (stock(house), shown(house)) == ((0, 0), (True, 0, 0))
        assert house.refused(PlaceRound("scan", (half(),), table="A01")) == "sold_out"

    def test_halves_and_wholes_of_one_round_count_together(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("tripe", 3))
        double = want("tripe", options=("double",))
        assert house.refused(PlaceRound("scan", (half(3), double), table="A01")) == "sold_out"
        house.order(half(2), double)
        assert stock(house) == (0, 0)

    def test_a_line_taken_back_gives_back_what_it_took(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("tripe", 2))
        lines = [house.line(half()), house.line("tripe")]
        assert stock(house) == (0, 500)
        plain = tuple(replace(each, options=()) for each in DISHES if each.dish == "tripe")
        house.do(only_menu(house.state, plain))
        house.do(VoidLine(lines[0], "no"))
        assert stock(house) == (1, 0), "as much as it was when it was ordered"
        house.do(VoidLine(lines[1], "no"))
        assert stock(house) == (2, 0)

    def test_what_is_weighed_is_counted_in_grams(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("shrimp", 2_000))
        house.order(want("shrimp", 680))
        assert stock(house, "shrimp") == (1_320, 0)
        assert house.refused(PlaceRound("scan", (want("shrimp", 1_321),), table="A01")) == "sold_out"


def test_of_three_two_and_two_are_refused_whole_and_two_taken_back_are_there_again(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 3))
    refusal = house.refusal(PlaceRound("scan", (want("tofu", 2), want("tofu", 2)), table="A01"))
    assert (refusal.reason.code, refusal.details["dish"]) == ("sold_out", "tofu")
    lines = [each.line for each in house.order(want("tofu"), want("tofu", 2)).lines]
    assert left(house) == 0
    house.do(VoidLine(lines[1], "no"))
    assert left(house) == 2
    assert house.refused(VoidLine(lines[1], "no")) == "line_voided"
    assert left(house) == 2
    house.do(StartTicket(house.item(lines[0]).ticket))
    house.do(VoidLine(lines[0], "no"))
    assert left(house) == 2


def half(qty: int = 1) -> LineWanted:
    return want("tripe", qty, options=("half",))


def stock(house: SmallHouse, dish: str = "tripe") -> tuple[int, int]:
    """What is left: whole portions, and the rest in permille."""
    kept = house.state.menu.stock[dish]
    return kept.remaining, kept.rest_permille


def shown(house: SmallHouse) -> tuple[bool, int | None, int]:
    """The same as the menu shows it, and whether it is sold out."""
    (dish,) = [each for each in menu_view(house.state).dishes if each.dish == "tripe"]
    return dish.sold_out, dish.remaining, dish.rest_permille
