"""Running time never runs backwards and never jumps; business days end where the house's calendar says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from kds.runtime.clock import Clock, business_day, wall_ms
from tests.house import HOUR, NOON
from tests.runtime.running import Hands


def at(text: str, zone: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_running_time_goes_on_when_the_wall_clock_is_set(step: int) -> None:
    hands = Hands()
    clock = hands.clock()
    hands.ms += 1_000
    hands.wall_off += step
    assert clock.now() == NOON + 1_000
    assert clock.step_ms() == step
    assert clock.step_ms() == 0


def test_the_real_wall_clock_can_be_set_too() -> None:
    with time_machine.travel(1_790_000_000, tick=True) as machine:
        clock = Clock(wall=wall_ms)
        before = clock.now()
        machine.shift(3_600)
        assert 0 <= clock.now() - before < 2_000
        assert abs(clock.step_ms() - HOUR) < 2_000


def test_behind_the_ledger_time_goes_on_from_the_ledger() -> None:
    hands = Hands()
    clock = hands.clock(NOON + HOUR)
    assert clock.behind_ms == HOUR
    assert clock.now() == NOON + HOUR
    hands.ms += 5
    assert clock.now() == NOON + HOUR + 5


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(-HOUR, HOUR)), max_size=20))
def test_time_never_runs_backwards(steps: list[tuple[int, int]]) -> None:
    hands = Hands()
    clock = hands.clock()
    last = clock.now()
    for ran, stepped in steps:
        hands.ms += ran
        hands.wall_off += stepped
        assert clock.now() == last + ran
        last = clock.now()


@pytest.mark.parametrize(
    ("moment", "day", "end"),
    [
        ("2026-05-03 02:30", "2026-05-02", "2026-05-03 04:00"),
        ("2026-05-03 03:59", "2026-05-02", "2026-05-03 04:00"),
        ("2026-05-03 04:00", "2026-05-03", "2026-05-04 04:00"),
        ("2026-12-31 23:59", "2026-12-31", "2027-01-01 04:00"),
    ],
)
def test_a_business_day_ends_at_the_cut_off(moment: str, day: str, end: str) -> None:
    zone = "Asia/Shanghai"
    assert business_day(at(moment, zone), zone, 4) == (day, at(end, zone))


ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"])


@given(st.integers(at("2024-01-01", "UTC"), at("2030-01-01", "UTC")), ZONES, st.integers(0, 23))
def test_a_day_ends_after_now_within_25_hours_and_the_next_begins_there(moment: int, zone: str, cutoff: int) -> None:
    day, end = business_day(moment, zone, cutoff)
    assert moment < end <= moment + 25 * HOUR
    following, _ = business_day(end, zone, cutoff)
    assert day < following
