"""A serve of the wrong line is undone like a bump."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.answers import ItemIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.unserve_line import UnserveLine
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from tests.house import MINUTE, NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_what_was_bumped_waits_at_the_pass_again(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(BumpTicket(house.item(line).ticket))
    before = house.item(line)
    house.wait(MINUTE)
    house.do(ServeLine(line))
    house.wait(MINUTE)
    assert house.types(UnserveLine(line)) == ["LineUnserved"]
    assert house.item(line) == before
    assert (house.ticket(line).state, house.ticket(line).seen_at) == ("done", NOON)
    house.do(RecallTicket(house.item(line).ticket))
    assert house.item(line).state == "fired"


@pytest.mark.parametrize("started", [False, True])
def test_what_nobody_bumped_is_made_again_and_its_clocks_run_on(house: SmallHouse, started: bool) -> None:
    line = house.line("tofu")
    if started:
        house.do(StartTicket(house.item(line).ticket))
    before = house.item(line)
    house.wait(MINUTE)
    house.do(ServeLine(line))
    assert list(house.state.kitchen.open_tickets) == []
    house.wait(MINUTE)
    assert house.ask(UnserveLine(line), ItemIs).state == ("started" if started else "fired")
    assert house.item(line) == before
    assert list(house.state.kitchen.open_tickets["cold"]) == [before.ticket]


def test_what_was_ended_as_made_is_done_again(house: SmallHouse) -> None:
    line = house.line("tofu", fire="hold")
    house.do(EndTicket(house.item(line).ticket, "made"))
    house.do(ServeLine(line))
    house.do(UnserveLine(line))
    assert (house.item(line).state, house.item(line).served_at) == ("done", None)


def test_it_can_be_served_once_more(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(ServeLine(line))
    house.do(UnserveLine(line))
    house.wait(MINUTE)
    house.do(ServeLine(line))
    assert (house.item(line).done_at, house.item(line).served_at) == (NOON + MINUTE, NOON + MINUTE)


def test_a_bump_that_was_recalled_counts_no_more(house: SmallHouse) -> None:
    line = house.line("tofu")
    ticket = house.item(line).ticket
    house.do(BumpTicket(ticket))
    house.do(RecallTicket(ticket))
    house.do(ServeLine(line))
    assert house.ask(UnserveLine(line), ItemIs).state == "fired"


def test_also_when_the_party_has_left(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(ServeLine(placed.lines[0].line))
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    assert house.ask(UnserveLine(placed.lines[0].line), ItemIs).state == "fired"


def test_what_was_not_served_cannot_be(house: SmallHouse) -> None:
    fired, done, held, voided = (
        house.line("tofu"),
        house.line("cola"),
        house.line("beef", fire="hold"),
        house.line("noodles"),
    )
    house.do(BumpTicket(house.item(done).ticket))
    house.do(ServeLine(voided))
    house.do(VoidLine(voided, "no"))
    assert [house.refused(UnserveLine(each)) for each in (fired, done, held)] == ["not_served"] * 3
    assert house.refused(UnserveLine(voided)) == "line_voided"
    assert house.refused(UnserveLine("L999-1")) == "unknown_line"
