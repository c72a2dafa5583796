"""A slip's code means its ticket, or one of its lines, also once that has gone on to another station."""

from __future__ import annotations

import pytest

from kds.core.kitchen.slips import code_of, lines_of
from tests.house import SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_ticket_means_its_lines_and_a_line_itself(house: SmallHouse) -> None:
    placed = house.order("tofu", "sesame")
    (ticket,), lines = placed.tickets, [each.line for each in placed.lines]
    assert [each.line for each in lines_of(house.state, ticket)] == lines
    assert [each.line for each in lines_of(house.state, lines[1])] == lines[1:]
    assert lines_of(house.state, "T999-1") == lines_of(house.state, "") == []


def test_a_code_is_read_in_small_letters_too(house: SmallHouse) -> None:
    placed = house.order("tofu")
    for code in (placed.tickets[0], placed.lines[0].line):
        assert code_of(house.state, code) == code_of(house.state, code.lower()) == code
    assert code_of(house.state, "t999-1") == "T999-1"
