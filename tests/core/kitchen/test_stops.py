"""A void under the kitchen's hands stands there, struck, until the kitchen has taken note of it (停做)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kds.core.deadlines import Tick, next_deadline
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.board import BoardTicket, board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.events import VoidsAcknowledged
from kds.core.kitchen.model import EndedAs
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.stops import MOST, STANDS_MS
from kds.core.orders.answered import RoundIs
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command, Refusal
from tests.core.invariants import indexes, rebuilt
from tests.house import CLOSES, NOON, SmallHouse, want

Stop = Callable[[str], Command]


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def void(house: SmallHouse, *lines: str) -> None:
    for line in lines:
        house.do(VoidLine(line, "guest"))


def standing(house: SmallHouse) -> list[BoardTicket]:
    return board(house.state, house.state.kitchen.stations, house.now)


def lines_of(placed: RoundIs) -> list[str]:
    return [each.line for each in placed.lines]


def struck(house: SmallHouse) -> list[str]:
    """The lines that the kitchen has to stop, as the boards show them."""
    return [line.line for each in standing(house) for line in each.lines if line.stop]


def stops(house: SmallHouse, placed: RoundIs) -> int:
    return house.state.kitchen.tickets[placed.tickets[0]].stops


class TestWhatStands:
    def test_a_ticket_that_was_begun_stands_for_as_long_as_nobody_acknowledges_it(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(StartTicket(placed.tickets[0]))
        void(house, *lines_of(placed))
        assert next_deadline(house.state) == CLOSES
        house.wait(CLOSES - NOON - 1)
        assert house.types(Tick()) == []
        (ticket,) = standing(house)
        assert (ticket.ticket.state, ticket.why, ticket.colour, ticket.due_at) == ("voided", "stopped", None, None)
        assert struck(house) == lines_of(placed)

    def test_one_that_was_fired_and_not_begun_stands_for_a_minute(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        void(house, *lines_of(placed))
        assert next_deadline(house.state) == NOON + STANDS_MS
        house.wait(STANDS_MS - 1)
        assert house.types(Tick()) == []
        house.wait(1)
        (recorded,) = house.do(Tick()).recorded
        assert recorded.event == VoidsAcknowledged(
            placed.session, placed.tickets[0], tuple(lines_of(placed)), expired=True, outcome="not_made"
        )
        assert standing(house) == []
        assert next_deadline(house.state) == CLOSES

    def test_each_void_has_a_minute_of_its_own(self, house: SmallHouse) -> None:
        first, second = house.line("tofu"), house.line("beef")
        void(house, first)
        house.wait(STANDS_MS // 2)
        void(house, second)
        house.wait(STANDS_MS // 2)
        house.do(Tick())
        assert struck(house) == [second]
        assert next_deadline(house.state) == NOON + STANDS_MS + STANDS_MS // 2

    def test_what_was_held_done_or_served_is_nothing_to_stop(self, house: SmallHouse) -> None:
        held, done, served = house.line("tofu", fire="hold"), house.line("cola"), house.line("noodles")
        house.do(BumpTicket(house.item(done).ticket))
        house.do(ServeLine(served))
        void(house, held, done, served)
        assert standing(house) == []
        assert next_deadline(house.state) == CLOSES

    def test_a_tick_takes_down_only_so_many_and_the_next_one_the_rest(self, house: SmallHouse) -> None:
        lines = [line for _ in range(3) for line in lines_of(house.order(*["tofu"] * 20))]
        void(house, *lines)
        house.wait(STANDS_MS)
        house.do(Tick())
        assert len(struck(house)) == len(lines) - MOST
        house.do(Tick())
        assert standing(house) == []

    def test_after_a_restart_it_stands_as_before_and_ends_as_before(self, house: SmallHouse) -> None:
        begun, fired = house.order("tofu"), house.order("noodles")
        house.do(StartTicket(begun.tickets[0]))
        void(house, *lines_of(begun), *lines_of(fired))
        before = indexes(house.state)
        house.state = rebuilt(house.state)
        assert indexes(house.state) == before
        house.wait(STANDS_MS)
        house.do(Tick())
        assert struck(house) == lines_of(begun)


class TestAcknowledging:
    @pytest.mark.parametrize("deed", [BumpTicket, AcknowledgeVoids])
    def test_one_deed_takes_the_whole_ticket_down_everywhere(self, house: SmallHouse, deed: Stop) -> None:
        placed = house.order("tofu", "beef")
        house.do(StartTicket(placed.tickets[0]))
        void(house, *lines_of(placed))
        assert house.types(deed(placed.tickets[0])) == ["VoidsAcknowledged"]
        assert standing(house) == []
        assert all(placed.tickets[0] not in each.tickets for each in house.state.kitchen.slots.values())
        assert house.state.kitchen.tickets[placed.tickets[0]].state == "voided"

    def test_a_bump_of_a_ticket_partly_voided_does_both(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        void(house, tofu)
        assert struck(house) == [tofu]
        answer = house.ask(BumpTicket(placed.tickets[0]), TicketIs)
        assert (answer.state, answer.lines) == ("done", (tofu, beef))
        assert standing(house) == []

    def test_a_void_that_nobody_saw_is_not_acknowledged_by_the_bump_that_meets_it(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        (ticket,), (tofu, beef) = placed.tickets, lines_of(placed)
        void(house, tofu)
        house.do(BumpTicket(ticket, voids=()))
        assert (struck(house), house.item(beef).state) == ([tofu], "done")
        assert house.refused(BumpTicket(ticket, voids=())) == "void_unseen"
        assert house.refused(AcknowledgeVoids(ticket, voids=())) == "void_unseen"
        assert house.types(BumpTicket(ticket, voids=(tofu,))) == ["VoidsAcknowledged"]

    def test_of_two_voids_that_which_was_seen_is_acknowledged(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        void(house, tofu, beef)
        house.do(AcknowledgeVoids(placed.tickets[0], voids=(beef,)))
        assert struck(house) == [tofu]

    def test_lines_that_are_bumped_one_by_one_leave_the_stop_standing(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        void(house, tofu)
        house.do(BumpTicket(placed.tickets[0], (beef,)))
        (ticket,) = standing(house)
        assert (ticket.ticket.state, struck(house)) == ("done", [tofu])
        house.do(BumpTicket(placed.tickets[0], (tofu,)))
        assert standing(house) == []

    def test_the_rest_of_the_ticket_goes_on_where_only_the_void_is_acknowledged(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        void(house, tofu)
        answer = house.ask(AcknowledgeVoids(placed.tickets[0]), TicketIs)
        assert (answer.state, answer.lines) == ("fired", (tofu,))
        assert struck(house) == []
        assert [(each.line, each.state) for each in standing(house)[0].lines] == [(tofu, "voided"), (beef, "fired")]

    def test_an_ending_says_nothing_of_what_is_to_be_stopped(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        void(house, lines_of(placed)[0])
        house.do(EndTicket(placed.tickets[0], "not_made"))
        assert struck(house) == lines_of(placed)[:1]
        house.do(BumpTicket(placed.tickets[0]))
        assert standing(house) == []

    def test_where_nothing_is_to_be_stopped_it_is_refused(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        assert house.refused(AcknowledgeVoids(placed.tickets[0])) == "nothing_to_stop"
        void(house, tofu)
        assert house.refused(AcknowledgeVoids(placed.tickets[0], (beef,))) == "nothing_to_stop"
        house.do(AcknowledgeVoids(placed.tickets[0]))
        assert house.refused(AcknowledgeVoids(placed.tickets[0])) == "nothing_to_stop"
        assert house.refused(AcknowledgeVoids("T999-1")) == "unknown_ticket"


class TestItIsNoWork:
    def test_priority_all_day_and_colour_leave_it_out(self, house: SmallHouse) -> None:
        pot, tofu = house.order("plain_pot"), house.order(want("tofu", 3), "beef")
        house.do(RushLine(lines_of(tofu)[0]))
        void(house, *lines_of(pot), lines_of(tofu)[0])
        assert [(each.ticket.ticket, each.why) for each in standing(house)] == [
            (tofu.tickets[0], "due_time"),
            (pot.tickets[0], "stopped"),
        ]
        assert [each.dish for each in all_day(house.state, house.state.kitchen.stations)] == ["beef"]
        assert standing(house)[0].due_at == house.item(lines_of(tofu)[1]).standard_ms + NOON

    def test_held_lines_beside_it_stay_held(self, house: SmallHouse) -> None:
        placed = house.order("tofu", want("sesame", fire="hold"))
        void(house, lines_of(placed)[0])
        (ticket,) = standing(house)
        assert (ticket.ticket.state, ticket.why, ticket.ticket.stands) == ("held", "stopped", True)
        house.do(BumpTicket(placed.tickets[0]))
        assert not house.state.kitchen.tickets[placed.tickets[0]].stands
        assert house.refused(BumpTicket(placed.tickets[0])) == "line_held"


def test_case_10_a_recalled_ticket_shows_what_was_voided_meanwhile_and_one_deed_ends_it(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef", "sesame")
    one, two, three = lines_of(placed)
    house.do(BumpTicket(placed.tickets[0]))
    void(house, two)
    assert standing(house) == []
    house.do(RecallTicket(placed.tickets[0]))
    (ticket,) = standing(house)
    assert [(line.line, line.state) for line in ticket.lines] == [(one, "fired"), (two, "voided"), (three, "fired")]
    void(house, one, three)
    assert struck(house) == [one, three]
    assert house.types(BumpTicket(placed.tickets[0])) == ["VoidsAcknowledged"]
    assert standing(house) == []
    assert all(placed.tickets[0] not in each.tickets for each in house.state.kitchen.slots.values())
    assert house.refused(RecallTicket(placed.tickets[0])) == "line_voided"


class TestCase43:
    """The guest takes a line back while the cook presses start: one of two clean ends, and both sides are told."""

    def test_the_void_comes_first(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        (voided, *_) = house.do(VoidLine(lines_of(placed)[0], "guest")).recorded
        assert (voided.event.started, voided.event.stop) == (False, True)  # type: ignore[attr-defined]
        assert house.refused(StartTicket(placed.tickets[0])) == "line_voided"
        assert stops(house, placed) == 1

    def test_the_start_comes_first(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(StartTicket(placed.tickets[0]))
        outcome = house.attempt(VoidLine(lines_of(placed)[0], "guest"))
        assert not isinstance(outcome, Refusal)
        event = outcome.recorded[0].event
        assert (event.started, event.stop) == (True, True)  # type: ignore[attr-defined]
        house.wait(STANDS_MS)
        house.do(Tick())
        assert stops(house, placed) == 1


class TestWhatBecameOfIt:
    """Whoever acknowledges a void says what had become of the dish; where nobody does, its clocks say it."""

    def said(self, house: SmallHouse, command: Command) -> list[tuple[object, ...]]:
        events = [each.event for each in house.do(command).recorded]
        return [(each.outcome, each.lines, each.otherwise) for each in events if isinstance(each, VoidsAcknowledged)]

    @pytest.mark.parametrize("deed", [BumpTicket, AcknowledgeVoids])
    def test_one_press_says_of_each_line_what_its_clocks_say(self, house: SmallHouse, deed: Stop) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        house.do(StartTicket(placed.tickets[0], (tofu,)))
        void(house, tofu, beef)
        assert self.said(house, deed(placed.tickets[0])) == [("wasted", (tofu,), ()), ("not_made", (beef,), ())]
        assert (house.item(tofu).ended_as, house.item(beef).ended_as) == ("wasted", "not_made")

    @pytest.mark.parametrize(
        ("begun", "outcome", "otherwise"),
        [
            (False, "not_made", False),
            (False, "made", True),
            (False, "wasted", True),
            (True, "made", False),
            (True, "wasted", False),
            (True, "not_made", True),
        ],
    )
    def test_what_the_floor_had_said_otherwise_is_named(
        self, house: SmallHouse, begun: bool, outcome: EndedAs, otherwise: bool
    ) -> None:
        placed = house.order("tofu")
        (line,) = lines_of(placed)
        if begun:
            house.do(StartTicket(placed.tickets[0]))
        void(house, line)
        told = self.said(house, AcknowledgeVoids(placed.tickets[0], (line,), None, outcome))
        assert told == [(outcome, (line,), (line,) if otherwise else ())]
        assert (house.item(line).state, house.item(line).ended_as) == ("voided", outcome)
        assert house.refused(AcknowledgeVoids(placed.tickets[0], (line,), None, "made")) == "nothing_to_stop"

    def test_of_a_ticket_one_line_is_answered_after_the_other(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = lines_of(placed)
        void(house, tofu, beef)
        house.do(AcknowledgeVoids(placed.tickets[0], (tofu,), (tofu,), "made"))
        assert struck(house) == [beef]
        house.do(AcknowledgeVoids(placed.tickets[0], (beef,), (beef,), "not_made"))
        assert standing(house) == []

    def test_what_goes_by_itself_was_not_made(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        void(house, *lines_of(placed))
        house.wait(STANDS_MS)
        assert self.said(house, Tick()) == [("not_made", tuple(lines_of(placed)), ())]
