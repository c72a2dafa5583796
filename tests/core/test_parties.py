"""When a party without a table is over: nobody clears after it."""

from __future__ import annotations

import pytest

from kds.core.deadlines import Tick
from kds.core.floor.answers import PartyIs
from kds.core.floor.open_session import OpenSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.parties import is_over, owes_nothing
from tests.house import CLOSES, DAY, MINUTE, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def stands(house: SmallHouse, session: str) -> tuple[bool, bool]:
    """Whether it owes nothing, and whether it is over."""
    party = house.state.floor.sessions[session]
    return owes_nothing(house.state, party), is_over(house.state, party)


def close(house: SmallHouse) -> None:
    house.now = CLOSES
    house.tick("2026-09-22", CLOSES + DAY)


def order(house: SmallHouse) -> RoundIs:
    return house.order("tofu", "cola", table=None)


def test_a_takeaway_is_over_once_it_is_paid_and_handed_over(house: SmallHouse) -> None:
    placed = order(house)
    assert stands(house, placed.session) == (False, False)
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    assert stands(house, placed.session) == (True, False)
    for ticket in placed.tickets:
        house.do(BumpTicket(ticket))
    assert stands(house, placed.session) == (True, False), "it waits to be fetched"
    for line in placed.lines:
        house.do(ServeLine(line.line))
    assert stands(house, placed.session) == (True, True)


def test_one_of_which_all_was_taken_back_is_over_and_leaves(house: SmallHouse) -> None:
    placed = order(house)
    for line in placed.lines:
        house.do(VoidLine(line.line, "never fetched"))
    assert stands(house, placed.session) == (True, True)
    house.wait(MINUTE)
    assert set(house.types(Tick())) == {"VoidsAcknowledged"}, "the kitchen has had its minute to see it"
    assert house.go() == ["PartiesLeft"]
    assert house.state.floor.sessions == {}


def test_one_that_owes_is_not_over_though_it_was_handed_over(house: SmallHouse) -> None:
    placed = order(house)
    for line in placed.lines:
        house.do(ServeLine(line.line))
    assert stands(house, placed.session) == (False, False)
    close(house)
    assert placed.session in house.state.floor.sessions


def test_one_that_has_not_ordered_is_not_over(house: SmallHouse) -> None:
    session = house.ask(OpenSession(service="takeaway"), PartyIs).session
    assert stands(house, session) == (False, False)
    close(house)
    assert session in house.state.floor.sessions


def test_a_party_with_a_table_is_over_when_it_is_cleared(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    house.do(ServeLine(placed.lines[0].line))
    assert stands(house, placed.session) == (True, False)
