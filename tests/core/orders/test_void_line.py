"""Taking a line back: off the bill, out of the kitchen, back on sale while nobody has begun it."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import LineIs, VoidLine
from kds.core.types import Refusal, Who
from tests.house import FOR_TWO, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_voided_line_leaves_the_total_and_stays_on_the_record(house: SmallHouse) -> None:
    placed = house.order(want("tofu", qty=2), "cola")
    line = placed.lines[0].line
    answer = house.ask(VoidLine(line, "changed their mind"), LineIs)
    assert (answer.line, answer.state, answer.bill, answer.total_minor) == (line, "voided", placed.bill, 600)
    assert house.state.orders.lines[line].price_minor == 2400
    void = house.state.orders.voids[line]
    assert (void.reason, void.actor, void.at) == ("changed their mind", "ann", house.now)
    assert house.item(line).state == "voided"


def test_a_served_line_can_be_taken_back(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(ServeLine(line))
    house.do(VoidLine(line, "cold"))
    assert house.bill("B5").total_minor == 0


WAITER, MANAGER = Who("w1", "waiter"), Who("m1", "manager")


@pytest.mark.parametrize("deed", [StartTicket, BumpTicket])
def test_what_was_begun_is_taken_back_by_whoever_leads_the_house(house: SmallHouse, deed: type) -> None:
    line = house.line("tofu")
    house.do(deed(house.item(line).ticket))
    assert house.refused(VoidLine(line, "no"), WAITER) == "forbidden"
    assert not isinstance(house.attempt(VoidLine(line, "no"), MANAGER), Refusal)


def test_a_manager_approves_of_what_a_waiter_takes_back_and_not_another_waiter(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(StartTicket(house.item(line).ticket))
    assert isinstance(house.attempt(VoidLine(line, "no"), WAITER, Who("w2", "waiter")), Refusal)
    recorded = house.do(VoidLine(line, "no"), WAITER, MANAGER).recorded[0]
    assert (recorded.stamp.actor, recorded.stamp.approver) == ("w1", "m1")


def test_what_waits_or_is_held_a_waiter_takes_back_alone(house: SmallHouse) -> None:
    waits, held = house.line("tofu"), house.line("cola", fire="hold")
    house.do(VoidLine(waits, "no"), WAITER)
    house.do(VoidLine(held, "no"), WAITER)


def test_a_set_meal_of_which_one_dish_was_begun_is_begun(house: SmallHouse) -> None:
    house.do(ChangeMenu(dishes=(FOR_TWO,)))
    pot = PartChosen("pot", "plain_pot", cells=(Cell("clear"),))
    parts = (pot, PartChosen("main", "noodles"), PartChosen("drinks", "cola", 2))
    placed = house.order(want("for_two", parts=parts))
    first, *_, last = [each.line for each in house.state.orders.lines.values() if each.round == placed.round]
    house.do(StartTicket(house.item(last).ticket))
    assert house.refused(VoidLine(first, "no", whole_meal=True), WAITER) == "forbidden"
    house.do(VoidLine(first, "no", whole_meal=True), WAITER, MANAGER)


def test_event_and_answer_say_whether_the_kitchen_had_begun(house: SmallHouse) -> None:
    fired, begun, done = house.order("tofu", "crab", "cola").lines
    house.do(StartTicket(house.item(begun.line).ticket))
    house.do(BumpTicket(house.item(done.line).ticket))
    for line, started in ((fired.line, False), (begun.line, True), (done.line, True)):
        outcome = house.do(VoidLine(line, "no"))
        (event,) = [each.event for each in outcome.recorded]
        assert getattr(event, "started", None) is started
        assert getattr(outcome.answer, "started", None) is started


def test_what_is_left_after_a_void_may_be_paid_already(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    house.do(PayBill(placed.bill, "cash", 1200))
    assert house.types(VoidLine(placed.lines[1].line, "no")) == ["LineVoided", "BillClosed"]
    assert house.bill(placed.bill).state == "paid"


def test_a_void_that_leaves_nothing_due_and_nothing_paid_keeps_the_bill_open(house: SmallHouse) -> None:
    placed = house.order("tofu")
    assert house.types(VoidLine(placed.lines[0].line, "no")) == ["LineVoided"]
    assert house.order("cola").bill == placed.bill


def test_more_than_the_rest_paid_needs_a_refund_first(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    house.do(PayBill(placed.bill, "cash", 1201))
    assert house.refused(VoidLine(placed.lines[1].line, "no")) == "refund_needed"


def test_a_line_is_taken_back_once(house: SmallHouse) -> None:
    line = house.line("tofu", "cola")
    house.do(VoidLine(line, "no"))
    assert house.refused(VoidLine(line, "no")) == "line_voided"


def test_a_line_of_a_paid_bill_stays(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    assert house.refused(VoidLine(placed.lines[0].line, "no")) == "bill_closed"
    house.do(ClearSession(placed.session))
    assert house.refused(VoidLine(placed.lines[0].line, "no")) == "bill_closed"


def test_a_line_that_never_was_is_unknown(house: SmallHouse) -> None:
    assert house.refused(VoidLine("L999-1", "no")) == "unknown_line"
    assert house.refused(VoidLine("tofu", "no")) == "unknown_line"
