"""The business day: it ends when its time has come, and lets go of those who have left."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.day.found_house import FoundHouse, HouseIs
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import next_deadline
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound, RoundIs
from kds.core.orders.void_line import VoidLine
from tests.core.invariants import OUTLIVE, OWN
from tests.house import CLOSES, DAY, HOUSE, NOON, SmallHouse, want

NEXT = ("2026-09-22", CLOSES + DAY)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def leave(house: SmallHouse, placed: RoundIs, *, cooked: bool = True) -> RoundIs:
    """The party's food comes, it pays, it goes."""
    if cooked:
        for ticket in placed.tickets:
            house.do(BumpTicket(ticket))
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    return placed


def close(house: SmallHouse) -> list[str]:
    house.now = CLOSES
    return house.tick(*NEXT)


class TestWhenADayEnds:
    def test_the_next_deadline_is_its_end(self, house: SmallHouse) -> None:
        assert next_deadline(house.state) == CLOSES
        close(house)
        assert next_deadline(house.state) == CLOSES + DAY

    def test_a_house_that_is_not_founded_has_none(self) -> None:
        house = SmallHouse(())
        assert next_deadline(house.state) is None
        assert house.tick(*NEXT) == []

    def test_a_tick_before_the_end_does_nothing(self, house: SmallHouse) -> None:
        house.now = CLOSES - 1
        assert house.tick(*NEXT) == []

    def test_a_tick_at_the_end_closes_it_once(self, house: SmallHouse) -> None:
        assert close(house) == ["DayClosed"]
        assert close(house) == []
        assert house.state.day.current[""].business_day == "2026-09-22"

    def test_a_box_that_was_off_for_days_goes_straight_to_the_day_under_way(self, house: SmallHouse) -> None:
        house.now = CLOSES + 3 * DAY
        assert house.tick("2026-09-25", CLOSES + 4 * DAY) == ["DayClosed"]
        assert next_deadline(house.state) == CLOSES + 4 * DAY

    def test_a_clock_that_goes_backwards_does_not_reopen_the_day(self, house: SmallHouse) -> None:
        close(house)
        house.now = NOON
        assert house.tick("2026-09-21", CLOSES) == []
        house.order("tofu")
        assert house.state.at == CLOSES

    def test_parties_are_counted_from_one_again(self, house: SmallHouse) -> None:
        house.order("tofu")
        close(house)
        session = house.order("tofu", table="A02").session
        assert house.state.floor.sessions[session].number == 1


class TestWhoLeaves:
    def test_a_cleared_party_leaves_with_all_that_was_its_own(self, house: SmallHouse) -> None:
        placed = house.order(
            want("twin_pot", id="a"), "beef", want("tofu", fire="hold"), "stray", channel="delivery", external_id="E1"
        )
        house.do(VoidLine(placed.lines[1].line, "no"))
        house.do(VoidLine(placed.lines[2].line, "no"))
        for line in (placed.lines[0].line, placed.lines[3].line):
            house.do(ServeLine(line))
        leave(house, placed, cooked=False)
        house.do(AcknowledgeVoids(house.item(placed.lines[1].line).ticket))
        close(house)
        kept = {name for name, book in house.state.books().items() if book}
        assert kept <= OWN | OUTLIVE
        assert house.state.orders.line_ids == {}
        for index in (
            house.state.floor.table_sessions,
            house.state.orders.session_bills,
            house.state.kitchen.open_tickets,
        ):
            assert list(index) == []

    def test_a_party_that_still_sits_there_stays(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", 1200))
        close(house)
        assert house.order("cola", session=placed.session).round_no == 2

    def test_a_party_with_an_open_ticket_stays_until_it_is_done(self, house: SmallHouse) -> None:
        placed = leave(house, house.order("tofu"), cooked=False)
        close(house)
        assert placed.session in house.state.floor.sessions
        house.do(BumpTicket(placed.tickets[0]))
        house.now = CLOSES + DAY
        house.tick("2026-09-23", CLOSES + 2 * DAY)
        assert placed.session not in house.state.floor.sessions

    def test_a_held_line_counts_as_open(self, house: SmallHouse) -> None:
        placed = leave(house, house.order("tofu", fire="hold"), cooked=False)
        close(house)
        assert placed.session in house.state.floor.sessions

    def test_started_work_that_was_voided_counts_as_open_until_the_kitchen_knows(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        house.do(StartTicket(house.item(placed.lines[0].line).ticket))
        house.do(VoidLine(placed.lines[0].line, "no"))
        house.do(BumpTicket(house.item(placed.lines[1].line).ticket))
        leave(house, placed, cooked=False)
        close(house)
        assert placed.session in house.state.floor.sessions
        house.do(AcknowledgeVoids(house.item(placed.lines[0].line).ticket))
        house.now = CLOSES + DAY
        house.tick("2026-09-23", CLOSES + 2 * DAY)
        assert placed.session not in house.state.floor.sessions

    def test_a_recalled_ticket_is_open_again(self, house: SmallHouse) -> None:
        placed = leave(house, house.order("tofu"))
        house.do(RecallTicket(placed.tickets[0]))
        close(house)
        assert placed.session in house.state.floor.sessions

    def test_all_bills_of_a_party_leave_with_it(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.do(PayBill(first.bill, "cash", 1200))
        second = house.order("cola", session=first.session)
        house.do(BumpTicket(first.tickets[0]))
        leave(house, second)
        close(house)
        assert house.state.orders.bills == {}

    def test_the_event_names_who_leaves_in_one_order_always(self, house: SmallHouse) -> None:
        gone = [leave(house, house.order("tofu", table=table)).session for table in ("V01", "A02", "A01")]
        house.now = CLOSES
        house.tick(*NEXT)
        assert getattr(house.recorded[-1].event, "sessions", None) == tuple(sorted(gone))


class TestOldIds:
    def test_they_answer_that_the_party_has_left(self, house: SmallHouse) -> None:
        placed = leave(house, house.order("tofu"))
        line, ticket = placed.lines[0].line, placed.tickets[0]
        close(house)
        late = PlaceRound(channel="scan", lines=(want("cola"),), table="A01", session=placed.session)
        assert house.refused(late) == "session_ended"
        assert house.refused(ClearSession(placed.session)) == "session_ended"
        assert house.refused(PayBill(placed.bill, "cash", 1)) == "bill_closed"
        for command in (VoidLine(line, "no"), ServeLine(line), BumpTicket(ticket), StartTicket(ticket)):
            assert house.refused(command) == "session_ended"
        assert house.refused(RecallTicket(ticket)) == "session_ended"


class TestFounding:
    def test_changed_settings_leave_the_day_under_way_as_it_is(self, house: SmallHouse) -> None:
        house.order("tofu")
        day = house.state.day.current[""]
        changed = replace(HOUSE, cutoff_hour=6)
        answer = house.ask(FoundHouse(changed, "1999-01-01", CLOSES + DAY), HouseIs)
        assert answer.business_day == "2026-09-21"
        assert house.state.day.current[""] == day
        assert house.state.day.house[""] == changed

    def test_a_step_of_the_clock_is_recorded_and_changes_nothing(self, house: SmallHouse) -> None:
        before = house.state.books()
        assert house.types(NoteClockStep(-3_600_000)) == ["ClockStepped"]
        assert house.state.books() == before


class TestTakeaway:
    @pytest.mark.parametrize("cooked", [True, False])
    def test_a_paid_takeaway_leaves_by_itself_once_the_kitchen_is_done(self, house: SmallHouse, cooked: bool) -> None:
        placed = house.ask(PlaceRound(channel="counter", service="takeaway", lines=(want("cola"),)), RoundIs)
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        if cooked:
            house.do(BumpTicket(placed.tickets[0]))
        close(house)
        assert (placed.session in house.state.floor.sessions) is not cooked

    def test_an_unpaid_takeaway_stays(self, house: SmallHouse) -> None:
        placed = house.ask(PlaceRound(channel="counter", service="takeaway", lines=(want("cola"),)), RoundIs)
        house.do(BumpTicket(placed.tickets[0]))
        close(house)
        assert placed.session in house.state.floor.sessions
