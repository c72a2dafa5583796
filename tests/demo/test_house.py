"""The demo restaurant is complete, bilingual, and what the rules accept."""

from collections import Counter
from collections.abc import Iterator

import msgspec
import pytest

from kds.core.day.found_house import FoundHouse
from kds.core.decide import Outcome, perform
from kds.core.menu.model import Dish, MealGroup
from kds.core.orders.answered import RoundIs
from kds.core.orders.meals import meal_price
from kds.core.orders.model import Cell, PartChosen
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.pricing import unit_price
from kds.core.orders.wanted import LineWanted
from kds.core.state import State
from kds.core.types import Context, Name
from kds.demo import files, house

DISHES = {dish.dish: dish for dish in house.menu().dishes}


def every_name() -> Iterator[Name]:
    menu, kitchen = house.menu(), house.kitchen()
    yield house.house().name
    yield from (each.name for each in menu.categories)
    yield from (each.name for each in kitchen.stations)
    yield from (each.name for each in kitchen.screens)
    yield from (each.name for each in house.floor().areas)
    for dish in menu.dishes:
        yield dish.name
        for group in dish.options:
            yield group.name
            yield from (choice.name for choice in group.choices)
        if dish.cells is not None:
            yield from (soup.name for soup in dish.cells.soups)
        yield from (part.name for part in dish.meal)


def open_house() -> State:
    state = State()
    for command in [FoundHouse(house.house(), "2025-06-01", 1_748_728_800_000), *house.opening()]:
        outcome = perform(state, command, Context(at=1_748_700_000_000))
        assert isinstance(outcome, Outcome), outcome
    return state


def first_order(dish: Dish) -> LineWanted:
    """The dish as a guest must at least order it: every question that has to be answered, every cell, every group."""
    options = [choice.option for group in dish.options for choice in group.choices[: group.min]]
    cells = () if dish.cells is None else tuple(Cell(soup=dish.cells.soups[0].soup) for _ in range(dish.cells.min))
    parts = [part_of(group) for group in dish.meal if group.min]
    return LineWanted(dish=dish.dish, qty=1, options=tuple(options), cells=cells, parts=tuple(parts))


def part_of(group: MealGroup) -> PartChosen:
    """The first choice of a group of a set meal, as often as it has to be chosen."""
    chosen = first_order(DISHES[group.choices[0].dish])
    return PartChosen(group.group, chosen.dish, group.min, chosen.options, chosen.cells)


def test_it_has_the_size_of_a_real_house() -> None:
    state = open_house()
    assert len(state.menu.dishes) >= 90
    assert len(house.menu().categories) == 11
    assert len(house.kitchen().stations) == 8
    assert (len(state.floor.tables), len(state.floor.areas)) == (24, 3)
    assert Counter(table.area for table in state.floor.tables.values()) == {"hall": 12, "rooms": 8, "terrace": 4}


def test_no_category_is_empty_and_all_kinds_are_sold() -> None:
    assert {dish.category for dish in DISHES.values()} == {each.category for each in house.menu().categories}
    assert {dish.kind for dish in DISHES.values()} == {"base", "dish", "drink", "sauce"}


def test_every_name_is_there_in_both_languages() -> None:
    for name in every_name():
        assert name.zh.strip() == name.zh != "", name
        assert name.en.strip() == name.en != "", name
        assert name.en.isascii(), name
        assert not name.zh.isascii(), name


def test_no_two_dishes_have_the_same_name() -> None:
    assert len({dish.name.zh for dish in DISHES.values()}) == len(DISHES)
    assert len({dish.name.en for dish in DISHES.values()}) == len(DISHES)


def test_some_names_are_as_long_as_screens_must_bear() -> None:
    assert max(len(dish.name.zh) for dish in DISHES.values()) >= 30
    assert sum(len(dish.name.en) >= 30 for dish in DISHES.values()) >= 5


def test_every_dish_is_made_at_a_station_and_every_station_makes_something() -> None:
    stations = {station.station for station in house.kitchen().stations}
    assert {dish.station for dish in DISHES.values()} == stations


def test_every_station_has_its_screen_beside_those_of_the_whole_kitchen() -> None:
    screens = {screen.screen: screen.stations for screen in house.kitchen().screens}
    stations = [station.station for station in house.kitchen().stations]
    assert screens == {
        **{name: (name,) for name in stations},
        "kitchen": (),
        "expo": (),
        "runner": (),
        "progress": (),
        "pickup": (),
        "calls": (),
    }


def test_bases_are_pots_of_every_price_rule() -> None:
    pots = {name: dish.cells for name, dish in DISHES.items() if dish.cells is not None}
    assert {name: pot.min for name, pot in pots.items() if pot.min > 1} == {
        "base-yuanyang": 2,
        "base-mother": 2,
        "base-three": 3,
        "base-four": 4,
        "base-nine": 9,
    }
    assert {pot.price for pot in pots.values()} == {"fixed", "sum", "dearest"}
    assert all(DISHES[name].kind == "base" for name in pots)


def test_pots_cost_what_a_guest_expects() -> None:
    two = (Cell(soup="tallow"), Cell(soup="tomato"))
    assert unit_price(DISHES["base-yuanyang"], (), two) == 7800
    assert unit_price(DISHES["base-yuanyang"], ("extra-tallow",), two) == 9000
    four = (*two, Cell(soup="mushroom"), Cell(soup="clear"))
    assert unit_price(DISHES["base-four"], (), four) == 2000 + 2200 + 1800 + 2000 + 600
    assert unit_price(DISHES["base-nine"], (), (Cell(soup="tallow"),) * 9) == 12800


def test_set_meals_have_groups_to_choose_from_and_cost_less_than_their_parts() -> None:
    state = open_house()
    meals = [dish for dish in DISHES.values() if dish.meal]
    assert sorted(each.dish for each in meals) == ["meal-one", "meal-two"]
    for meal in meals:
        assert any(len(group.choices) > 1 for group in meal.meal)
        parts = first_order(meal).parts
        alone = sum(part.qty * unit_price(DISHES[part.dish], part.options, part.cells) for part in parts)
        assert meal_price(state, meal, parts) < alone


def test_half_a_portion_costs_more_than_half_and_less_than_all() -> None:
    halved = [dish for dish in DISHES.values() if any(group.group == "portion" for group in dish.options)]
    assert len(halved) >= 30
    for dish in halved:
        needed = first_order(dish).options
        half = unit_price(dish, (*needed, "portion-half"), ())
        assert dish.price_minor // 2 <= half < dish.price_minor, dish.dish
        assert unit_price(dish, needed, ()) == dish.price_minor


@pytest.mark.parametrize("dish", DISHES)
def test_every_dish_can_be_ordered_and_is_cooked_where_it_says(dish: str) -> None:
    state = open_house()
    order = PlaceRound(channel="scan", table="A01", lines=(first_order(DISHES[dish]),))
    outcome = perform(state, order, Context(at=1_748_700_000_000))
    assert isinstance(outcome, Outcome), outcome
    assert isinstance(outcome.answer, RoundIs)
    assert 300 <= outcome.answer.lines[0].price_minor <= 30_000
    stations = {state.kitchen.tickets[ticket].station for ticket in outcome.answer.tickets}
    parts = first_order(DISHES[dish]).parts
    assert stations == ({DISHES[part.dish].station for part in parts} or {DISHES[dish].station})


def test_some_dishes_go_on_from_station_to_station() -> None:
    stations = {station.station for station in house.kitchen().stations}
    passed = {name: dish.stations for name, dish in DISHES.items() if dish.steps}
    assert passed == {"sig-pork": ("meat", "hot_line"), "snack-chicken": ("meat", "hot_line")}
    assert {station for each in passed.values() for station in each} <= stations


def test_times_are_those_of_a_kitchen() -> None:
    assert all(60_000 <= dish.standard_ms <= 900_000 for dish in DISHES.values())
    assert all(30_000 <= step.standard_ms <= 900_000 for dish in DISHES.values() for step in dish.steps)


def test_a_slip_in_a_data_file_is_found() -> None:
    slip = b'currency = "CNY"\nquestions = []\nsoups = []\ncategories = []\ncategores = []\n'
    with pytest.raises(msgspec.ValidationError, match="categores"):
        msgspec.toml.decode(slip, type=files.MenuEntry)
