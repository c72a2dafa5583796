"""Opening a session: a party is seated before it orders, also beside others at one table."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.open_session import OpenSession
from kds.core.types import Who
from tests.house import MINUTE, NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_party_is_there_before_it_orders(house: SmallHouse) -> None:
    house.wait(MINUTE)
    answer = house.ask(OpenSession("A01", 4), PartyIs)
    assert answer == PartyIs(5, "S5", "dine_in", "A01", 1, 4, NOON + MINUTE)
    assert list(house.state.floor.table_sessions["A01"]) == ["S5"]
    assert house.state.orders.bills == {}


def test_parties_that_share_a_table_have_bills_of_their_own(house: SmallHouse) -> None:
    one, other = [house.ask(OpenSession("A01", 2), PartyIs) for _ in range(2)]
    assert (one.number, other.number) == (1, 2)
    bills = {house.order("tofu", session=each.session).bill for each in (one, other)}
    assert len(bills) == 2


def test_a_takeaway_is_called_by_its_number(house: SmallHouse) -> None:
    answer = house.ask(OpenSession(service="takeaway"), PartyIs)
    assert (answer.table, answer.number) == (None, 1)
    assert house.order("tofu", table=None, session=answer.session).round_no == 1


def test_one_that_goes_without_ordering_is_cleared(house: SmallHouse) -> None:
    session = house.ask(OpenSession("A01", 4), PartyIs).session
    house.do(ClearSession(session))
    assert list(house.state.floor.table_sessions["A01"]) == []


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (OpenSession(), "table_required"),
        (OpenSession("Z9"), "unknown_table"),
        (OpenSession("A01", service="pickup"), "table_not_allowed"),
        (OpenSession("A01", -1), "out_of_range"),
        (OpenSession("A01", 10_000), "out_of_range"),
    ],
)
def test_it_has_its_place_and_a_number_of_guests(house: SmallHouse, command: OpenSession, code: str) -> None:
    assert house.refused(command) == code


@pytest.mark.parametrize("role", ["guest", "kitchen"])
def test_parties_are_opened_by_the_house(house: SmallHouse, role: str) -> None:
    assert house.refused(OpenSession("A01"), Who("w", role, "A01")) == "forbidden"  # type: ignore[arg-type]
