"""How long a dish takes, from its last times: the rule itself."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.times import (
    DRAWS,
    EARLY,
    LATE,
    LOADS,
    Usual,
    ceiling_of,
    floor_of,
    is_odd,
    learnt_from,
    load_of,
    of_standard,
    quantile,
)
from tests.house import HOUR, MINUTE

STANDARDS = st.integers(1_000, 4 * HOUR)


def times_of(standard_ms: int) -> st.SearchStrategy[list[int]]:
    """Times from which something is learnt."""
    return st.lists(st.integers(floor_of(standard_ms), ceiling_of(standard_ms)), max_size=60)


def test_the_table_is_true() -> None:
    ten, fourteen = of_standard(10 * MINUTE), 14 * MINUTE
    found = {count: learnt_from(ten, [fourteen] * count).ms / MINUTE for count in (0, 8, 24, 200)}
    assert found == {0: 10, 8: 12, 24: 13, 200: pytest.approx(13.85, abs=0.01)}


@given(STANDARDS)
def test_of_nothing_the_standard_holds(standard_ms: int) -> None:
    assert learnt_from(of_standard(standard_ms), []) == of_standard(standard_ms)
    assert of_standard(standard_ms).ms == standard_ms


@given(st.data(), STANDARDS)
def test_it_stays_between_the_floor_and_the_ceiling(data: st.DataObject, standard_ms: int) -> None:
    taken = data.draw(times_of(standard_ms))
    found = learnt_from(of_standard(standard_ms), taken)
    lowest, highest = min([standard_ms, floor_of(standard_ms)]), ceiling_of(standard_ms)
    assert lowest <= found.ms <= highest
    assert found.early_ms <= found.ms <= found.late_ms


@given(st.data(), STANDARDS)
def test_it_lies_between_the_standard_and_the_median(data: st.DataObject, standard_ms: int) -> None:
    taken = data.draw(times_of(standard_ms).filter(bool))
    median = quantile(sorted(taken), 500)
    found = learnt_from(of_standard(standard_ms), taken).ms
    assert min(standard_ms, median) <= found <= max(standard_ms, median)


@given(st.data(), STANDARDS)
def test_with_many_times_it_comes_to_their_median(data: st.DataObject, standard_ms: int) -> None:
    some = data.draw(times_of(standard_ms).filter(bool))
    taken = some * 400
    median = quantile(sorted(taken), 500)
    far = abs(standard_ms - median) * DRAWS // (DRAWS + len(taken)) + 1
    assert abs(learnt_from(of_standard(standard_ms), taken).ms - median) <= far


@given(st.data(), STANDARDS, st.randoms(use_true_random=False))
def test_in_what_order_they_came_does_not_matter(data: st.DataObject, standard_ms: int, chance: Random) -> None:
    taken = data.draw(times_of(standard_ms))
    other = list(taken)
    chance.shuffle(other)
    assert learnt_from(of_standard(standard_ms), taken) == learnt_from(of_standard(standard_ms), other)


@given(st.data(), STANDARDS)
def test_all_of_it_is_whole(data: st.DataObject, standard_ms: int) -> None:
    found = learnt_from(of_standard(standard_ms), data.draw(times_of(standard_ms)))
    assert [type(each) for each in found] == [int, int, int]


@given(st.lists(st.integers(0, HOUR), min_size=1, max_size=50), st.integers(0, 1000), st.integers(0, 1000))
def test_a_larger_share_is_no_shorter(taken: list[int], one: int, other: int) -> None:
    ordered = sorted(taken)
    low, high = sorted((one, other))
    assert ordered[0] <= quantile(ordered, low) <= quantile(ordered, high) <= ordered[-1]
    assert (quantile(ordered, 0), quantile(ordered, 1000)) == (ordered[0], ordered[-1])


@pytest.mark.parametrize("count", [10, 20, 40, 100])
def test_eight_in_ten_of_what_comes_next_lie_within(count: int) -> None:
    """Each time is judged by the others, as a time is by those before it."""
    taken = [n * n for n in range(count)]
    within = 0
    for number, each in enumerate(taken):
        others = taken[:number] + taken[number + 1 :]
        within += quantile(others, EARLY) <= each <= quantile(others, LATE)
    assert within == count * 8 // 10


def test_what_lies_between_two_is_between_them() -> None:
    assert quantile([100, 200], 500) == 150
    assert quantile([100, 200, 400], 750) == 400
    assert quantile([100, 200, 400], 600) == 280


@pytest.mark.parametrize(
    ("took_ms", "odd"),
    [(9_999, True), (10_000, True), (59_999, True), (60_000, False), (HOUR, False), (HOUR + 1, True)],
)
def test_a_dish_of_ten_minutes_takes_one_minute_to_an_hour(took_ms: int, odd: bool) -> None:
    assert is_odd(took_ms, 10 * MINUTE) is odd


def test_a_quick_dish_may_take_ten_minutes() -> None:
    assert not is_odd(10 * MINUTE, MINUTE)
    assert is_odd(10 * MINUTE + 1, MINUTE)
    assert is_odd(9_000, MINUTE)


def test_a_station_has_more_to_do_step_by_step() -> None:
    assert [load_of(each) for each in (0, LOADS[0] - 1, *LOADS, 1_000)] == [0, 0, 1, 2, 3, 3]


def test_what_is_known_already_draws_as_the_standard_does() -> None:
    known = Usual(8 * MINUTE, 6 * MINUTE, 11 * MINUTE)
    assert learnt_from(known, [12 * MINUTE] * DRAWS) == Usual(10 * MINUTE, 585_000, 772_500)
