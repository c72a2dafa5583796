"""Clearing a table: nobody leaves with money due, and who has left stays gone."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession, SessionIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Name, Refusal
from tests.house import SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_party_that_has_paid_can_be_cleared(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    assert house.ask(ClearSession(placed.session), SessionIs).state == "cleared"
    assert house.state.floor.sessions[placed.session].cleared_at == house.now
    assert list(house.state.floor.table_sessions["A01"]) == []


def test_a_party_that_owes_is_kept_and_the_refusal_says_what_is_due(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 500))
    assert house.refused(ClearSession(placed.session)) == "bill_unpaid"
    outcome = house.attempt(ClearSession(placed.session))
    assert isinstance(outcome, Refusal)
    assert outcome.details == {"bill": placed.bill, "due_minor": 700, "due": "¥7.00"}
    assert outcome.message() == Name(zh="账单B5还有¥7.00没付", en="Bill B5 is not paid: ¥7.00 is due")


def test_every_bill_of_the_party_must_be_paid(house: SmallHouse) -> None:
    first = house.order("tofu")
    house.do(PayBill(first.bill, "cash", 1200))
    second = house.order("cola", session=first.session)
    assert house.refused(ClearSession(first.session)) == "bill_unpaid"
    house.do(PayBill(second.bill, "cash", 600))
    house.do(ClearSession(first.session))


def test_a_party_whose_lines_were_all_taken_back_owes_nothing(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(VoidLine(placed.lines[0].line, "no"))
    house.do(ClearSession(placed.session))
    assert house.state.floor.sessions[placed.session].state == "cleared"


def test_what_is_still_cooking_stays_on_the_board_when_the_table_is_cleared(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    house.do(ClearSession(placed.session))
    assert list(house.state.kitchen.open_tickets["cold"]) == list(placed.tickets)


def test_a_party_leaves_once(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    house.do(ClearSession(placed.session))
    assert house.refused(ClearSession(placed.session)) == "session_ended"


def test_a_session_that_never_was_is_unknown(house: SmallHouse) -> None:
    assert house.refused(ClearSession("S999")) == "unknown_session"
    assert house.refused(ClearSession("A01")) == "unknown_session"
