"""How much room a ticket takes is counted by what is on it: whatever its dishes are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.kitchen.model import Ticket
from kds.core.kitchen.screens import Screen, ScreenLanguage, TextSize
from kds.core.kitchen.space import BAND, SLOTS_MOST, UNITS, grid_of, slots_needed, units_of
from kds.core.orders.model import Cell, Line
from kds.core.orders.wanted import LineWanted
from tests.house import SmallHouse, named, want


def wall(text: TextSize = "medium", language: ScreenLanguage = "zh") -> Screen:
    return Screen("wall", named("wall"), text=text, language=language)


def placed(*lines: LineWanted | str) -> tuple[SmallHouse, Ticket]:
    house = SmallHouse()
    return house, house.ticket(house.line(*lines))


def line(**more: object) -> Line:
    house = SmallHouse()
    return replace(house.state.orders.lines[house.line("tofu")], **more)


@pytest.mark.parametrize(
    ("found", "units"),
    [
        ({}, 4),
        ({"qty": 999}, 4),
        ({"options": ("a",)}, 7),
        ({"options": ("a", "b", "c")}, 7),
        ({"course": 1}, 4),
        ({"course": 2}, 7),
        ({"course": 2, "options": ("a",)}, 7),
        ({"note": "x"}, 7),
        ({"note": "辣" * 12}, 7),
        ({"note": "辣" * 13}, 10),
        ({"note": "x" * 500}, 130),
        ({"cells": (Cell("clear"),)}, 8),
        ({"cells": (Cell("clear"),) * 3}, 8),
        ({"cells": (Cell("clear"),) * 4}, 12),
        ({"cells": (Cell("clear"),) * 9, "options": ("a",), "note": "x"}, 22),
    ],
)
def test_a_line_takes_units_for_what_is_on_it(found: dict[str, object], units: int) -> None:
    assert units_of(line(**found)) == units


@pytest.mark.parametrize(("language", "cells"), [("zh", 1), ("en", 1), ("both", 1)])
def test_the_example_of_the_rule(language: ScreenLanguage, cells: int) -> None:
    house, ticket = placed(*[want("tofu", note="ten people") for _ in range(2)])
    assert slots_needed(house.state, ticket, wall(language=language)) == cells


@pytest.mark.parametrize("text", ["small", "medium"])
def test_slots_for_english_are_fewer_and_higher(text: TextSize) -> None:
    chinese, english = grid_of(wall(text)), grid_of(wall(text, "en"))
    assert english == grid_of(wall(text, "both"))
    assert (english.columns, english.rows) == (chinese.columns, chinese.rows - 1)


def test_the_band_of_a_base_takes_room_too() -> None:
    house, ticket = placed(*[want("plain_pot") for _ in range(4)])
    assert slots_needed(house.state, ticket, wall()) == 2
    house, ticket = placed(*[want("tofu") for _ in range(4)])
    assert slots_needed(house.state, ticket, wall()) == 1


def test_what_its_dishes_are_called_changes_nothing() -> None:
    house, ticket = placed(*["tofu"] * 7)
    before = slots_needed(house.state, ticket, wall())
    house.state.menu.dishes["tofu"] = replace(house.state.menu.dishes["tofu"], name=named("x" * 90))
    assert slots_needed(house.state, ticket, wall()) == before


lines = st.builds(want, st.sampled_from(["tofu", "beef"]), note=st.sampled_from(["", "x", "x" * 60]))


@given(
    lines=st.lists(lines, min_size=1, max_size=40),
    text=st.sampled_from(["small", "medium", "large"]),
    language=st.sampled_from(["zh", "en", "both"]),
)
def test_as_many_slots_as_hold_its_units_and_no_more_than_the_most(
    lines: list[LineWanted], text: TextSize, language: ScreenLanguage
) -> None:
    house, ticket = placed(*lines)
    found = slots_needed(house.state, ticket, wall(text, language))
    units, holds = sum(units_of(house.state.orders.lines[each]) for each in ticket.lines), UNITS[text][language]
    assert found == SLOTS_MOST or found * holds >= units + (BAND if ticket.base else 0)
    assert 1 <= found <= SLOTS_MOST
    assert (found - 1) * holds < units + (BAND if ticket.base else 0)
