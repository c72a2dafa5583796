"""The parts of the day (餐段) on the menu: given, changed, refused, and what a turn of the day is to the state."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.day.note_clock_step import NoteClockStep
from kds.core.deadlines import Tick, next_deadline
from kds.core.menu.change_menu import ChangeMenu, MenuVersion
from kds.core.menu.events import DaypartBegan
from kds.core.menu.model import Daypart, MenuGone
from kds.core.types import Name, Refusal
from tests.core.invariants import indexes, rebuilt
from tests.house import HOUR, NOON, SmallHouse, named

NOON_PART, NIGHT = Daypart("noon", named("noon"), 0), Daypart("night", named("night"), 23 * 60)
TO_NIGHT = 46 * 60_000 + 40_000
"""The small house's clock shows 22:13:20: so long until 23:00."""
A_DAY = 24 * HOUR


@pytest.fixture
def house() -> SmallHouse:
    """It is noon's part of the day there."""
    house = SmallHouse()
    house.do(ChangeMenu(dayparts=(NOON_PART, NIGHT)))
    house.do(Tick())
    return house


def flaws(house: SmallHouse, *dayparts: Daypart, gone: tuple[str, ...] = ()) -> list[str]:
    refusal = house.refusal(ChangeMenu(dayparts=dayparts, gone=MenuGone(dayparts=gone)))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.code == "bad_menu"
    return [each.code for each in refusal.details["faults"]]


def test_a_house_without_parts_has_a_day_of_one_piece() -> None:
    house = SmallHouse()
    assert house.state.menu.daypart == ""
    assert house.types(Tick()) == []
    house.wait(A_DAY)
    assert "DaypartBegan" not in house.types(Tick())


def test_the_first_parts_begin_at_once() -> None:
    house = SmallHouse()
    assert house.types(ChangeMenu(dayparts=(NOON_PART, NIGHT))) == ["MenuChanged"]
    assert next_deadline(house.state) == 0
    (recorded,) = house.do(Tick()).recorded
    assert recorded.event == DaypartBegan("noon", NOON + TO_NIGHT, version=3)
    assert house.state.menu.daypart == "noon"


def test_the_day_turns_when_the_time_has_come_and_not_before(house: SmallHouse) -> None:
    house.wait(TO_NIGHT - 1)
    assert house.types(Tick()) == []
    house.wait(1)
    assert house.types(Tick()) == ["DaypartBegan"]
    assert house.state.menu.daypart == "night"
    assert house.types(Tick()) == []
    assert rebuilt(house.state).books() == house.state.books()
    assert indexes(rebuilt(house.state)) == indexes(house.state)


def test_each_turn_is_a_version_of_the_menu_and_the_same_part_again_is_none(house: SmallHouse) -> None:
    assert house.state.menu.head[""].version == 3
    house.do(ChangeMenu(dayparts=(replace(NIGHT, from_minute=1400),)))
    assert house.types(Tick()) == ["DaypartBegan"]
    assert house.state.menu.head[""].version == 4
    assert house.state.menu.part[""].ends_at == NOON + TO_NIGHT + 20 * 60_000


def test_what_is_given_again_changes_nothing(house: SmallHouse) -> None:
    assert house.types(ChangeMenu(dayparts=(NIGHT,), gone=MenuGone(dayparts=("tea",)))) == []
    assert house.ask(ChangeMenu(dayparts=(NIGHT,)), MenuVersion).version == 3


def test_the_last_part_takes_the_present_one_with_it(house: SmallHouse) -> None:
    house.do(ChangeMenu(gone=MenuGone(dayparts=("noon", "night"))))
    assert house.state.menu.daypart == ""
    assert house.types(Tick()) == []


def test_the_present_part_goes_and_the_one_before_it_is_there_at_the_next_tick(house: SmallHouse) -> None:
    house.do(ChangeMenu(gone=MenuGone(dayparts=("noon",))))
    house.do(Tick())
    assert house.state.menu.daypart == "night"


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_where_the_clock_is_set_the_calendar_is_asked_again(house: SmallHouse, step: int) -> None:
    house.wait(TO_NIGHT - HOUR // 2 if step > 0 else TO_NIGHT)
    house.do(Tick())
    house.now += step
    house.do(NoteClockStep(step, step))
    house.do(Tick())
    assert house.state.menu.daypart == ("night" if step > 0 else "noon")


def test_another_time_zone_may_have_another_part(house: SmallHouse) -> None:
    house.do(ChangeHouse(timezone="Europe/Berlin"))
    assert next_deadline(house.state) == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(NIGHT, from_minute=-1), "from_minute"),
        (replace(NIGHT, from_minute=1440), "from_minute"),
        (replace(NIGHT, weekdays=(0,)), "weekdays"),
        (replace(NIGHT, weekdays=(8,)), "weekdays"),
        (replace(NIGHT, weekdays=(1, 1)), "weekdays"),
        (replace(NIGHT, name=Name(zh="", en="")), "no_name"),
        (Daypart("late", named("late"), 0, (3,)), "same_time"),
    ],
)
def test_what_no_day_has_is_refused(house: SmallHouse, wrong: Daypart, code: str) -> None:
    assert flaws(house, wrong) == [code]


def test_two_may_begin_at_the_same_time_of_other_days(house: SmallHouse) -> None:
    week, end = replace(NIGHT, weekdays=(1, 2, 3, 4, 5)), Daypart("end", named("end"), 23 * 60, (6, 7))
    house.do(ChangeMenu(dayparts=(week, end)))
    assert flaws(house, replace(end, weekdays=(5, 6, 7))) == ["same_time"]


def test_a_part_that_is_given_twice_or_goes_too_is_refused(house: SmallHouse) -> None:
    assert flaws(house, NIGHT, NIGHT) == ["twice"]
    assert flaws(house, NIGHT, gone=("night",)) == ["set_and_gone"]


def test_a_day_has_so_many_parts_at_most(house: SmallHouse) -> None:
    parts = [Daypart(f"p{number}", named("p"), number + 1) for number in range(23)]
    assert flaws(house, *parts) == ["too_many_dayparts"]
    house.do(ChangeMenu(dayparts=tuple(parts[:22])))
