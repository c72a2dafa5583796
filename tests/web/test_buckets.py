"""So much at once, and after that so often: whoever asks, and however."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kds.web.buckets import Buckets, Measure

MEASURE = Measure(5, 0.5)
STEPS = st.lists(st.tuples(st.integers(min_value=0, max_value=4), st.integers(min_value=1, max_value=5)), max_size=60)


@given(STEPS)
def test_in_any_stretch_of_time_no_more_is_taken_than_the_measure_says(steps: list[tuple[int, int]]) -> None:
    """`steps`: half seconds that go by, and what is asked for then."""
    now, taken = 0.0, list[tuple[float, int]]()
    buckets = Buckets(MEASURE, 10, lambda: now)
    for wait, cost in steps:
        now += wait * 0.5
        if buckets.ask("one", cost) == 0:
            taken.append((now, cost))
    for first, (since, _) in enumerate(taken):
        for last in range(first, len(taken)):
            length = taken[last][0] - since
            assert sum(cost for _, cost in taken[first : last + 1]) <= MEASURE.at_once + length / MEASURE.every_s


@given(STEPS)
def test_who_waits_as_long_as_is_said_gets_it_and_not_before(steps: list[tuple[int, int]]) -> None:
    now = 0.0
    buckets = Buckets(MEASURE, 10, lambda: now)
    for wait, cost in steps:
        now += wait * 0.5
        wait_s = buckets.ask("one", cost)
        if wait_s > 0:
            now += wait_s - 0.25
            assert buckets.ask("one", cost) > 0
            now += 0.25
            assert buckets.ask("one", cost) == 0


def test_what_is_owed_is_taken_in_any_case_and_waited_for() -> None:
    buckets = Buckets(MEASURE, 10, lambda: 0.0)
    assert [buckets.owe("one") for _ in range(7)] == [0, 0, 0, 0, 0, 0.5, 1.0]
    assert buckets.owe("other", 6) == 0.5


def test_those_that_asked_longest_ago_are_forgotten_first() -> None:
    buckets = Buckets(MEASURE, 2, lambda: 0.0)
    for who in ("a", "b", "a", "c"):
        buckets.owe(who, 6)
    assert list(buckets._free_at) == ["a", "c"]
