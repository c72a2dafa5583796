"""How long a call may wait for somebody who goes, and when it is an alarm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.calls.answers import CallIs
from kds.core.calls.call_service import CallService
from kds.core.calls.end_call import EndCall
from kds.core.calls.take_call import TakeCall
from kds.core.calls.unanswered import next_unanswered, unanswered
from kds.core.day.change_house import ChangeHouse
from kds.core.types import Ms
from tests.house import MINUTE, SmallHouse

PATIENCE: Ms = 3 * MINUTE
TABLES = ("A01", "A02", "A03", "V01")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def called(house: SmallHouse, table: str, kind: str = "soup") -> str:
    session = house.order("tofu", table=table).session
    return house.ask(CallService(session, kind), CallIs).call  # type: ignore[arg-type]


def late(house: SmallHouse) -> list[str]:
    return [each.call for each in unanswered(house.state, house.now)]


def test_a_call_is_late_after_three_minutes_unless_somebody_goes(house: SmallHouse) -> None:
    call = called(house, "A01")
    assert next_unanswered(house.state, house.now) == house.now + PATIENCE
    house.wait(PATIENCE - 1)
    assert late(house) == []
    house.wait(1)
    assert late(house) == [call]
    assert next_unanswered(house.state, house.now) is None
    house.do(TakeCall(call), "ben")
    assert late(house) == []
    house.wait(10 * MINUTE)
    assert late(house) == []


def test_who_said_that_they_go_and_was_asked_again_has_not_been_there(house: SmallHouse) -> None:
    call = called(house, "A01")
    house.do(TakeCall(call), "ben")
    house.wait(MINUTE)
    session = house.state.calls.calls[call].session
    house.do(CallService(session, "soup"))
    house.wait(PATIENCE - 1)
    assert late(house) == []
    house.wait(1)
    assert late(house) == [call]
    house.do(EndCall(call))
    assert late(house) == []


def test_a_house_says_how_patient_it_is_and_may_say_nothing_of_it(house: SmallHouse) -> None:
    call = called(house, "A01")
    house.do(ChangeHouse(calls_after_ms=MINUTE))
    house.wait(MINUTE)
    assert late(house) == [call]
    house.do(ChangeHouse(calls_after_ms=0))
    house.wait(10 * MINUTE)
    assert late(house) == []
    assert next_unanswered(house.state, house.now) is None


@given(st.lists(st.integers(0, 4 * MINUTE), min_size=1, max_size=4))
def test_the_longest_unanswered_stands_first_and_the_next_moment_changes_something(pauses: list[Ms]) -> None:
    house = SmallHouse()
    calls = []
    for table, pause in zip(TABLES, pauses, strict=False):
        calls.append(called(house, table))
        house.wait(pause)
    found = late(house)
    assert found == calls[: len(found)]
    following = next_unanswered(house.state, house.now)
    assert (following is None) == (len(found) == len(calls))
    if following is not None:
        house.now = following
        assert len(late(house)) > len(found)
