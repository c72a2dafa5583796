"""Round trips and losses of the last minutes: what is counted, what of it is old, how good that is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.web.spans import BOUNDS, Figures, Grade, Span, figures_of

TRIPS = st.lists(st.integers(min_value=0, max_value=30_000), min_size=1, max_size=60)


@given(TRIPS)
def test_half_of_the_trips_took_no_longer_than_the_usual_one_and_none_longer_than_the_longest(trips: list[int]) -> None:
    span = Span(60_000, 10)
    for each in trips:
        span.trip(each, 5)
    found, exact = span.figures(5), figures_of(trips, 0)
    assert found.trips == len(trips)
    assert found.worst_ms == max(trips) == exact.worst_ms
    assert sum(each <= found.median_ms for each in trips) * 2 >= len(trips) or found.median_ms == BOUNDS[-1]
    # It is the exact one, or the bound above that.
    assert exact.median_ms <= found.median_ms or found.median_ms == BOUNDS[-1]
    assert found.median_ms <= next((each for each in BOUNDS if each >= exact.median_ms), BOUNDS[-1])


@given(st.lists(st.integers(min_value=0, max_value=400_000), max_size=200))
def test_what_is_older_than_the_span_is_not_told_and_not_kept(moments: list[int]) -> None:
    span = Span(10_000, 6)
    for at in sorted(moments):
        span.trip(7, at)
        span.missed(at)
        span.broke(at)
    now = max(moments, default=0)
    lately = [at for at in moments if at // 10_000 > now // 10_000 - 6]
    found = span.figures(now)
    assert (found.trips, found.missed, found.breaks) == (len(lately),) * 3
    assert len(span._slots) <= 6
    assert span.figures(now + 70_000) == Figures()


def test_nothing_was_heard() -> None:
    assert Span(1_000, 3).figures(0) == Figures() == figures_of([], 0)


@pytest.mark.parametrize(
    ("figures", "grade"),
    [
        (Figures(), "none"),
        (Figures(60, 20, 300), "good"),
        (Figures(60, 20, 3_000), "fair"),
        (Figures(60, 150, 200), "fair"),
        (Figures(60, 500, 700), "weak"),
        (Figures(60, 20, 300, missed=1), "fair"),
        (Figures(60, 20, 300, missed=1, breaks=2), "weak"),
        (Figures(1_000, 20, 300, breaks=2), "good"),
        (Figures(0, 0, 0, missed=3), "weak"),
    ],
)
def test_how_good_it_is(figures: Figures, grade: Grade) -> None:
    assert figures.grade == grade
