"""Whose order it is: a table is not a party, and what a device kept for one never lands on the next."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.orders.answered import RoundIs
from kds.core.orders.party import ASK_THE_STAFF, SESSION_REQUIRED
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.parties import Seated, guests_party
from kds.core.rights import channel_of
from kds.core.types import Who
from tests.house import CLOSES, DAY, HOUR, MINUTE, NOON, SmallHouse, want

GUEST = Who("phone", "guest", "A01")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def tofu(**more: Any) -> PlaceRound:
    more.setdefault("table", "A01")
    return PlaceRound(channel=more.pop("channel", "scan"), lines=(want("tofu"),), **more)


def pay(house: SmallHouse, placed: RoundIs) -> None:
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))


def seat(house: SmallHouse, table: str = "A01", guests: int = 2) -> str:
    return house.ask(OpenSession(table, guests, share=True), PartyIs).session


class TestByTable:
    def test_the_one_party_that_still_owes_is_meant(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        assert house.ask(tofu(), RoundIs).session == first.session

    def test_so_is_the_one_that_has_not_ordered_yet(self, house: SmallHouse) -> None:
        session = seat(house)
        assert house.types(tofu()) == ["BillOpened", "RoundPlaced", "TicketsRouted"]
        assert house.state.floor.sessions[session].rounds == 1

    def test_and_one_of_which_all_was_taken_back(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        house.do(VoidLine(first.lines[0].line, "no"))
        assert house.ask(tofu(), RoundIs).bill == first.bill

    def test_a_party_that_has_paid_is_over_for_newcomers(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        pay(house, first)
        second = house.ask(tofu(), RoundIs)
        assert (second.session != first.session, second.round_no) == (True, 1)
        assert sorted(house.state.floor.table_sessions["A01"]) == sorted([first.session, second.session])
        assert house.ask(tofu(), RoundIs).session == second.session

    def test_also_when_it_took_back_what_it_ordered_after(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        pay(house, first)
        more = house.order("cola", session=first.session)
        house.do(VoidLine(more.lines[0].line, "no"))
        assert house.ask(tofu(), RoundIs).session != first.session

    def test_a_party_that_ordered_again_after_it_paid_owes_again(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        pay(house, first)
        house.order("cola", session=first.session)
        assert house.ask(tofu(), RoundIs).session == first.session

    def test_of_several_none_is_guessed(self, house: SmallHouse) -> None:
        first = house.order("tofu", guests=3).session
        house.wait(MINUTE)
        second = seat(house, guests=2)
        refusal = house.refusal(tofu())
        assert refusal.reason.code == "session_required"
        assert refusal.details["sessions"] == [
            Seated(session=first, number=1, guests=3, opened_at=NOON, label="A01-1"),
            Seated(session=second, number=2, guests=2, opened_at=NOON + MINUTE, label="A01-2"),
        ]
        assert house.order("tofu", session=second).round_no == 1
        assert house.order("cola", session=first).round_no == 2
        assert len(house.state.floor.sessions) == 2

    def test_of_two_that_sat_together_nobody_is_meant_also_when_one_has_paid(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        second = seat(house)
        house.wait(MINUTE)
        pay(house, first)
        assert house.refusal(tofu()).reason == SESSION_REQUIRED
        assert house.refusal(tofu(), GUEST).reason == ASK_THE_STAFF
        assert guests_party(house.state, "A01") is None
        house.order("cola", session=second)
        house.do(ClearSession(first.session))
        assert house.ask(tofu(), RoundIs).session == second

    def test_who_comes_after_the_others_have_paid_is_meant(self, house: SmallHouse) -> None:
        pay(house, house.order("tofu"))
        house.wait(MINUTE)
        second = seat(house)
        assert house.ask(tofu(), RoundIs).session == second

    @pytest.mark.parametrize("who", [GUEST, Who("kiosk", "guest")])
    def test_a_guest_is_not_told_who_else_sits_there(self, house: SmallHouse, who: Who) -> None:
        house.order("tofu")
        seat(house)
        assert house.refusal(tofu(channel=channel_of(who)), who).details == {"table": "A01", "sessions": []}


class TestByName:
    def test_a_party_keeps_its_place_after_it_paid_on_a_new_bill(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        pay(house, first)
        second = house.ask(tofu(session=first.session), RoundIs)
        assert (second.session, second.round_no) == (first.session, 2)
        assert second.bill != first.bill

    def test_but_not_after_it_left(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        pay(house, first)
        house.do(ClearSession(first.session))
        assert house.refused(tofu(session=first.session)) == "session_ended"

    @pytest.mark.parametrize("table", ["A01", "Z99", None])
    def test_it_is_found_wherever_it_sits_now(self, house: SmallHouse, table: str | None) -> None:
        """The phone still holds the table at which the party sat down."""
        first = house.order("tofu")
        moved(house, first.session, "A02")
        placed = house.ask(tofu(session=first.session, table=table), RoundIs)
        assert (placed.session, placed.bill) == (first.session, first.bill)
        assert list(house.state.floor.table_sessions["A01"]) == []
        newcomers = house.ask(tofu(), RoundIs)
        assert newcomers.session != first.session

    def test_a_guest_of_the_old_table_has_no_business_at_the_new_one(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        moved(house, first.session, "A02")
        assert house.refused(tofu(session=first.session), GUEST) == "not_your_table"
        there = Who("phone", "guest", "A02")
        assert house.do(tofu(session=first.session), there).recorded

    def test_a_guest_names_nobody_at_another_table(self, house: SmallHouse) -> None:
        other = house.order("tofu", table="A02").session
        assert house.refused(tofu(session=other), GUEST) == "not_your_table"
        assert house.refused(tofu(session=other, table=None), GUEST) == "not_your_table"


class TestOrdersThatComeLate:
    """A tablet was away from the net; `made_at` is when its order was made."""

    def left(self, house: SmallHouse) -> int:
        """A party orders at noon and pays after an hour; its table is cleared ten minutes later."""
        placed = house.order("tofu")
        house.wait(HOUR)
        pay(house, placed)
        house.wait(10 * MINUTE)
        house.do(ClearSession(placed.session))
        return house.now

    @pytest.mark.parametrize("made_at", [NOON, NOON + HOUR, NOON + HOUR + 10 * MINUTE - 1, NOON - 9 * DAY])
    def test_one_made_before_the_clear_opens_no_ghost(self, house: SmallHouse, made_at: int) -> None:
        cleared_at = self.left(house)
        refusal = house.refusal(tofu(made_at=made_at))
        assert refusal.reason.code == "party_gone"
        assert refusal.details == {"table": "A01", "cleared_at": cleared_at, "sessions": []}

    def test_one_made_since_then_is_of_the_next_party(self, house: SmallHouse) -> None:
        cleared_at = self.left(house)
        house.wait(HOUR)
        assert house.types(tofu(made_at=cleared_at))[0] == "SessionOpened"

    def test_one_made_before_is_not_the_next_partys_either_unless_it_says_so(self, house: SmallHouse) -> None:
        cleared_at = self.left(house)
        house.wait(HOUR)
        session = seat(house)
        refusal = house.refusal(tofu(made_at=NOON + MINUTE))
        assert refusal.reason.code == "party_gone"
        assert refusal.details["cleared_at"] == cleared_at
        assert [each.session for each in refusal.details["sessions"]] == [session]
        assert house.ask(tofu(made_at=NOON + MINUTE, session=session), RoundIs).session == session

    def test_one_made_by_a_device_beside_the_first_of_its_party_is_that_partys(self, house: SmallHouse) -> None:
        """Two phones order at once: the second was made before the first had opened the session."""
        self.left(house)
        house.wait(HOUR)
        made_at = house.now - 1
        first = house.order("cola")
        assert house.ask(tofu(made_at=made_at), RoundIs).session == first.session

    def test_at_a_table_where_nobody_sat_before_nothing_is_late(self, house: SmallHouse) -> None:
        session = seat(house)
        assert house.ask(tofu(made_at=NOON - HOUR), RoundIs).session == session

    def test_one_made_before_the_party_paid_is_not_the_next_partys(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.wait(HOUR)
        pay(house, placed)
        house.wait(MINUTE)
        late = tofu(made_at=NOON + HOUR - 1)
        refusal = house.refusal(late)
        assert (refusal.reason.code, refusal.details["cleared_at"]) == ("party_gone", None)
        assert [each.session for each in refusal.details["sessions"]] == [placed.session]
        house.order("cola")
        assert house.refused(late) == "party_gone"
        assert house.ask(tofu(made_at=NOON + HOUR), RoundIs).session != placed.session

    def test_a_table_that_is_cleared_late_keeps_the_orders_of_those_who_sit_there_already(
        self, house: SmallHouse
    ) -> None:
        placed = house.order("tofu")
        pay(house, placed)
        house.wait(MINUTE)
        second = house.order("cola")
        house.wait(HOUR)
        house.do(ClearSession(placed.session))
        assert house.ask(tofu(made_at=NOON + 2 * MINUTE), RoundIs).session == second.session

    def test_one_made_while_several_sat_there_is_not_the_last_ones(self, house: SmallHouse) -> None:
        first = house.order("tofu")
        second = seat(house)
        house.wait(HOUR)
        pay(house, first)
        late = tofu(made_at=NOON + MINUTE)
        assert house.refused(late) == "session_required"
        house.do(ClearSession(first.session))
        assert house.refused(late) == "party_gone"
        assert house.ask(tofu(made_at=NOON + HOUR), RoundIs).session == second

    def test_a_table_remembers_the_last_that_was_over_and_not_the_last_that_was_cleared(
        self, house: SmallHouse
    ) -> None:
        first, second = house.order("tofu"), seat(house)
        third = seat(house)
        house.wait(HOUR)
        pay(house, house.order("cola", session=second))
        house.wait(HOUR)
        pay(house, first)
        for session in (first.session, second):
            house.do(ClearSession(session))
        assert house.refused(tofu(made_at=NOON + HOUR + MINUTE)) == "party_gone"
        assert house.ask(tofu(made_at=NOON + 2 * HOUR), RoundIs).session == third

    def test_the_next_day_is_no_excuse(self, house: SmallHouse) -> None:
        """Made at 23:30, paid and cleared at 00:10, the day closed at 04:00, back at 04:10."""
        placed = house.order("tofu")
        pay(house, placed)
        house.do(ClearSession(placed.session))
        house.now = CLOSES
        house.tick("2026-09-22", CLOSES + DAY)
        house.wait(10 * MINUTE)
        before = house.digest()
        assert house.refused(tofu(session=placed.session, made_at=NOON)) == "session_ended"
        assert house.refused(tofu(made_at=NOON - 1)) == "party_gone"
        assert house.digest() == before

    def test_a_claim_of_the_future_is_not_late(self, house: SmallHouse) -> None:
        self.left(house)
        assert house.types(tofu(made_at=house.now + 14 * HOUR))[0] == "SessionOpened"

    def test_without_a_claim_the_receipt_counts(self, house: SmallHouse) -> None:
        self.left(house)
        assert house.types(tofu())[0] == "SessionOpened"

    def test_a_takeaway_is_of_no_table(self, house: SmallHouse) -> None:
        self.left(house)
        assert house.types(tofu(table=None, service="takeaway", made_at=NOON))[0] == "SessionOpened"

    def test_a_guest_is_told_when_and_not_who(self, house: SmallHouse) -> None:
        self.left(house)
        seat(house)
        assert house.refusal(tofu(made_at=NOON), GUEST).details["sessions"] == []


def moved(house: SmallHouse, session: str, table: str) -> None:
    """The party sits at another table now."""
    party = house.state.floor.sessions[session]
    assert party.table is not None
    house.state.floor.table_sessions.discard(party.table, session)
    house.state.floor.table_sessions.add(table, session)
    house.state.floor.sessions[session] = replace(party, table=table)


class TestByTheirOwnParty:
    """Guests who are known to be of a party: of that one, wherever it sits, as long as it is there."""

    def test_they_order_for_it_beside_others_and_after_it_has_paid(self, house: SmallHouse) -> None:
        own, other = seat(house), seat(house)
        ann = Who("ann", "guest", "A01", "scan", own)
        placed = house.attempt(tofu(session=own), ann)
        assert placed.answer.session == own  # type: ignore[union-attr]
        pay(house, placed.answer)  # type: ignore[union-attr, arg-type]
        assert house.attempt(tofu(session=own), ann).answer.session == own  # type: ignore[union-attr]
        assert house.attempt(tofu(), ann).answer.session == own  # type: ignore[union-attr]
        assert house.refused(tofu(session=other), ann) == "party_gone"

    def test_they_go_with_it_to_another_table(self, house: SmallHouse) -> None:
        own = seat(house)
        house.do(MoveSession(own, "V01"))
        ann = Who("ann", "guest", "V01", "scan", own)
        assert house.attempt(tofu(session=own), ann).answer.session == own  # type: ignore[union-attr]
        assert house.attempt(tofu(session=own, table="A01"), ann).answer.session == own  # type: ignore[union-attr]
        assert not house.state.floor.table_sessions["A01"]

    def test_once_it_has_left_they_are_nobodys(self, house: SmallHouse) -> None:
        own = seat(house)
        ann = Who("ann", "guest", "A01", "scan", own)
        house.do(ClearSession(own))
        other = seat(house)
        assert house.refused(tofu(session=own), ann) == "session_ended"
        assert house.refused(tofu(), ann) == "session_ended"
        assert house.refused(tofu(session=other), ann) == "party_gone"


class TestSeatedFirst:
    """Where the house seats its guests, the code of a table opens no party."""

    def test_guests_order_once_somebody_has_seated_them(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(seated_first=True))
        assert house.refused(tofu(), GUEST) == "seat_first"
        session = seat(house)
        assert house.attempt(tofu(), GUEST).answer.session == session  # type: ignore[union-attr]

    def test_the_staff_and_kiosks_order_as_ever(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(seated_first=True))
        house.order("tofu")
        kiosk = Who("kiosk", "guest")
        house.attempt(tofu(table=None, service="takeaway", channel="kiosk"), kiosk)
