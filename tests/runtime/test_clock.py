"""Running time runs evenly, and follows the wall clock where that is set, once the step is on disk."""

from __future__ import annotations

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kds.runtime.clock import STEP_MS, Clock, wall_ms
from tests.house import DAY, HOUR, NOON
from tests.runtime.running import Hands

YEAR_2000 = 946_684_800_000 - NOON
"""How far a dead battery sets the clock back."""


@pytest.mark.parametrize("step", [HOUR, -HOUR, STEP_MS + 1])
def test_running_time_goes_on_when_the_wall_clock_is_set_until_it_is_told_to_follow(step: int) -> None:
    hands = Hands()
    clock = hands.clock()
    hands.ms += 1_000
    hands.wall_off += step
    assert (clock.now(), clock.step_ms()) == (NOON + 1_000, step)
    assert clock.step_ms() == step
    clock.follow(step)
    assert (clock.now(), clock.step_ms(), clock.steps) == (NOON + 1_000 + step, 0, 1)


def test_the_real_wall_clock_can_be_set_too() -> None:
    with time_machine.travel(1_790_000_000, tick=True) as machine:
        clock = Clock(wall=wall_ms)
        before = clock.now()
        machine.shift(3_600)
        assert 0 <= clock.now() - before < 2_000
        assert abs(clock.step_ms() - HOUR) < 2_000


@given(st.lists(st.integers(-STEP_MS, STEP_MS), max_size=20))
def test_a_clock_that_is_disciplined_is_followed_without_a_word(small: list[int]) -> None:
    hands = Hands()
    clock = hands.clock()
    for off in small:
        hands.wall_off += off
        assert clock.step_ms() == 0
        assert clock.now() == NOON + hands.wall_off
    assert clock.steps == 0


def test_a_clock_behind_the_ledger_at_a_start_has_been_set_back() -> None:
    hands = Hands()
    clock = hands.clock(NOON + HOUR)
    assert (clock.now(), clock.step_ms()) == (NOON + HOUR, -HOUR)
    hands.ms += 5
    assert clock.now() == NOON + HOUR + 5


def test_a_clock_ahead_of_the_ledger_at_a_start_is_believed() -> None:
    clock = Hands().clock(NOON - 3 * DAY)
    assert (clock.now(), clock.step_ms()) == (NOON, 0)


class TestACertainlyWrongClock:
    def test_is_not_followed_at_a_start(self) -> None:
        hands = Hands()
        hands.wall_off = YEAR_2000
        clock = hands.clock(NOON, NOON - 30 * DAY)
        assert clock.is_wrong()
        assert (clock.now(), clock.step_ms(), clock.off_ms()) == (NOON, 0, YEAR_2000)

    def test_is_not_followed_later(self) -> None:
        hands = Hands()
        clock = hands.clock(NOON, NOON)
        hands.ms += 7
        hands.wall_off = YEAR_2000
        assert (clock.now(), clock.step_ms()) == (NOON + 7, 0)

    def test_is_followed_once_it_is_right(self) -> None:
        hands = Hands()
        hands.wall_off = YEAR_2000
        clock = hands.clock(NOON, NOON)
        hands.wall_off = 14 * HOUR
        assert not clock.is_wrong()
        assert clock.step_ms() == 14 * HOUR

    def test_does_not_mean_a_store_that_was_founded_by_a_clock_a_time_zone_off(self) -> None:
        hands = Hands()
        clock = hands.clock(NOON, NOON)
        hands.wall_off = -14 * HOUR
        assert clock.step_ms() == -14 * HOUR
        hands.wall_off = -DAY - 1
        assert clock.step_ms() == 0
