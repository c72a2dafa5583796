"""Guests call for service; somebody goes, and it is known how long they waited."""

from __future__ import annotations

import pytest

from kds.core.calls.answers import CallIs
from kds.core.calls.call_service import CallService
from kds.core.calls.calls_view import calls_view
from kds.core.calls.end_call import CallOver, EndCall
from kds.core.calls.model import CALLS_MOST
from kds.core.calls.take_call import TakeCall
from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.types import Who
from tests.house import SmallHouse

GUEST, STRANGER = Who("phone", "guest", "A01"), Who("other", "guest", "A02")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def party(house: SmallHouse, table: str = "A01") -> str:
    return house.ask(OpenSession(table), PartyIs).session


def called(house: SmallHouse, session: str, kind: str = "soup", text: str = "") -> CallIs:
    return house.ask(CallService(session, kind, text), CallIs)  # type: ignore[arg-type]


def test_a_call_is_open_until_somebody_was_there(house: SmallHouse) -> None:
    session = party(house)
    call = called(house, session)
    assert (call.kind, call.asks, call.taken_by, call.open) == ("soup", 1, "", True)
    house.wait(40_000)
    house.do(TakeCall(call.call), "ben")
    assert [(each.label, each.taken_by) for each in calls_view(house.state).calls] == [("A01", "ben")]
    house.wait(35_000)
    assert house.ask(EndCall(call.call), CallOver).waited_ms == 75_000
    assert calls_view(house.state).calls == ()
    assert house.refused(EndCall(call.call)) == "call_ended"
    assert house.refused(TakeCall("C99999")) == "unknown_call"


def test_the_same_asked_for_again_is_the_same_call_and_more_urgent(house: SmallHouse) -> None:
    session = party(house)
    first = called(house, session)
    again = called(house, session)
    assert (again.call, again.asks) == (first.call, 2)
    assert called(house, session, "words", "a knife").call != called(house, session, "words", "the window").call


def test_a_guest_waits_a_minute_before_asking_again_and_is_told_how_long(house: SmallHouse) -> None:
    session = party(house)
    house.do(CallService(session, "tissues"), GUEST)
    house.wait(20_500)
    refusal = house.refusal(CallService(session, "tissues"), GUEST)
    assert (refusal.reason.code, refusal.details["wait_s"]) == ("called_already", 40)
    house.do(CallService(session, "plates"), GUEST)
    house.wait(39_500)
    house.do(CallService(session, "tissues"), GUEST)
    assert [each.asks for each in calls_view(house.state).calls] == [2, 1]


def test_a_guest_calls_for_no_other_table_and_takes_back_no_others_call(house: SmallHouse) -> None:
    session = party(house)
    party(house, "A02")
    assert house.refused(CallService(session, "soup"), STRANGER) == "not_your_table"
    call = called(house, session).call
    assert house.refused(EndCall(call), STRANGER) == "not_your_table"
    assert house.refused(TakeCall(call), GUEST) == "forbidden"
    house.do(EndCall(call), GUEST)


def test_what_a_guest_ends_was_taken_back_and_answered_by_nobody(house: SmallHouse) -> None:
    call = called(house, party(house)).call
    (recorded,) = house.do(EndCall(call), GUEST).recorded
    assert recorded.event.withdrawn  # type: ignore[attr-defined]


def test_words_say_something_and_the_rest_speaks_for_itself(house: SmallHouse) -> None:
    session = party(house)
    assert house.refused(CallService(session, "words", " \u200b ")) == "no_words"
    assert house.refused(CallService(session, "soup", "hot")) == "words_unasked"


def test_a_party_has_so_many_open_at_most(house: SmallHouse) -> None:
    session = party(house)
    for number in range(CALLS_MOST):
        called(house, session, "words", f"knife {number}")
    assert house.refused(CallService(session, "soup")) == "too_many_calls"
    called(house, session, "words", "knife 0")


def test_they_go_with_their_party_to_another_table_and_into_another_party(house: SmallHouse) -> None:
    one, two = party(house), party(house, "A02")
    called(house, one)
    house.do(MoveSession(one, "A03"))
    assert [each.table for each in calls_view(house.state).calls] == ["A03"]
    house.do(MergeSession(one, two))
    assert [each.table for each in calls_view(house.state).calls] == ["A02"]


def test_nobody_is_sent_to_a_table_that_is_empty(house: SmallHouse) -> None:
    session = party(house)
    call = called(house, session)
    house.do(ClearSession(session))
    assert calls_view(house.state).calls == ()
    assert house.refused(TakeCall(call.call)) == "call_ended"
    assert house.refused(CallService(session, "soup")) == "session_ended"
