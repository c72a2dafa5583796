"""Law 5, the rules' side: who has not been seen in time, and what counts as having been seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

import kds.core.kitchen.unseen as watching
from kds.core.day.found_house import FoundHouse
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.model import Ticket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.unseen import unseen
from kds.core.orders.void_line import VoidLine
from kds.core.state import State
from kds.core.types import Command
from tests.core.invariants import rebuilt
from tests.house import CLOSES, FOUNDING, HOUSE, NOON, SmallHouse, want

WITHIN_MS = HOUSE.shown_within_ms


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def missed(house: SmallHouse) -> list[str]:
    return [each.ticket for each in unseen(house.state, house.now)]


def test_a_ticket_is_missed_when_its_time_is_up_and_not_before(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    house.wait(WITHIN_MS - 1)
    assert missed(house) == []
    house.wait(1)
    assert missed(house) == list(placed.tickets)


def test_the_longest_missed_comes_first_and_fresh_ones_are_not_yet_missed(house: SmallHouse) -> None:
    first = house.order("tofu").tickets[0]
    house.wait(2_000)
    second = house.order("cola", table="A02").tickets[0]
    house.wait(WITHIN_MS)
    house.order("noodles")
    assert missed(house) == [first, second]


def test_the_house_says_how_long_a_ticket_may_wait_to_be_seen() -> None:
    patient = FoundHouse(replace(HOUSE, shown_within_ms=60_000), "2026-09-21", CLOSES)
    house = SmallHouse((patient, *FOUNDING[1:]))
    house.order("tofu")
    house.wait(59_999)
    assert missed(house) == []
    house.wait(1)
    assert len(missed(house)) == 1


def test_a_held_ticket_has_to_be_seen_too(house: SmallHouse) -> None:
    held = house.order(want("tofu", fire="hold")).tickets[0]
    house.wait(WITHIN_MS)
    assert missed(house) == [held]


SEEN_BY: dict[str, Callable[[Ticket], Command]] = {
    "shown": lambda ticket: ReportShown("wall", (ticket.ticket,)),
    "acknowledged": lambda ticket: AcknowledgeTicket(ticket.ticket),
    "started": lambda ticket: StartTicket(ticket.ticket),
    "bumped in part": lambda ticket: BumpTicket(ticket.ticket, ticket.lines[:1]),
    "bumped": lambda ticket: BumpTicket(ticket.ticket),
    "served in part": lambda ticket: ServeLine(ticket.lines[0]),
}
NOT_SEEN_BY: dict[str, Callable[[Ticket], Command]] = {
    "rushed by the guest": lambda ticket: RushLine(ticket.lines[0]),
    "voided in part": lambda ticket: VoidLine(ticket.lines[0], "no"),
    "fired by the waiter": lambda ticket: FireLine(ticket.lines[2]),
}


@pytest.mark.parametrize("how", SEEN_BY)
def test_seen_is_what_was_painted_or_acted_upon(house: SmallHouse, how: str) -> None:
    ticket = house.ticket(house.line("tofu", "beef", want("sesame", fire="hold")))
    house.wait(WITHIN_MS)
    house.do(SEEN_BY[how](ticket))
    assert missed(house) == []
    assert house.state.kitchen.tickets[ticket.ticket].seen_at == NOON + WITHIN_MS
    house.wait(WITHIN_MS)
    if how == "bumped":
        house.do(RecallTicket(ticket.ticket))
    assert missed(house) == []
    assert house.state.kitchen.tickets[ticket.ticket].seen_at == NOON + WITHIN_MS


@pytest.mark.parametrize("how", NOT_SEEN_BY)
def test_what_others_do_to_a_ticket_is_not_the_kitchens_seeing_it(house: SmallHouse, how: str) -> None:
    ticket = house.ticket(house.line("tofu", "beef", want("sesame", fire="hold")))
    house.wait(WITHIN_MS)
    house.do(NOT_SEEN_BY[how](ticket))
    assert missed(house) == [ticket.ticket]


def test_a_ticket_that_was_voided_need_not_be_seen(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.do(VoidLine(line, "no"))
    house.wait(WITHIN_MS)
    assert missed(house) == []


def test_what_is_missed_is_missed_after_a_restart_too(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola", "noodles")
    house.do(ReportShown("wall", placed.tickets[1:2]))
    house.state = rebuilt(house.state)
    house.wait(WITHIN_MS)
    assert missed(house) == [placed.tickets[0], placed.tickets[2]]


def test_a_house_that_is_not_founded_misses_nothing() -> None:
    assert unseen(State(), NOON) == []


def test_no_more_are_looked_at_than_an_alarm_can_tell_of(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    placed = house.order("tofu", "cola", "noodles")
    house.wait(WITHIN_MS)
    monkeypatch.setattr(watching, "LOOKED_AT", 2)
    assert missed(house) == list(placed.tickets[:2])
