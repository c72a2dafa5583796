"""Law 5, the rules' side: who has not been seen in time, and what counts as having been seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.day.found_house import FoundHouse
from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.events import TicketShown
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Ticket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.unseen import count_unseen, unseen
from kds.core.kitchen.unserve_line import UnserveLine
from kds.core.orders.void_line import VoidLine
from kds.core.state import State
from kds.core.types import Command
from tests.core.invariants import rebuilt
from tests.house import CLOSES, FOUNDING, HOUSE, MINUTE, NOON, SCREENS, SmallHouse, only_kitchen, want

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
    "ended in part": lambda ticket: EndTicket(ticket.ticket, "not_made", ticket.lines[:1]),
}


@pytest.mark.parametrize("how", SEEN_BY)
def test_seen_is_what_was_painted_or_acted_upon(house: SmallHouse, how: str) -> None:
    ticket = house.ticket(house.line("tofu", "beef", want("sesame", fire="hold")))
    house.wait(WITHIN_MS)
    house.do(SEEN_BY[how](ticket))
    assert missed(house) == []
    assert house.state.kitchen.tickets[ticket.ticket].seen_at == NOON + WITHIN_MS
    house.wait(WITHIN_MS)
    assert missed(house) == []


def seen(house: SmallHouse, *dishes: Any, table: str = "A01") -> Ticket:
    """A ticket that was ordered and has been seen."""
    ticket = house.ticket(house.line(*dishes, table=table))
    house.do(ReportShown("wall", (ticket.ticket,)))
    return ticket


def fired(house: SmallHouse) -> str:
    """A seen, held dessert is called for after forty minutes."""
    ticket = seen(house, want("tofu", fire="hold"))
    house.wait(40 * MINUTE)
    house.do(FireLine(ticket.lines[0]))
    return ticket.ticket


def fired_beside_others(house: SmallHouse) -> str:
    """A held line of a ticket that is being made already."""
    ticket = seen(house, "beef", want("tofu", fire="hold"))
    house.do(StartTicket(ticket.ticket))
    house.do(FireLine(ticket.lines[1]))
    return ticket.ticket


def recalled(house: SmallHouse) -> str:
    ticket = seen(house, "tofu")
    house.do(BumpTicket(ticket.ticket))
    house.do(RecallTicket(ticket.ticket))
    return ticket.ticket


def recalled_from_an_ending(house: SmallHouse) -> str:
    ticket = seen(house, want("tofu", fire="hold"))
    house.do(EndTicket(ticket.ticket, "not_made"))
    house.do(RecallTicket(ticket.ticket))
    return ticket.ticket


def unserved(house: SmallHouse) -> str:
    ticket = seen(house, "tofu")
    house.do(ServeLine(ticket.lines[0]))
    house.do(UnserveLine(ticket.lines[0]))
    return ticket.ticket


def rerouted(house: SmallHouse) -> str:
    """Its station is taken out of the kitchen."""
    ticket = seen(house, "tofu")
    house.do(ChangeKitchen(gone=KitchenGone(("cold",), ("cold",))))
    return ticket.ticket


NEW_WORK = (fired, fired_beside_others, recalled, recalled_from_an_ending, unserved, rerouted)


@pytest.mark.parametrize("happens", NEW_WORK)
def test_case_12_new_work_on_a_ticket_is_as_unseen_as_a_new_ticket(
    house: SmallHouse, happens: Callable[[SmallHouse], str]
) -> None:
    ticket = happens(house)
    began = house.now
    made = house.state.kitchen.tickets[ticket]
    assert (made.seen_at, made.unseen_since, made.unseen_seq) == (None, began, house.state.seq)
    house.wait(WITHIN_MS - 1)
    assert missed(house) == []
    house.wait(1)
    assert missed(house) == [ticket]
    house.state = rebuilt(house.state)
    assert missed(house) == [ticket]
    (shown,) = house.do(ReportShown("wall", (ticket,), house.state.seq)).recorded
    assert isinstance(shown.event, TicketShown)
    assert shown.event.delay_ms == WITHIN_MS
    assert missed(house) == []


def test_case_12_a_held_dish_whose_station_is_gone_is_fired_at_the_catch_all(house: SmallHouse) -> None:
    ticket = seen(house, want("tofu", fire="hold"))
    house.do(ChangeKitchen(gone=KitchenGone(("cold",), ("cold",))))
    house.do(ReportShown("wall", (ticket.ticket,), house.state.seq))
    house.do(FireLine(ticket.lines[0]))
    (shown,) = board(house.state, [CATCH_ALL], house.now)
    assert (shown.ticket.ticket, shown.ticket.state, shown.lines[0].state) == (ticket.ticket, "fired", "fired")
    assert ticket.ticket in house.state.kitchen.slots["wall"].tickets
    house.wait(WITHIN_MS)
    assert missed(house) == [ticket.ticket]


def test_one_that_nobody_saw_before_it_was_ended_waits_from_its_recall(house: SmallHouse) -> None:
    (ticket,) = house.order("tofu").tickets
    house.do(EndTicket(ticket, "not_made"))
    house.wait(40 * MINUTE)
    house.do(RecallTicket(ticket))
    assert house.state.kitchen.tickets[ticket].unseen_since == house.now


@pytest.mark.parametrize("happens", NEW_WORK)
def test_a_receipt_for_an_older_paint_does_not_count(house: SmallHouse, happens: Callable[[SmallHouse], str]) -> None:
    ticket = happens(house)
    became = house.state.kitchen.tickets[ticket].unseen_seq
    assert house.types(ReportShown("wall", (ticket,), became - 1)) == []
    assert house.types(ReportShown("wall", (ticket,))) == [], "of an unknown paint neither"
    assert house.types(ReportShown("wall", (ticket,), became)) == ["TicketShown"]


def test_a_receipt_of_an_unknown_paint_counts_for_a_ticket_that_only_came(house: SmallHouse) -> None:
    (ticket,) = house.order("tofu").tickets
    house.do(VoidLine(house.line("cola", table="A02"), "no"))
    assert house.types(ReportShown("wall", (ticket,))) == ["TicketShown"]


def test_what_is_done_ended_or_voided_is_nothing_to_see_whatever_happens_to_it(house: SmallHouse) -> None:
    done, ended, voided = (seen(house, "tofu", table=table) for table in ("A01", "A02", "A03"))
    house.do(BumpTicket(done.ticket))
    house.do(ServeLine(done.lines[0]))
    house.do(UnserveLine(done.lines[0]))
    house.do(EndTicket(ended.ticket, "wasted"))
    house.do(VoidLine(voided.lines[0], "no"))
    house.do(only_kitchen(house.state, (), SCREENS[:1]))
    house.wait(WITHIN_MS)
    assert missed(house) == []
    assert {house.state.kitchen.tickets[each.ticket].seen_at for each in (done, ended, voided)} == {NOON}


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


def test_no_more_are_named_than_whoever_asks_can_tell_of_and_all_are_counted(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola", "noodles")
    house.wait(WITHIN_MS)
    assert [each.ticket for each in unseen(house.state, house.now, 2)] == list(placed.tickets[:2])
    assert count_unseen(house.state, house.now) == 3
