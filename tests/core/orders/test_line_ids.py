"""Ids that a device gives its lines: each stands for one line."""

from __future__ import annotations

import pytest

from kds.core.orders.place_round import PlaceRound
from tests.house import SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_two_different_lines_under_one_id_are_refused_not_dropped(house: SmallHouse) -> None:
    lines = (want("tofu", id="a"), want("tofu", id="a", qty=5))
    assert house.refused(PlaceRound(channel="scan", lines=lines, table="A01")) == "line_id_twice"


def test_the_same_line_twice_is_one_line(house: SmallHouse) -> None:
    placed = house.order(want("tofu", id="a"), want("tofu", id="a"))
    assert len({each.line for each in placed.lines}) == 1
