"""Bills split, again and again, and put together: shares ≥ 0, and the sum exact."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.join_bills import JoinBills
from kds.core.billing.model import SplitBy, SurchargeRule
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.split_bill import BillsAre, SplitBill
from kds.core.kitchen.bill_view import bill_view
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from tests.house import SmallHouse, named, want

TEA = SurchargeRule("tea", named("tea"), "per_head", 500)
SERVICE = SurchargeRule("service", named("service"), "percent", 100)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def split(house: SmallHouse, bill: str, by: SplitBy, lines: tuple[tuple[str, ...], ...] = (), **more: Any) -> BillsAre:
    return house.ask(SplitBill(bill, by, lines, **more), BillsAre)


def lines_on(house: SmallHouse, bill: str) -> list[str]:
    return [each.line for each in bill_view(house.state, house.bill(bill), house.now).lines]


@pytest.mark.parametrize(("due", "parts", "shares"), [(2, 4, (1, 1, 0, 0)), (10_000, 3, (3334, 3333, 3333))])
def test_case_28_equal_shares(house: SmallHouse, due: int, parts: int, shares: tuple[int, ...]) -> None:
    bill = house.order(want("crab", 2)).bill
    house.do(PayBill(bill, "card", 19_800 - due))
    answer = split(house, bill, "equal", parts=parts)
    dues = tuple(house.due(each) for each in answer.bills)
    assert dues == shares
    for each in answer.bills:
        house.do(PayBill(each, "cash", house.due(each)))
    assert all(house.bill(each).state == "paid" for each in answer.bills)


def test_case_28_lines_at_zero(house: SmallHouse) -> None:
    placed = house.order("tofu", "tofu", "tofu")
    house.do(ReduceBill(placed.bill, "percent", 1000, "on the house"))
    one, two, three = (each.line for each in placed.lines)
    answer = split(house, placed.bill, "lines", ((one,), (two, three)))
    assert answer.totals_minor == (0, 0, 0)


def test_by_amounts_the_lines_stay_and_the_others_owe(house: SmallHouse) -> None:
    bill = house.order("beef").bill
    assert house.refused(SplitBill(bill, "amount", amounts=(5000, 801))) == "more_than_due"
    answer = split(house, bill, "amount", amounts=(1000, 300))
    assert answer.totals_minor == (4500, 1000, 300)
    again = split(house, answer.bills[1], "equal", parts=3)
    assert again.totals_minor == (334, 333, 333)
    assert lines_on(house, answer.bills[1]) == []


def test_what_was_split_off_by_amounts_cannot_be_taken_off_the_rest_as_well(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    answer = split(house, placed.bill, "amount", amounts=(1500,))
    assert answer.totals_minor == (300, 1500)
    refusal = house.refusal(VoidLine(placed.lines[0].line, "no"))
    assert (refusal.reason.code, refusal.message().en) == (
        "split_off",
        f"So much of bill {placed.bill} was split off that it would come to less than nothing; join the bills first",
    )
    house.do(JoinBills(answer.bills[1], placed.bill))
    house.do(VoidLine(placed.lines[0].line, "no"))
    assert house.due(placed.bill) == 600


def test_a_party_whose_bills_are_one_again_orders_on_that_one(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    answer = split(house, placed.bill, "lines", ((placed.lines[0].line,),))
    house.do(JoinBills(placed.bill, answer.bills[1]))
    assert house.order("sesame").bill == answer.bills[1]


def test_by_lines_what_is_off_and_on_goes_with_them(house: SmallHouse) -> None:
    house.do(ChangeBilling(surcharges=(SERVICE, TEA)))
    placed = house.order("beef", "tofu", "sesame", guests=2)
    beef, tofu, sesame = (each.line for each in placed.lines)
    house.do(ReduceBill(placed.bill, "amount", 777, "sorry"))
    house.do(ReduceBill(placed.bill, "percent", 333, "regulars", (beef, sesame)))
    house.do(CompLine(tofu, "late"))
    before = house.bill(placed.bill).total_minor
    answer = split(house, placed.bill, "lines", ((beef,), (tofu,)))
    assert sum(answer.totals_minor) == before
    assert min(answer.totals_minor) >= 0
    assert [lines_on(house, each) for each in answer.bills] == [[sesame], [beef], [tofu]]
    heads = [
        [
            each.heads
            for each in bill_view(house.state, house.bill(bill), house.now).surcharges
            if each.kind == "per_head"
        ]
        for bill in answer.bills
    ]
    assert heads == [[2], [], []], "nobody says whose heads they are"
    assert house.types(VoidLine(beef, "no"))[0] == "LineVoided"
    assert house.bill(answer.bills[1]).total_minor == 0


def test_by_seats_everybody_pays_what_they_ordered(house: SmallHouse) -> None:
    house.do(ChangeBilling(surcharges=(TEA,)))
    placed = house.order(want("beef", seat=1), want("tofu", seat=2), "cola", want("sesame", seat=1), guests=3)
    answer = split(house, placed.bill, "seats")
    assert answer.totals_minor == (600 + 500, 5800 + 300 + 500, 1200 + 500)
    assert house.refused(SplitBill(placed.bill, "seats", seats=((7,),))) == "nobody_there"


def test_a_line_is_on_one_bill(house: SmallHouse) -> None:
    placed = house.order("beef", "tofu")
    beef = placed.lines[0].line
    assert house.refused(SplitBill(placed.bill, "lines", ((beef,), (beef,)))) == "in_two_parts"
    assert house.refused(SplitBill(placed.bill, "lines")) == "no_parts"
    assert house.refused(SplitBill(placed.bill, "lines", (("L999-1",),))) == "unknown_line"


def test_nothing_of_it_reaches_the_kitchen(house: SmallHouse) -> None:
    """Law 11."""
    placed = house.order("beef", "tofu")
    before = dict(house.state.kitchen.tickets), dict(house.state.kitchen.items)
    answer = split(house, placed.bill, "lines", ((placed.lines[0].line,),))
    house.do(JoinBills(answer.bills[1], placed.bill))
    assert (dict(house.state.kitchen.tickets), dict(house.state.kitchen.items)) == before


def test_what_was_split_is_put_together_again(house: SmallHouse) -> None:
    placed = house.order("beef", "tofu", "cola")
    house.do(ReduceBill(placed.bill, "percent", 333, "regulars"))
    before = house.bill(placed.bill).total_minor
    parts = split(house, placed.bill, "lines", ((placed.lines[0].line,), (placed.lines[1].line,)))
    shares = split(house, placed.bill, "equal", parts=2)
    for each in (*parts.bills[1:], shares.bills[1]):
        house.do(JoinBills(each, placed.bill))
    assert house.bill(placed.bill).total_minor == before
    assert sorted(lines_on(house, placed.bill)) == sorted(each.line for each in placed.lines)
    assert house.refused(JoinBills(placed.bill, placed.bill)) == "into_itself"
    other = house.order("cola", table="A02")
    assert house.refused(JoinBills(other.bill, placed.bill)) == "other_party"


def test_what_the_party_orders_next_goes_on_the_bill_that_was_split(house: SmallHouse) -> None:
    placed = house.order("beef", "tofu")
    split(house, placed.bill, "lines", ((placed.lines[0].line,),))
    assert house.order("cola").bill == placed.bill
