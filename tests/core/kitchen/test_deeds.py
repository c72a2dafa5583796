"""What cooks and waiters do to tickets and lines: every step, and every step that is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kds.core.day.found_house import FoundHouse
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.answers import ItemIs, TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command, Refusal, Role, Who
from tests.house import CLOSES, FOUNDING, HOUSE, MINUTE, NOON, SmallHouse, want

LineDeed = Callable[[str], Command]
TicketDeed = Callable[[str, tuple[str, ...]], Command]


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def types(house: SmallHouse, command: Command, who: Who) -> list[str]:
    """The types of the events that a command of somebody leads to."""
    return [type(each.event).__name__ for each in house.do(command, who).recorded]


def line_that_is(house: SmallHouse, state: str) -> str:
    """A line of two on its ticket, in that state; the other line is in the same state."""
    placed = house.order(want("tofu", fire="hold" if state == "held" else "now"), "tofu")
    line, other = (each.line for each in placed.lines)
    ticket = house.item(line).ticket
    if state == "held":
        house.do(VoidLine(other, "no"))
    elif state == "started":
        house.do(StartTicket(ticket))
    elif state in ("done", "served"):
        house.do(BumpTicket(ticket))
    if state == "served":
        house.do(ServeLine(line))
        house.do(ServeLine(other))
    elif state == "voided":
        house.do(VoidLine(line, "no"))
        house.do(VoidLine(other, "no"))
    if house.state.kitchen.tickets[ticket].stops:
        house.do(AcknowledgeVoids(ticket))
    assert house.item(line).state == state
    return line


class TestStart:
    def test_a_cook_begins_all_fired_lines_of_a_ticket(self, house: SmallHouse) -> None:
        placed = house.order("tofu", want("sesame", fire="hold"), "beef")
        house.wait(MINUTE)
        answer = house.ask(StartTicket(placed.tickets[0]), TicketIs)
        tofu, sesame, beef = (each.line for each in placed.lines)
        assert (answer.state, answer.lines) == ("started", (tofu, beef))
        assert house.item(tofu).started_at == NOON + MINUTE
        assert house.item(sesame).state == "held"

    def test_one_line_can_be_begun_alone(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = (each.line for each in placed.lines)
        assert house.ask(StartTicket(placed.tickets[0], (beef,)), TicketIs).lines == (beef,)
        assert house.item(tofu).state == "fired"
        assert house.ask(StartTicket(placed.tickets[0]), TicketIs).lines == (tofu,)


class TestBump:
    def test_a_ticket_is_done_whether_or_not_it_was_started(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = (each.line for each in placed.lines)
        house.do(StartTicket(placed.tickets[0], (tofu,)))
        house.wait(MINUTE)
        answer = house.ask(BumpTicket(placed.tickets[0]), TicketIs)
        assert (answer.state, answer.lines) == ("done", (tofu, beef))
        assert house.item(beef).done_at == NOON + MINUTE
        assert house.item(beef).started_at is None
        assert list(house.state.kitchen.open_tickets["cold"]) == []

    def test_lines_can_be_bumped_one_by_one(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = (each.line for each in placed.lines)
        assert house.ask(BumpTicket(placed.tickets[0], (beef,)), TicketIs).state == "started"
        answer = house.ask(BumpTicket(placed.tickets[0], (beef, tofu)), TicketIs)
        assert (answer.state, answer.lines) == ("done", (tofu,))

    def test_held_lines_stay_held_and_keep_the_ticket_open(self, house: SmallHouse) -> None:
        placed = house.order("tofu", want("sesame", fire="hold"))
        house.do(BumpTicket(placed.tickets[0]))
        assert list(house.state.kitchen.open_tickets["cold"]) == list(placed.tickets)
        assert house.refused(BumpTicket(placed.tickets[0])) == "line_held"
        house.do(FireLine(placed.lines[1].line))
        assert house.ask(BumpTicket(placed.tickets[0]), TicketIs).state == "done"


class TestRecall:
    def test_a_bump_is_undone_and_the_clocks_run_on(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = (each.line for each in placed.lines)
        house.do(StartTicket(placed.tickets[0], (tofu,)))
        before = [house.item(tofu), house.item(beef)]
        house.wait(MINUTE)
        house.do(BumpTicket(placed.tickets[0]))
        answer = house.ask(RecallTicket(placed.tickets[0]), TicketIs)
        assert (answer.state, answer.lines) == ("started", (tofu, beef))
        assert [house.item(tofu), house.item(beef)] == before
        assert list(house.state.kitchen.open_tickets["cold"]) == list(placed.tickets)

    def test_served_lines_stay_served(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, beef = (each.line for each in placed.lines)
        house.do(BumpTicket(placed.tickets[0]))
        house.do(ServeLine(beef))
        assert house.ask(RecallTicket(placed.tickets[0]), TicketIs).lines == (tofu,)
        assert house.item(beef).state == "served"


class TestFire:
    def test_the_clock_of_a_held_line_starts_when_it_is_called_for(self, house: SmallHouse) -> None:
        line = house.line("tofu", fire="hold")
        house.wait(20 * MINUTE)
        assert house.ask(FireLine(line), ItemIs).state == "fired"
        assert house.item(line).fired_at == NOON + 20 * MINUTE
        assert house.item(line).submitted_at == NOON
        assert house.ticket(line).state == "fired"


class TestFireTicket:
    def test_all_that_is_held_on_a_ticket_is_started_at_once_or_some_lines(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", fire="hold"), want("sesame", fire="hold"), want("beef", fire="hold"))
        (ticket,), (tofu, sesame, beef) = placed.tickets, (each.line for each in placed.lines)
        answer = house.ask(FireTicket(ticket, (sesame,)), TicketIs)
        assert (answer.state, answer.lines) == ("fired", (sesame,))
        assert house.ask(FireTicket(ticket), TicketIs).lines == (tofu, beef)
        assert house.refused(FireTicket(ticket)) == "not_held"


class TestRush:
    def test_each_rush_is_counted_and_the_first_is_the_one_for_the_place(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        house.wait(MINUTE)
        assert house.types(RushLine(line)) == ["LineRushed"]
        house.wait(MINUTE)
        assert house.types(RushLine(line)) == ["LineRushed"]
        assert house.types(RushLine(line)) == ["LineRushed"]
        assert house.item(line).rushed_at == house.ticket(line).rushed_at == NOON + MINUTE
        assert (house.item(line).rushes, house.item(line).last_rushed_at) == (3, NOON + 2 * MINUTE)

    def test_a_ticket_is_rushed_while_a_rushed_line_of_it_is_not_done(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        tofu, _ = (each.line for each in placed.lines)
        house.do(RushLine(tofu))
        ticket = placed.tickets[0]
        house.do(BumpTicket(ticket, (tofu,)))
        assert house.state.kitchen.tickets[ticket].rushed_at is None
        house.do(RecallTicket(ticket, (tofu,)))
        assert house.state.kitchen.tickets[ticket].rushed_at == NOON
        house.do(VoidLine(tofu, "no"))
        assert house.state.kitchen.tickets[ticket].rushed_at is None

    def test_who_has_left_asks_for_nothing(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(ClearSession(placed.session))
        assert house.refused(RushLine(placed.lines[0].line)) == "session_ended"


class TestWhenGuestsMayRush:
    GUEST = Who("phone", "guest", "A01")

    def refused(self, house: SmallHouse, line: str, who: Who = GUEST) -> tuple[str, int, int, str]:
        """The code, how long to wait, and until when, once it is sure that the words say so too."""
        outcome = house.attempt(RushLine(line), who)
        assert isinstance(outcome, Refusal)
        details, words = outcome.details, outcome.message()
        assert details["wait_min"] == -(-details["wait_s"] // 60)
        assert all(str(details["wait_min"]) in said for said in (words.zh, words.en))
        return outcome.reason.code, details["wait_s"], details["retry_at"], details["line"]

    def test_not_before_five_minutes_and_then_not_more_often_than_every_three(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        assert self.refused(house, line) == ("rush_too_soon", 300, NOON + 5 * MINUTE, line)
        house.wait(5 * MINUTE - 1)
        assert self.refused(house, line) == ("rush_too_soon", 1, NOON + 5 * MINUTE, line)
        house.wait(1)
        assert types(house, RushLine(line), self.GUEST) == ["LineRushed"]
        house.wait(MINUTE)
        assert self.refused(house, line) == ("rush_too_often", 120, NOON + 8 * MINUTE, line)
        house.wait(2 * MINUTE)
        assert types(house, RushLine(line), self.GUEST) == ["LineRushed"]
        assert house.item(line).rushes == 2

    def test_of_a_held_line_the_time_counts_from_its_fire(self, house: SmallHouse) -> None:
        line = house.line("tofu", fire="hold")
        house.wait(40 * MINUTE)
        house.do(FireLine(line))
        assert self.refused(house, line)[:2] == ("rush_too_soon", 300)

    def test_the_house_says_how_soon_and_how_often(self) -> None:
        eager = FoundHouse(replace(HOUSE, rush_after_ms=0, rush_every_ms=10_000), "2026-09-21", CLOSES)
        house = SmallHouse((eager, *FOUNDING[1:]))
        line = house.line("tofu")
        assert types(house, RushLine(line), self.GUEST) == ["LineRushed"]
        assert self.refused(house, line)[:2] == ("rush_too_often", 10)

    def test_no_house_lets_its_guests_rush_without_end(self) -> None:
        eager = FoundHouse(replace(HOUSE, rush_after_ms=0, rush_every_ms=0), "2026-09-21", CLOSES)
        house = SmallHouse((eager, *FOUNDING[1:]))
        line = house.line("tofu")
        assert types(house, RushLine(line), self.GUEST) == ["LineRushed"]
        for who in (self.GUEST, Who("app", "integration")):
            assert self.refused(house, line, who)[:2] == ("rush_too_often", 10)
        house.wait(10_000)
        assert types(house, RushLine(line), self.GUEST) == ["LineRushed"]

    def test_a_waiters_rush_counts_for_the_guest_and_staff_may_at_any_time(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        assert types(house, RushLine(line), Who("ann", "waiter")) == ["LineRushed"]
        house.wait(4 * MINUTE)
        assert types(house, RushLine(line), Who("ann", "manager")) == ["LineRushed"]
        assert self.refused(house, line) == ("rush_too_often", 180, NOON + 7 * MINUTE, line)
        assert self.refused(house, line, Who("app", "integration"))[0] == "rush_too_often"
        house.wait(MINUTE)
        assert types(house, RushLine(line), Who("ann", "waiter")) == ["LineRushed"]

    @pytest.mark.parametrize("role", ["waiter", "manager"])
    def test_staff_may_rush_a_line_once_a_minute_whoever_did(self, house: SmallHouse, role: Role) -> None:
        line, other = (each.line for each in house.order("tofu", "beef").lines)
        assert types(house, RushLine(line), Who("bob", "waiter")) == ["LineRushed"]
        house.wait(1)
        staff = Who("ann", role)
        assert self.refused(house, line, staff) == ("rush_too_often", 60, NOON + MINUTE, line)
        assert types(house, RushLine(other), staff) == ["LineRushed"], "another line is another question"
        house.wait(MINUTE - 2)
        assert self.refused(house, line, staff)[1] == 1
        house.wait(1)
        assert types(house, RushLine(line), staff) == ["LineRushed"]

    def test_nor_need_staff_wait_for_longer_than_the_houses_guests(self) -> None:
        eager = FoundHouse(replace(HOUSE, rush_after_ms=0, rush_every_ms=10_000), "2026-09-21", CLOSES)
        house = SmallHouse((eager, *FOUNDING[1:]))
        line = house.line("tofu")
        house.do(RushLine(line))
        assert self.refused(house, line, Who("ann", "waiter"))[:2] == ("rush_too_often", 10)
        house.wait(10_000)
        assert types(house, RushLine(line), Who("ann", "waiter")) == ["LineRushed"]


class TestServe:
    def test_what_nobody_bumped_is_done_by_being_served(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        house.wait(MINUTE)
        assert house.ask(ServeLine(line), ItemIs).state == "served"
        assert (house.item(line).done_at, house.item(line).served_at) == (house.now, house.now)
        assert house.ticket(line).state == "done"

    def test_what_was_bumped_keeps_its_time(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        house.do(BumpTicket(house.item(line).ticket))
        house.wait(MINUTE)
        house.do(ServeLine(line))
        assert (house.item(line).done_at, house.item(line).served_at) == (NOON, NOON + MINUTE)


def test_the_work_of_a_party_that_has_paid_and_left_goes_on(house: SmallHouse) -> None:
    placed = house.order("tofu", want("beef", fire="hold"))
    (ticket,), (tofu, beef) = placed.tickets, (each.line for each in placed.lines)
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    deeds = (StartTicket(ticket), BumpTicket(ticket), RecallTicket(ticket), FireLine(beef), BumpTicket(ticket))
    for deed in (*deeds, ServeLine(tofu), ServeLine(beef)):
        house.do(deed)
    assert house.ticket(tofu).state == "done"


class TestRefusals:
    @pytest.mark.parametrize(
        ("deed", "state", "code"),
        [
            (FireLine, "fired", "not_held"),
            (FireLine, "started", "not_held"),
            (FireLine, "done", "not_held"),
            (FireLine, "served", "not_held"),
            (FireLine, "voided", "line_voided"),
            (RushLine, "held", "line_held"),
            (RushLine, "done", "already_done"),
            (RushLine, "served", "already_served"),
            (RushLine, "voided", "line_voided"),
            (ServeLine, "held", "line_held"),
            (ServeLine, "served", "already_served"),
            (ServeLine, "voided", "line_voided"),
        ],
    )
    def test_of_a_line(self, house: SmallHouse, deed: LineDeed, state: str, code: str) -> None:
        assert house.refused(deed(line_that_is(house, state))) == code

    @pytest.mark.parametrize(
        ("deed", "state", "code"),
        [
            (StartTicket, "held", "line_held"),
            (StartTicket, "started", "already_started"),
            (StartTicket, "done", "already_done"),
            (StartTicket, "served", "already_done"),
            (StartTicket, "voided", "line_voided"),
            (BumpTicket, "held", "line_held"),
            (BumpTicket, "done", "already_done"),
            (BumpTicket, "served", "already_done"),
            (BumpTicket, "voided", "line_voided"),
            (RecallTicket, "held", "not_done"),
            (RecallTicket, "fired", "not_done"),
            (RecallTicket, "started", "not_done"),
            (RecallTicket, "served", "already_served"),
            (RecallTicket, "voided", "line_voided"),
        ],
    )
    @pytest.mark.parametrize("by_line", [False, True])
    def test_of_a_ticket(self, house: SmallHouse, deed: TicketDeed, state: str, code: str, by_line: bool) -> None:
        line = line_that_is(house, state)
        assert house.refused(deed(house.item(line).ticket, (line,) if by_line else ())) == code

    @pytest.mark.parametrize("deed", [StartTicket, BumpTicket, RecallTicket])
    def test_of_lines_of_another_ticket(self, house: SmallHouse, deed: TicketDeed) -> None:
        one, other = house.order("tofu", "cola").lines
        assert house.refused(deed(house.item(one.line).ticket, (other.line,))) == "not_on_ticket"
        assert house.refused(deed(house.item(one.line).ticket, (one.line, "L1-1"))) == "not_on_ticket"

    @pytest.mark.parametrize("deed", [StartTicket, BumpTicket, RecallTicket])
    def test_of_tickets_that_never_were(self, house: SmallHouse, deed: TicketDeed) -> None:
        assert house.refused(deed("T999-1", ())) == "unknown_ticket"
        assert house.refused(deed("wall", ())) == "unknown_ticket"

    @pytest.mark.parametrize("deed", [FireLine, RushLine, ServeLine])
    def test_of_lines_that_never_were(self, house: SmallHouse, deed: LineDeed) -> None:
        assert house.refused(deed("L999-1")) == "unknown_line"
        assert house.refused(deed("tofu")) == "unknown_line"
