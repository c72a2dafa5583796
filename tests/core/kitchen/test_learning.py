"""A kitchen learns how long its dishes take: from what, when, how much of it, and what it is used for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.features import fold
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.expected import behind, expected_at
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.learnt import usual_ms
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.timing import AT_ONCE_MS, WALL
from kds.core.kitchen.timings import A_DAY, ANY, CELLS, DAYS, TAKEN, DayTook, LearntTime, Timings, cell_of
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuGone, Step
from kds.core.state import digest, of_books, pack, unpack
from tests.house import CLOSES, DAY, MINUTE, SmallHouse, dish, want

TOFU = cell_of("tofu", "cold", "", 0)
WHOLE = cell_of("tofu", "cold", "", ANY)


@pytest.fixture
def house() -> SmallHouse:
    made = SmallHouse()
    made.do(ChangeHouse(pace_courses=True))
    return made


def make(house: SmallHouse, *took_ms: int, dish_id: str = "tofu", table: str = "A01") -> str:
    """Order and bump a dish, as often as there are times; the last line of it."""
    line = ""
    for each in took_ms:
        line = house.line(dish_id, table=table)
        house.wait(each)
        house.do(BumpTicket(house.item(line).ticket))
        house.do(ServeLine(line))
        house.wait(AT_ONCE_MS + 1)
    return line


def close(house: SmallHouse, number: int = 1) -> list[str]:
    """The day ends, and the next begins."""
    house.now = max(house.now, CLOSES + (number - 1) * DAY)
    return house.tick(f"2026-10-{number:02}", CLOSES + number * DAY)


def learnt(house: SmallHouse, cell: str = TOFU) -> LearntTime:
    return house.state.kitchen.learnt[cell]


def test_it_learns_once_a_day_as_the_day_closes(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 8)
    assert not house.state.kitchen.learnt
    assert close(house)[:3] == ["DayClosed", "DaySettled", "TimesLearnt"]
    assert learnt(house, WHOLE).ms == 4 * MINUTE, "half of eight times, half of the standard of three minutes"
    assert (learnt(house).count, learnt(house).odd) == (8, 0)
    assert (learnt(house).first_day, learnt(house).last_day) == ("2026-09-21", "2026-09-21")
    assert learnt(house).ms == 270_000, "drawn to what the dish takes at the station"


def test_a_day_on_which_nothing_was_made_teaches_nothing(house: SmallHouse) -> None:
    assert "TimesLearnt" not in close(house)
    make(house, *[5 * MINUTE] * 8)
    assert "TimesLearnt" in close(house, 2)
    assert "TimesLearnt" not in close(house, 3)


def test_of_few_times_nothing_is_said(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 4)
    assert "TimesLearnt" not in close(house)
    make(house, 5 * MINUTE)
    assert "TimesLearnt" in close(house, 2)
    assert (learnt(house).first_day, learnt(house).count) == ("2026-09-21", 5)


def test_what_is_learnt_is_what_is_reckoned_with_from_then_on(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 8)
    before = house.line("tofu", table="A02")
    close(house)
    line = house.line("tofu")
    assert usual_ms(house.state, "tofu", "cold", 3 * MINUTE) == learnt(house).ms
    assert house.item(line).usual_ms == learnt(house).ms
    assert house.item(before).usual_ms == 0, "it stays as it was when it was fired"
    assert expected_at(house.item(line), 0, house.now) == house.now + learnt(house).ms


def test_a_station_is_late_by_what_was_learnt(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 8)
    close(house)
    house.line("tofu")
    house.wait(4 * MINUTE)
    assert behind(house.state, "cold", house.now) == 0, "over its standard time, and as quick as ever"
    house.wait(MINUTE)
    assert behind(house.state, "cold", house.now) == 5 * MINUTE - learnt(house).ms


def test_courses_are_paced_by_what_was_learnt(house: SmallHouse) -> None:
    house.do(ChangeMenu(dishes=(dish("fish", "hot", minutes=15),)))
    make(house, *[7 * MINUTE] * 40)
    close(house)
    tofu = house.order("fish", "tofu").lines[1].line
    waits = house.item(tofu).fires_at
    assert waits is not None
    assert waits - house.now == 15 * MINUTE - learnt(house).ms
    assert learnt(house).ms > 6 * MINUTE


def test_a_line_that_was_held_is_reckoned_with_as_it_is_fired(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 8)
    close(house)
    held = house.line(want("tofu", fire="hold"))
    assert (house.item(held).usual_ms, house.item(held).cell) == (0, "")
    house.do(FireLine(held))
    assert (house.item(held).usual_ms, house.item(held).cell) == (learnt(house).ms, TOFU)


def test_a_busy_station_learns_by_itself(house: SmallHouse) -> None:
    """With five tickets open it has more to do, and what it takes then is another cell."""
    waiting = [house.order("tripe", table="A02").lines[0].line for _ in range(5)]
    make(house, *[8 * MINUTE] * 8)
    for line in waiting:
        house.do(BumpTicket(house.item(line).ticket))
        house.wait(AT_ONCE_MS + 1)
    make(house, *[4 * MINUTE] * 8)
    close(house)
    busy, quiet = cell_of("tofu", "cold", "", 1), TOFU
    assert learnt(house, quiet).ms < learnt(house, WHOLE).ms < learnt(house, busy).ms
    line = house.line("tofu")
    assert house.item(line).usual_ms == learnt(house, quiet).ms


def test_a_cell_of_which_nothing_is_known_has_what_the_dish_takes_there(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 8)
    close(house)
    for _ in range(4):
        house.order("tripe", table="A02")
    line = house.line("tofu")
    assert house.item(line).cell == cell_of("tofu", "cold", "", 1)
    assert house.item(line).usual_ms == learnt(house, WHOLE).ms


class TestWhatIsOdd:
    def test_a_wall_that_was_emptied_is_counted_and_not_learnt_from(self, house: SmallHouse) -> None:
        make(house, *[5 * MINUTE] * 8)
        lines = [house.line("tofu") for _ in range(WALL + 2)]
        house.wait(4 * MINUTE)
        for line in lines:
            house.wait(500)
            house.do(BumpTicket(house.item(line).ticket))
        close(house)
        assert (learnt(house, WHOLE).count, learnt(house, WHOLE).odd) == (8, WALL + 2)

    def test_a_few_that_were_made_together_count(self, house: SmallHouse) -> None:
        make(house, *[5 * MINUTE] * 8)
        for line in [house.line("tofu") for _ in range(WALL - 1)]:
            house.wait(MINUTE)
            house.do(BumpTicket(house.item(line).ticket))
        close(house)
        assert (learnt(house, WHOLE).count, learnt(house, WHOLE).odd) == (8 + WALL - 1, 0)

    @pytest.mark.parametrize("took_ms", [5_000, 40 * MINUTE])
    def test_what_was_bumped_at_once_or_forgotten(self, house: SmallHouse, took_ms: int) -> None:
        make(house, *[5 * MINUTE] * 8, took_ms)
        close(house)
        assert (learnt(house).count, learnt(house).odd) == (8, 1)

    def test_what_came_from_another_station(self, house: SmallHouse) -> None:
        make(house, *[5 * MINUTE] * 8)
        line = house.line("tofu")
        house.wait(5 * MINUTE)
        moved = house.do(TransferTicket(house.item(line).ticket, "hot"))
        assert moved.recorded
        house.do(BumpTicket(house.item(line).ticket))
        close(house)
        assert (learnt(house, WHOLE).count, learnt(house, WHOLE).odd) == (8, 1)

    def test_what_nobody_bumped_is_not_even_counted(self, house: SmallHouse) -> None:
        make(house, *[5 * MINUTE] * 8)
        line = house.line("tofu")
        house.wait(5 * MINUTE)
        house.do(ServeLine(line))
        close(house)
        assert (learnt(house).count, learnt(house).odd) == (8, 0)


@pytest.mark.parametrize("later", [False, True])
def test_a_bump_that_is_recalled_teaches_nothing(house: SmallHouse, later: bool) -> None:
    make(house, *[5 * MINUTE] * 8)
    line = house.line("tofu")
    house.wait(2 * MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    if later:
        house.wait(AT_ONCE_MS + 1)
        make(house, 5 * MINUTE, table="A02")
    house.do(RecallTicket(house.item(line).ticket))
    house.wait(4 * MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    close(house)
    taken = house.state.kitchen.timings[TOFU].took_ms
    assert 2 * MINUTE not in taken
    assert len(taken) == (10 if later else 9)


class TestHowMuch:
    def test_of_a_day_the_last_ones(self, house: SmallHouse) -> None:
        make(house, *[4 * MINUTE] * 3, *[5 * MINUTE] * A_DAY)
        close(house)
        assert house.state.kitchen.timings[TOFU].took_ms == [5 * MINUTE] * A_DAY

    def test_of_all_days_the_last_ones(self, house: SmallHouse) -> None:
        for day in range(1, DAYS + 3):
            make(house, *[4 * MINUTE + day * 1_000] * A_DAY)
            close(house, day)
        timings = house.state.kitchen.timings[TOFU]
        assert len(timings.took_ms) <= TAKEN
        assert timings.took_ms[-1] == 4 * MINUTE + (DAYS + 2) * 1_000
        assert learnt(house).count == len(timings.took_ms)

    def test_what_is_older_than_the_days_that_count_is_forgotten(self, house: SmallHouse) -> None:
        make(house, *[5 * MINUTE] * 8)
        for day in range(1, DAYS + 1):
            close(house, day)
        assert learnt(house).count == 8
        close(house, DAYS + 1)
        assert not house.state.kitchen.timings
        assert not house.state.kitchen.learnt

    def test_a_dish_that_left_the_menu_is_forgotten(self, house: SmallHouse) -> None:
        make(house, *[5 * MINUTE] * 8)
        close(house)
        house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
        close(house, 2)
        assert not house.state.kitchen.learnt

    def test_there_are_cells_to_an_end(self, house: SmallHouse) -> None:
        for each in range(CELLS):
            name = cell_of(f"d{each}", "cold", "", 0)
            house.state.kitchen.timings[name] = Timings(f"d{each}", "cold", "", 0)
        make(house, *[5 * MINUTE] * 2)
        assert len(house.state.kitchen.timings) == CELLS


def test_a_house_that_does_not_want_it_reckons_with_the_standard(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 8)
    close(house)
    house.do(ChangeHouse(learn_times=False))
    assert house.item(house.line("tofu")).usual_ms == 0
    make(house, *[6 * MINUTE] * 8)
    assert "TimesLearnt" not in close(house, 2)
    assert learnt(house).count == 8, "what was learnt is there when it is wanted again"
    house.do(ChangeHouse(learn_times=True))
    assert house.item(house.line("tofu")).usual_ms == learnt(house).ms


def test_a_state_from_its_books_goes_on_learning_alike(house: SmallHouse) -> None:
    make(house, *[5 * MINUTE] * 7)
    house.state = of_books(house.state.seq, house.state.at, house.state.books())
    make(house, 5 * MINUTE)
    close(house)
    assert learnt(house).count == 8


def test_what_a_set_of_the_clock_does_to_it(house: SmallHouse) -> None:
    """Ages stay what they were: what is bumped in one go is so still."""
    line = house.line("tofu")
    house.wait(MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    bumped_at = house.state.kitchen.streaks["cold"].bumped_at
    house.state.shift(DAY)
    assert house.state.kitchen.streaks["cold"].bumped_at == bumped_at + DAY


def test_of_a_later_step_it_is_learnt_from_the_standard_time_of_that_step(house: SmallHouse) -> None:
    house.do(ChangeMenu(dishes=(dish("pork", "cold", 2200, 4, steps=(Step("hot", 30 * MINUTE),)),)))
    for _ in range(6):
        line = house.line("pork")
        for minutes in (4, 30):
            house.wait(minutes * MINUTE)
            house.do(BumpTicket(house.item(line).ticket))
        house.do(ServeLine(line))
        house.wait(AT_ONCE_MS + 1)
    close(house)
    found = {station: learnt(house, cell_of("pork", station, "", ANY)) for station in ("cold", "hot")}
    assert {name: each.standard_ms for name, each in found.items()} == {"cold": 4 * MINUTE, "hot": 30 * MINUTE}
    assert {name: each.ms for name, each in found.items()} == {"cold": 4 * MINUTE, "hot": 30 * MINUTE}


def test_what_the_last_weeks_say_no_more_is_let_go(house: SmallHouse) -> None:
    """Once it is made under another load alone, what it took under the first is no longer known."""
    make(house, *[5 * MINUTE] * 8)
    close(house)
    for _ in range(6):
        house.order("tripe", table="A02")
    busy = cell_of("tofu", "cold", "", 1)
    for number in range(2, DAYS + 4):
        make(house, 9 * MINUTE)
        house.now = max(house.now, CLOSES + (number - 1) * DAY)
        house.tick(str(date(2026, 9, 30) + timedelta(days=number)), CLOSES + number * DAY)
    assert set(house.state.kitchen.learnt) == {busy, WHOLE}
    assert learnt(house, WHOLE).first_day > "2026-09-21"


def test_which_cell_is_the_last_that_is_kept_is_the_same_after_a_snapshot(house: SmallHouse) -> None:
    """The stations' streaks end in one order, however they came into the book (laws 4 and 9)."""
    for name in ("noodles", "tofu"):
        line = house.line(name)
        house.wait(5 * MINUTE)
        house.do(BumpTicket(house.item(line).ticket))
    for number in range(CELLS - 1):
        cell = cell_of(f"x{number}", "cold", "", 0)
        house.state.kitchen.timings[cell] = Timings(f"x{number}", "cold", "", 0, (DayTook("2026-09-21", (MINUTE,)),))
    other, before = unpack(house.state.seq, house.state.at, pack(house.state.books())), len(house.recorded)
    close(house)
    for each in house.recorded[before:]:
        fold(other, each.event, each.stamp)
    assert digest(other.books()) == digest(house.state.books())
