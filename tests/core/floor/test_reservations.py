"""Tables are reserved for a time, and it is said what became of it."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.change_floor import ChangeFloor, FloorGone
from kds.core.floor.end_reservation import EndReservation, ReservationOver
from kds.core.floor.floor_map import reservations
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reserve_table import AHEAD_MS, APART_MS, MOST, ReservationIs, ReserveTable
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
