"""Lines that are weighed or halved: what they cost, and how much of them can be ordered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.orders.place_round import PlaceRound
from kds.core.orders.pricing import portion_permille
from tests.core.invariants import check_money
from tests.house import DISHES, SmallHouse, want

BY_ID = {each.dish: each for each in DISHES}


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


@pytest.mark.parametrize(
    ("grams", "price"), [(1, 25), (39, 998), (40, 1024), (500, 12_800), (680, 17_408), (99_999, 2_559_974)]
)
def test_what_is_weighed_costs_by_the_gram_rounded_down(house: SmallHouse, grams: int, price: int) -> None:
    """¥128.00 a 斤 of 500 g; 39 g of it would be 9.984 and cost 9.98."""
    placed = house.order(want("shrimp", grams))
    assert placed.lines[0].price_minor == house.bill(placed.bill).total_minor == price
    line = house.state.orders.lines[placed.lines[0].line]
    assert (line.weighed, line.per, line.unit_minor, line.qty) == (True, 500, 12_800, grams)


@pytest.mark.parametrize(
    ("dish", "least", "most"), [("shrimp", 1, 99_999), ("tofu", 1, 999), ("twin_pot", 1, 999), ("tripe", 1, 999)]
)
def test_each_has_its_bounds_and_the_refusal_names_them(house: SmallHouse, dish: str, least: int, most: int) -> None:
    for qty in (least, most):
        house.order(want(dish, qty))
    for qty in (least - 1, most + 1):
        refusal = house.refusal(PlaceRound("scan", (want(dish, qty),), table="A01"))
        assert refusal.reason.code == "out_of_range"
        told = {name: refusal.details[name] for name in ("field", "least", "most", "dish")}
        assert told == {"field": "qty", "least": least, "most": most, "dish": dish}


def test_a_half_portion_costs_and_takes_what_its_option_says(house: SmallHouse) -> None:
    placed = house.order(want("tripe", 3, options=("half",)))
    line = house.state.orders.lines[placed.lines[0].line]
    assert (line.price_minor, line.portion_permille, line.amount_permille) == (9000, 500, 1500)


@pytest.mark.parametrize(("options", "portion"), [((), 1000), (("half",), 500), (("double",), 2000)])
def test_options_say_how_much_of_a_portion_it_is(options: tuple[str, ...], portion: int) -> None:
    assert portion_permille(BY_ID["tripe"], options) == portion
    assert portion_permille(BY_ID["beef"], ("thick", "egg")) == 1000


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=8))
def test_each_line_is_rounded_for_itself_and_the_bill_is_their_sum(grams: list[int]) -> None:
    house = SmallHouse()
    placed = house.order(*[want("shrimp", each) for each in grams])
    assert house.bill(placed.bill).total_minor == sum(each * 12_800 // 500 for each in grams)
    check_money(house.state)
