"""A screen ranks by rules of its own where it has some; nobody is hidden by them, and each ticket says why."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import PriorityRule, Screen
from tests.house import MINUTE, SmallHouse, named

WALL = Screen("wall", named("wall"))
RULES = st.lists(st.sampled_from(get_args(PriorityRule)), unique=True).map(tuple)


def order(house: SmallHouse, screen: str) -> list[str]:
    return list(house.state.kitchen.queues.of(screen, house.now))


def busy() -> SmallHouse:
    """A base, a dish that is late by now, a rushed one, one that has just come."""
    house = SmallHouse()
    house.order("noodles")
    house.wait(10 * MINUTE)
    house.order("plain_pot", table="A02")
    house.do(RushLine(house.line("tofu", table="A03")))
    house.order("beef", table="V01")
    return house


@pytest.mark.parametrize(
    ("rules", "first", "why"),
    [
        ((), "A03", "rushed"),
        (("base_first", "rushed"), "A02", "base_first"),
        (("overdue",), "A01", "overdue"),
        (("due_time",), "A01", "due_time"),
    ],
)
def test_the_first_of_its_rules_that_speaks_decides(rules: tuple[PriorityRule, ...], first: str, why: str) -> None:
    house = busy()
    house.do(ChangeKitchen(screens=(replace(WALL, priority=rules),)))
    queue = house.state.kitchen.queues.of("wall", house.now)
    ticket = next(iter(queue))
    assert (house.state.kitchen.tickets[ticket].label, queue.why(ticket)) == (first, why)


def test_two_screens_of_the_same_stations_may_rank_otherwise() -> None:
    house = busy()
    house.do(ChangeKitchen(screens=(WALL, Screen("late", named("late"), priority=("overdue",)))))
    assert order(house, "wall") != order(house, "late")
    assert sorted(order(house, "wall")) == sorted(order(house, "late"))
    house.order("cola")
    assert len(order(house, "wall")) == len(order(house, "late")) == 5


@given(RULES)
def test_no_ticket_is_hidden_by_any_rules(rules: tuple[PriorityRule, ...]) -> None:
    house = busy()
    before = sorted(order(house, "wall"))
    house.do(ChangeKitchen(screens=(replace(WALL, priority=rules),)))
    queue = house.state.kitchen.queues.of("wall", house.now)
    assert sorted(queue) == before == sorted([each for each in house.state.kitchen.slots["wall"].tickets if each])
    assert all(queue.why(each) for each in before)


def test_the_order_of_the_house_and_of_stations_stays_theirs() -> None:
    house = busy()
    queues = house.state.kitchen.queues
    before = list(queues.all(house.now)), list(queues.of_station("hot", house.now))
    house.do(ChangeKitchen(screens=(replace(WALL, priority=("due_time",)),)))
    assert (list(queues.all(house.now)), list(queues.of_station("hot", house.now))) == before


def test_a_rule_that_is_named_twice_is_refused() -> None:
    house = SmallHouse()
    refusal = house.refusal(ChangeKitchen(screens=(replace(WALL, priority=("rushed", "rushed")),)))
    assert [each.code for each in refusal.details["faults"]] == ["priority"]
