"""Walls follow the theme that holds: their tickets change, their page is loaded anew, and its bar names the theme."""

from __future__ import annotations

import json

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.switch_theme import SwitchTheme
from kds.core.kitchen.themes import BarsWork, Shows, Theme
from kds.core.types import Name
from kds.feed.dark import GRACE_S, DarkStations
from kds.feed.subscriber import Frame
from tests.feed.test_wall import View, refreshed
from tests.house import SmallHouse, named

REST = Screen("rest", named("rest"), ("soup", "hot", "drinks", CATCH_ALL))
SWAPPED = Theme("swapped", named("swapped"), (Shows("cold", REST.stations), Shows("rest", ("cold",))))


def founded() -> SmallHouse:
    house = SmallHouse()
    house.do(ChangeKitchen(screens=(REST,), themes=(SWAPPED, Theme("same", named("same")))))
    return house


def types(frames: list[Frame]) -> list[str]:
    return [json.loads(each.text)["type"] for each in frames]


def test_a_wall_whose_stations_change_is_loaded_anew_with_its_tickets() -> None:
    house = founded()
    cold, rest = View(house, "cold"), View(house, "rest")
    hot, tofu = house.order("noodles", "tofu").tickets
    refreshed(house, cold), refreshed(house, rest)
    assert {each for each in cold.slots if each} == {tofu}
    house.do(SwitchTheme("swapped"))
    assert cold.told()
    assert types(cold.refresh(house.now)) == ["reload", "board"]
    assert {each for each in cold.slots if each} == {hot}
    assert cold.page().theme == named("swapped")
    refreshed(house, rest)
    assert {each for each in rest.slots if each} == {tofu}


def test_one_that_shows_the_same_says_which_theme_holds() -> None:
    house = founded()
    wall = View(house, "wall")
    refreshed(house, wall)
    assert wall.page().theme is None
    house.do(SwitchTheme("same"))
    assert wall.told()
    assert types(wall.refresh(house.now)) == ["reload"]
    assert wall.page().theme == named("same")
    house.do(ChangeKitchen(themes=(Theme("same", Name(zh="新", en="new")),)))
    assert wall.told()
    house.order("tofu")
    assert types(refreshed(house, wall)) == ["reload", "board"]


def test_walls_say_whose_bump_bars_work_another_screen_and_which() -> None:
    house = founded()
    cold, rest, wall = View(house, "cold"), View(house, "rest"), View(house, "wall")
    for each in (cold, rest, wall):
        refreshed(house, each)
    bars = (BarsWork("cold", "rest"), BarsWork("rest", "wall"))
    house.do(ChangeKitchen(themes=(Theme("same", named("same"), bars=bars[:1]),)))
    house.do(SwitchTheme("same"))
    for each in (cold, rest, wall):
        refreshed(house, each)
    assert cold.page().bars == Name(zh="键盘在“rest（中）”", en="bars at “rest”")
    assert rest.page().bars == Name(zh="“cold（中）”的键盘在此", en="bars of “cold” here")
    assert wall.page().bars is None
    house.do(ChangeKitchen(themes=(Theme("same", named("same"), bars=bars),)))
    assert rest.told()
    assert types(rest.refresh(house.now)) == ["reload"]
    said = rest.page().bars
    assert said is not None
    assert said.en == "bars at “wall”, bars of “cold” here"
    house.do(ChangeKitchen(themes=(Theme("same", named("same"), bars=(*bars[:1], BarsWork("wall", "rest"))),)))
    refreshed(house, rest)
    assert rest.page().bars == Name(zh="2块屏的键盘在此", en="bars of 2 screens here")
    house.do(SwitchTheme(""))
    assert cold.told()
    refreshed(house, cold)
    assert (cold.page().theme, cold.page().bars) == (None, None)


def test_a_wall_of_a_theme_lights_the_stations_that_it_shows_then() -> None:
    house = founded()
    dark = DarkStations(house.state)
    dark.look(["cold"], 0.0)
    house.do(SwitchTheme("swapped"))
    dark.look(["cold"], GRACE_S - 1)
    assert set(dark.found) == set()
    dark.look(["cold"], GRACE_S)
    assert dark.found == ("cold",)
