"""All that a dish can be, by its form: simple things first, and what is typed is never lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.channels import CALLED
from kds.core.menu.allergens import ALLERGENS
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Cells, Daypart, Dish, MealChoice, MealGroup, PriceAt, Soup, Step
from kds.core.types import CHANNELS, Name
from kds.web.pages.dish_form import dish_of, written
from tests.house import DISHES, FOR_TWO, PORK, SmallHouse, named
from tests.web.served import Api
from tests.web.test_menu_editor import dish, form_of, get, post

LUNCH, LATE = Daypart("lunch", named("lunch"), 660), Daypart("late", named("late"), 1_290, (5, 6))


def house_with(*dishes: Dish) -> SmallHouse:
    house = SmallHouse()
    house.do(ChangeMenu(dayparts=(LUNCH, LATE), dishes=dishes))
    return house


def again(house: SmallHouse, name: str, language: str = "en", **other: str) -> Dish:
    """The dish that its form says when it comes back as it was shown, but for some fields."""
    before = house.state.menu.dishes[name]
    read = dish_of(house.state, before, {"whole": "1", **written(house.state, before, language), **other})
    assert read.dish is not None, read.faults
    return read.dish


def faults(house: SmallHouse, name: str, **other: str) -> list[str]:
    before = house.state.menu.dishes[name]
    read = dish_of(house.state, before, {"whole": "1", **written(house.state, before, "en"), **other})
    assert all(each.zh for each in read.faults)
    return [each.en for each in read.faults]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*[each.dish for each in DISHES], "for_two", "pork"])
def test_a_form_that_comes_back_as_it_was_shown_is_the_same_dish(name: str, language: str) -> None:
    house = house_with(FOR_TWO, PORK)
    assert again(house, name, language) == house.state.menu.dishes[name]


CHOSEN = st.sets(st.sampled_from(CHANNELS)).map(lambda each: tuple(sorted(each)))
HOURS = st.sets(st.sampled_from(["lunch", "late"])).map(lambda each: tuple(sorted(each)))
PRICES = st.builds(PriceAt, st.integers(0, 10_000), CHOSEN, HOURS)


@given(
    st.sets(st.sampled_from(list(ALLERGENS))).map(lambda each: tuple(sorted(each))),
    CHOSEN,
    HOURS,
    st.lists(PRICES.filter(lambda price: bool(price.channels or price.dayparts)), max_size=4).map(tuple),
    st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(0, 100_000), st.booleans()),
    st.sampled_from(["zh", "en"]),
)
def test_whatever_a_dish_is_its_form_says_it(
    allergens: Any, channels: Any, hours: Any, prices: tuple[PriceAt, ...], rest: Any, language: str
) -> None:
    serves, course, late, alcohol = rest
    full = replace(
        DISHES[4],
        allergens=allergens,
        channels=channels,
        dayparts=hours,
        prices=prices,
        serves=serves,
        course=course,
        late_permille=late,
        alcohol=alcohol,
        portion=Name(zh="约200克", en=""),
    )
    house = house_with(full)
    found = again(house, "tofu", language)
    stands = house.state.menu.dishes["tofu"]
    assert [(each.price_minor, set(each.channels), set(each.dayparts)) for each in found.prices] == [
        (each.price_minor, set(each.channels), set(each.dayparts)) for each in stands.prices
    ]
    assert replace(found, prices=()) == replace(stands, prices=())


class TestLists:
    def test_soups_keep_their_ids_and_new_ones_get_some(self) -> None:
        house = house_with()
        found = again(house, "twin_pot", soups="clear\ntomato +7\nmushroom +5.50", cells_min="1", cells_price="sum")
        assert found.cells is not None
        assert (found.cells.min, found.cells.max, found.cells.price) == (1, 2, "sum")
        clear, tomato, mushroom = found.cells.soups
        assert (clear.soup, tomato) == ("clear", Soup("tomato", named("tomato"), 700))
        assert (mushroom.name, mushroom.price_minor) == (Name(zh="mushroom", en="mushroom"), 550)
        assert mushroom.soup not in ("clear", "tomato", "spicy")

    def test_a_dish_becomes_a_pot_and_a_pot_a_dish(self) -> None:
        house = house_with()
        pot = again(house, "tofu", soups="清汤\n番茄 +6", cells_max="2")
        assert pot.cells == Cells(
            2, 2, "fixed", (Soup("s1", Name("清汤", "清汤")), Soup("s2", Name("番茄", "番茄"), 600))
        )
        assert again(house, "twin_pot", soups="", cells_min="", cells_max="").cells is None

    def test_a_set_meal_is_made_of_dishes_by_name_code_or_id(self) -> None:
        house = house_with(replace(DISHES[7], code="kl"))
        meal = again(house, "tofu", meal="Main 1–2: beef（中）, noodles +5\n饮料 2：KL").meal
        assert meal == (
            MealGroup("g1", Name("Main", "Main"), 1, 2, (MealChoice("beef"), MealChoice("noodles", 500))),
            MealGroup("g2", Name("饮料", "饮料"), 2, 2, (MealChoice("cola"),)),
        )

    def test_dishes_of_one_name_go_by_their_ids(self) -> None:
        twin = replace(DISHES[4], dish="tofu2")
        house = house_with(
            twin, replace(FOR_TWO, meal=(MealGroup("g", named("g"), 1, 1, (MealChoice("tofu2"),)),), price_minor=1)
        )
        assert again(house, "for_two") == house.state.menu.dishes["for_two"]
        assert faults(house, "for_two", meal="g 1: tofu（中）") == ["Set meal, line 1: “tofu（中）” is not on the menu"]

    def test_a_portion_by_the_half_has_a_price_of_its_own(self) -> None:
        house = house_with()
        made = again(house, "tofu", half="7")
        (group,) = made.options
        assert (group.min, group.max) == (0, 1)
        assert [(each.price_minor, each.portion_permille) for each in group.choices] == [(-500, 500)]
        house.do(ChangeMenu(dishes=(made,)))
        assert written(house.state, house.state.menu.dishes["tofu"], "en")["half"] == "7"
        dearer = again(house, "tofu", price="14")
        assert dearer.options[0].choices[0].price_minor == -700, "half a portion costs what it did"
        assert again(house, "tofu", half="").options == ()
        assert dearer.options[0].group == group.group

    def test_what_is_weighed_has_a_price_for_so_many_grams(self) -> None:
        house = house_with()
        assert again(house, "tofu", weighed="on").per == 500
        weighed = again(house, "tofu", weighed="on", per="100", to_weigh="on")
        assert (weighed.weighed, weighed.per, weighed.to_weigh) == (True, 100, True)

    def test_thresholds_are_percents(self) -> None:
        found = again(house_with(), "tofu", soon_permille="60", late_permille="95.5%", critical_permille="")
        assert (found.soon_permille, found.late_permille, found.critical_permille) == (600, 955, 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"soups": "clear", "cells_max": "many"}, "The most cells must be a number"),
        ({"soups": "tomato +six"}, "Soups, line 1: it is not understood"),
        ({"meal": "Main: beef"}, "Set meal, line 1: write it like “Main 1: beef, noodles +5”"),
        ({"meal": "Main 1: unicorn"}, "Set meal, line 1: “unicorn” is not on the menu"),
        ({"prices": "28"}, "Other prices, line 1: write it like “28: Lunch”"),
        ({"prices": "cheap: lunch"}, "Other prices, line 1: write it like “28: Lunch”"),
        ({"prices": "28: brunch"}, "Other prices, line 1: no part of the day and no channel is called “brunch”"),
        ({"serves": "two"}, "For how many people it is must be a number"),
        ({"course": "x"}, "The course must be a number"),
        ({"half": "cheap"}, "The price of half a portion is no price"),
        ({"late_permille": "soon"}, "When it is late is 1 to 10000 percent, or nothing"),
        ({"late_permille": "10001"}, "When it is late is 1 to 10000 percent, or nothing"),
    ],
)
def test_what_cannot_be_understood_is_named(wrong: dict[str, str], said: str) -> None:
    assert faults(house_with(), "tofu", **wrong)[0].startswith(said)


def test_a_form_without_a_field_leaves_what_it_says_alone() -> None:
    house = house_with(replace(FOR_TWO, allergens=("soy",), serves=2))
    few = {"zh": "x", "price": "40", "minutes": "5", "category": "all", "station": "hot"}
    stands = house.state.menu.dishes["for_two"]
    found = dish_of(house.state, stands, few).dish
    assert found is not None
    assert (found.meal, found.allergens, found.serves) == (stands.meal, ("soy",), 2)


async def test_the_form_saves_all_of_it_and_a_fault_keeps_what_was_typed(api: Api) -> None:
    await api.do(ChangeMenu(dayparts=(LUNCH,)))
    form = await form_of(api, "tofu")
    more = {
        "portion_zh": "约200克",
        "serves": "2",
        "allergen-soy": "on",
        "alcohol": "on",
        "daypart-lunch": "on",
        "channel-waiter": "on",
        "prices": "9.5: lunch, Counter",
        "course": "2",
    }
    wrong = await post(api, "tofu", **{**form, **more, "half": "cheap"})
    assert wrong.status_code == 422
    for said in ("约200克", "9.5: lunch, Counter", 'value="cheap"'):
        assert said in wrong.text
    assert re.search(r'name="allergen-soy"\s+checked', wrong.text)
    assert not re.search(r'name="allergen-milk"\s+checked', wrong.text)
    assert (await post(api, "tofu", **{**form, **more})).status_code == 303
    found = dish(api)
    assert (found.serves, found.allergens, found.alcohol, found.course) == (2, ("soy",), True, 2)
    assert (found.dayparts, found.channels) == (("lunch",), ("waiter",))
    assert found.prices == (PriceAt(950, ("counter",), ("lunch",)),)
    await post(
        api, "tofu", **{name: value for name, value in (await form_of(api, "tofu")).items() if name != "alcohol"}
    )
    assert not dish(api).alcohol, "what is not ticked any more is not said any more"


async def test_another_like_it_begins_with_all_of_it_but_its_code(api: Api) -> None:
    await api.do(ChangeMenu(dishes=(replace(dish(api, "beef"), code="nr", serves=3),)))
    text = (await get(api, "/menu/dishes/new?like=beef")).text
    assert "beef (copy)" in text
    assert 'value="nr"' not in text
    assert "thick +3" in text
    assert re.search(r'name="serves"[^>]*value="3"', text)


async def test_channels_are_called_what_people_call_them(api: Api) -> None:
    text = (await get(api, "/menu/dishes/tofu")).text
    assert all(called.en in text for called in CALLED.values())


async def test_a_recipe_is_a_step_a_line_and_too_long_a_one_is_refused_and_kept(api: Api) -> None:
    form = await form_of(api, "tofu")
    assert (await post(api, "tofu", **{**form, "recipe": " Blanch \r\n\r\nServe hot\n"})).status_code == 303
    assert dish(api).recipe == ("Blanch", "Serve hot")
    form = await form_of(api, "tofu")
    assert form["recipe"] == "Blanch\nServe hot"
    wrong = await post(api, "tofu", **{**form, "recipe": "stir\n" * 31})
    assert wrong.status_code == 422
    assert "more than 30 steps" in wrong.text
    assert wrong.text.count("stir") >= 31
    assert dish(api).recipe == ("Blanch", "Serve hot")


async def test_further_steps_are_a_row_each_and_a_wrong_one_is_named_and_kept(api: Api) -> None:
    await api.do(ChangeMenu(dishes=(PORK,)))
    form = await form_of(api, "pork")
    assert [form[f"step_{what}_2"] for what in ("station", "minutes")] == ["cold", "1"]
    refused = await post(api, "pork", **{**form, "step_station_1": "", "step_minutes_1": ""})
    assert refused.status_code == 422
    assert "Step 2 is empty and step 3 is not" in refused.text
    assert dish(api, "pork").steps == PORK.steps
    again = await post(api, "pork", **{**form, "step_station_1": "cold"})
    assert again.status_code == 422
    assert "Step 2 of “pork” is at the same station as the one before" in again.text
    shorter = {**form, "step_minutes_1": "2.5", "step_station_2": "", "step_minutes_2": ""}
    assert (await post(api, "pork", **shorter)).status_code == 303
    assert dish(api, "pork").steps == (Step("hot", 150_000),), "a row of which nothing is said is none"
    form = await form_of(api, "pork")
    for wrong in (
        {"step_minutes_1": "soon"},
        {"step_minutes_1": "0"},
        {"step_station_1": ""},
        {"step_station_1": "moon"},
    ):
        refused = await post(api, "pork", **{**form, **wrong})
        assert (refused.status_code, "Step 2 needs a station" in refused.text) == (422, True)
    assert dish(api, "pork").steps == (Step("hot", 150_000),)
    assert (await post(api, "pork", **{**form, "step_station_1": "", "step_minutes_1": ""})).status_code == 303
    assert dish(api, "pork").steps == ()


async def test_where_a_dish_goes_tells_of_its_further_steps(api: Api) -> None:
    await api.do(ChangeMenu(dishes=(PORK,)))
    text = (await get(api, "/where?dish=pork")).text
    assert re.findall(r"<small>(step \d:)</small> <bdi>(\w+)</bdi>", text) == [("step 2:", "hot"), ("step 3:", "cold")]


async def test_guests_are_not_told_how_a_dish_is_made(api: Api) -> None:
    await api.do(ChangeMenu(dishes=(replace(dish(api, "beef"), recipe=("Secret step",)),)))
    for role in ("waiter", "guest"):
        assert "Secret step" not in (await api.request("GET", "/menu", role)).text
