"""Kitchens to begin with: the stations that a kind of house has, a screen for each, and what of a menu each cooks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kds.core.kitchen.model import CATCH_ALL
from kds.core.menu.model import DishKind
from kds.core.types import Name
from kds.ops.house_file.row import Cells, Sheets


class Place(NamedTuple):
    """A station of a template. `cooks` are words in the names of categories and dishes that are made there."""

    station: str
    name: Name
    kind: DishKind
    cooks: tuple[str, ...]


class Template(NamedTuple):
    """A kind of house. What no station's words name is made at the `usual` one; "" is the station of last resort."""

    name: Name
    says: Name
    places: tuple[Place, ...]
    usual: str


BASE = Place("base", Name(zh="锅底", en="Soup bases"), "base", ("锅底", "汤底", "soup base", "broth"))
SAUCES = Place("sauces", Name(zh="小料", en="Dips"), "sauce", ("小料", "蘸料", "调料", "dip", "sauce"))
COLD = Place("cold", Name(zh="凉菜", en="Cold dishes"), "dish", ("凉菜", "冷菜", "卤", "沙拉", "cold", "salad"))
MEAT = Place(
    "meat",
    Name(zh="荤菜", en="Meat"),
    "dish",
    ("荤", "肉", "牛", "羊", "海鲜", "鱼", "虾", "丸", "滑", "meat", "beef", "lamb", "seafood", "fish", "shrimp"),
)
GREENS = Place(
    "greens",
    Name(zh="素菜", en="Vegetables"),
    "dish",
    ("素", "蔬", "菌", "菇", "豆", "vegetable", "greens", "mushroom", "tofu"),
)
HOT = Place(
    "hot", Name(zh="热菜", en="Hot line"), "dish", ("热菜", "炒", "炸", "主食", "小吃", "hot", "fried", "main", "rice")
)
DRINKS = Place(
    "drinks",
    Name(zh="水吧", en="Drinks"),
    "drink",
    ("饮", "酒", "茶", "水", "drink", "beer", "wine", "tea", "coffee", "juice"),
)
GRILL = Place("grill", Name(zh="烧烤", en="Grill"), "dish", ("烤", "grill", "barbecue", "steak"))
SWEETS = Place("sweets", Name(zh="甜品", en="Desserts"), "dish", ("甜品", "甜点", "冰", "dessert", "cake", "ice"))
COUNTER = Place("counter", Name(zh="出餐台", en="Counter"), "dish", ())

TEMPLATES: dict[str, Template] = {
    "hotpot": Template(
        Name(zh="火锅", en="Hotpot"),
        Name(zh="锅底先上，荤素分档", en="Soup bases first; meat and vegetables apart"),
        (BASE, SAUCES, DRINKS, COLD, MEAT, GREENS, HOT),
        "hot",
    ),
    "full": Template(
        Name(zh="中餐、西餐正餐", en="Full service"),
        Name(zh="凉菜、热菜、烧烤、甜品、水吧", en="Cold, hot line, grill, desserts, drinks"),
        (DRINKS, SWEETS, GRILL, COLD, HOT),
        "hot",
    ),
    "counter": Template(
        Name(zh="快餐、茶饮", en="Counter"),
        Name(zh="一个出餐台，一个水吧", en="One counter and a bar"),
        (DRINKS, COUNTER),
        "counter",
    ),
    "blank": Template(
        Name(zh="空白", en="Blank"),
        Name(zh="一块屏看全部，档口以后再加", en="One screen shows all; stations come later"),
        (),
        "",
    ),
}
"""By their ids, as they are offered."""


def kitchen_of(template: Template) -> Sheets:
    """The sheets `stations` and `screens` of a template: a screen for each station, and one that shows them all."""
    stations: list[tuple[str, Cells]] = []
    screens: list[tuple[str, Cells]] = []
    for position, place in enumerate(template.places, start=1):
        names = {"zh": place.name.zh, "en": place.name.en, "position": position}
        stations.append((place.station, {"station": place.station, **names}))
        screens.append((place.station, {"screen": place.station, "stations": [place.station], **names}))
    whole = {"screen": "kitchen", "zh": "后厨总屏", "en": "Whole kitchen", "stations": [], "position": 0}
    return {"stations": stations, "screens": [*screens, ("kitchen", whole)]}


def place_of(template: Template, *words: str) -> Place | None:
    """Where something is made, by what it is called, the words that say most first; None where none of them does."""
    for word in words:
        for place in template.places:
            if any(_speaks_of(word.casefold(), each) for each in place.cooks):
                return place
    return next((each for each in template.places if each.station == template.usual), None)


def _speaks_of(words: str, word: str) -> bool:
    """Whether some words have this one: a Chinese one anywhere, an English one whole, or as a plural."""
    if not word.isascii():
        return word in words
    return re.search(rf"\b{re.escape(word)}(?:e?s)?\b", words) is not None


def template_of(stations: Mapping[str, object]) -> Template:
    """The template that a kitchen was begun with, as far as it can still be told."""

    def alike(template: Template) -> int:
        own = {each.station for each in template.places}
        return len(own & stations.keys()) - len(own - stations.keys())

    return max(TEMPLATES.values(), key=alike)


def station_or_last(place: Place | None, stations: Mapping[str, object]) -> str:
    """The id of a place that the kitchen has, else of the station of last resort."""
    return place.station if place is not None and place.station in stations else CATCH_ALL
