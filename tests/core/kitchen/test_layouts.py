"""How a wall lays out its tickets: where places are kept, and where those behind move up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Layout, Screen
from kds.core.kitchen.space import COLUMNS, ROWS, UNITS, Grid, grid_of, slots_needed, units_in
from tests.core.invariants import check_slots
from tests.house import SmallHouse, named

MOVING: tuple[Layout, ...] = ("columns", "dishes", "tables")
WALL = Screen("wall", named("wall"), reserved=0)


def house_of(screen: Screen) -> SmallHouse:
    house = SmallHouse()
    house.do(ChangeKitchen(screens=(screen,)))
    return house


def standing(house: SmallHouse) -> list[str]:
    return [each for each in house.state.kitchen.slots["wall"].tickets if each]


@pytest.mark.parametrize("layout", MOVING)
def test_those_behind_one_that_is_done_move_up(layout: Layout) -> None:
    house = house_of(replace(WALL, layout=layout))
    one, two, three = [house.order("tofu", table=table).tickets[0] for table in ("A01", "A02", "A03")]
    assert standing(house) == [one, two, three]
    house.do(BumpTicket(one))
    assert house.state.kitchen.slots["wall"].tickets[:3] == (two, three, "")
    four = house.order("tofu", table="V01").tickets[0]
    assert standing(house) == [two, three, four]


def test_a_slot_keeps_its_ticket() -> None:
    house = house_of(WALL)
    one, two = [house.order("tofu", table=table).tickets[0] for table in ("A01", "A02")]
    house.do(BumpTicket(one))
    assert house.state.kitchen.slots["wall"].tickets[:2] == ("", two)


@pytest.mark.parametrize("layout", MOVING)
def test_whoever_waits_comes_behind_the_others(layout: Layout) -> None:
    house = house_of(replace(WALL, layout=layout, columns=1, rows=2))
    one, two, three = [house.order("tofu", table=table).tickets[0] for table in ("A01", "A02", "A03")]
    assert (standing(house), house.state.kitchen.slots["wall"].waiting) == ([one, two], True)
    house.do(BumpTicket(one))
    assert (standing(house), house.state.kitchen.slots["wall"].waiting) == ([two, three], False)


@pytest.mark.parametrize("layout", MOVING)
def test_a_long_ticket_has_one_number(layout: Layout) -> None:
    house = house_of(replace(WALL, layout=layout))
    long = house.order(*["tofu"] * 40).tickets[0]
    assert house.state.kitchen.slots["wall"].tickets.count(long) == 1


@pytest.mark.parametrize("layout", MOVING)
def test_one_that_had_several_slots_has_one_number_then(layout: Layout) -> None:
    house = house_of(WALL)
    long = house.order(*["tofu"] * 40).tickets[0]
    assert house.state.kitchen.slots["wall"].tickets.count(long) == 3
    house.do(ChangeKitchen(screens=(replace(WALL, layout=layout, columns=5, rows=3),)))
    assert house.state.kitchen.slots["wall"].tickets.count(long) == 1


@given(
    layout=st.sampled_from(("slots", *MOVING)),
    other=st.sampled_from(("slots", *MOVING)),
    columns=st.integers(0, 8),
    rows=st.integers(0, 12),
    done=st.lists(st.integers(0, 20), max_size=8),
)
def test_nothing_is_lost_whatever_is_set_and_done(
    layout: Layout, other: Layout, columns: int, rows: int, done: list[int]
) -> None:
    house = house_of(replace(WALL, layout=layout, columns=columns, rows=rows))
    placed = [house.order("tofu", "noodles", table=table) for table in ("A01", "A02", "A03", "V01") * 3]
    names = [each for round_ in placed for each in round_.tickets]
    for at in done:
        name = names[at % len(names)]
        if house.state.kitchen.tickets[name].stands:
            house.do(BumpTicket(name))
    check_slots(house.state, house.now)
    house.do(ChangeKitchen(screens=(replace(WALL, layout=other, columns=rows and 2, rows=columns),)))
    check_slots(house.state, house.now)


@given(columns=st.integers(1, 8), rows=st.integers(1, 12))
def test_what_is_set_counts_and_smaller_slots_hold_less(columns: int, rows: int) -> None:
    screen = replace(WALL, columns=columns, rows=rows)
    assert grid_of(screen) == Grid(columns, rows)
    usual = UNITS["medium"]["zh"]
    assert 0 < units_in(screen) <= usual * 15
    assert units_in(screen) <= usual or columns * rows < 15
    house = house_of(screen)
    ticket = house.state.kitchen.tickets[house.order(*["tofu"] * 40).tickets[0]]
    assert 1 <= slots_needed(house.state, ticket, screen) <= columns


@pytest.mark.parametrize(
    "wrong", [{"columns": COLUMNS[-1] + 1}, {"columns": -1}, {"rows": ROWS[-1] + 1}, {"columns": 1, "rows": 1}]
)
def test_what_no_screen_can_have_is_refused(wrong: dict[str, int]) -> None:
    house = SmallHouse()
    assert house.refused(ChangeKitchen(screens=(replace(WALL, reserved=1, **wrong),))) == "bad_kitchen"
