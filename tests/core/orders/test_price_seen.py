"""Law 13: nobody pays more than the page that they ordered from showed; what has changed is told with both prices."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.menu_view import menu_view
from kds.core.menu.model import PriceAt
from kds.core.orders.answered import RoundIs
from kds.core.orders.model import Cell
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.wanted import LineWanted, PriceSeen
from kds.core.types import Who
from tests.house import DISHES, SmallHouse, only_menu, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def scanned(*lines: LineWanted | str, **more: Any) -> PlaceRound:
    wanted = tuple([want(each) if isinstance(each, str) else each for each in lines])
    return PlaceRound(channel="scan", lines=wanted, table="A01", **more)


def dearer(house: SmallHouse, **prices: int) -> None:
    """A new menu with other prices."""
    dishes = tuple(replace(each, price_minor=prices.get(each.dish, each.price_minor)) for each in DISHES)
    house.do(only_menu(house.state, dishes))


class TestThePriceOfALine:
    @pytest.mark.parametrize(
        ("line", "price"),
        [
            (want("tofu"), 1200),
            (want("tofu", 3), 3600),
            (want("beef", 2, options=("thick", "egg")), 12_600),
            (want("twin_pot", cells=(Cell("tomato"), Cell("spicy"))), 4800),
            (want("shrimp", 680), 17_408),
            (want("shrimp", 681), 17_433),
            (want("tripe", options=("half",)), 3000),
        ],
    )
    def test_is_for_all_of_it(self, house: SmallHouse, line: LineWanted, price: int) -> None:
        for seen in (price - 1, price + 1):
            refusal = house.refusal(scanned(priced(line, seen)))
            assert refusal.reason.code == "price_changed"
            assert refusal.details["lines"] == [PriceSeen("", line.dish, seen, price)]
        assert house.ask(scanned(priced(line, price)), RoundIs).lines[0].price_minor == price

    def test_of_what_is_weighed_later_it_is_for_what_was_ordered(self, house: SmallHouse) -> None:
        for seen in (0, 9_799, 9_801):
            refusal = house.refusal(scanned(want("fish", 500, price_minor=seen)))
            assert refusal.details["lines"] == [PriceSeen("", "fish", seen, 9_800)]
        placed = house.ask(scanned(want("fish", 500, price_minor=9_800)), RoundIs)
        assert placed.lines[0].price_minor == 0, "it costs nothing before it was on the scale"
        dearer(house, fish=12_000)
        assert house.refused(scanned(want("fish", 500, price_minor=9_800))) == "price_changed"

    def test_one_that_changed_refuses_the_whole_round_and_every_such_line_is_told(self, house: SmallHouse) -> None:
        dearer(house, tofu=1300, crab=9800)
        order = scanned(
            want("tofu", 2, id="a", price_minor=2400), want("cola", price_minor=600), want("crab", price_minor=9900)
        )
        refusal = house.refusal(order)
        assert refusal.details["menu_version"] == 2
        assert refusal.details["lines"] == [PriceSeen("a", "tofu", 2400, 2600), PriceSeen("", "crab", 9900, 9800)]
        assert refusal.message().zh.startswith("“tofu（中）”、“crab（中）”的价格")

    def test_what_was_placed_before_keeps_its_price(self, house: SmallHouse) -> None:
        order = scanned(want("tofu", id="a", price_minor=1200))
        first = house.ask(order, RoundIs)
        dearer(house, tofu=1300)
        assert house.ask(order, RoundIs) == replace_seq(first, house.state.seq)


class TestTheMenuOfAnOrder:
    def test_a_dish_that_costs_what_it_did_is_sold(self, house: SmallHouse) -> None:
        dearer(house, crab=9800)
        assert house.ask(scanned("tofu", "cola", menu_version=1), RoundIs).round_no == 1
        assert house.ask(scanned("crab", menu_version=2), RoundIs).round_no == 2
        assert house.ask(scanned("crab"), RoundIs).round_no == 3

    def test_one_that_does_not_is_refused_with_the_price_of_today(self, house: SmallHouse) -> None:
        dearer(house, crab=9800)
        refusal = house.refusal(scanned("tofu", want("crab", 2, id="c"), menu_version=1))
        assert refusal.reason.code == "price_changed"
        assert refusal.details["menu_version"] == 2
        assert refusal.details["lines"] == [PriceSeen("c", "crab", None, 19_600)]

    def test_an_option_that_changed_counts_as_well(self, house: SmallHouse) -> None:
        dishes = tuple(replace(each, options=each.options[:1]) if each.dish == "beef" else each for each in DISHES)
        house.do(only_menu(house.state, dishes))
        assert house.refused(scanned("beef", menu_version=1)) == "price_changed"

    def test_a_line_that_names_its_price_is_judged_by_it_alone(self, house: SmallHouse) -> None:
        dearer(house, tofu=1300)
        dearer(house)
        assert house.refused(scanned("tofu", menu_version=1)) == "price_changed"
        assert house.ask(scanned(want("tofu", price_minor=1200), menu_version=1), RoundIs).round_no == 1

    @pytest.mark.parametrize("other", [1_100, 1_500])
    def test_it_is_the_menu_of_whoever_orders_and_not_of_another_channel(self, house: SmallHouse, other: int) -> None:
        tofu = next(each for each in DISHES if each.dish == "tofu")
        house.do(ChangeMenu(dishes=(replace(tofu, prices=(PriceAt(other, ("delivery",)),)),)))
        program = Who("till", "integration")
        assert [each.price_minor for each in menu_view(house.state, "api").dishes if each.dish == "tofu"] == [1_200]
        order = PlaceRound("delivery", (want("tofu", 2, id="t"), want("cola")), service="delivery", menu_version=2)
        refusal = house.refusal(order, program)
        assert refusal.reason.code == "price_changed"
        assert refusal.details["lines"] == [PriceSeen("t", "tofu", None, 2 * other)]
        priced = replace(order, lines=(want("tofu", 2, price_minor=2 * other), want("cola")))
        assert house.do(priced, program).recorded
        assert house.do(replace(order, channel="api", service="takeaway"), program).recorded
        assert house.do(replace(order, lines=(want("cola"),)), program).recorded

    def test_a_guest_was_told_the_prices_of_the_own_channel(self, house: SmallHouse) -> None:
        tofu = next(each for each in DISHES if each.dish == "tofu")
        house.do(ChangeMenu(dishes=(replace(tofu, prices=(PriceAt(1_500, ("scan",)),)),)))
        guest = Who("phone", "guest", "A01")
        assert house.do(scanned("tofu", menu_version=2), guest).recorded

    def test_a_menu_that_never_was_shows_no_price(self, house: SmallHouse) -> None:
        assert house.refused(scanned("tofu", menu_version=2)) == "price_changed"


def priced(line: LineWanted, price_minor: int) -> LineWanted:
    """The line as from a page that showed this price."""
    return LineWanted(line.dish, line.qty, options=line.options, cells=line.cells, price_minor=price_minor)


def replace_seq(answer: RoundIs, seq: int) -> RoundIs:
    """The answer as of a later event."""
    return replace(answer, seq=seq)
