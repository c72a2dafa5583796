"""Kitchens to begin with: each template is a kitchen that kds takes, and knows where dishes are made."""

from __future__ import annotations

import pytest

from kds.core.kitchen.model import CATCH_ALL
from kds.core.state import State
from kds.ops.house_file.commands import checked
from kds.ops.house_file.reading import HouseFile
from kds.ops.setup.stations import TEMPLATES, kitchen_of, place_of, station_or_last, template_of
from tests.house import SmallHouse


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_a_kitchen_that_hides_nothing(template: str) -> None:
    house = SmallHouse()
    sheets = kitchen_of(TEMPLATES[template])
    for command in checked(house.state, HouseFile(sheets), house.now, replace=False):
        house.do(command)
    whole = house.state.kitchen.screens["kitchen"]
    assert whole.stations == (), "one screen shows all"
    assert {each.station for each in TEMPLATES[template].places} <= house.state.kitchen.stations.keys()


@pytest.mark.parametrize(
    ("words", "station"),
    [
        (("锅底",), "base"),
        (("Soup bases", "Tomato"), "base"),
        (("荤菜", "雪花肥牛"), "meat"),
        (("招牌", "鲜毛肚"), "hot"),
        (("招牌", "手打虾滑"), "meat"),
        (("素菜",), "greens"),
        (("酒水", "雪花啤酒"), "drinks"),
        (("Drinks", "Iced tea"), "drinks"),
        (("Mains", "Fried rice"), "hot"),
        (("小料",), "sauces"),
    ],
)
def test_a_dish_goes_where_its_category_or_its_name_says(words: tuple[str, ...], station: str) -> None:
    place = place_of(TEMPLATES["hotpot"], *words)
    assert place is not None
    assert place.station == station


def test_an_english_word_is_a_whole_one() -> None:
    sweets = place_of(TEMPLATES["full"], "Rice")
    assert sweets is not None
    assert sweets.station == "hot"


def test_what_no_station_makes_is_for_the_last_resort() -> None:
    assert place_of(TEMPLATES["blank"], "锅底") is None
    assert station_or_last(None, {"hot": 1}) == CATCH_ALL
    assert station_or_last(place_of(TEMPLATES["hotpot"], "锅底"), {"hot": 1}) == CATCH_ALL


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_kitchen_is_told_by_its_stations(name: str) -> None:
    stations = dict.fromkeys([each.station for each in TEMPLATES[name].places] + [CATCH_ALL])
    assert template_of(stations) is TEMPLATES[name]


def test_a_state_without_a_kitchen_is_blank() -> None:
    assert template_of(State().kitchen.stations) is TEMPLATES["blank"]
