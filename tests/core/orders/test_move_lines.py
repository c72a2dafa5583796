"""Single lines go to another party or bill: what they cost goes with them, and the kitchen says whose they are."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.kitchen.bill_view import bill_view
from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.move_lines import LinesAre, MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from tests.core.invariants import check_belonging, check_conservation, check_empty, replay
from tests.house import SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_line_stands_on_the_other_bill_with_its_price(house: SmallHouse) -> None:
    one, other = house.order("tofu", "cola"), house.order("noodles", table="A02")
    cola = one.lines[1].line
    moved = house.ask(MoveLines((cola,), other.session), LinesAre)
    assert (moved.session, moved.bill, moved.lines) == (other.session, other.bill, (cola,))
    assert (house.due(one.bill), house.due(other.bill)) == (1200, 2400)
    shown = bill_view(house.state, house.bill(other.bill), house.now)
    assert [(each.line, each.round) for each in shown.lines] == [(cola, one.round), (other.lines[0].line, other.round)]
    assert house.do(VoidLine(cola, "no")).answer.bill == other.bill  # type: ignore[attr-defined]
    assert house.due(other.bill) == 1800
    assert replay(house.recorded).books() == house.state.books()


def test_a_party_without_a_bill_gets_one(house: SmallHouse) -> None:
    one, paid = house.order("tofu", "cola"), house.order("noodles", table="A02")
    house.do(PayBill(paid.bill, "cash", 1800))
    assert house.types(MoveLines((one.lines[0].line,), paid.session)) == ["BillOpened", "LinesMoved", "PartiesTied"]
    assert len(house.state.orders.session_bills[paid.session]) == 2


def test_a_ticket_with_lines_of_both_says_of_each_whose_it_is(house: SmallHouse) -> None:
    one, other = house.order("tofu", "beef"), house.order("cola", table="A02")
    tofu, beef = [each.line for each in one.lines]
    ticket = house.ticket(tofu)
    house.do(MoveLines((beef,), other.session))
    assert list(house.state.kitchen.session_tickets[one.session]) == [ticket.ticket]
    assert (house.ticket(beef).ticket, house.ticket(beef).label) == (ticket.ticket, "A01")
    (shown,) = [each for each in board(house.state, ["cold"], house.now) if each.ticket.ticket == ticket.ticket]
    assert [each.label for each in shown.lines] == ["", "A02"]
    house.do(MoveSession(other.session, "A03"))
    assert house.item(beef).label == "A03"
    house.do(MoveLines((tofu,), other.session))
    assert (house.ticket(beef).label, house.item(beef).label) == ("A03", ""), "now all of it is theirs"
    house.do(MoveLines((tofu, beef), to_bill=one.bill))
    assert house.state.orders.moved == {}
    assert (house.ticket(tofu).label, house.due(one.bill)) == ("A01", 1200 + 5800)


def test_what_a_device_sends_again_stands_wherever_it_was_moved(house: SmallHouse) -> None:
    one, other = house.order(want("tofu", id="d1")), house.order("cola", table="A02")
    house.do(MoveLines((one.lines[0].line,), other.session))
    assert house.types(PlaceRound("waiter", (want("tofu", id="d1"),), session=one.session)) == []


@pytest.mark.parametrize("first", [0, 1])
def test_whoever_leaves_first_takes_only_their_own(house: SmallHouse, first: int) -> None:
    one, other = house.order(want("tofu", id="d1"), want("beef", id="d2")), house.order("cola", table="A02")
    house.do(MoveLines((one.lines[1].line,), other.session))
    placed = (one, other)
    for ticket in (*one.tickets, *other.tickets):
        house.do(BumpTicket(ticket))
    for each in (placed[first], placed[1 - first]):
        house.do(PayBill(each.bill, "cash", house.due(each.bill)))
        house.do(ClearSession(each.session))
        assert house.go() == ["PartiesLeft"]
        check_conservation(house.state)
        check_belonging(house.state)
    check_empty(house.state)
    assert replay(house.recorded).books() == house.state.books()


def test_all_that_is_left_may_be_paid_already_and_more_may_not(house: SmallHouse) -> None:
    one, other = house.order("tofu", "cola"), house.order("noodles", table="A02")
    house.do(PayBill(one.bill, "cash", 1200))
    assert house.refused(MoveLines((one.lines[0].line,), other.session)) == "refund_needed"
    assert house.types(MoveLines((one.lines[1].line,), other.session)) == ["LinesMoved", "BillClosed", "PartiesTied"]


def test_a_paid_bill_neither_gives_nor_takes(house: SmallHouse) -> None:
    one, paid = house.order("tofu"), house.order("noodles", table="A02")
    house.do(PayBill(paid.bill, "cash", 1800))
    assert house.refused(MoveLines((paid.lines[0].line,), one.session)) == "bill_closed"
    assert house.refused(MoveLines((one.lines[0].line,), to_bill=paid.bill)) == "bill_closed"


def test_where_it_stands_already_it_stays(house: SmallHouse) -> None:
    one = house.order("tofu")
    assert house.types(MoveLines((one.lines[0].line,), one.session)) == []
    assert house.types(MoveLines((one.lines[0].line,), to_bill=one.bill)) == []


def test_what_cannot_be_moved(house: SmallHouse) -> None:
    one, other = house.order("tofu", "cola"), house.order("noodles", table="A02")
    line = one.lines[0].line
    house.do(VoidLine(one.lines[1].line, "no"))
    for command, code in (
        (MoveLines((one.lines[1].line,), other.session), "line_voided"),
        (MoveLines((line, "L99-1"), other.session), "unknown_line"),
        (MoveLines((line,), "S99"), "unknown_session"),
        (MoveLines((line,), to_bill="B99"), "unknown_bill"),
        (MoveLines((line,)), "to_one"),
        (MoveLines((line,), other.session, other.bill), "to_one"),
        (MoveLines((), other.session), "out_of_range"),
    ):
        assert house.refused(command) == code


def test_a_new_party_at_the_same_table_gets_them_on_a_bill_of_its_own(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    cola = placed.lines[1].line
    ticket = house.ticket(cola).ticket
    assert house.types(MoveLines((cola,), to_new=True)) == [
        "SessionOpened",
        "SessionShared",
        "BillOpened",
        "LinesMoved",
        "PartiesTied",
    ]
    new = house.state.orders.bill_of(cola)
    one, other = house.state.floor.sessions[placed.session], house.state.floor.sessions[new.session]
    assert (one.label, other.label, other.table, other.served_by) == ("A01-1", "A01-2", "A01", one.served_by)
    assert (house.due(placed.bill), house.due(new.bill)) == (1200, 600)
    assert house.ticket(cola).ticket == ticket, "nothing is made anew"
    assert replay(house.recorded).books() == house.state.books()


def test_a_new_party_of_a_takeaway_is_one_too(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola", table=None, service="takeaway")
    house.do(MoveLines((placed.lines[1].line,), to_new=True))
    other = house.state.floor.sessions[house.state.orders.bill_of(placed.lines[1].line).session]
    assert (other.service, other.table, other.label) == ("takeaway", None, f"#{other.number}")


def test_it_is_said_once_where_they_go(house: SmallHouse) -> None:
    placed = house.order("tofu")
    line = placed.lines[0].line
    for wrong in (MoveLines((line,)), MoveLines((line,), placed.session, to_new=True)):
        assert house.refused(wrong) == "to_one"


def test_a_bill_that_is_paid_sends_nothing_to_a_new_party(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    assert house.refused(MoveLines((placed.lines[0].line,), to_new=True)) == "bill_closed"
    assert len(house.state.floor.sessions) == 1
