"""A table is put to the front: its open tickets go before all others on every wall, and back into their turn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.floor.merge_session import MergeSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.put_forward import ForwardIs, PutForward
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_ticket import RushTicket
from tests.core.invariants import check_slots
from tests.house import MINUTE, NOON, SmallHouse, want

TABLES = ("A01", "A02", "A03", "V01")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def queue(house: SmallHouse, station: str = "cold") -> list[tuple[str, str]]:
    """The tables whose tickets stand at a station, in the order to cook them, with why."""
    found = house.state.kitchen.queues.of_station(station, house.now)
    return [(house.state.kitchen.tickets[name].label, found.why(name)) for name in found]


def test_it_goes_before_all_others_whatever_the_rules_say(house: SmallHouse) -> None:
    first, second, third = (house.order("tofu", table=table) for table in TABLES[:3])
    house.do(RushTicket(first.tickets[0]))
    house.do(PutForward(third.session))
    assert queue(house) == [("A03", "front"), ("A01", "rushed"), ("A02", "due_time")]
    house.wait(MINUTE)
    house.do(PutForward(second.session))
    assert [label for label, _ in queue(house)] == ["A03", "A02", "A01"], "who was put there first stays first"


def test_all_its_tickets_that_are_open_and_no_later_ones(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola", want("beef", fire="hold"))
    house.do(BumpTicket(house.ticket(placed.lines[1].line).ticket))
    answer = house.ask(PutForward(placed.session), ForwardIs)
    assert answer.tickets == tuple([each for each in placed.tickets if house.state.kitchen.tickets[each].is_open])
    later = house.order("tofu")
    assert house.state.kitchen.tickets[later.tickets[0]].front_at is None


def test_it_waits_for_its_turn_again_as_if_nothing_had_been(house: SmallHouse) -> None:
    house.order("tofu", table="A01")
    second = house.order("tofu", table="A02")
    before = queue(house)
    house.do(PutForward(second.session))
    house.do(PutForward(second.session, front=False))
    assert queue(house) == before
    assert house.state.kitchen.tickets[second.tickets[0]].front_at is None


def test_who_waits_for_nothing_is_not_put_forward(house: SmallHouse) -> None:
    placed = house.order("tofu")
    assert house.refused(PutForward(placed.session, front=False)) == "not_forward"
    house.do(PutForward(placed.session))
    assert house.refused(PutForward(placed.session)) == "nothing_forward"
    house.do(BumpTicket(placed.tickets[0]))
    other = house.order("tofu", table="A02")
    house.do(BumpTicket(other.tickets[0]))
    assert house.refused(PutForward(other.session)) == "nothing_forward"
    assert house.refused(PutForward("S999")) == "unknown_session"


def test_what_comes_back_to_the_kitchen_is_still_in_a_hurry(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(PutForward(placed.session))
    house.do(BumpTicket(placed.tickets[0]))
    house.do(RecallTicket(placed.tickets[0]))
    assert house.state.kitchen.tickets[placed.tickets[0]].front_at == NOON


def test_parties_that_are_together_go_together(house: SmallHouse) -> None:
    first, second = house.order("tofu", table="A01"), house.order("tofu", table="A02")
    house.do(MergeSession(second.session, first.session))
    assert house.ask(PutForward(first.session), ForwardIs).tickets == (first.tickets[0], second.tickets[0])


@given(hurry=st.lists(st.integers(0, 3), unique=True), calm=st.sets(st.integers(0, 3)))
def test_the_order_is_who_was_put_there_first_then_everybody_else(hurry: list[int], calm: set[int]) -> None:
    house = SmallHouse()
    parties = [house.order("tofu", table=table).session for table in TABLES]
    for each in hurry:
        house.wait(MINUTE)
        house.do(PutForward(parties[each]))
    for each in sorted(calm & set(hurry)):
        house.do(PutForward(parties[each], front=False))
    left = [each for each in hurry if each not in calm]
    rest = [each for each in range(4) if each not in left]
    assert [label for label, _ in queue(house)] == [TABLES[each] for each in (*left, *rest)]
    check_slots(house.state, house.now)
