"""What was fired and nobody has begun can be held again, and is then as if it had never been fired."""

from __future__ import annotations

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_course import FireCourse
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.hold_ticket import HoldTicket
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.types import Who
from tests.house import MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_it_leaves_the_wall_and_its_clock_begins_when_it_is_fired(house: SmallHouse) -> None:
    line = house.line("tofu")
    ticket = house.item(line).ticket
    assert ticket in house.state.kitchen.slots["wall"].tickets
    answer = house.ask(HoldTicket(ticket), TicketIs)
    assert (answer.state, answer.lines) == ("held", (line,))
    assert (house.item(line).state, house.item(line).fired_at) == ("held", None)
    assert ticket not in house.state.kitchen.slots["wall"].tickets
    house.now += 5 * MINUTE
    house.do(FireTicket(ticket))
    assert house.item(line).fired_at == NOON + 5 * MINUTE
    assert ticket in house.state.kitchen.slots["wall"].tickets


def test_a_course_that_was_fired_can_be_held_and_fired_again(house: SmallHouse) -> None:
    placed = house.order(want("tofu", course=2), want("noodles", course=2))
    house.do(FireCourse(placed.session, 2))
    for ticket in placed.tickets:
        house.do(HoldTicket(ticket))
    assert {house.item(each.line).state for each in placed.lines} == {"held"}
    house.do(FireCourse(placed.session, 2))
    assert {house.item(each.line).state for each in placed.lines} == {"fired"}


def test_what_somebody_has_begun_is_left_as_it_is(house: SmallHouse) -> None:
    placed = house.order("tofu", "tofu", "tofu")
    lines, (ticket,) = [each.line for each in placed.lines], placed.tickets
    house.do(StartTicket(ticket, (lines[0],)))
    house.do(BumpTicket(ticket, (lines[1],)))
    assert house.ask(HoldTicket(ticket), TicketIs).lines == (lines[2],)
    assert [house.item(line).state for line in lines] == ["started", "done", "held"]
    assert house.refused(HoldTicket(ticket)) == "not_fresh"
    assert house.refused(HoldTicket(ticket, (lines[0],))) == "not_fresh"
    assert house.refused(HoldTicket(ticket, ("L999-1",))) == "not_on_ticket"
    assert house.refused(HoldTicket("T999-1")) == "unknown_ticket"


def test_a_base_is_never_held(house: SmallHouse) -> None:
    assert house.refused(HoldTicket(house.item(house.line("twin_pot")).ticket)) == "not_fresh"


def test_what_waits_for_it_is_reckoned_anew(house: SmallHouse) -> None:
    house.do(ChangeHouse(pace_courses=True))
    placed = house.order("noodles", "tofu")
    slow, fast = [house.item(each.line) for each in placed.lines]
    assert {slow.state, fast.state} == {"fired", "held"}
    first, waits = (slow, fast) if slow.state == "fired" else (fast, slow)
    assert waits.fires_at is not None
    house.do(HoldTicket(first.ticket))
    later = house.item(waits.line)
    assert later.state == "fired" or later.fires_at != waits.fires_at or later.waits is not None


def test_on_the_way_to_another_station_it_can_be_held_there(house: SmallHouse) -> None:
    ticket = house.item(house.line("tofu")).ticket
    house.do(TransferTicket(ticket, "hot"))
    house.do(HoldTicket(ticket))
    assert house.state.kitchen.tickets[ticket].state == "held"


def test_who_may_fire_a_ticket_may_hold_it(house: SmallHouse) -> None:
    ticket = house.item(house.line("tofu")).ticket
    assert house.refused(HoldTicket(ticket), Who("g", "guest")) == "forbidden"
    house.do(HoldTicket(ticket), Who("e", "expo"))
