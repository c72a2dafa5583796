"""The business day: it ends when its time has come, before all else, and names what was unfinished."""

from __future__ import annotations

import pytest

import kds.core.day.close_day as closing
from kds.core.day.events import DayClosed, OpenTicket, UnpaidParty
from kds.core.day.leave import STAYS_MS
from kds.core.deadlines import Tick, next_deadline
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from tests.house import CLOSES, DAY, HOUR, MINUTE, NOON, SmallHouse, want

NEXT = ("2026-09-22", CLOSES + DAY)


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def close(house: SmallHouse) -> list[str]:
    house.now = CLOSES
    return house.tick(*NEXT)


def closed(house: SmallHouse) -> DayClosed:
    """The close of the day."""
    assert close(house) == ["DayClosed", "DaySettled"]
    event = house.recorded[-2].event
    assert isinstance(event, DayClosed)
    return event


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
        assert close(house) == ["DayClosed", "DaySettled"]
        assert close(house) == []
        day = house.state.day.current[""]
        assert (day.business_day, day.closed) == ("2026-09-22", "2026-09-21")

    def test_a_box_that_was_off_for_days_goes_straight_to_the_day_under_way(self, house: SmallHouse) -> None:
        house.now = CLOSES + 3 * DAY
        assert house.tick("2026-09-25", CLOSES + 4 * DAY) == ["DayClosed", "DaySettled"]
        assert next_deadline(house.state) == CLOSES + 4 * DAY

    def test_a_calendar_that_has_no_later_day_closes_nothing(self, house: SmallHouse) -> None:
        close(house)
        house.now = CLOSES + DAY
        assert house.tick(*NEXT) == []

    def test_parties_are_counted_from_one_again_but_for_numbers_that_are_in_use(self, house: SmallHouse) -> None:
        there = house.order("tofu", table=None).session
        gone = house.order("tofu", table=None)
        house.do(PayBill(gone.bill, "cash", 1200))
        house.do(ServeLine(gone.lines[0].line))
        house.go()
        close(house)
        assert house.state.floor.sessions[there].number == 1
        later = [house.order("tofu", table=None).session for _ in range(2)]
        assert [house.state.floor.sessions[each].number for each in later] == [2, 3]

    def test_the_close_comes_before_whatever_has_been_due_for_longer(self, house: SmallHouse) -> None:
        house.now = CLOSES - 30 * MINUTE
        placed = house.order("tofu")
        house.do(BumpTicket(placed.tickets[0]))
        house.do(PayBill(placed.bill, "cash", 1200))
        house.do(ClearSession(placed.session))
        house.now = CLOSES - 30 * MINUTE + STAYS_MS
        assert house.tick(*NEXT) == ["DayClosed", "DaySettled"]
        assert house.types(Tick()) == ["PartiesLeft"]


class TestWhatWasUnfinished:
    def test_a_day_that_is_finished_names_nothing(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(BumpTicket(placed.tickets[0]))
        house.do(PayBill(placed.bill, "cash", 1200))
        assert closed(house) == DayClosed("2026-09-21", *NEXT)

    def test_tickets_that_are_open_are_named_with_whether_somebody_waits_for_them(self, house: SmallHouse) -> None:
        left = house.order("tofu")
        house.do(PayBill(left.bill, "cash", 1200))
        house.do(ClearSession(left.session))
        house.wait(1)
        sits = house.order(want("noodles", fire="hold"), table="A02")
        house.do(PayBill(sits.bill, "cash", 1800))
        away = house.order("cola", table=None)
        house.do(PayBill(away.bill, "cash", 600))
        event = closed(house)
        assert event.open_tickets == 3
        assert event.tickets == (
            OpenTicket(left.tickets[0], left.session, "A01", "cold", left=True),
            OpenTicket(sits.tickets[0], sits.session, "A02", "hot"),
            OpenTicket(away.tickets[0], away.session, "#3", "drinks"),
        )
        assert (event.unpaid_parties, event.unpaid) == (0, ())

    def test_who_owes_something_is_named_with_how_much(self, house: SmallHouse) -> None:
        first = house.order("tofu", "cola")
        house.wait(1)
        second = house.order("tofu", table=None)
        house.do(PayBill(first.bill, "cash", 600))
        event = closed(house)
        assert event.unpaid == (UnpaidParty(first.session, "A01", 1200), UnpaidParty(second.session, "#2", 1200))
        assert event.unpaid_parties == 2

    def test_a_party_whose_lines_were_all_taken_back_owes_nothing(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        house.do(VoidLine(line, "no"))
        house.do(AcknowledgeVoids(house.item(line).ticket))
        assert closed(house) == DayClosed("2026-09-21", *NEXT)

    def test_nothing_of_it_is_forgotten(self, house: SmallHouse) -> None:
        def guests() -> dict[str, object]:
            own = ("day.", "billing.", "kitchen.learning")
            return {name: book for name, book in house.state.books().items() if not name.startswith(own)}

        house.order("tofu", "cola", table=None)
        before = guests()
        close(house)
        house.go()
        assert guests() == before

    def test_more_than_a_close_can_name_are_counted(self, house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(closing, "NAMED", 2)
        for table in ("A01", "A02", "A03"):
            house.order("tofu", table=table)
            house.wait(1)
        event = closed(house)
        assert (event.open_tickets, [each.label for each in event.tickets]) == (3, ["A01", "A02"])
        assert (event.unpaid_parties, [each.label for each in event.unpaid]) == (3, ["A01", "A02"])

    def test_what_is_still_open_is_named_again_the_next_day(self, house: SmallHouse) -> None:
        house.now = NOON + HOUR
        ticket = house.order("tofu").tickets[0]
        assert [each.ticket for each in closed(house).tickets] == [ticket]
        house.now = CLOSES + DAY
        house.tick("2026-09-23", CLOSES + 2 * DAY)
        event = house.recorded[-2].event
        assert isinstance(event, DayClosed)
        assert [each.ticket for each in event.tickets] == [ticket]
