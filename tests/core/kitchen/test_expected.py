"""When a dish is to be expected: at its due time, later by what its station owes already."""

from __future__ import annotations

import pytest

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.expected import LEAST_MS, behind, expected_at
from tests.house import MINUTE, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def expected(house: SmallHouse, line: str) -> int | None:
    """In how many minutes the line is to be expected."""
    item, ticket = house.item(line), house.ticket(line)
    at = expected_at(item, behind(house.state, ticket.station, house.now), house.now)
    return None if at is None else (at - house.now) // MINUTE


def test_it_is_its_standard_time_while_nothing_is_late(house: SmallHouse) -> None:
    line = house.line("tofu")
    assert expected(house, line) == 3
    house.wait(2 * MINUTE)
    assert expected(house, line) == 1


def test_it_is_later_by_as_much_as_what_the_station_owes_for_longest(house: SmallHouse) -> None:
    house.line("tofu")
    house.wait(8 * MINUTE)  # five minutes over its three
    assert expected(house, house.line("tofu", table="A02")) == 3 + 5


def test_what_is_late_itself_is_due_again(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.wait(8 * MINUTE)
    assert expected(house, line) == LEAST_MS // MINUTE


def test_other_stations_do_not_matter(house: SmallHouse) -> None:
    house.line("tofu")
    house.wait(8 * MINUTE)
    assert behind(house.state, "hot", house.now) == 0
    assert behind(house.state, "cold", house.now) == 5 * MINUTE


def test_what_was_never_bumped_is_no_measure_of_what_comes(house: SmallHouse) -> None:
    house.line("tofu")
    house.wait(360 * MINUTE)
    assert expected(house, house.line("tofu", table="A02")) == 3


def test_a_station_that_owes_nearly_all_of_it_for_so_long_says_so(house: SmallHouse) -> None:
    for table in ("A01", "A02"):
        house.line("tofu", table=table)
    house.wait(63 * MINUTE)
    assert expected(house, house.line("tofu")) == 3 + 60


def test_once_it_is_made_nobody_waits_for_it_any_more(house: SmallHouse) -> None:
    line = house.line("tofu")
    house.wait(8 * MINUTE)
    house.do(BumpTicket(house.ticket(line).ticket))
    assert expected(house, line) is None
    assert behind(house.state, "cold", house.now) == 0


def test_what_is_held_is_not_promised(house: SmallHouse) -> None:
    assert expected(house, house.line(want("tofu", fire="hold"))) is None
