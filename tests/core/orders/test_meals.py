"""Set meals (套餐): chosen by groups, cooked as dishes, paid as one, and shared out over their parts to the cent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.model import SurchargeRule
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.split_bill import SplitBill
from kds.core.kitchen.bill_view import BillMeal, bill_view
from kds.core.kitchen.board import board
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import Dish, MealChoice, MealGroup, MenuGone, Stock
from kds.core.orders.answered import RoundIs
from kds.core.orders.meals import shares
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import LINES_MOST, PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Name
from tests.house import FOR_TWO, MINUTE, SmallHouse, named, want

POT, MAIN, DRINKS = FOR_TWO.meal
PRICE = FOR_TWO.price_minor

CLEAR = PartChosen("pot", "plain_pot", cells=(Cell("clear"),))
NOODLES = PartChosen("main", "noodles")
COLAS = PartChosen("drinks", "cola", 2)
CHEAPLY = (CLEAR, NOODLES, COLAS)


@pytest.fixture
def house() -> SmallHouse:
    found = SmallHouse()
    found.do(ChangeMenu(dishes=(FOR_TWO,)))
    return found


def meal(*parts: PartChosen, qty: int = 1, **more: Any) -> LineWanted:
    return LineWanted("for_two", qty, parts=parts or CHEAPLY, **more)


def placing(*lines: LineWanted, **more: Any) -> PlaceRound:
    return PlaceRound("waiter", lines, table="A01", **more)


def lines_of(house: SmallHouse, placed: RoundIs) -> list[str]:
    return list(house.state.orders.rounds[placed.round].lines)


class TestWhatIsOrdered:
    def test_every_part_goes_to_its_own_station_under_the_meals_name_with_its_own_time(self, house: SmallHouse) -> None:
        placed = house.order(meal(qty=2), "tofu")
        lines = [house.state.orders.lines[line] for line in lines_of(house, placed)]
        assert [(each.dish, each.qty, house.ticket(each.line).station) for each in lines] == [
            ("plain_pot", 2, "soup"),
            ("noodles", 2, "hot"),
            ("cola", 4, "drinks"),
            ("tofu", 1, "cold"),
        ]
        assert [each.standard_ms // MINUTE for each in lines] == [10, 8, 1, 3]
        shown = [line for ticket in board(house.state, ["hot", "cold"], house.now) for line in ticket.lines]
        assert {each.name: each.meal for each in shown} == {named("noodles"): named("for_two"), named("tofu"): None}

    def test_the_bill_shows_it_once_with_its_price_and_the_answer_tells_it_as_it_was_ordered(
        self, house: SmallHouse
    ) -> None:
        placed = house.order(meal(qty=2), "tofu")
        assert [(each.dish, each.qty, each.price_minor) for each in placed.lines] == [
            ("for_two", 2, 2 * PRICE),
            ("tofu", 1, 1200),
        ]
        view = bill_view(house.state, house.bill(placed.bill), house.now)
        lines = lines_of(house, placed)
        assert view.meals == (BillMeal(lines[0], "for_two", named("for_two"), 2, 2 * PRICE, tuple(lines[:3])),)
        assert [each.meal for each in view.lines] == [lines[0]] * 3 + [""]
        assert view.total_minor == 2 * PRICE + 1200

    @pytest.mark.parametrize(
        ("parts", "price"),
        [
            (CHEAPLY, PRICE),
            ((replace(CLEAR, dish="four_pot"), NOODLES, COLAS), PRICE + 500),
            ((replace(CLEAR, dish="four_pot", cells=(Cell("clear"), Cell("spicy"))), NOODLES, COLAS), PRICE + 1500),
            ((CLEAR, PartChosen("main", "crab"), COLAS), PRICE + 4000),
            ((CLEAR, PartChosen("main", "beef", options=("thick", "egg")), COLAS), PRICE + 500),
            ((CLEAR, PartChosen("main", "beef", options=("thin", "small")), COLAS), PRICE - 400),
            ((CLEAR, NOODLES, NOODLES, COLAS), PRICE),
        ],
    )
    def test_it_costs_its_price_and_what_the_choices_add(
        self, house: SmallHouse, parts: tuple[PartChosen, ...], price: int
    ) -> None:
        placed = house.order(meal(*parts))
        assert placed.lines[0].price_minor == price
        assert house.due(placed.bill) == price

    def test_it_never_costs_less_than_nothing(self, house: SmallHouse) -> None:
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, price_minor=100),)))
        placed = house.order(meal(CLEAR, PartChosen("main", "beef", options=("thin", "small")), COLAS))
        assert placed.lines[0].price_minor == 0


class TestTheShares:
    @given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=50))
    def test_are_the_price_always_and_by_list_price_to_the_cent(self, price: int, listed: list[int]) -> None:
        found = shares(price, listed)
        assert sum(found) == price
        whole = sum(listed)
        for share, weight in zip(found, listed, strict=True):
            assert share >= 0
            if whole:
                assert price * weight // whole <= share <= -(-price * weight // whole)

    @pytest.mark.parametrize(
        ("price", "listed", "expected"),
        [(6000, [5800, 1200, 600], [4579, 947, 474]), (1, [1000, 1000], [1, 0]), (100, [0, 0, 0], [34, 33, 33])],
    )
    def test_as_the_table_says(self, price: int, listed: list[int], expected: list[int]) -> None:
        assert shares(price, listed) == expected

    @given(st.integers(1, 9), st.integers(0, PRICE), st.sampled_from(("noodles", "beef", "crab")), st.booleans())
    def test_of_a_meal_that_is_ordered_are_what_its_bill_comes_to(
        self, qty: int, price: int, main: str, twice: bool
    ) -> None:
        house = SmallHouse()
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, price_minor=price),)))
        options = ("thin",) if main == "beef" else ()
        placed = house.order(meal(CLEAR, PartChosen("main", main, 2 if twice else 1, options), COLAS, qty=qty))
        costs = [house.state.orders.lines[line].price_minor for line in lines_of(house, placed)]
        assert sum(costs) == placed.lines[0].price_minor == house.due(placed.bill)

    def test_are_what_goes_with_a_part_to_another_bill_and_what_is_given_back_for_it(self, house: SmallHouse) -> None:
        placed = house.order(meal())
        pot, noodles, cola = lines_of(house, placed)
        costs = [house.state.orders.lines[line].price_minor for line in (pot, noodles, cola)]
        assert costs == [2076, 1334, 890]  # of 2800, 1800 and 1200
        house.do(SplitBill(placed.bill, "lines", lines=((noodles,),)))
        (other,) = [bill for bill in house.state.orders.bills if bill != placed.bill]
        assert (house.due(placed.bill), house.due(other)) == (2076 + 890, 1334)
        views = [bill_view(house.state, house.bill(bill), house.now).meals[0] for bill in (placed.bill, other)]
        assert [(each.price_minor, each.lines) for each in views] == [(2966, (pot, cola)), (1334, (noodles,))]
        house.do(PayBill(placed.bill, "cash", 2966))
        house.do(RefundBill(placed.bill, "flat", (cola,)))
        assert house.bill(placed.bill).paid_minor == 2076

    def test_go_with_their_lines_to_another_party(self, house: SmallHouse) -> None:
        placed, other = house.order(meal()), house.order("tofu", table="A02")
        house.do(MoveLines(tuple(lines_of(house, placed)), to_session=other.session))
        assert (house.due(placed.bill), house.due(other.bill)) == (0, PRICE + 1200)


class TestWithWhatStandsOnItsBill:
    def test_a_rule_that_exempts_the_meal_exempts_its_lines(self, house: SmallHouse) -> None:
        service = SurchargeRule("service", named("service"), "percent", 100, exempt=("for_two",))
        house.do(ChangeBilling(surcharges=(service,)))
        placed = house.order(meal(), "tofu")
        assert house.due(placed.bill) == PRICE + 1200 + 120

    @given(st.integers(1, 999), st.integers(0, 2))
    def test_a_part_given_free_and_the_whole_taken_back_leave_what_the_rest_comes_to(
        self, permille: int, free: int
    ) -> None:
        house = SmallHouse()
        house.do(ChangeMenu(dishes=(FOR_TWO,)))
        placed, other = house.order(meal(qty=3), "tofu"), house.order("tofu", table="A02")
        for bill in (placed.bill, other.bill):
            house.do(ReduceBill(bill, "percent", permille, "regulars"))
        lines = lines_of(house, placed)
        house.do(CompLine(lines[free], "late"))
        house.do(VoidLine(lines[1], "gone", whole_meal=True))
        assert house.due(placed.bill) == house.due(other.bill), "as if it had never been ordered"


class TestTakenBack:
    def test_a_part_alone_is_refused_by_the_meals_name(self, house: SmallHouse) -> None:
        lines = lines_of(house, house.order(meal()))
        refusal = house.refusal(VoidLine(lines[1], "cold"))
        assert refusal.reason.code == "part_of_meal"
        assert refusal.details["lines"] == lines
        assert "“for_two”" in refusal.message().en

    def test_the_whole_of_it_is_taken_back_by_any_part(self, house: SmallHouse) -> None:
        placed = house.order(meal(qty=2), "tofu")
        lines = lines_of(house, placed)
        house.do(VoidLine(lines[1], "changed their mind", whole_meal=True))
        assert [house.item(line).state for line in lines] == ["voided"] * 3 + ["fired"]
        view = bill_view(house.state, house.bill(placed.bill), house.now)
        assert (view.total_minor, view.meals[0].price_minor) == (1200, 0)
        assert house.refused(VoidLine(lines[0], "again", whole_meal=True)) == "line_voided"

    def test_also_where_its_parts_stand_on_two_bills_unless_one_is_paid(self, house: SmallHouse) -> None:
        placed = house.order(meal(), "tofu")
        lines = lines_of(house, placed)
        house.do(SplitBill(placed.bill, "lines", lines=((lines[1],),)))
        (other,) = [bill for bill in house.state.orders.bills if bill != placed.bill]
        mark = house.state.mark()
        house.do(VoidLine(lines[0], "gone", whole_meal=True))
        assert (house.due(placed.bill), house.due(other)) == (1200, 0)
        house.state.undo(mark)
        house.do(PayBill(other, "cash", house.due(other)))
        assert house.refused(VoidLine(lines[0], "gone", whole_meal=True)) == "bill_closed"

    def test_a_line_of_no_meal_is_one_line_whatever_is_said(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        house.do(VoidLine(placed.lines[0].line, "gone", whole_meal=True))
        assert house.due(placed.bill) == 600


class TestTheSameAgain:
    def test_adds_nothing_and_is_answered_alike(self, house: SmallHouse) -> None:
        first = house.ask(placing(meal(id="d1"), want("tofu", id="d2")), RoundIs)
        again = placing(meal(id="d1"), want("tofu", id="d2"))
        assert house.types(again) == []
        assert house.ask(again, RoundIs).lines == first.lines
        more = house.ask(placing(want("cola", id="d3"), meal(id="d1")), RoundIs)
        assert [(each.id, each.dish) for each in more.lines] == [("d3", "cola"), ("d1", "for_two")]

    @pytest.mark.parametrize(
        ("line", "member"),
        [(meal(qty=2, id="d1"), "qty"), (meal(CLEAR, PartChosen("main", "crab"), COLAS, id="d1"), "parts")],
    )
    def test_with_other_content_is_refused(self, house: SmallHouse, line: LineWanted, member: str) -> None:
        house.do(placing(meal(id="d1")))
        refusal = house.refusal(placing(line))
        assert refusal.reason.code == "line_differs"
        (told,) = refusal.details["lines"]
        assert (told["dish"], list(told["differs"])) == ("for_two", [member])

    def test_by_a_platforms_number_it_is_the_same_order(self, house: SmallHouse) -> None:
        first = house.ask(placing(meal(), want("tofu"), external_id="E1"), RoundIs)
        assert house.types(placing(want("tofu"), meal(), external_id="E1")) == []
        assert house.ask(placing(meal(), want("tofu"), external_id="E1"), RoundIs).lines == first.lines
        other = meal(CLEAR, PartChosen("main", "crab"), COLAS)
        assert house.refused(placing(other, want("tofu"), external_id="E1")) == "order_differs"

    def test_a_platforms_number_on_a_meal_that_stood_and_a_new_dish(self, house: SmallHouse) -> None:
        house.do(placing(meal(id="d1")))
        mixed = placing(meal(id="d1"), want("tofu", id="d2"), external_id="E1")
        first = house.ask(mixed, RoundIs)
        assert [each.dish for each in first.lines] == ["for_two", "tofu"]
        assert house.ask(mixed, RoundIs).lines == first.lines

    def test_within_a_minute_whoever_types_is_asked(self, house: SmallHouse) -> None:
        house.do(placing(meal()))
        assert house.refused(placing(meal(), confirmed=False)) == "are_you_sure"
        house.do(placing(meal(CLEAR, PartChosen("main", "crab"), COLAS), confirmed=False))


class TestWhatIsLeft:
    def test_parts_are_taken_from_the_count_and_given_back(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("cola", 5))
        house.do(MarkSoldOut("for_two", 3))
        lines = lines_of(house, house.order(meal(qty=2)))
        assert [house.state.menu.stock[each].remaining for each in ("cola", "for_two")] == [1, 1]
        house.do(VoidLine(lines[0], "gone", whole_meal=True))
        assert [house.state.menu.stock[each].remaining for each in ("cola", "for_two")] == [5, 3]

    def test_a_part_that_is_sold_out_refuses_the_meal_by_name(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("cola", 0))
        refusal = house.refusal(placing(meal()))
        assert (refusal.reason.code, refusal.details["dish"], refusal.details["meal"]) == (
            "sold_out",
            "cola",
            "for_two",
        )
        assert "“cola” of the set meal “for_two”" in refusal.message().en
        house.do(MarkSoldOut("cola", 1))
        assert "There is not enough of “cola”" in house.refusal(placing(meal())).message().en

    def test_a_meal_that_is_sold_out_itself(self, house: SmallHouse) -> None:
        house.do(MarkSoldOut("for_two", 1))
        assert house.refused(placing(meal(qty=2))) == "sold_out"
        house.do(placing(meal()))
        assert house.state.menu.stock["for_two"] == Stock(0, house.state.menu.stock["for_two"].since)
        assert house.refused(placing(meal())) == "sold_out"


class TestThePriceSeen:
    def test_is_the_price_charged(self, house: SmallHouse) -> None:
        assert house.refused(placing(meal(price_minor=PRICE - 1))) == "price_changed"
        assert house.ask(placing(meal(price_minor=PRICE)), RoundIs).lines[0].price_minor == PRICE

    def test_a_choice_that_adds_more_than_the_menu_said_is_told(self, house: SmallHouse) -> None:
        groups = (replace(POT, choices=(MealChoice("plain_pot", 100),)), MAIN, DRINKS)
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, meal=groups),)))
        assert house.refused(placing(meal(), menu_version=2)) == "price_changed"
        house.do(placing(meal(), menu_version=3))

    def test_an_option_of_a_part_that_changed_is_told(self, house: SmallHouse) -> None:
        noodles = house.state.menu.dishes["noodles"]
        house.do(ChangeMenu(dishes=(replace(noodles, price_minor=1900),)))
        assert house.refused(placing(meal(), menu_version=2)) == "price_changed"


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (LineWanted("for_two"), "options_count"),
            (meal(CLEAR, COLAS), "options_count"),
            (meal(CLEAR, NOODLES, NOODLES, NOODLES, COLAS), "options_count"),
            (meal(CLEAR, NOODLES, PartChosen("drinks", "cola")), "options_count"),
            (meal(CLEAR, NOODLES, PartChosen("drinks", "tofu", 2)), "unknown_part"),
            (meal(CLEAR, NOODLES, PartChosen("sweets", "cola", 2)), "unknown_part"),
            (meal(CLEAR, PartChosen("main", "beef"), COLAS), "options_count"),
            (meal(CLEAR, PartChosen("main", "noodles", options=("thin",)), COLAS), "unknown_option"),
            (meal(PartChosen("pot", "plain_pot"), NOODLES, COLAS), "cells_count"),
            (meal(CLEAR, PartChosen("main", "noodles", 0), COLAS), "out_of_range"),
            (meal(options=("thin",)), "unknown_option"),
            (meal(cells=(Cell("clear"),)), "no_cells"),
            (meal(qty=500), "out_of_range"),
            (LineWanted("tofu", parts=(NOODLES,)), "no_meal"),
        ],
    )
    def test_by_its_reason(self, house: SmallHouse, line: LineWanted, code: str) -> None:
        assert house.refused(placing(line)) == code

    def test_more_parts_at_once_than_a_round_holds(self, house: SmallHouse) -> None:
        assert house.refused(placing(*[meal()] * (LINES_MOST // 3 + 1))) == "out_of_range"
        house.do(placing(*[meal()] * (LINES_MOST // 3)))


def faults(house: SmallHouse, *dishes: Dish) -> set[str]:
    refusal = house.refusal(ChangeMenu(dishes=dishes))
    return {each.code for each in refusal.details["faults"]}


class TestTheMenu:
    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"price_minor": PRICE + 1}, "above_parts"),
            ({"meal": (replace(DRINKS, choices=(MealChoice("unicorn"),)),)}, "no_part"),
            ({"meal": (replace(DRINKS, choices=(MealChoice("shrimp"),)),)}, "part_kind"),
            ({"meal": (replace(DRINKS, choices=(MealChoice("for_two"),)),)}, "part_kind"),
            ({"meal": (replace(DRINKS, choices=(MealChoice("cola"),) * 2),)}, "part_twice"),
            ({"meal": (replace(DRINKS, choices=(MealChoice("cola", -1),)),)}, "part_price"),
            ({"meal": (replace(DRINKS, choices=()),)}, "meal_group"),
            ({"meal": (replace(DRINKS, min=3),)}, "meal_group"),
            ({"meal": (replace(DRINKS, min=-1),)}, "meal_group"),
            ({"meal": (DRINKS, DRINKS)}, "meal_group"),
            ({"meal": (replace(DRINKS, name=Name("", "")),)}, "meal_group_name"),
            ({"kind": "base"}, "meal_itself"),
            ({"meal": (replace(DRINKS, min=0),)}, "meal_size"),
            ({"meal": (replace(DRINKS, max=51),)}, "meal_size"),
            ({"weighed": True, "per": 100}, "meal_itself"),
        ],
    )
    def test_a_meal_that_cannot_be_is_refused(self, house: SmallHouse, changed: dict[str, Any], code: str) -> None:
        assert code in faults(house, replace(FOR_TWO, **changed))

    def test_a_choice_that_adds_more_than_it_is_worth_counts_as_often_as_it_can_be_chosen(
        self, house: SmallHouse
    ) -> None:
        dear = MealGroup("more", named("more"), 0, 3, (MealChoice("sesame", 400),))
        assert faults(house, replace(FOR_TWO, meal=(*FOR_TWO.meal, dear))) == {"above_parts"}
        house.do(ChangeMenu(dishes=(replace(FOR_TWO, price_minor=PRICE - 300, meal=(*FOR_TWO.meal, dear)),)))

    def test_a_part_that_becomes_cheaper_than_the_meal_allows_is_refused(self, house: SmallHouse) -> None:
        noodles = house.state.menu.dishes["noodles"]
        assert faults(house, replace(noodles, price_minor=1799)) == {"above_parts"}
        house.do(ChangeMenu(dishes=(replace(noodles, price_minor=1799), replace(FOR_TWO, price_minor=PRICE - 1))))

    def test_a_part_cannot_leave_the_menu_without_its_meal(self, house: SmallHouse) -> None:
        assert house.refused(ChangeMenu(gone=MenuGone(dishes=("cola",)))) == "bad_menu"
        house.do(ChangeMenu(gone=MenuGone(dishes=("cola", "for_two"))))
