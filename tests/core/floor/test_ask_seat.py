"""Guests at a table that the staff have to open say that they are there; the staff open it, or find nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.day.change_house import ChangeHouse
from kds.core.day.end_day import CloseDay
from kds.core.floor.answers import PartyIs
from kds.core.floor.ask_seat import AskSeat, SeatAskIs
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.clean_table import CleanTable
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.decline_seat import DeclineSeat
from kds.core.floor.floor_map import MapTable, floor_map
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.model import ASK_AGAIN_MS, ASK_SHOWN_MS, FloorGone
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reserve_table import ReserveTable
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Command, Refusal, Today, Who
from tests.house import CLOSES, MINUTE, SmallHouse

GUEST = Who("ann", "guest", "A01", "scan")
TABLET = Who("tablet", "guest", "A01", "tablet")
KIOSK = Who("kiosk", "guest")
ASK = AskSeat("A01")


def seating() -> SmallHouse:
    """A house that seats its guests before they order."""
    house = SmallHouse()
    house.do(ChangeHouse(seated_first=True))
    return house


@pytest.fixture
def house() -> SmallHouse:
    return seating()


def table(house: SmallHouse, name: str = "A01") -> MapTable:
    """A table of the map."""
    return next(each for each in floor_map(house.state, house.now).tables if each.table == name)


def marks(house: SmallHouse) -> tuple[str, int | None]:
    """Its phase, and since when somebody wants to order there."""
    return table(house).phase, table(house).seat_asked_at


def came_of(house: SmallHouse, command: Command, who: Who | str = "ann") -> list[str]:
    """The types of the events that a command of somebody leads to."""
    return [type(each.event).__name__ for each in house.do(command, who).recorded]


def is_asked(house: SmallHouse, name: str = "A01") -> bool:
    """Whether the floor keeps anything of who asked."""
    return name in house.state.floor.seat_asks


class TestAsking:
    @pytest.mark.parametrize("who", [GUEST, TABLET])
    def test_whoever_is_at_the_table_is_seen_on_the_map(self, house: SmallHouse, who: Who) -> None:
        since = house.now
        assert came_of(house, ASK, who) == ["SeatAsked"]
        assert marks(house) == ("wants_seat", since)
        assert table(house, "A02").phase == "free"

    def test_within_a_minute_nothing_comes_of_it_and_the_answer_is_the_same(self, house: SmallHouse) -> None:
        first = house.ask(ASK, SeatAskIs)
        house.wait(ASK_AGAIN_MS - 1)
        assert came_of(house, ASK, TABLET) == []
        again = house.ask(ASK, SeatAskIs)
        assert (again.table, again.asked_at) == (first.table, first.asked_at)

    def test_after_a_minute_they_are_heard_again_and_wait_since_the_first_time(self, house: SmallHouse) -> None:
        first = house.ask(ASK, SeatAskIs)
        for _ in range(12):
            house.wait(ASK_AGAIN_MS)
            assert came_of(house, ASK, GUEST) == ["SeatAsked"]
        assert marks(house) == ("wants_seat", first.asked_at)

    def test_a_code_that_was_photographed_is_forgotten_by_itself(self, house: SmallHouse) -> None:
        house.do(ASK)
        house.wait(ASK_SHOWN_MS - 1)
        assert marks(house)[0] == "wants_seat"
        house.wait(1)
        assert marks(house) == ("free", None)
        since = house.now
        assert house.ask(ASK, SeatAskIs).asked_at == since, "they are others, or have begun anew"
        assert marks(house) == ("wants_seat", since)

    def test_it_stands_above_what_is_reserved_or_to_be_cleaned(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(tables_are_cleaned=True))
        house.do(ClearSession(house.ask(OpenSession("A01"), PartyIs).session))
        house.do(ReserveTable("A01", house.now + MINUTE))
        assert marks(house)[0] == "to_clean"
        house.do(ASK)
        assert marks(house)[0] == "wants_seat"
        house.do(CleanTable("A01"))
        assert (marks(house)[0], table(house).reserved_at) == ("wants_seat", house.now + MINUTE)

    def test_who_sits_down_beside_those_who_have_paid_is_seen_too(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        assert house.refused(ASK, GUEST) == "seated_already"
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(ASK)
        assert marks(house) == ("waiting", house.now)


class TestWhoMayNot:
    @pytest.mark.parametrize(
        ("who", "at", "why"),
        [
            (GUEST, "A02", "not_your_table"),
            (TABLET, "Z9", "not_your_table"),
            (KIOSK, "A01", "forbidden"),
            (Who("cook", "kitchen"), "A01", "forbidden"),
            (Who("mei", "waiter"), "Z9", "unknown_table"),
        ],
    )
    def test_ask(self, house: SmallHouse, who: Who, at: str, why: str) -> None:
        assert house.refused(AskSeat(at), who) == why
        assert not house.state.floor.seat_asks

    def test_ask_where_guests_sit_down_by_themselves(self) -> None:
        assert SmallHouse().refused(ASK, GUEST) == "seat_unasked"

    @pytest.mark.parametrize(
        "who", [GUEST, TABLET, KIOSK, Who("cook", "kitchen"), Who("pass", "expo")], ids=lambda each: each.id
    )
    def test_decline(self, house: SmallHouse, who: Who) -> None:
        house.do(ASK)
        assert house.refused(DeclineSeat("A01"), who) == "forbidden"
        assert marks(house)[0] == "wants_seat"


class TestDeclining:
    def test_the_mark_goes_at_once_and_they_are_told_for_a_while(self, house: SmallHouse) -> None:
        house.do(ASK)
        assert came_of(house, DeclineSeat("A01"), Who("mei", "waiter")) == ["SeatDeclined"]
        assert marks(house) == ("free", None)
        assert house.refused(ASK, GUEST) == "seat_declined"
        house.wait(ASK_SHOWN_MS - 1)
        assert house.refused(ASK, TABLET) == "seat_declined"
        house.wait(1)
        assert came_of(house, ASK, GUEST) == ["SeatAsked"]
        assert marks(house) == ("wants_seat", house.now)

    def test_twice_or_where_nobody_asks_nothing_comes_of_it(self, house: SmallHouse) -> None:
        assert house.types(DeclineSeat("A01")) == []
        house.do(ASK)
        house.do(DeclineSeat("A01"))
        assert house.types(DeclineSeat("A01")) == []
        assert house.refused(DeclineSeat("Z9")) == "unknown_table"

    def test_who_was_seated_meanwhile_stays(self, house: SmallHouse) -> None:
        house.do(ASK)
        house.do(OpenSession("A01"))
        assert house.types(DeclineSeat("A01")) == []
        assert marks(house)[0] == "open"


class TestEnds:
    @pytest.mark.parametrize("declined", [False, True])
    def test_with_the_party_that_is_opened(self, house: SmallHouse, declined: bool) -> None:
        house.do(ASK)
        if declined:
            house.do(DeclineSeat("A01"))
        session = house.ask(OpenSession("A01"), PartyIs).session
        assert not is_asked(house)
        house.do(ClearSession(session))
        assert came_of(house, ASK, GUEST) == ["SeatAsked"], "whoever comes next is heard"

    def test_with_an_order_of_the_staff(self, house: SmallHouse) -> None:
        house.do(ASK)
        house.order("tofu")
        assert not is_asked(house)

    def test_with_a_party_that_is_moved_there(self, house: SmallHouse) -> None:
        session = house.ask(OpenSession("A02"), PartyIs).session
        house.do(ASK)
        house.do(MoveSession(session, "A01"))
        assert not is_asked(house)

    def test_with_a_party_that_comes_back_there(self, house: SmallHouse) -> None:
        one, other = [house.ask(OpenSession(each), PartyIs).session for each in ("A01", "A02")]
        house.do(MergeSession(one, other))
        house.do(ASK)
        house.do(UnmergeSession(one))
        assert not is_asked(house)

    def test_with_the_table(self, house: SmallHouse) -> None:
        house.do(ASK)
        house.do(ChangeFloor(gone=FloorGone(tables=("A01",))))
        assert not is_asked(house)

    def test_with_the_day(self, house: SmallHouse) -> None:
        for name in ("A01", "A02"):
            house.do(AskSeat(name))
        house.do(DeclineSeat("A02"))
        house.now, house.today = CLOSES, Today("2026-09-22", CLOSES + 24 * 60 * MINUTE)
        house.do(CloseDay())
        assert not house.state.floor.seat_asks

    def test_and_not_with_a_party_that_leaves_or_sits_elsewhere(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(ASK)
        house.do(ClearSession(placed.session))
        house.do(OpenSession("A02"))
        assert marks(house)[0] == "wants_seat"


DEEDS: tuple[Command, ...] = (ASK, AskSeat("A02"), DeclineSeat("A01"), OpenSession("A01", share=True))


@given(st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 12 * MINUTE)), max_size=30))
def test_whatever_happens_they_wait_since_they_asked_and_not_beyond_the_last_time(
    happened: list[tuple[Command, int]],
) -> None:
    house = seating()
    first = last = None
    for command, wait in happened:
        house.wait(wait)
        outcome = house.attempt(command)
        came = [] if isinstance(outcome, Refusal) else outcome.recorded
        if last is not None and house.now >= last + ASK_SHOWN_MS:
            first = last = None
        if command == ASK and came:
            first, last = first if first is not None else house.now, house.now
        if command in (DeclineSeat("A01"), OpenSession("A01", share=True)) and came:
            first = last = None
        assert table(house).seat_asked_at == first
        assert len(house.state.floor.seat_asks) <= len(house.state.floor.tables)
