"""Somebody takes charge of a ticket that no screen has shown, by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.events import TicketAcknowledged
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Command, Stamp
from tests.house import NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_whoever_does_it_is_told_by_name_and_the_ticket_goes_on_as_it_was(house: SmallHouse) -> None:
    placed = house.order("tofu")
    (ticket,) = placed.tickets
    house.wait(7_000)
    outcome = house.do(AcknowledgeTicket(ticket), who="lin")
    (recorded,) = outcome.recorded
    assert recorded.stamp == Stamp(house.state.seq, NOON + 7_000, "lin")
    assert recorded.event == TicketAcknowledged(placed.session, ticket)
    assert outcome.answer == TicketIs(house.state.seq, ticket, "fired", ())
    assert house.state.kitchen.tickets[ticket].seen_at == NOON + 7_000


SEEN: list[Callable[[str], Command]] = [
    AcknowledgeTicket,
    StartTicket,
    BumpTicket,
    lambda ticket: ReportShown("cold", (ticket,)),
]


@pytest.mark.parametrize("before", SEEN)
def test_what_was_seen_needs_nobody_to_take_charge_of_it(house: SmallHouse, before: Callable[[str], Command]) -> None:
    (ticket,) = house.order("tofu").tickets
    house.do(before(ticket))
    assert house.refused(AcknowledgeTicket(ticket)) == "already_seen"


def test_a_ticket_that_never_was_is_unknown_and_one_that_left_is_over(house: SmallHouse) -> None:
    assert house.refused(AcknowledgeTicket("T99999-1")) == "unknown_ticket"
    assert house.refused(AcknowledgeTicket("nonsense")) == "unknown_ticket"
    placed = house.order("tofu")
    house.do(BumpTicket(placed.tickets[0]))
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    house.go()
    assert house.refused(AcknowledgeTicket(placed.tickets[0])) == "session_ended"
