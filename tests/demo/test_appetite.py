"""Guests order what the kitchen sells, the same guests with every run."""

import itertools
from random import Random
from typing import Any

import msgspec
import pytest

from kds.core.day.found_house import FoundHouse
from kds.core.decide import Outcome, perform
from kds.core.orders.place_round import PlaceRound
from kds.core.state import State
from kds.core.types import Context
from kds.demo import house, wire
from kds.demo.appetite import Appetite

NOW = 1_748_700_000_000


def menu(*sold_out: str) -> wire.Menu:
    """The demo menu as the API shows it."""
    published = msgspec.to_builtins(house.menu())
    for dish in published["dishes"]:
        dish["sold_out"] = dish["dish"] in sold_out
        for group in [*dish.get("options", []), *dish.get("meal", [])]:
            group.setdefault("min", 0)
    return msgspec.convert(published, wire.Menu)


def open_house() -> State:
    state = State()
    for command in [FoundHouse(house.house(), "2025-06-01", NOW + 1), *house.opening()]:
        assert isinstance(perform(state, command, Context(at=NOW)), Outcome)
    return state


def whole_evening(appetite: Appetite, guests: int) -> list[list[dict[str, Any]]]:
    return [
        appetite.base(guests),
        appetite.sauces(guests),
        appetite.drinks(guests),
        appetite.main(guests),
        appetite.add_on(guests),
        appetite.takeaway(),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_the_rules_accept_whatever_guests_want(seed: int) -> None:
    state = open_house()
    for lines in whole_evening(Appetite(Random(seed), menu(), "n"), 1 + seed % 12):
        order = msgspec.convert({"channel": "scan", "table": "A01", "lines": lines}, PlaceRound)
        outcome = perform(state, order, Context(at=NOW))
        assert isinstance(outcome, Outcome), outcome


def test_guests_want_set_meals_with_whatever_is_left_to_choose() -> None:
    appetites = [Appetite(Random(seed), menu("drink-cola"), "n") for seed in range(60)]
    lines = [line for each in appetites for lines in whole_evening(each, 4) for line in lines]
    meals = [line for line in lines if "parts" in line]
    assert {line["dish"] for line in meals} == {"meal-two", "meal-one"}
    chosen = [part for line in meals for part in line["parts"]]
    assert any(part.get("cells") for part in chosen)
    assert "drink-cola" not in {part["dish"] for part in chosen}
    assert {part["qty"] for part in chosen} == {1, 2}


def test_the_same_seed_brings_the_same_wishes_and_another_does_not() -> None:
    one, same, other = (whole_evening(Appetite(Random(seed), menu(), "n"), 4) for seed in (7, 7, 8))
    assert one == same
    assert one != other


def test_no_two_lines_of_a_party_share_an_id() -> None:
    appetite = Appetite(Random(1), menu(), "p3")
    ids = [line["id"] for _ in range(20) for lines in whole_evening(appetite, 6) for line in lines]
    assert len(set(ids)) == len(ids)
    assert all(each.startswith("p3-") and len(each) <= 64 for each in ids)


def test_nobody_orders_what_is_sold_out() -> None:
    wanted = whole_evening(Appetite(Random(3), menu("sig-tripe", "snack-rice", "drink-cola"), "n"), 12)
    assert not {"sig-tripe", "snack-rice", "drink-cola"} & {line["dish"] for lines in wanted for line in lines}


def test_guests_want_pots_halves_notes_and_dishes_to_be_held() -> None:
    lines = [
        line for seed in range(60) for lines in whole_evening(Appetite(Random(seed), menu(), "n"), 5) for line in lines
    ]
    options = set(itertools.chain.from_iterable(line.get("options", []) for line in lines))
    assert {"portion-half", "spice-hot", "extra-tallow"} <= options
    assert {1, 2, 4} <= {len(line["cells"]) for line in lines if "cells" in line}
    assert any("note" in line for line in lines)
    assert any(line.get("fire") == "hold" for line in lines)
