"""Colour: by the share of the standard time that has passed, and never later than the cap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.colour import SEVERITY, colour, worst
from kds.core.kitchen.model import Colour, Item, Thresholds
from kds.core.kitchen.moments import due_at, turns
from kds.core.kitchen.recall import RecallTicket
from tests.house import MINUTE, NOON, SmallHouse

HOUSE = Thresholds()


def item(minutes: int, fired_at: int | None = NOON) -> Item:
    state = "held" if fired_at is None else "fired"
    return Item("L1-1", "T1-1", "d", 1, minutes * MINUTE, state, NOON, fired_at=fired_at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after_ms", "expected"),
    [
        (0, "fresh"),
        (7 * MINUTE - 1, "fresh"),
        (7 * MINUTE, "soon"),
        (10 * MINUTE - 1, "soon"),
        (10 * MINUTE, "late"),
        (15 * MINUTE - 1, "late"),
        (15 * MINUTE, "critical"),
        (500 * MINUTE, "critical"),
        (-MINUTE, "fresh"),
    ],
)
def test_a_dish_of_ten_minutes_turns_at_seven_ten_and_fifteen(after_ms: int, expected: str) -> None:
    assert colour(item(10), HOUSE, NOON + after_ms) == expected


def test_the_cap_comes_before_the_shares() -> None:
    assert turns(item(60), HOUSE) == (NOON + 30 * MINUTE, NOON + 30 * MINUTE, NOON + 30 * MINUTE)
    assert turns(item(25), HOUSE) == (NOON + 1_050_000, NOON + 25 * MINUTE, NOON + 30 * MINUTE)
    assert colour(item(60), HOUSE, NOON + 30 * MINUTE - 1) == "fresh"
    assert colour(item(60), HOUSE, NOON + 30 * MINUTE) == "critical"


def test_a_held_line_has_no_colour_and_is_not_due() -> None:
    held = item(10, fired_at=None)
    assert (colour(held, HOUSE, NOON + 500 * MINUTE), turns(held, HOUSE), due_at(held)) == (None, None, None)


def test_a_line_is_due_its_standard_time_after_the_fire() -> None:
    assert due_at(item(10)) == NOON + 10 * MINUTE


def test_a_done_line_keeps_the_colour_it_had() -> None:
    house = SmallHouse()
    line = house.line("tofu")
    house.wait(3 * MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    assert colour(house.item(line), HOUSE, house.now + 500 * MINUTE) == "late"


def test_the_clock_of_a_recalled_line_ran_on() -> None:
    house = SmallHouse()
    line = house.line("tofu")
    house.wait(MINUTE)
    house.do(BumpTicket(house.item(line).ticket))
    house.wait(2 * MINUTE)
    house.do(RecallTicket(house.item(line).ticket))
    assert colour(house.item(line), HOUSE, house.now) == "late"


@given(
    st.integers(1, 200),
    st.tuples(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 3000)),
    st.integers(1, 60 * MINUTE),
)
def test_a_line_only_ever_grows_more_severe(minutes: int, shares: tuple[int, int, int], cap: int) -> None:
    thresholds = Thresholds(*shares, cap)
    moments = turns(item(minutes), thresholds)
    assert moments is not None
    assert list(moments) == sorted(moments)
    seen = [colour(item(minutes), thresholds, at) for at in sorted({NOON, *moments, NOON + cap})]
    places = [SEVERITY.index(each) for each in seen if each is not None]
    assert places == sorted(places)
    assert seen[-1] == "critical"


@pytest.mark.parametrize(
    ("colours", "expected"),
    [([], None), ([None], None), (["late", None, "soon"], "late"), (["fresh", "critical"], "critical")],
)
def test_the_worst_of_some_colours(colours: list[Colour | None], expected: str | None) -> None:
    assert worst(colours) == expected
