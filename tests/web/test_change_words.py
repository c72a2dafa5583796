"""Every field of every setting has a name in both languages, and every value is told as people say it."""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from msgspec.structs import replace

from kds.core.billing.model import BillingChange
from kds.core.billing.offered import REASONS, Reasons
from kds.core.changes.diff import Thing, things
from kds.core.changes.items import change_back
from kds.core.changes.model import Wanted
from kds.core.changes.names import VALUES
from kds.core.day.model import HouseChange
from kds.core.floor.model import FloorChange
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenChange, KitchenGone, Route, Thresholds
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.themes import BarsWork, Theme
from kds.core.menu.model import Dish, MenuChange, MenuGone, PriceAt
from kds.core.types import Name
from kds.web.pages.change_words import Words
from kds.web.pages.field_words import FIELDS, LISTS
from tests.house import SmallHouse, named

CHANGES = {
    "menu": MenuChange,
    "kitchen": KitchenChange,
    "floor": FloorChange,
    "billing": BillingChange,
    "house": HouseChange,
}
UNSAID = {"priced_in"}
"""What the house reckons by itself."""


def records(hint: Any) -> set[type[msgspec.Struct]]:
    """Every class of records within a type, however deep, but for names."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        if hint is Name:
            return set()
        deeper = [records(each) for each in get_type_hints(hint).values()]
        return {hint}.union(*deeper)
    return set().union(*[records(each) for each in get_args(hint)]) if get_origin(hint) or get_args(hint) else set()


def test_every_field_that_can_change_has_a_name() -> None:
    found: set[str] = set()
    for change in CHANGES.values():
        for name, hint in get_type_hints(change).items():
            for kind in records(hint) if name != "gone" else ():
                fields = kind.__struct_fields__
                key = isinstance(get_type_hints(kind)[fields[0]], type)
                found |= set(fields[1:] if key and get_type_hints(kind)[fields[0]] is str else fields)
    assert found - UNSAID - FIELDS.keys() == set()


def test_every_list_and_every_value_has_a_name() -> None:
    lists, values = set(), set()
    for part, change in CHANGES.items():
        gone = get_type_hints(change).get("gone")
        listed = set() if gone is None else set(gone.__struct_fields__)
        lists |= {f"{part}.{name}" for name in listed}
        values |= {f"{part}.{name}" for name in change.__struct_fields__ if name not in listed | {"gone"}}
    assert lists == LISTS.keys()
    assert values == VALUES.keys()


def told(small: SmallHouse, wanted: Wanted) -> list[str]:
    """The lines of a change in English."""
    found: list[Thing] = list(things(change_back(small.state, wanted), wanted))
    words, lines = Words(small.state), []
    for each in map(words.thing, found):
        head = f"{each.sort.en} {each.name.en}"
        if each.kind != "changed":
            lines.append(f"{head}: {each.kind}")
        for line in each.lines:
            what = line.word.en if line.word else f"{line.before.en} → {line.after.en}"
            lines.append(f"{head}: {line.label.en}: {what}")
    return lines


@pytest.fixture
def small() -> SmallHouse:
    return SmallHouse()


def test_a_dish_in_words(small: SmallHouse) -> None:
    tofu = small.state.menu.dishes["tofu"]
    other = replace(
        tofu,
        name=Name(zh="嫩豆腐", en="Silken tofu"),
        price_minor=1500,
        standard_ms=90_000,
        station="hot",
        weighed=True,
        allergens=("soy",),
        prices=(PriceAt(1400, ("delivery",)), PriceAt(1300)),
        code="tf",
    )
    assert told(small, Wanted(menu=MenuChange(dishes=(other,)))) == [
        "Dish Silken tofu: Name: tofu（中） / tofu → 嫩豆腐 / Silken tofu",
        "Dish Silken tofu: Station: cold → hot",
        "Dish Silken tofu: Price: ¥12.00 → ¥15.00",
        "Dish Silken tofu: Standard time: 3 min → 90 s",
        "Dish Silken tofu: Sold by weight: no → yes",
        "Dish Silken tofu: Quick code: — → tf",
        "Dish Silken tofu: Allergens: — → Soy",
        "Dish Silken tofu: Other prices: — → ¥14.00 (Delivery platform), ¥13.00",
    ]


def test_a_screen_of_no_station_named_shows_all_of_them(small: SmallHouse) -> None:
    wall = replace(small.state.kitchen.screens["wall"], stations=("cold",))
    assert told(small, Wanted(kitchen=KitchenChange(screens=(wall,)))) == [
        "Screen wall: Stations shown: all stations → cold"
    ]


def test_what_bump_bars_work_is_told_by_the_names_of_screens(small: SmallHouse) -> None:
    theme = Theme("t", named("t"), bars=(BarsWork("cold", "wall"),))
    line = "those of cold work wall"
    assert told(small, Wanted(kitchen=KitchenChange(themes=(theme,)))) == [
        "Kitchen theme t: new",
        f"Kitchen theme t: What bump bars work: — → {line}",
    ]
    small.do(ChangeKitchen(themes=(theme,), screens=(Screen("rest", named("rest")),)))
    other = replace(theme, bars=(BarsWork("cold", "rest"),))
    (said,) = told(small, Wanted(kitchen=KitchenChange(themes=(other,))))
    assert said.endswith("wall → rest"), said


def test_options_and_soups_are_called_by_their_names(small: SmallHouse) -> None:
    def cheaper(dish: Dish) -> Dish:
        cut, extras = dish.options
        choices = (replace(cut.choices[1], price_minor=100), *cut.choices[2:])
        return replace(dish, options=(replace(cut, choices=choices), extras))

    beef = cheaper(small.state.menu.dishes["beef"])
    assert told(small, Wanted(menu=MenuChange(dishes=(beef,)))) == [
        "Dish beef: Options · cut · Choices · thick · Price: ¥3.00 → ¥1.00",
        "Dish beef: Options · cut · Choices · thin: gone",
    ]


def test_what_comes_and_goes_and_what_is_so_already(small: SmallHouse) -> None:
    dishes = small.state.menu.dishes
    menu = MenuChange(
        dishes=(replace(dishes["tofu"], dish="new", name=named("new")), dishes["cola"]), gone=MenuGone(dishes=("beef",))
    )
    route = Route("r", named("r"), "hot", dishes=("tofu",))
    kitchen = KitchenChange(
        gone=KitchenGone(screens=("cold",)), thresholds=Thresholds(late_permille=1200), routes=(route,)
    )
    assert told(small, Wanted(menu=menu, kitchen=kitchen)) == [
        "Dish new: new",
        "Dish new: Kind: — → dish",
        "Dish new: Category: — → all",
        "Dish new: Station: — → cold",
        "Dish new: Price: — → ¥12.00",
        "Dish new: Standard time: — → 3 min",
        "Dish cola: same",
        "Dish beef: gone",
        "Screen cold: gone",
        "Route r: new",
        "Route r: Station: — → hot",
        "Route r: Dishes: — → tofu",
        "Setting Lateness in the whole house: Late: 100% → 120%",
    ]


def test_reasons_are_told_by_what_they_are_for(small: SmallHouse) -> None:
    cold = Name(zh="凉了", en="Cold")
    reasons = (Reasons("void", (cold,), free=False), *[each for each in REASONS if each.deed != "void"])
    lines = told(small, Wanted(billing=BillingChange(reasons=reasons)))
    assert lines[0].startswith("Setting Reasons: Void a dish · Reasons offered: 客人不要了 / The guest")
    assert lines[0].endswith(" → 凉了 / Cold")
    assert lines[1:] == ["Setting Reasons: Void a dish · Another reason may be written: yes → no"]


def test_the_house_and_its_charging(small: SmallHouse) -> None:
    wanted = Wanted(house=HouseChange(cutoff_minute=330), billing=BillingChange(round_to_minor=100))
    assert told(small, wanted) == [
        "Setting What cash is rounded to: What cash is rounded to: ¥0.01 → ¥1.00",
        "Setting When the day ends: When the day ends: 04:00 → 05:30",
    ]
