"""Everything can be ended, with a word why: made, not made or wasted, also when the party has paid and left."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.bill_view import bill_view
from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.events import TicketEnded
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.model import EndedAs
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Who
from tests.core.invariants import rebuilt
from tests.house import MINUTE, NOON, SmallHouse, want

NOT_MADE: tuple[EndedAs, ...] = ("not_made", "wasted")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def everything(house: SmallHouse) -> list[str]:
    """The open tickets of the whole kitchen."""
    return [each.ticket.ticket for each in board(house.state, house.state.kitchen.stations, house.now)]


def test_a_held_dessert_of_a_party_that_has_paid_and_left_is_ended(house: SmallHouse) -> None:
    placed = house.order(want("tofu", fire="hold"))
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    bill = house.bill(placed.bill)
    outcome = house.do(EndTicket(placed.tickets[0], "not_made", reason="guests left"), Who("ann", "waiter"))
    assert [each.event for each in outcome.recorded] == [
        TicketEnded(placed.session, placed.tickets[0], (placed.lines[0].line,), "not_made", "guests left")
    ]
    assert everything(house) == []
    assert house.bill(placed.bill) == bill, "law 11: the kitchen's facts are its own, and so are the bill's"
    assert house.go() == ["PartiesLeft"]
    assert placed.session not in house.state.floor.sessions


@pytest.mark.parametrize("outcome", NOT_MADE)
def test_what_was_not_made_is_neither_done_nor_to_be_made(house: SmallHouse, outcome: EndedAs) -> None:
    placed = house.order("tofu", want("beef", 2), want("sesame", fire="hold"))
    house.do(StartTicket(placed.tickets[0], (placed.lines[0].line,)))
    house.wait(MINUTE)
    answer = house.ask(EndTicket(placed.tickets[0], outcome), TicketIs)
    lines = tuple(each.line for each in placed.lines)
    assert (answer.state, answer.lines) == ("ended", lines)
    assert {(house.item(line).state, house.item(line).ended_as) for line in lines} == {("ended", outcome)}
    assert [house.item(line).done_at for line in lines] == [None] * 3
    assert all_day(house.state, ["cold"]) == []
    assert everything(house) == everything_after_a_restart(house) == []


def everything_after_a_restart(house: SmallHouse) -> list[str]:
    return list(rebuilt(house.state).kitchen.open_tickets["cold"])


def test_what_was_made_is_done_though_nobody_bumped_it_nor_called_for_it(house: SmallHouse) -> None:
    placed = house.order("tofu", want("sesame", fire="hold"))
    house.wait(MINUTE)
    assert house.ask(EndTicket(placed.tickets[0], "made"), TicketIs).state == "done"
    tofu, sesame = (house.item(each.line) for each in placed.lines)
    assert (tofu.state, tofu.done_at, tofu.ended_as) == ("done", NOON + MINUTE, "made")
    assert (sesame.state, sesame.done_at, sesame.fired_at) == ("done", NOON + MINUTE, None)
    house.do(ServeLine(sesame.line))
    assert house.item(sesame.line).state == "served"


def test_some_lines_can_be_ended_and_the_rest_goes_on(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef")
    tofu, beef = (each.line for each in placed.lines)
    assert house.ask(EndTicket(placed.tickets[0], "wasted", (tofu,)), TicketIs).state == "fired"
    assert everything(house) == list(placed.tickets)
    assert house.ask(BumpTicket(placed.tickets[0]), TicketIs).lines == (beef,)
    assert house.ticket(tofu).state == "done"


def test_what_was_done_already_stays_so(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef")
    tofu, beef = (each.line for each in placed.lines)
    house.do(BumpTicket(placed.tickets[0], (tofu,)))
    assert house.ask(EndTicket(placed.tickets[0], "not_made"), TicketIs).lines == (beef,)
    assert (house.item(tofu).state, house.ticket(tofu).state) == ("done", "done")


@pytest.mark.parametrize("outcome", ["made", *NOT_MADE])
def test_an_ending_is_undone_by_a_recall_to_where_each_line_was(house: SmallHouse, outcome: EndedAs) -> None:
    placed = house.order("tofu", "beef", want("sesame", fire="hold"))
    house.do(StartTicket(placed.tickets[0], (placed.lines[0].line,)))
    before = [house.item(each.line) for each in placed.lines]
    house.do(EndTicket(placed.tickets[0], outcome))
    house.wait(MINUTE)
    assert house.ask(RecallTicket(placed.tickets[0]), TicketIs).state == "started"
    assert [house.item(each.line) for each in placed.lines] == before
    assert everything(house) == list(placed.tickets)


def test_on_the_bill_it_stands_with_its_price_and_without_a_colour(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.wait(20 * MINUTE)
    house.do(EndTicket(placed.tickets[0], "wasted"))
    shown = bill_view(house.state, house.bill(placed.bill), house.now)
    (line,) = shown.lines
    assert (line.state, line.colour, line.due_at, line.price_minor) == ("ended", None, None, shown.total_minor)


@pytest.mark.parametrize("role", ["waiter", "kitchen", "manager"])
def test_who_may(house: SmallHouse, role: str) -> None:
    (ticket,) = house.order("tofu").tickets
    house.do(EndTicket(ticket, "not_made"), Who("ann", role))  # type: ignore[arg-type]
    assert everything(house) == []


@pytest.mark.parametrize("role", ["guest", "integration"])
def test_who_may_not(house: SmallHouse, role: str) -> None:
    (ticket,) = house.order("tofu").tickets
    assert house.refused(EndTicket(ticket, "not_made"), Who("ann", role)) == "forbidden"  # type: ignore[arg-type]


class TestRefusals:
    def test_of_a_ticket_with_nothing_open(self, house: SmallHouse) -> None:
        done, ended, voided = (house.order(each).tickets[0] for each in ("tofu", "cola", "noodles"))
        house.do(BumpTicket(done))
        house.do(EndTicket(ended, "wasted"))
        house.do(VoidLine(house.state.kitchen.tickets[voided].lines[0], "no"))
        assert house.refused(EndTicket(done, "made")) == "already_done"
        assert house.refused(EndTicket(ended, "made")) == "already_ended"
        assert house.refused(EndTicket(voided, "made")) == "line_voided"

    def test_of_what_is_not_there(self, house: SmallHouse) -> None:
        one, other = house.order("tofu", "cola").lines
        assert house.refused(EndTicket("T999-1", "made")) == "unknown_ticket"
        assert house.refused(EndTicket(house.item(one.line).ticket, "made", (other.line,))) == "not_on_ticket"

    def test_of_everything_else_once_it_is_ended(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        ticket = house.item(line).ticket
        house.do(EndTicket(ticket, "not_made"))
        for command in (BumpTicket(ticket), StartTicket(ticket), FireLine(line), RushLine(line), ServeLine(line)):
            assert house.refused(command) == "already_ended"

    def test_it_can_still_be_taken_off_the_bill_and_is_nothing_to_stop(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(EndTicket(placed.tickets[0], "not_made"))
        (voided, *_) = house.do(VoidLine(placed.lines[0].line, "never came")).recorded
        assert (voided.event.started, voided.event.stop) == (False, False)  # type: ignore[attr-defined]
        assert house.due(placed.bill) == 0
        assert everything(house) == []
        assert house.refused(RecallTicket(placed.tickets[0])) == "line_voided"
