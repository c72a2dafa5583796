"""Parties leave the state soon after nothing is left to do for them, with all that was their own, some at a time."""

from __future__ import annotations

import pytest

import kds.core.day.leave as leaving
from kds.core.day.events import PartiesLeft
from kds.core.day.leave import FETCHED_MS, STAYS_MS
from kds.core.deadlines import Tick, next_deadline
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.open_session import OpenSession
from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from tests.core.invariants import OUTLIVE, OWN, indexes
from tests.house import CLOSES, DAY, HOUR, MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def end(house: SmallHouse, placed: RoundIs, *, cooked: bool = True) -> RoundIs:
    """The party's food comes, it pays, it goes."""
    if cooked:
        for ticket in placed.tickets:
            house.do(BumpTicket(ticket))
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    return placed


def there(house: SmallHouse) -> list[str]:
    """The parties in the state."""
    return sorted(house.state.floor.sessions)


def left(house: SmallHouse) -> tuple[str, ...]:
    """Who leaves with a tick now."""
    events = [each.event for each in house.do(Tick()).recorded]
    return tuple(session for event in events if isinstance(event, PartiesLeft) for session in event.sessions)


class TestWhen:
    def test_half_a_day_after_the_last_thing_that_concerned_it(self, house: SmallHouse) -> None:
        placed = end(house, house.order("tofu"))
        assert house.state.day.leaving.first == (NOON, placed.session)
        house.wait(STAYS_MS - 1)
        assert left(house) == ()
        house.wait(1)
        assert left(house) == (placed.session,)
        assert there(house) == []
        assert next_deadline(house.state) == CLOSES

    def test_a_ticket_that_is_done_late_keeps_its_party_until_then(self, house: SmallHouse) -> None:
        placed = end(house, house.order("tofu"), cooked=False)
        assert next_deadline(house.state) == CLOSES
        house.wait(HOUR)
        house.do(BumpTicket(placed.tickets[0]))
        assert next_deadline(house.state) == NOON + HOUR + STAYS_MS

    def test_what_happens_to_a_party_that_is_gone_gives_it_its_time_again(self, house: SmallHouse) -> None:
        placed = end(house, house.order("tofu"))
        house.wait(5 * MINUTE)
        house.do(ServeLine(placed.lines[0].line))
        assert next_deadline(house.state) == NOON + 5 * MINUTE + STAYS_MS

    def test_a_recalled_ticket_is_open_again(self, house: SmallHouse) -> None:
        placed = end(house, house.order("tofu"))
        house.do(RecallTicket(placed.tickets[0]))
        assert house.go() == []
        house.do(BumpTicket(placed.tickets[0]))
        assert house.go() == ["PartiesLeft"]

    def test_a_held_line_counts_as_open(self, house: SmallHouse) -> None:
        placed = end(house, house.order(want("tofu", fire="hold")), cooked=False)
        assert house.go() == []
        house.do(FireLine(placed.lines[0].line))
        house.do(BumpTicket(placed.tickets[0]))
        assert house.go() == ["PartiesLeft"]

    def test_a_party_that_has_paid_and_sits_there_stays(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(BumpTicket(placed.tickets[0]))
        house.do(PayBill(placed.bill, "cash", 1200))
        assert house.go() == []
        assert house.order("cola", session=placed.session).round_no == 2


class TestTakeaway:
    @pytest.mark.parametrize("cooked", [True, False])
    def test_what_is_paid_leaves_by_itself_once_the_kitchen_is_done(self, house: SmallHouse, cooked: bool) -> None:
        placed = house.order("cola", table=None)
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        if cooked:
            house.do(ServeLine(placed.lines[0].line))
        assert house.go() == (["PartiesLeft"] if cooked else [])

    def test_what_is_paid_and_not_fetched_is_waited_for_until_the_day_ends(self, house: SmallHouse) -> None:
        placed = house.order("cola", table=None)
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(BumpTicket(placed.tickets[0]))
        assert house.go() == []
        house.now = CLOSES
        assert house.tick("2026-09-22", CLOSES + DAY) == ["DayClosed", "DaySettled"]
        house.wait(FETCHED_MS - 1)
        assert left(house) == ()
        house.wait(1)
        assert left(house) == (placed.session,)

    def test_what_was_made_shortly_before_the_day_ends_can_still_be_fetched_after(self, house: SmallHouse) -> None:
        placed = house.order("cola", table=None)
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.now = CLOSES - MINUTE
        house.do(BumpTicket(placed.tickets[0]))
        house.now = CLOSES
        assert house.tick("2026-09-22", CLOSES + DAY) == ["DayClosed", "DaySettled"]
        house.wait(FETCHED_MS // 2)
        house.do(ServeLine(placed.lines[0].line))
        assert house.go() == ["PartiesLeft"]

    def test_a_party_without_a_table_that_never_orders_does_not_stay_for_ever(self, house: SmallHouse) -> None:
        house.do(OpenSession(service="pickup"))
        house.now = CLOSES
        assert house.tick("2026-09-22", CLOSES + DAY) == ["DayClosed", "DaySettled"]
        house.wait(FETCHED_MS)
        assert house.go() == ["PartiesLeft"]
        assert there(house) == []

    def test_it_is_gone_with_the_payment_where_that_comes_last(self, house: SmallHouse) -> None:
        placed = house.order("cola", table=None)
        house.do(ServeLine(placed.lines[0].line))
        assert house.go() == []
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        assert house.state.day.leaving.first == (house.now, placed.session)

    def test_what_is_not_paid_stays(self, house: SmallHouse) -> None:
        placed = house.order("cola", table=None)
        house.do(BumpTicket(placed.tickets[0]))
        assert house.go() == []
        assert there(house) == [placed.session]


class TestWhatGoes:
    def test_all_that_was_its_own(self, house: SmallHouse) -> None:
        empty, unindexed = {name: sorted(book) for name, book in house.state.books().items()}, indexes(house.state)
        placed = house.order(
            want("twin_pot", id="a"), "beef", want("tofu", fire="hold"), "stray", channel="delivery", external_id="E1"
        )
        house.do(VoidLine(placed.lines[1].line, "no"))
        house.do(VoidLine(placed.lines[2].line, "no"))
        house.do(AcknowledgeVoids(house.item(placed.lines[1].line).ticket))
        for line in (placed.lines[0].line, placed.lines[3].line):
            house.do(ServeLine(line))
        end(house, placed, cooked=False)
        house.go()
        still = {name: sorted(book) for name, book in house.state.books().items() if name not in OUTLIVE | OWN}
        assert still == {name: keys for name, keys in empty.items() if name not in OUTLIVE | OWN}
        assert indexes(house.state) == unindexed

    def test_all_its_bills(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.do(PayBill(first.bill, "cash", 1200))
        second = house.order("cola", session=first.session)
        house.do(BumpTicket(first.tickets[0]))
        end(house, second)
        house.go()
        assert house.state.orders.bills == {}

    def test_the_longest_gone_goes_first(self, house: SmallHouse) -> None:
        parties = {table: house.order("tofu", table=table) for table in ("A01", "A02", "A03")}
        for table in ("A03", "A01", "A02"):
            end(house, parties[table])
            house.wait(1)
        house.wait(STAYS_MS)
        assert left(house) == tuple(parties[table].session for table in ("A03", "A01", "A02"))

    def test_no_more_records_at_a_time_than_an_order_can_wait_for(
        self, house: SmallHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(leaving, "RECORDS", 12)  # a party of one dish has 6
        parties = []
        for dishes in (1, 1, 1, 9):
            parties.append(end(house, house.order(*["tofu"] * dishes)).session)
            house.wait(1)
        house.wait(STAYS_MS)
        assert left(house) == tuple(parties[:2])
        assert left(house) == (parties[2],)
        assert left(house) == (parties[3],)
        assert left(house) == ()

    def test_the_counts_of_what_has_gone_and_of_what_is_there_agree(self, house: SmallHouse) -> None:
        placed = house.order("twin_pot", "beef", "cola")
        house.order("beef")
        bare = sum(map(len, SmallHouse().state.books().values()))
        assert sum(map(len, house.state.books().values())) - bare == leaving._records(house.state, placed.session)


class TestOldIds:
    def test_they_answer_that_the_party_has_left(self, house: SmallHouse) -> None:
        placed = end(house, house.order("tofu"))
        line, ticket = placed.lines[0].line, placed.tickets[0]
        house.go()
        late = PlaceRound(channel="scan", lines=(want("cola"),), table="A01", session=placed.session)
        assert house.refused(late) == "session_ended"
        assert house.refused(ClearSession(placed.session)) == "session_ended"
        assert house.refused(PayBill(placed.bill, "cash", 1)) == "bill_closed"
        for command in (VoidLine(line, "no"), ServeLine(line), BumpTicket(ticket), StartTicket(ticket)):
            assert house.refused(command) == "session_ended"
        assert house.refused(RecallTicket(ticket)) == "session_ended"


def test_started_work_that_was_voided_counts_as_open_until_the_kitchen_knows(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    house.do(StartTicket(house.item(placed.lines[0].line).ticket))
    house.do(VoidLine(placed.lines[0].line, "no"))
    house.do(BumpTicket(house.item(placed.lines[1].line).ticket))
    end(house, placed, cooked=False)
    assert house.go() == []
    house.do(AcknowledgeVoids(house.item(placed.lines[0].line).ticket))
    assert house.go() == ["PartiesLeft"]
