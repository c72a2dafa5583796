"""Money given back, to where it came from; and bills that are opened again."""

from __future__ import annotations

import pytest

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.reopen_bill import ReopenBill
from kds.core.billing.set_account import SetAccount
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bill_view import BillView, bill_view
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from tests.house import CLOSES, DAY, SmallHouse, named, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def kept(house: SmallHouse, bill: str) -> list[int]:
    return [each.amount_minor - each.refunded_minor for each in shown(house, bill).tenders]


def shown(house: SmallHouse, bill: str) -> BillView:
    return bill_view(house.state, house.bill(bill), house.now)


def test_what_came_last_goes_back_first_and_never_more_than_it_was(house: SmallHouse) -> None:
    bill = house.order("beef", "tofu").bill
    house.do(PayBill(bill, "card", 5000))
    house.do(PayBill(bill, "cash", 2000))
    house.do(RefundBill(bill, "cold", amount_minor=1500))
    assert kept(house, bill) == [5000, 500]
    house.do(RefundBill(bill, "cold", amount_minor=1000))
    assert kept(house, bill) == [4500, 0]
    assert house.refused(RefundBill(bill, "cold", amount_minor=4501)) == "refund_too_large"
    house.do(RefundBill(bill, "cold"))
    assert kept(house, bill) == [0, 0]
    assert house.refused(RefundBill(bill, "cold", amount_minor=1)) == "nothing_paid"
    assert (house.bill(bill).total_minor, house.bill(bill).paid_minor, house.bill(bill).state) == (0, 0, "paid")


def test_lines_are_worth_what_was_paid_for_them_with_the_rounding_reversed(house: SmallHouse) -> None:
    house.do(ChangeBilling(round_to_minor=100))
    placed = house.order("beef", "tofu", "sesame")
    house.do(ReduceBill(placed.bill, "percent", 99, "regulars"))
    due = house.due(placed.bill)
    house.do(PayBill(placed.bill, "cash", due - due % 100))
    paid = house.bill(placed.bill).paid_minor
    for line in placed.lines:
        house.do(RefundBill(placed.bill, "cold", (line.line,)))
        assert house.refused(RefundBill(placed.bill, "cold", (line.line,))) in ("line_refunded", "nothing_paid")
    refunds = [each.amount_minor for each in shown(house, placed.bill).reductions if each.kind == "refund"]
    assert sum(refunds) == paid
    assert house.bill(placed.bill).total_minor == 0


def test_of_an_open_bill_an_amount_goes_back_and_is_due_again(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    house.do(PayBill(placed.bill, "card", 1500))
    assert house.refused(VoidLine(placed.lines[1].line, "no")) == "refund_needed"
    assert house.refused(RefundBill(placed.bill, "no", (placed.lines[1].line,))) == "still_open"
    house.do(RefundBill(placed.bill, "no", amount_minor=300))
    assert house.due(placed.bill) == 600
    assert "BillClosed" in house.types(VoidLine(placed.lines[1].line, "no"))


def test_what_somebody_owed_is_owed_no_more(house: SmallHouse) -> None:
    house.do(SetAccount("firm", named("firm"), 5000))
    bill = house.order("tofu").bill
    house.do(PayBill(bill, "account", 1200, account="firm"))
    house.do(RefundBill(bill, "cold", amount_minor=200))
    assert house.state.billing.accounts["firm"].owed_minor == 1000


class TestOpenedAgain:
    def test_it_takes_lines_and_money_and_the_original_is_kept(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", 1200))
        house.do(ReopenBill(placed.bill, "card and not cash"))
        assert house.refused(ReopenBill(placed.bill, "again")) == "not_closed"
        house.do(RefundBill(placed.bill, "card and not cash"))
        house.do(PayBill(placed.bill, "card", 1200))
        view = shown(house, placed.bill)
        assert [(each.total_minor, each.paid_minor, each.reason) for each in view.originals] == [
            (1200, 1200, "card and not cash")
        ]
        assert [(each.tender, each.amount_minor - each.refunded_minor) for each in view.tenders] == [
            ("cash", 0),
            ("card", 1200),
        ]
        assert house.bill(placed.bill).state == "paid"

    def test_one_whose_guests_have_left_stays_until_it_is_closed(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu"))
        house.do(PayBill(placed.bill, "cash", 1200))
        house.do(BumpTicket(placed.tickets[0]))
        house.do(ClearSession(placed.session))
        house.do(ReopenBill(placed.bill, "wrong"))
        assert house.go() == []
        house.do(PayBill(placed.bill, "cash", 0))
        assert house.go() == ["PartiesLeft"]

    def test_only_on_the_business_day_on_which_it_was_paid(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", 1200))
        house.now = CLOSES
        house.tick("2026-09-22", CLOSES + DAY)
        assert house.refused(ReopenBill(placed.bill, "late")) == "day_is_over"
        house.do(RefundBill(placed.bill, "late", amount_minor=200))
        assert house.bill(placed.bill).paid_minor == 1000
