"""Shares that are the sum, to the cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.allocation import allocate, equal_shares, off, on


@pytest.mark.parametrize(
    ("total", "parts", "shares"),
    [(2, 4, [1, 1, 0, 0]), (10_000, 3, [3334, 3333, 3333]), (0, 3, [0, 0, 0]), (1, 1, [1])],
)
def test_equal_shares_differ_by_a_cent_at_most(total: int, parts: int, shares: list[int]) -> None:
    assert equal_shares(total, parts) == shares


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [(1000, [5800, 1200], [829, 171]), (100, [0, 0, 0], [34, 33, 33]), (100, [0, 1, 0], [0, 100, 0])],
)
def test_the_larger_remainder_goes_up(total: int, weights: list[int], shares: list[int]) -> None:
    assert allocate(total, weights) == shares


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_shares_are_the_sum_none_is_below_zero_and_each_is_within_a_cent(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == total
    assert min(shares) >= 0
    whole = sum(weights)
    if whole:
        assert all(abs(share * whole - total * weight) < whole for share, weight in zip(shares, weights, strict=True))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(0, 10**7))
def test_what_is_off_a_line_is_never_more_than_the_line(weights: list[int], total: int) -> None:
    total = min(total, sum(weights))
    assert all(share <= weight for share, weight in zip(allocate(total, weights), weights, strict=True) if any(weights))


def test_what_is_off_is_rounded_up_and_what_is_on_is_rounded_down() -> None:
    assert (off(1999, 100), on(1999, 100)) == (200, 199)
    assert (off(2000, 100), on(2000, 100)) == (200, 200)
