"""Paying: never more than is due, and the last cent closes the bill."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.billing.comp_line import CompLine
from kds.core.orders.pay_bill import BillIs, PayBill
from kds.core.orders.void_line import VoidLine
from tests.house import SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_part_leaves_the_rest_due(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    answer = house.ask(PayBill(bill, "cash", 500), BillIs)
    assert (answer.state, answer.total_minor, answer.paid_minor, answer.due_minor) == ("open", 1200, 500, 700)


def test_the_last_part_closes_the_bill(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    house.do(PayBill(bill, "cash", 500))
    assert house.types(PayBill(bill, "card", 700)) == ["PaymentTaken", "BillClosed"]
    assert house.bill(bill).state == "paid"
    assert house.bill(bill).closed_at == house.now


def test_nothing_more_than_is_due_is_taken(house: SmallHouse) -> None:
    bill = house.order("tofu").bill
    assert house.refused(PayBill(bill, "cash", 1201)) == "overpaid"
    house.do(PayBill(bill, "cash", 1200))
    assert house.refused(PayBill(bill, "cash", 1)) == "bill_closed"
    assert house.refused(PayBill(bill, "cash", 0)) == "bill_closed"


@pytest.mark.parametrize("amount", [-1, -1200, -(1 << 70), 1 << 70])
def test_a_payment_cannot_take_money_out_or_be_beyond_counting(house: SmallHouse, amount: int) -> None:
    bill = house.order("tofu").bill
    assert house.refused(PayBill(bill, "cash", amount)) == "out_of_range"


def test_a_payment_of_nothing_needs_nothing_due(house: SmallHouse) -> None:
    placed = house.order("tofu")
    assert house.refused(PayBill(placed.bill, "cash", 0)) == "nothing_due"
    house.do(VoidLine(placed.lines[0].line, "no"))
    assert house.types(PayBill(placed.bill, "cash", 0)) == ["BillClosed"]
    assert house.bill(placed.bill).state == "paid"


def test_a_tip_is_taken_also_where_nothing_is_due(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(CompLine(placed.lines[0].line, "late"))
    paid = house.ask(PayBill(placed.bill, "cash", 0, tendered_minor=1000, tip_minor=600), BillIs)
    assert (paid.state, paid.change_minor, paid.payment) == ("paid", 400, f"P{paid.seq - 1}")
    (payment,) = house.state.orders.sheets[placed.bill].payments
    assert (payment.amount_minor, payment.tip_minor) == (0, 600)


def test_a_bill_that_never_was_is_unknown(house: SmallHouse) -> None:
    assert house.refused(PayBill("B999", "cash", 1)) == "unknown_bill"


@given(st.integers(1, 20), st.lists(st.integers(1, 5000), max_size=10))
def test_parts_add_up_to_the_cent(qty: int, parts: list[int]) -> None:
    house = SmallHouse()
    bill = house.order(want("tofu", qty=qty)).bill
    taken = 0
    for part in parts:
        if part <= 1200 * qty - taken:
            taken += part
            house.do(PayBill(bill, "cash", part))
    assert house.bill(bill).paid_minor == taken
    assert house.bill(bill).state == ("paid" if taken == 1200 * qty else "open")
    if taken < 1200 * qty:
        assert house.ask(PayBill(bill, "card", house.due(bill)), BillIs).due_minor == 0
