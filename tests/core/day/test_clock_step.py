"""The clock is set: time goes on from there, ages stay what they were, and no day is closed twice."""

from __future__ import annotations

import pytest

from kds.core.books import BY_THE_WALL, moments
from kds.core.day.events import ClockStepped
from kds.core.day.leave import STAYS_MS
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick, next_deadline
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.station_view import tickets_view
from kds.core.kitchen.unseen import unseen
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.state import STORED
from kds.core.types import Today
from tests.core.invariants import indexes, rebuilt, replay
from tests.golden.frozen import structs
from tests.house import CLOSES, DAY, HOUR, MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def step(house: SmallHouse, ms: int, today: Today | None = None) -> ClockStepped:
    """The wall clock is set, and running time follows it."""
    house.now += ms
    house.today = today or house.today
    (recorded,) = house.do(NoteClockStep(ms, ms)).recorded
    assert isinstance(recorded.event, ClockStepped)
    assert recorded.stamp.at == house.now == house.state.at
    return recorded.event


def day(house: SmallHouse) -> tuple[str, int]:
    """The day under way, and its end."""
    found = house.state.day.current[""]
    return found.business_day, found.closes_at


def close(house: SmallHouse, business_day: str, closes_at: int) -> None:
    """The day under way comes to its end, and this is the next."""
    house.now = max(house.now, house.state.day.current[""].closes_at)
    assert house.tick(business_day, closes_at) == ["DayClosed", "DaySettled"]


class TestTheKitchen:
    @pytest.mark.parametrize("ms", [14 * HOUR, -14 * HOUR, 3_001, -400 * DAY])
    def test_ages_colours_and_places_stay_what_they_were(self, house: SmallHouse, ms: int) -> None:
        lines = house.order("tofu", "beef", want("noodles", fire="hold"), "cola").lines
        house.do(StartTicket(house.ticket(lines[0].line).ticket))
        house.wait(4 * MINUTE)
        house.do(RushLine(lines[1].line))
        house.order("tofu", table="A02")
        house.wait(6 * MINUTE)
        house.do(FireLine(lines[2].line))
        house.wait(7_000)
        before = {name: tickets_view(house.state, name, house.now)[0] for name in ("cold", "hot", "drinks")}
        missed = [each.ticket for each in unseen(house.state, house.now)]
        step(house, ms)
        after = {name: tickets_view(house.state, name, house.now)[0] for name in ("cold", "hot", "drinks")}
        for name, tickets in before.items():
            for old, new in zip(tickets, after[name], strict=True):
                assert (new.ticket, new.colour, new.why) == (old.ticket, old.colour, old.why)
                assert new.submitted_at == old.submitted_at + ms
                assert [each.colour for each in new.lines] == [each.colour for each in old.lines]
                assert [each.due_at for each in new.lines] == [each.due_at and each.due_at + ms for each in old.lines]
        assert [each.ticket for each in unseen(house.state, house.now)] == missed

    def test_work_begun_before_is_as_long_as_it_took(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        house.wait(2 * MINUTE)
        step(house, 14 * HOUR)
        house.wait(MINUTE)
        house.do(BumpTicket(house.ticket(line).ticket))
        item = house.item(line)
        assert item.fired_at is not None
        assert item.done_at == item.fired_at + 3 * MINUTE == house.now

    def test_a_promise_was_made_by_the_wall_clock_and_stays(self, house: SmallHouse) -> None:
        placed = house.order("tofu", table=None, promised_at=NOON + HOUR, made_at=NOON - MINUTE)
        step(house, HOUR)
        found = house.state.orders.rounds[placed.round]
        assert (found.promised_at, found.made_at, found.placed_at) == (NOON + HOUR, NOON + 59 * MINUTE, NOON + HOUR)

    def test_parties_and_bills_keep_the_order_in_which_they_came(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        step(house, -HOUR)
        second = house.order("tofu", table="A02")
        opened = [house.state.floor.sessions[each.session].opened_at for each in (first, second)]
        assert opened == [NOON - HOUR, NOON - HOUR]
        assert house.bill(first.bill).opened_at == NOON - HOUR

    def test_every_moment_of_what_is_alive_was_thought_about(self) -> None:
        """A new one moves with the clock by its name; one that does not is named in `BY_THE_WALL`."""
        found = {
            f"{kind.__name__}.{field}"
            for shelf in STORED.values()
            for kind in structs(shelf.record)
            for field in moments(kind)
        }
        assert found == {
            "Bill.closed_at", "Bill.opened_at", "Call.asked_at", "Call.last_asked_at", "Comp.at", "Shift.opened_at",
            "Gone.gone_at",
            "Item.done_at", "Item.fired_at", "Item.fires_at", "Item.last_rushed_at", "Item.noted_since",
            "Item.handed_at", "Item.rushed_at", "Item.served_at",
            "Item.started_at", "Item.stop_since", "Item.submitted_at",
            "KitchenTest.ended_at",
            "LastClear.cleared_at", "LastClear.left_at", "LastClear.over_at", "OutsideOrder.placed_at",
            "PrintJob.first_at", "PrintJob.printed_at", "PrintJob.queued_at", "PrintJob.sent_at", "PrintJob.stale_at",
            "Round.made_at", "Round.placed_at",
            "SeatAsk.asked_at", "SeatAsk.declined_at", "SeatAsk.last_asked_at",
            "Streak.bumped_at",
            "Standing.confirmed_at", "Standing.dropped_from_at", "Standing.dropped_to_at", "Standing.faulted_at",
            "Session.asked_at", "Session.cleared_at", "Session.opened_at",
            "Ticket.front_at", "Ticket.noted_since", "Ticket.rushed_at", "Ticket.seen_at", "Ticket.submitted_at",
            "Ticket.unseen_since",
            "Uncleaned.cleared_since",
            "Void.at",
        }  # fmt: skip
        assert {
            "promised_at",
            "closes_at",
            "ends_at",
            "comes_at",
            "publishes_at",
            "turned_at",
            "entered_at",
            "taken_at",
        } == BY_THE_WALL

    def test_moments_stand_in_records_of_their_own_and_not_within_others(self) -> None:
        """What lies deeper would not be moved."""
        for shelf in STORED.values():
            inner = [kind for kind in structs(shelf.record) if kind is not shelf.record]
            assert [kind for kind in inner if moments(kind)] == []


class TestTime:
    def test_it_goes_on_from_where_the_clock_was_set(self, house: SmallHouse) -> None:
        step(house, -HOUR)
        house.wait(MINUTE)
        house.order("tofu")
        assert house.state.at == NOON - HOUR + MINUTE

    def test_only_a_step_turns_it_back(self, house: SmallHouse) -> None:
        house.order("tofu")
        house.wait(-HOUR)
        house.do(NoteClockStep(-HOUR))
        house.order("cola")
        assert house.state.at == NOON

    def test_what_is_only_recorded_changes_nothing(self, house: SmallHouse) -> None:
        house.order("tofu")
        before = house.state.books()
        assert house.types(NoteClockStep(-HOUR)) == ["ClockStepped"]
        assert house.state.books() == before

    def test_who_is_about_to_leave_leaves_as_soon_as_before(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(VoidLine(placed.lines[0].line, "no"))
        house.do(AcknowledgeVoids(placed.tickets[0]))
        house.do(ClearSession(placed.session))
        house.wait(4 * MINUTE)
        step(house, -HOUR)
        assert next_deadline(house.state) == house.now - 4 * MINUTE + STAYS_MS
        assert indexes(house.state) == indexes(rebuilt(house.state))

    def test_it_is_taken_back_exactly_and_folds_to_the_same(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "beef")
        house.do(BumpTicket(placed.tickets[0]))
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(ClearSession(placed.session))
        before, mark = (house.digest(), indexes(house.state)), house.state.mark()
        step(house, -14 * HOUR)
        house.state.undo(mark)
        assert (house.digest(), indexes(house.state)) == before
        house.recorded.pop()
        step(house, 28 * HOUR)
        again = replay(house.recorded)
        assert again.books() == house.state.books()

    def test_no_more_steps_are_remembered_than_a_hundred(self, house: SmallHouse) -> None:
        for _ in range(101):
            step(house, HOUR)
        steps = house.state.day.clock[""].steps
        assert (len(steps), steps[-1].seq, steps[-1].shift_ms) == (100, house.state.seq, HOUR)


class TestTheDay:
    """In each the calendar says the first day that is not closed, from its own on: see tests/runtime/test_days.py."""

    def test_set_forward_within_a_day_it_goes_on(self, house: SmallHouse) -> None:
        step(house, HOUR)
        assert day(house) == ("2026-09-21", CLOSES)
        assert house.types(Tick()) == []

    def test_set_back_within_a_day_it_goes_on(self, house: SmallHouse) -> None:
        assert step(house, -HOUR) == ClockStepped(-HOUR, -HOUR)
        assert day(house) == ("2026-09-21", CLOSES)

    def test_set_forward_past_its_end_it_is_closed_and_what_was_sold_stays_on_it(self, house: SmallHouse) -> None:
        house.order("tofu")
        step(house, 7 * DAY, Today("2026-09-28", CLOSES + 7 * DAY))
        assert day(house) == ("2026-09-21", CLOSES)
        assert house.types(Tick()) == ["DayClosed", "DaySettled"]
        assert day(house) == ("2026-09-28", CLOSES + 7 * DAY)

    def test_set_back_to_a_day_that_was_never_closed_that_is_under_way(self, house: SmallHouse) -> None:
        """The box began seven days ahead: 21 September was closed, the 22nd is it really."""
        close(house, "2026-09-28", CLOSES + 7 * DAY)
        event = step(house, -6 * DAY, Today("2026-09-22", CLOSES + DAY))
        assert (event.business_day, event.closes_at) == ("2026-09-22", CLOSES + DAY)
        assert day(house) == ("2026-09-22", CLOSES + DAY)
        assert next_deadline(house.state) == CLOSES + DAY

    def test_set_back_to_a_day_that_is_closed_the_one_after_it_stays_under_way(self, house: SmallHouse) -> None:
        """The box began 14 h ahead and closed the 21st in the middle of it."""
        close(house, "2026-09-22", CLOSES + DAY)
        assert step(house, -14 * HOUR, Today("2026-09-22", CLOSES + DAY)).business_day == ""
        house.order("tofu")
        assert day(house) == ("2026-09-22", CLOSES + DAY)
        assert house.types(Tick()) == []

    def test_set_back_to_a_day_that_is_closed_from_far_ahead_the_first_open_one_is_under_way(
        self, house: SmallHouse
    ) -> None:
        close(house, "2026-09-28", CLOSES + 7 * DAY)
        step(house, -7 * DAY - HOUR, Today("2026-09-22", CLOSES + DAY))
        assert day(house) == ("2026-09-22", CLOSES + DAY)

    def test_parties_go_on_being_counted(self, house: SmallHouse) -> None:
        close(house, "2026-09-28", CLOSES + 7 * DAY)
        house.order("tofu")
        step(house, -6 * DAY, Today("2026-09-22", CLOSES + DAY))
        session = house.order("tofu", table="A02").session
        assert house.state.floor.sessions[session].number == 2

    def test_a_house_that_is_not_founded_has_no_day(self) -> None:
        house = SmallHouse(())
        step(house, -HOUR)
        assert house.state.day.current.value is None
