"""Parties that are merged are one, and are taken apart again as they were."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.table_view import open_parties, table_view
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from tests.core.invariants import check_empty, replay
from tests.house import MINUTE, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def two(house: SmallHouse) -> tuple[RoundIs, RoundIs]:
    """A party at A01 and one at A02."""
    return house.order("tofu", guests=2), house.order("noodles", table="A02", guests=3)


def leave(house: SmallHouse, *bills: str) -> None:
    for bill in bills:
        house.do(PayBill(bill, "cash", house.due(bill)))


class TestMerged:
    def test_all_that_was_one_partys_is_the_others(self, house: SmallHouse) -> None:
        one, other = two(house)
        merged = house.ask(MergeSession(other.session, one.session), PartyIs)
        assert (merged.session, merged.table, merged.guests) == (one.session, "A01", 5)
        assert {house.bill(each.bill).session for each in (one, other)} == {one.session}
        assert house.ticket(other.lines[0].line).label == "A01"
        view = table_view(house.state, "A01")
        assert (view.sessions, view.bills, view.unserved) == ((one.session,), (one.bill, other.bill), 2)
        assert table_view(house.state, "A02").state == "free"
        assert [each.session for each in open_parties(house.state)] == [one.session]
        assert replay(house.recorded).books() == house.state.books()

    def test_a_device_that_names_the_merged_party_goes_on(self, house: SmallHouse) -> None:
        one = house.order("tofu")
        other = house.order(want("noodles", id="d1"), table="A02")
        house.do(MergeSession(other.session, one.session))
        again = PlaceRound("waiter", (want("noodles", id="d1"),), session=other.session)
        assert house.types(again) == [], "it stands already"
        more = house.order(want("cola", id="d2"), session=other.session)
        assert (more.session, more.bill) == (other.session, other.bill)
        assert house.ticket(more.lines[0].line).label == "A01"
        assert house.types(PlaceRound("waiter", (want("cola", id="d2"),), session=other.session)) == []
        own = house.order(want("tofu", id="d1"), session=one.session)
        assert own.bill == one.bill, "an id of one party's device is none of the other's"
        house.do(UnmergeSession(other.session))
        assert house.types(PlaceRound("waiter", (want("cola", id="d2"),), session=other.session)) == []

    def test_an_order_for_the_table_it_left_opens_no_ghost_party(self, house: SmallHouse) -> None:
        one, other = two(house)
        made_at = house.now
        house.wait(MINUTE)
        house.do(MergeSession(other.session, one.session))
        late = PlaceRound("waiter", (want("cola"),), table="A02", made_at=made_at)
        assert house.refused(late) == "party_gone"

    def test_it_leaves_with_the_party_that_it_is_one_with(self, house: SmallHouse) -> None:
        one, other = two(house)
        house.do(MergeSession(other.session, one.session))
        assert house.refused(ClearSession(other.session)) == "bill_unpaid"
        leave(house, one.bill, other.bill)
        for each in (one, other):
            house.do(BumpTicket(each.tickets[0]))
        house.do(ClearSession(one.session))
        assert house.go() == ["PartiesLeft"]
        check_empty(house.state)

    def test_those_that_were_merged_before_stand_each_for_itself(self, house: SmallHouse) -> None:
        one, other = two(house)
        third = house.order("cola", table="A03")
        house.do(MergeSession(one.session, other.session))
        house.do(MergeSession(other.session, third.session))
        assert house.ask(UnmergeSession(one.session), PartyIs).label == "A01"
        assert house.bill(one.bill).session == one.session
        assert house.bill(other.bill).session == third.session
        assert house.refused(MergeSession(other.session, one.session)) == "merged_already"


class TestToNoEffect:
    def test_with_itself_or_back_into_what_came_of_it(self, house: SmallHouse) -> None:
        one, other = two(house)
        assert house.refused(MergeSession(one.session, one.session)) == "merged_with_itself"
        house.do(MergeSession(one.session, other.session))
        assert house.types(MergeSession(one.session, other.session)) == [], "so it is already"
        assert house.refused(MergeSession(other.session, one.session)) == "merged_with_itself"

    def test_only_those_who_dine_in_the_same_way(self, house: SmallHouse) -> None:
        one, away = house.order("tofu"), house.order("cola", table=None)
        assert house.refused(MergeSession(away.session, one.session)) == "services_differ"

    def test_a_swap_and_a_swap_back_lose_nothing(self, house: SmallHouse) -> None:
        one, other = two(house)
        before = {name: replay_of(house, name) for name in ("kitchen.items", "orders.bills", "orders.lines")}
        for tables in (("A02", "A01"), ("A01", "A02")):
            for each, table in zip((one, other), tables, strict=True):
                house.do(MoveSession(each.session, table))
        assert {name: replay_of(house, name) for name in before} == before
        assert house.order("cola", table="A01").session == one.session


def replay_of(house: SmallHouse, book: str) -> dict[str, object]:
    """A stored book as it stands."""
    return house.state.books()[book]


class TestTakenApart:
    def test_it_has_back_what_came_with_it(self, house: SmallHouse) -> None:
        one, other = two(house)
        house.do(MergeSession(other.session, one.session))
        later = house.order("cola", table="A01")
        assert (later.session, later.bill) == (one.session, one.bill)
        apart = house.ask(UnmergeSession(other.session), PartyIs)
        assert (apart.table, apart.label, apart.guests) == ("A02", "A02", 3)
        assert house.state.floor.sessions[one.session].guests == 2
        assert house.bill(other.bill).session == other.session
        assert [house.ticket(each.lines[0].line).label for each in (one, other, later)] == ["A01", "A02", "A01"]
        assert house.order("cola", table="A02").bill == other.bill
        assert replay(house.recorded).books() == house.state.books()

    def test_where_others_sit_by_now_a_table_is_named(self, house: SmallHouse) -> None:
        one, other = two(house)
        house.do(MergeSession(other.session, one.session))
        house.order("crab", table="A02")
        assert house.refused(UnmergeSession(other.session)) == "table_taken"
        assert house.ask(UnmergeSession(other.session, "A02"), PartyIs).label == "A02-2"

    def test_those_who_shared_a_table_do_so_again(self, house: SmallHouse) -> None:
        one = house.order("tofu")
        other = house.ask(OpenSession("A01", 1, share=True), PartyIs)
        house.do(MergeSession(other.session, one.session))
        assert house.ask(UnmergeSession(other.session), PartyIs).label == "A01-2"

    def test_only_what_was_merged_and_has_not_left(self, house: SmallHouse) -> None:
        one, other = two(house)
        assert house.refused(UnmergeSession(one.session)) == "not_merged"
        house.do(MergeSession(other.session, one.session))
        leave(house, one.bill, other.bill)
        house.do(ClearSession(one.session))
        assert house.refused(UnmergeSession(other.session)) == "session_ended"
