"""What a bill comes to: every row of the sum by itself, together, and whatever order they came in."""

from __future__ import annotations

import pytest

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.model import SurchargeRule
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.surcharge_bill import SurchargeBill
from kds.core.billing.take_back import TakeBack
from kds.core.floor.set_guests import SetGuests
from kds.core.kitchen.bill_view import BillView, bill_view
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Who
from tests.house import SmallHouse, named, want

TEA = SurchargeRule("tea", named("tea"), "per_head", 500, ("dine_in",))
SERVICE = SurchargeRule("service", named("service"), "percent", 100, exempt=("cola",))
BOXES = SurchargeRule("boxes", named("boxes"), "packing", 50, ("takeaway",))
WAITER = Who("wei", "waiter")
MANAGER = Who("may", "manager")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def shown(house: SmallHouse, bill: str) -> BillView:
    return bill_view(house.state, house.bill(bill), house.now)


def total(house: SmallHouse, bill: str) -> int:
    view = shown(house, bill)
    off = sum(each.amount_minor for each in view.reductions)
    on = sum(each.amount_minor for each in view.surcharges)
    assert view.total_minor == view.gross_minor - off + on + view.share_minor
    assert view.due_minor == view.total_minor - view.paid_minor
    return view.total_minor


class TestGivenFree:
    def test_a_free_line_leaves_the_total_and_is_made_all_the_same(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        line = placed.lines[0].line
        assert house.types(CompLine(line, "late")) == ["LineComped"], "and nothing for the kitchen (law 11)"
        assert house.item(line).state == "fired"
        assert total(house, placed.bill) == 600
        (comp,) = shown(house, placed.bill).reductions
        assert (comp.kind, comp.lines, comp.amount_minor, comp.reason, comp.authority) == (
            "comp",
            (line,),
            1200,
            "late",
            "ann",
        )

    @pytest.mark.parametrize("percent", [0, 100, 333])
    def test_free_and_then_voided_takes_it_off_once(self, house: SmallHouse, percent: int) -> None:
        placed, other = house.order("tofu", "cola"), house.order("cola", table="A02")
        for bill in (placed.bill, other.bill):
            if percent:
                house.do(ReduceBill(bill, "percent", percent, "regulars"))
        house.do(CompLine(placed.lines[0].line, "late"))
        house.do(VoidLine(placed.lines[0].line, "cold"))
        assert total(house, placed.bill) == total(house, other.bill), "as if it had never been ordered"
        assert house.refused(CompLine(placed.lines[0].line, "late")) == "line_voided"

    def test_it_is_given_once_and_not_when_more_is_paid_already(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        house.do(CompLine(placed.lines[0].line, "late"))
        assert house.refused(CompLine(placed.lines[0].line, "late")) == "line_comped"
        house.do(PayBill(placed.bill, "cash", 1))
        assert house.refused(CompLine(placed.lines[1].line, "late")) == "refund_needed"

    def test_what_is_left_may_be_paid_already(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        house.do(PayBill(placed.bill, "cash", 1200))
        assert house.types(CompLine(placed.lines[1].line, "late")) == ["LineComped", "BillClosed"]


class TestTakenOff:
    def test_a_percentage_follows_the_bill(self, house: SmallHouse) -> None:
        placed = house.order("beef")
        house.do(ReduceBill(placed.bill, "percent", 120, "regulars"))
        assert total(house, placed.bill) == 5800 - 696
        house.order("tofu")
        assert total(house, placed.bill) == 7000 - 840
        house.do(VoidLine(placed.lines[0].line, "no"))
        assert total(house, placed.bill) == 1200 - 144

    def test_two_percentages_are_both_of_the_list_price(self, house: SmallHouse) -> None:
        placed = house.order(want("beef", 2))
        house.do(ReduceBill(placed.bill, "percent", 100, "regulars"))
        house.do(ReduceBill(placed.bill, "percent", 200, "birthday"))
        assert total(house, placed.bill) == 11_600 - 1_160 - 2_320

    def test_rounding_of_a_share_is_for_the_guest(self, house: SmallHouse) -> None:
        placed = house.order("sesame")
        house.do(ReduceBill(placed.bill, "percent", 1, "odd"))
        assert total(house, placed.bill) == 299, "0.3 of a cent is off as a whole one"

    def test_an_amount_takes_no_more_than_there_is(self, house: SmallHouse) -> None:
        placed = house.order("cola", "tofu")
        house.do(ReduceBill(placed.bill, "amount", 99_999, "sorry", (placed.lines[0].line,)))
        assert total(house, placed.bill) == 1200
        house.do(VoidLine(placed.lines[1].line, "no"))
        assert total(house, placed.bill) == 0

    def test_it_is_for_whoever_leads_the_house_and_a_little_rounding_is_not(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        assert house.refused(ReduceBill(placed.bill, "percent", 100, "x"), WAITER) == "forbidden"
        house.do(ReduceBill(placed.bill, "percent", 100, "x"), WAITER, MANAGER)
        assert shown(house, placed.bill).reductions[0].authority == "may"
        house.do(ReduceBill(placed.bill, "rounding", 80, "coins"), WAITER)
        assert total(house, placed.bill) == 1000
        assert house.refused(ReduceBill(placed.bill, "rounding", 80, "coins"), WAITER) == "rounded_already"

    def test_rounding_has_a_bound(self, house: SmallHouse) -> None:
        placed = house.order("beef")
        assert house.refused(ReduceBill(placed.bill, "rounding", 101, "coins")) == "out_of_range"
        assert house.refused(ReduceBill(placed.bill, "rounding", 0, "coins")) == "out_of_range"

    def test_it_is_taken_back(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(ReduceBill(placed.bill, "percent", 100, "x"))
        given = shown(house, placed.bill).reductions[0].reduction
        house.do(TakeBack(placed.bill, given))
        assert total(house, placed.bill) == 1200
        assert house.refused(TakeBack(placed.bill, given)) == "unknown_reduction"

    def test_what_leaves_less_than_was_paid_needs_a_refund_first(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", 1000))
        assert house.refused(ReduceBill(placed.bill, "amount", 300, "x")) == "refund_needed"
        assert house.types(ReduceBill(placed.bill, "amount", 200, "x")) == [
            "BillReduced",
            "BillReckoned",
            "BillClosed",
        ]


class TestPutOn:
    def test_heads_dishes_and_boxes(self, house: SmallHouse) -> None:
        house.do(ChangeBilling(surcharges=(TEA, SERVICE, BOXES)))
        inside = house.order("beef", "cola", guests=4)
        assert total(house, inside.bill) == 6400 + 4 * 500 + 580, "the cola is exempt from service"
        away = house.order(want("tofu", 2), "cola", table=None)
        assert total(house, away.bill) == 3000 + 240 + 3 * 50

    def test_service_is_of_what_the_dishes_come_to(self, house: SmallHouse) -> None:
        house.do(ChangeBilling(surcharges=(SERVICE,)))
        placed = house.order("beef")
        house.do(ReduceBill(placed.bill, "percent", 500, "x"))
        assert total(house, placed.bill) == 2900 + 290
        house.do(CompLine(placed.lines[0].line, "late"))
        assert total(house, placed.bill) == 0

    def test_heads_follow_the_guests_until_something_is_paid(self, house: SmallHouse) -> None:
        house.do(ChangeBilling(surcharges=(TEA,)))
        placed = house.order("tofu", guests=2)
        house.do(SetGuests(placed.session, 3))
        assert total(house, placed.bill) == 1200 + 1500
        house.do(PayBill(placed.bill, "card", 2600))
        house.do(SetGuests(placed.session, 1))
        assert total(house, placed.bill) == 1200 + 1500

    def test_heads_are_charged_once_a_party(self, house: SmallHouse) -> None:
        house.do(ChangeBilling(surcharges=(TEA,)))
        placed = house.order("tofu", guests=2)
        house.do(PayBill(placed.bill, "card", house.due(placed.bill)))
        again = house.order("cola", session=placed.session)
        assert again.bill != placed.bill
        assert total(house, again.bill) == 600

    def test_a_bill_keeps_the_rules_that_it_began_with(self, house: SmallHouse) -> None:
        """Law 13: what was shown before ordering is what is charged."""
        house.do(ChangeBilling(surcharges=(TEA,)))
        placed = house.order("tofu", guests=2)
        house.do(ChangeBilling(surcharges=()))
        house.order("cola")
        assert total(house, placed.bill) == 1800 + 1000

    def test_one_is_put_on_by_hand_and_taken_off_by_whoever_leads(self, house: SmallHouse) -> None:
        house.do(ChangeBilling(surcharges=(TEA, SERVICE)))
        placed = house.order("tofu", guests=2)
        assert house.refused(SurchargeBill(placed.bill, "tea", on=False), WAITER) == "forbidden"
        house.do(SurchargeBill(placed.bill, "tea", heads=1), MANAGER)
        assert total(house, placed.bill) == 1200 + 500 + 120
        house.do(SurchargeBill(placed.bill, "tea", on=False), MANAGER)
        assert house.do(SurchargeBill(placed.bill, "tea", on=False), MANAGER).recorded == []
        assert total(house, placed.bill) == 1320
