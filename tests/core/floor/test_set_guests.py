"""How many guests a party has: what the staff counted stands, whatever phones say."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.set_guests import SetGuests
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Who
from tests.core.invariants import replay
from tests.house import SmallHouse, want

PHONE, WAITER, PLATFORM = Who("p", "guest", "A01"), Who("w", "waiter"), Who("mt", "integration")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def order(house: SmallHouse, guests: int, who: Who) -> int:
    """Order tofu for so many at A01, and tell how many the party is then."""
    house.do(PlaceRound(channel="scan", lines=(want("tofu"),), table="A01", guests=guests), who)
    (session,) = house.state.floor.sessions.values()
    return session.guests


def test_corrected_from_40_to_4_they_stay_4(house: SmallHouse) -> None:
    assert order(house, 40, PHONE) == 40
    assert house.ask(SetGuests("S5", 4), PartyIs).guests == 4
    for who in (PHONE, WAITER, PLATFORM):
        assert order(house, 40, who) == 4
        assert order(house, 0, who) == 4
    assert house.ask(SetGuests("S5", 5), PartyIs).guests == 5


def test_a_guests_own_order_only_ever_raises_it(house: SmallHouse) -> None:
    assert [order(house, each, PHONE) for each in (4, 2, 0, 6)] == [4, 4, 4, 6]
    assert [order(house, each, PLATFORM) for each in (3, 7)] == [6, 7]


@pytest.mark.parametrize("role", ["waiter", "manager"])
def test_an_order_of_the_staff_replaces_it(house: SmallHouse, role: str) -> None:
    staff = Who("w", role)  # type: ignore[arg-type]
    assert order(house, 40, PHONE) == 40
    assert [order(house, each, staff) for each in (4, 0, 5, 3)] == [4, 4, 5, 3]
    assert order(house, 6, PHONE) == 6


def test_what_the_staff_said_when_it_opened_the_party_may_be_raised(house: SmallHouse) -> None:
    house.do(OpenSession("A01", 2))
    assert [order(house, each, PHONE) for each in (1, 3)] == [2, 3]


def test_the_tickets_of_the_party_say_how_many_it_is(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola", guests=40)
    other = house.order("tofu", table="A02", guests=3)
    assert house.types(SetGuests(placed.session, 4)) == ["GuestsSet"]
    assert [house.state.kitchen.tickets[each].guests for each in (*placed.tickets, *other.tickets)] == [4, 4, 3]
    assert replay(house.recorded).kitchen.tickets == house.state.kitchen.tickets


def test_what_is_so_already_is_no_event(house: SmallHouse) -> None:
    session = house.order("tofu", guests=4).session
    assert house.types(SetGuests(session, 4)) == ["GuestsSet"], "from now on it stands"
    assert house.types(SetGuests(session, 4)) == []


def test_only_a_party_that_is_there_has_guests(house: SmallHouse) -> None:
    session = house.ask(OpenSession("A01", 4), PartyIs).session
    assert house.refused(SetGuests(session, -1)) == "out_of_range"
    assert house.refused(SetGuests(session, 10_000)) == "out_of_range"
    assert house.refused(SetGuests("S99", 4)) == "unknown_session"
    house.do(ClearSession(session))
    assert house.refused(SetGuests(session, 4)) == "session_ended"
