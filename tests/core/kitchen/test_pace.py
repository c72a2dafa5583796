"""Together: of a course what takes less is fired later, and what others do moves it."""

from __future__ import annotations

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.deadlines import Tick
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_course import FireCourse
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.void_line import VoidLine
from tests.house import MINUTE, SmallHouse, dish, want

DISHES = (
    dish("fish", "hot", minutes=15),
    dish("rice", "cold", minutes=6),
    dish("greens", "soup", minutes=14),
    dish("nearly", "drinks", minutes=15),
)


@pytest.fixture
def house() -> SmallHouse:
    made = SmallHouse()
    made.do(ChangeMenu(dishes=DISHES))
    made.do(ChangeHouse(pace_courses=True))
    return made


def fires_in(house: SmallHouse, line: str) -> float | None:
    at = house.item(line).fires_at
    return None if at is None else (at - house.now) / MINUTE


def test_what_takes_less_is_fired_later_so_that_all_is_done_at_one_time(house: SmallHouse) -> None:
    fish, rice, greens, nearly = [each.line for each in house.order("fish", "rice", "greens", "nearly").lines]
    assert [house.item(each).state for each in (fish, rice, greens, nearly)] == ["fired", "held", "held", "fired"]
    assert [fires_in(house, each) for each in (rice, greens)] == [9, 1]
    house.wait(MINUTE)
    assert house.types(Tick()) == ["LineFired"]
    assert house.item(greens).state == "fired"
    house.wait(8 * MINUTE)
    assert house.types(Tick()) == ["LineFired"]
    assert house.item(rice).fired_at == house.now


def test_a_station_that_runs_late_is_reckoned_with(house: SmallHouse) -> None:
    house.order("rice", table="A02")
    house.wait(10 * MINUTE)  # Four minutes late by now.
    _, rice = [each.line for each in house.order("fish", "rice", table="A01").lines]
    assert fires_in(house, rice) == 5


def test_who_begins_late_moves_the_others(house: SmallHouse) -> None:
    fish, rice = [each.line for each in house.order("fish", "rice").lines]
    house.wait(3 * MINUTE)
    house.do(StartTicket(house.ticket(fish).ticket))
    assert fires_in(house, rice) == 9, "fifteen minutes from the start, six of which are the rice's"


@pytest.mark.parametrize("deed", ["bump", "void", "serve"])
def test_what_is_done_or_gone_keeps_nobody_waiting(house: SmallHouse, deed: str) -> None:
    fish, rice = [each.line for each in house.order("fish", "rice").lines]
    house.wait(MINUTE)
    if deed == "bump":
        house.do(BumpTicket(house.ticket(fish).ticket))
    else:
        house.do(VoidLine(fish, "too long") if deed == "void" else ServeLine(fish))
    assert fires_in(house, rice) == 0
    assert house.types(Tick()) == ["LineFired"]


def test_courses_are_paced_by_themselves_once_they_are_fired(house: SmallHouse) -> None:
    placed = house.order("fish", want("rice", course=2, fire="hold"), want("greens", course=2, fire="hold"))
    _, rice, greens = [each.line for each in placed.lines]
    assert house.item(rice).waits is None
    house.do(FireCourse(placed.session, 2))
    assert (house.item(greens).state, house.item(rice).state) == ("fired", "held")
    assert fires_in(house, rice) == 8


def test_without_the_setting_everything_is_fired_at_once() -> None:
    house = SmallHouse()
    house.do(ChangeMenu(dishes=DISHES))
    lines = [each.line for each in house.order("fish", "rice").lines]
    assert [house.item(each).state for each in lines] == ["fired", "fired"]


def test_after_a_gate_they_are_paced(house: SmallHouse) -> None:
    house.do(ChangeHouse(base_gate_ms=10 * MINUTE))
    pot, fish, rice = [each.line for each in house.order("plain_pot", "fish", "rice").lines]
    house.do(ServeLine(pot))
    assert (house.item(fish).state, house.item(rice).waits) == ("fired", "pace")
    assert fires_in(house, rice) == 9
