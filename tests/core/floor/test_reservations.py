"""Tables are reserved for a time, and it is said what became of it."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.change_reservation import ChangeReservation
from kds.core.floor.end_reservation import EndReservation, ReservationOver
from kds.core.floor.floor_map import reservations
from kds.core.floor.model import FloorGone
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reservations import AHEAD_MS, APART_MS, MOST
from kds.core.floor.reserve_table import ReservationIs, ReserveTable
from tests.house import HOUR, MINUTE, NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def reserve(house: SmallHouse, table: str = "A01", hours: int = 1) -> str:
    """A reservation for four."""
    return house.ask(ReserveTable(table, house.now + hours * HOUR, 4), ReservationIs).reservation


def test_the_next_one_comes_first(house: SmallHouse) -> None:
    later, sooner = reserve(house, "A01", 5), reserve(house, "A02", 2)
    assert [each.reservation for each in reservations(house.state)] == [sooner, later]


def test_two_of_a_table_are_some_time_apart(house: SmallHouse) -> None:
    first = reserve(house)
    refusal = house.refusal(ReserveTable("A01", NOON + HOUR + APART_MS - 1))
    assert (refusal.reason.code, refusal.details["reservation"]) == ("reserved_already", first)
    house.do(ReserveTable("A01", NOON + HOUR + APART_MS))
    house.do(ReserveTable("A02", NOON + HOUR))


def test_those_who_come_sit_at_their_table(house: SmallHouse) -> None:
    reservation = reserve(house)
    party = house.ask(OpenSession(reservation=reservation), PartyIs)
    assert (party.table, party.guests) == ("A01", 4)
    assert house.state.floor.reservations == {}
    assert house.refused(OpenSession(reservation=reservation, share=True)) == "reservation_ended"
    other = reserve(house, "A02")
    elsewhere = house.ask(OpenSession("A03", 2, reservation=other), PartyIs)
    assert (elsewhere.table, elsewhere.guests) == ("A03", 2)


@pytest.mark.parametrize("outcome", ["cancelled", "no_show"])
def test_those_who_do_not_come_leave_it_free(house: SmallHouse, outcome: str) -> None:
    reservation = reserve(house)
    over = house.ask(EndReservation(reservation, outcome), ReservationOver)  # type: ignore[arg-type]
    assert over.outcome == outcome
    assert house.refused(EndReservation(reservation, "cancelled")) == "reservation_ended"
    assert house.refused(EndReservation("V99", "cancelled")) == "unknown_reservation"
    reserve(house)


def test_within_reason(house: SmallHouse) -> None:
    assert house.refused(ReserveTable("Z9", NOON)) == "unknown_table"
    assert house.refused(ReserveTable("A01", NOON - HOUR - 1)) == "out_of_range"
    assert house.refused(ReserveTable("A01", NOON + AHEAD_MS + 1)) == "out_of_range"
    assert house.refused(ReserveTable("A01", NOON, -1)) == "out_of_range"
    for number in range(MOST):
        house.do(ReserveTable("A01", NOON + number * APART_MS))
    assert house.refused(ReserveTable("A01", NOON + MOST * APART_MS)) == "too_many_reserved"


def test_a_table_that_is_gone_is_kept_for_nobody(house: SmallHouse) -> None:
    reserve(house)
    house.do(ChangeFloor(gone=FloorGone(tables=("A01",))))
    assert house.state.floor.reservations == {}


def test_the_wall_clock_says_when_they_come(house: SmallHouse) -> None:
    reservation = reserve(house)
    house.state.shift(30 * MINUTE)
    assert house.state.floor.reservations[reservation].comes_at == NOON + HOUR


def test_it_is_changed_and_stays_the_same_reservation(house: SmallHouse) -> None:
    reservation = reserve(house)
    changed = house.ask(ChangeReservation(reservation, "A02", NOON + 3 * HOUR, 6), ReservationIs)
    assert (changed.reservation, changed.table, changed.guests) == (reservation, "A02", 6)
    assert changed.comes_at == NOON + 3 * HOUR
    reserve(house, "A01")
    assert house.refused(ReserveTable("A02", NOON + 3 * HOUR)) == "reserved_already"


def test_it_is_not_in_its_own_way_but_in_that_of_others(house: SmallHouse) -> None:
    reservation, other = reserve(house), reserve(house, hours=4)
    house.do(ChangeReservation(reservation, "A01", NOON + HOUR + MINUTE, 4))
    refusal = house.refusal(ChangeReservation(reservation, "A01", NOON + 4 * HOUR - MINUTE, 4))
    assert (refusal.reason.code, refusal.details["reservation"]) == ("reserved_already", other)
    assert house.state.floor.reservations[reservation].comes_at == NOON + HOUR + MINUTE


def test_only_one_that_stands_is_changed_and_within_reason(house: SmallHouse) -> None:
    reservation = reserve(house)
    assert house.refused(ChangeReservation("V99", "A01", NOON)) == "unknown_reservation"
    assert house.refused(ChangeReservation(reservation, "Z9", NOON)) == "unknown_table"
    assert house.refused(ChangeReservation(reservation, "A01", NOON + AHEAD_MS + 1)) == "out_of_range"
    house.do(EndReservation(reservation, "cancelled"))
    assert house.refused(ChangeReservation(reservation, "A01", NOON)) == "reservation_ended"


def test_what_is_not_said_stays_as_somebody_else_has_made_it(house: SmallHouse) -> None:
    reservation = reserve(house)
    house.do(ChangeReservation(reservation, "A02", guests=8))
    house.do(ChangeReservation(reservation, comes_at=NOON + 2 * HOUR))
    kept = house.state.floor.reservations[reservation]
    assert (kept.table, kept.guests, kept.comes_at) == ("A02", 8, NOON + 2 * HOUR)


def test_who_is_late_can_still_be_moved_and_be_more(house: SmallHouse) -> None:
    reservation = reserve(house)
    house.wait(3 * HOUR)
    house.do(ChangeReservation(reservation, "A02", guests=9))
    assert house.refused(ChangeReservation(reservation, comes_at=NOON)) == "out_of_range"
