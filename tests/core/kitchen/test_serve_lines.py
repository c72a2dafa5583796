"""Several lines are served at once: those that are named, each that can be, and never what a station holds unasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.day.change_house import ChangeHouse
from kds.core.kitchen.answers import LINES_MOST, LinesAre
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.serve_lines import ServeLines
from kds.core.orders.void_line import VoidLine
from tests.house import SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_what_is_named_is_served_and_nothing_else(house: SmallHouse) -> None:
    tofu, beef, cola = (each.line for each in house.order("tofu", "beef", "cola").lines)
    answer = house.ask(ServeLines((tofu, cola, tofu)), LinesAre)
    assert (answer.lines, answer.left) == ((tofu, cola), ())
    assert [house.item(line).state for line in (tofu, beef, cola)] == ["served", "fired", "served"]


def test_what_cannot_be_served_is_left_and_the_others_are(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef", want("cola", fire="hold"))
    tofu, beef, cola = (each.line for each in placed.lines)
    house.do(VoidLine(beef, "spilt"))
    answer = house.ask(ServeLines((tofu, beef, cola)), LinesAre)
    assert (answer.lines, answer.left) == ((tofu,), (beef, cola))
    assert [house.item(line).state for line in (beef, cola)] == ["voided", "held"]


def test_where_none_can_be_served_the_first_says_why(house: SmallHouse) -> None:
    placed = house.order("tofu", want("cola", fire="hold"))
    tofu, cola = (each.line for each in placed.lines)
    house.do(ServeLine(tofu))
    assert house.refused(ServeLines((tofu, cola))) == "already_served"
    assert house.refused(ServeLines((cola, tofu))) == "line_held"
    assert house.refused(ServeLines((tofu, "L999-1"))) == "unknown_line"


def test_as_many_as_a_tray_may_hold(house: SmallHouse) -> None:
    line = house.line("tofu")
    assert house.refused(ServeLines(())) == "out_of_range"
    assert house.refused(ServeLines((line,) * (LINES_MOST + 1))) == "out_of_range"


class TestAHouseThatServesWhatIsDoneOnly:
    @pytest.fixture(autouse=True)
    def settled(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(serve_what_is_done_only=True))

    def test_what_a_station_still_makes_is_refused_with_the_station(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        refusal = house.refusal(ServeLine(line))
        assert refusal.reason.code == "not_done_yet"
        station = house.state.kitchen.stations[house.ticket(line).station].name
        assert station.in_en in refusal.message().en
        assert station.in_zh in refusal.message().zh
        assert "tofu" in refusal.message().en
        assert house.item(line).state == "fired"

    def test_what_is_done_is_served_and_the_rest_is_left(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        tofu, cola = (each.line for each in placed.lines)
        house.do(BumpTicket(house.ticket(cola).ticket))
        answer = house.ask(ServeLines((tofu, cola)), LinesAre)
        assert (answer.lines, answer.left) == ((cola,), (tofu,))
        assert house.refused(ServeLines((tofu,))) == "not_done_yet"

    def test_the_house_may_change_its_mind(self, house: SmallHouse) -> None:
        line = house.line("tofu")
        house.do(ChangeHouse(serve_what_is_done_only=False))
        house.do(ServeLine(line))
        assert house.item(line).state == "served"


@given(
    done=st.sets(st.integers(0, 4)), voided=st.sets(st.integers(0, 4)), named=st.lists(st.integers(0, 4), min_size=1)
)
def test_a_tray_is_what_its_lines_would_be_one_by_one(done: set[int], voided: set[int], named: list[int]) -> None:
    """Whatever stands in the kitchen: the same lines are served, and the same are left."""
    at_once, one_by_one = SmallHouse(), SmallHouse()
    for house in (at_once, one_by_one):
        house.do(ChangeHouse(serve_what_is_done_only=True))
        lines = [each.line for each in house.order("tofu", "beef", "cola", "sesame", want("tofu", fire="hold")).lines]
        for n in sorted(voided):
            house.do(VoidLine(lines[n], "spilt"))
        for n in sorted(done - voided - {4}):
            house.do(BumpTicket(house.ticket(lines[n]).ticket, (lines[n],)))
    tray = tuple([lines[n] for n in named])
    at_once.attempt(ServeLines(tray))
    for line in dict.fromkeys(tray):
        one_by_one.attempt(ServeLine(line))
    states = [[house.item(line).state for line in lines] for house in (at_once, one_by_one)]
    assert states[0] == states[1]
    assert {n for n, state in enumerate(states[0]) if state == "served"} == (done - voided - {4}) & set(named)
