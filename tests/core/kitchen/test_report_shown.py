"""A screen's receipt: the first one of a ticket is an event with its delay, all others add nothing."""

from __future__ import annotations

import pytest

from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.events import TicketShown
from kds.core.kitchen.report_shown import ReportShown, Shown
from kds.core.orders.void_line import VoidLine
from kds.core.types import Event
from tests.house import NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def events(house: SmallHouse, *tickets: str, screen: str = "wall") -> list[Event]:
    return [each.event for each in house.do(ReportShown(screen, tickets)).recorded]


def test_the_first_receipt_is_an_event_with_its_delay(house: SmallHouse) -> None:
    placed = house.order("tofu")
    (ticket,) = placed.tickets
    house.wait(340)
    assert events(house, ticket) == [TicketShown(placed.session, ticket, "wall", 340)]
    assert house.state.kitchen.tickets[ticket].seen_at == NOON + 340


def test_a_batch_tells_each_ticket_once_in_its_order(house: SmallHouse) -> None:
    cold, drink = house.order("tofu", "cola").tickets
    answer = house.ask(ReportShown("wall", (drink, cold, drink)), Shown)
    assert answer.tickets == (drink, cold)


def test_later_receipts_of_any_screen_add_nothing(house: SmallHouse) -> None:
    (ticket,) = house.order("tofu").tickets
    events(house, ticket)
    house.wait(1_000)
    before = house.digest()
    assert events(house, ticket) == events(house, ticket, screen="cold") == []
    assert house.digest() == before


def test_a_ticket_that_was_acted_upon_has_been_seen(house: SmallHouse) -> None:
    started, acknowledged = house.order("tofu", "cola").tickets
    house.do(BumpTicket(started))
    house.do(AcknowledgeTicket(acknowledged))
    assert events(house, started, acknowledged) == []


def test_tickets_that_are_not_there_spoil_no_receipt(house: SmallHouse) -> None:
    (ticket,) = house.order("tofu").tickets
    found = events(house, "T99999-1", "nonsense", ticket, "wall")
    assert [each.ticket for each in found if isinstance(each, TicketShown)] == [ticket]


def test_a_ticket_that_was_voided_meanwhile_is_told_and_stays_gone(house: SmallHouse) -> None:
    line = house.line("tofu", fire="hold")
    house.do(VoidLine(line, "no"))
    assert len(events(house, house.item(line).ticket)) == 1
    assert list(house.state.kitchen.open_tickets) == []
    assert list(house.state.kitchen.unseen) == []


def test_nothing_painted_is_no_event(house: SmallHouse) -> None:
    assert events(house) == []


def test_a_screen_that_the_kitchen_does_not_have_is_refused(house: SmallHouse) -> None:
    (ticket,) = house.order("tofu").tickets
    assert house.refused(ReportShown("roof", (ticket,))) == "unknown_screen"
    assert house.refused(ReportShown("T1", ())) == "unknown_screen"
