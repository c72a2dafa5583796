"""Opening a session: a party is seated before it orders, also beside others at one table."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Who
from tests.core.invariants import replay
from tests.house import MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_party_is_there_before_it_orders(house: SmallHouse) -> None:
    house.wait(MINUTE)
    answer = house.ask(OpenSession("A01", 4), PartyIs)
    assert answer == PartyIs(5, "S5", "dine_in", "A01", 1, 4, NOON + MINUTE, "A01", "")
    assert list(house.state.floor.table_sessions["A01"]) == ["S5"]
    assert house.state.orders.bills == {}


def test_parties_that_share_a_table_have_bills_of_their_own(house: SmallHouse) -> None:
    one, other = [house.ask(OpenSession("A01", 2, share=True), PartyIs) for _ in range(2)]
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


def test_beside_others_who_have_not_paid_only_where_that_is_asked_for(house: SmallHouse) -> None:
    first = house.order("tofu", guests=3)
    refusal = house.refusal(OpenSession("A01", 2))
    assert refusal.reason.code == "table_taken"
    assert [each.session for each in refusal.details["sessions"]] == [first.session]
    house.do(PayBill(first.bill, "cash", 1200))
    assert house.ask(OpenSession("A01", 2), PartyIs).label == "A01-2", "who has paid keeps nobody from sitting down"


def test_those_who_share_a_table_are_told_apart_on_every_ticket(house: SmallHouse) -> None:
    first = house.order("tofu")
    assert house.state.kitchen.tickets[first.tickets[0]].label == "A01"
    second = house.ask(OpenSession("A01", 2, share=True), PartyIs)
    other = house.order("tofu", session=second.session)
    labels = [house.state.kitchen.tickets[each.tickets[0]].label for each in (first, other)]
    assert labels == ["A01-1", "A01-2"]
    house.do(ClearSession(house.ask(OpenSession("A01", 1, share=True), PartyIs).session))
    assert house.ask(OpenSession("A01", 1, share=True), PartyIs).label == "A01-3", "the lowest that is free"
    house.do(MoveSession(second.session, "A02"))
    assert house.state.kitchen.tickets[other.tickets[0]].label == "A02"
    house.do(MoveSession(second.session, "A01"))
    assert house.state.kitchen.tickets[other.tickets[0]].label == "A01-2"
    assert replay(house.recorded).books() == house.state.books()


def test_a_number_is_given_once_as_long_as_somebody_bears_it(house: SmallHouse) -> None:
    parties = [house.ask(OpenSession(service=each), PartyIs) for each in ("takeaway", "pickup", "delivery")]
    assert [each.label for each in parties] == ["#1", "#2", "#3"]


def test_guests_who_dine_in_are_called_by_number_where_the_house_does_so(house: SmallHouse) -> None:
    assert house.refused(OpenSession(guests=2)) == "table_required"
    house.do(ChangeHouse(dine_in_by_number=True))
    party = house.ask(OpenSession(guests=2), PartyIs)
    assert (party.service, party.table, party.label) == ("dine_in", None, "#1")
    placed = house.order("tofu", session=party.session)
    ticket = placed.tickets[0]
    assert house.state.kitchen.tickets[ticket].label == "#1"
    assert house.order("tofu", table=None, service="dine_in").session != party.session
    house.do(MoveSession(party.session, "A01"))
    assert house.state.kitchen.tickets[ticket].label == "A01"
    assert "" not in house.state.floor.cleared


def test_a_party_that_is_called_by_number_is_found_by_its_plate(house: SmallHouse) -> None:
    house.do(ChangeHouse(dine_in_by_number=True))
    placed = house.order("tofu", table=None, service="dine_in", plate="27")
    assert house.state.floor.sessions[placed.session].plate == "27"
    ticket = placed.tickets[0]
    assert house.state.kitchen.tickets[ticket].label == "#1 ▲27"
    same = PlaceRound("kiosk", (want("tofu"),), table=None, plate="27")
    assert house.refused(same) == "plate_out"
    house.do(MoveSession(placed.session, "A01"))
    assert house.state.kitchen.tickets[ticket].label == "A01"
    house.do(same)


@pytest.mark.parametrize(
    "whose",
    [{"table": "A01"}, {"table": None, "service": "takeaway"}, {"table": None, "session": "S1"}],
    ids=["at a table", "takeaway", "there already"],
)
def test_nobody_else_has_a_number_plate(house: SmallHouse, whose: dict[str, Any]) -> None:
    assert house.refused(PlaceRound("kiosk", (want("tofu"),), plate="27", **whose)) == "no_plate"


def test_a_waiter_serves_the_parties_that_he_opens(house: SmallHouse) -> None:
    opened = house.do(OpenSession("A01", 4), Who("w1", "waiter")).answer
    assert isinstance(opened, PartyIs)
    assert opened.served_by == "w1"
    house.do(PlaceRound("waiter", (want("tofu"),), table="A02"), Who("w2", "waiter"))
    assert sorted(each.served_by for each in house.state.floor.sessions.values()) == ["w1", "w2"]
