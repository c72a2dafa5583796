"""A party that moves keeps all that is its own, and the kitchen makes nothing anew (laws 10 and 11)."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.place_round import PlaceRound
from tests.core.invariants import replay
from tests.house import MINUTE, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_it_sits_there_now_with_its_bill_and_its_tickets(house: SmallHouse) -> None:
    placed = house.order("tofu", "noodles")
    before = {each: house.state.kitchen.tickets[each] for each in placed.tickets}
    house.wait(MINUTE)
    moved = house.ask(MoveSession(placed.session, "A02"), PartyIs)
    assert (moved.session, moved.table) == (placed.session, "A02")
    assert house.bill(placed.bill).session == placed.session
    for name, was in before.items():
        now = house.state.kitchen.tickets[name]
        assert (was.label, now.label) == ("A01", "A02")
        assert (now.state, now.submitted_at, now.seen_at, now.unseen_seq) == (
            was.state, was.submitted_at, was.seen_at, was.unseen_seq,
        )  # fmt: skip
    assert house.order("cola", table="A02").session == placed.session
    assert replay(house.recorded).books() == house.state.books()


def test_the_kitchen_makes_nothing_anew(house: SmallHouse) -> None:
    placed = house.order("tofu")
    slots = dict(house.state.kitchen.slots)
    assert house.types(MoveSession(placed.session, "A02")) == ["SessionMoved"]
    assert dict(house.state.kitchen.slots) == slots
    house.do(BumpTicket(placed.tickets[0]))
    assert house.types(MoveSession(placed.session, "A03")) == ["SessionMoved"]
    assert house.state.kitchen.tickets[placed.tickets[0]].label == "A03"


def test_to_where_it_sits_is_no_move_and_there_and_back_is_as_before(house: SmallHouse) -> None:
    placed = house.order("tofu")
    assert house.types(MoveSession(placed.session, "A01")) == []
    house.do(MoveSession(placed.session, "A02"))
    house.do(MoveSession(placed.session, "A01"))
    assert house.order("cola", table="A01").session == placed.session


def test_two_parties_change_places(house: SmallHouse) -> None:
    one, other = house.order("tofu", table="A01"), house.order("tofu", table="A02")
    house.do(MoveSession(one.session, "A02"))
    house.do(MoveSession(other.session, "A01"))
    assert house.order("cola", table="A02").session == one.session
    assert house.order("cola", table="A01").session == other.session


def test_beside_others_an_order_has_to_name_its_party(house: SmallHouse) -> None:
    one = house.order("tofu", table="A01")
    house.order("tofu", table="A02")
    house.do(MoveSession(one.session, "A02"))
    assert house.refused(PlaceRound(channel="waiter", lines=(want("cola"),), table="A02")) == "session_required"
    named = PlaceRound(channel="waiter", lines=(want("cola"),), session=one.session)
    assert "RoundPlaced" in house.types(named)


def test_an_order_for_the_table_it_left_opens_no_ghost_party(house: SmallHouse) -> None:
    placed = house.order("tofu", table="A01")
    made_at = house.now
    house.wait(MINUTE)
    house.do(MoveSession(placed.session, "A02"))
    late = PlaceRound(channel="waiter", lines=(want("cola"),), table="A01", made_at=made_at)
    assert house.refused(late) == "party_gone"
    house.wait(MINUTE)
    assert house.order("cola", table="A01").session != placed.session, "who sits down there next is a new party"
    assert house.refused(late) == "party_gone"


@pytest.mark.parametrize("seen_before", [False, True], ids=["its first guests", "guests before"])
@pytest.mark.parametrize("came", [0, 2 * MINUTE], ids=["before the order was made", "after it"])
def test_what_others_had_ordered_at_its_new_table_is_not_its_own(
    house: SmallHouse, came: int, seen_before: bool
) -> None:
    if seen_before:
        house.do(ClearSession(house.ask(OpenSession("A02", 2), PartyIs).session))
    house.wait(MINUTE)
    made_at = house.now + MINUTE
    house.wait(came)
    moved = house.ask(OpenSession("A01", 2), PartyIs).session
    house.wait(4 * MINUTE - came)
    house.do(MoveSession(moved, "A02"))
    late = PlaceRound(channel="waiter", lines=(want("cola"),), table="A02", made_at=made_at)
    refusal = house.refusal(late)
    assert (refusal.reason.code, refusal.details["cleared_at"]) == ("party_gone", house.now)
    assert house.order("cola", table="A02", made_at=house.now).session == moved


def test_only_to_a_table_of_the_house(house: SmallHouse) -> None:
    placed = house.order("tofu")
    assert house.refused(MoveSession(placed.session, "Z9")) == "unknown_table"


def test_a_takeaway_has_no_table_to_move_to(house: SmallHouse) -> None:
    placed = house.order("tofu", table=None, service="takeaway")
    assert house.refused(MoveSession(placed.session, "A01")) == "table_not_allowed"
