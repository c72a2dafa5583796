"""A menu keeps the order in which it was written."""

from __future__ import annotations

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, Station
from kds.core.kitchen.station_view import stations_view
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.menu_view import menu_view
from tests.house import CATEGORIES, SmallHouse, dish, named


def test_dishes_are_listed_as_they_were_written() -> None:
    house = SmallHouse(())
    written = ("zebra", "apple", "mango")
    house.do(ChangeMenu(CATEGORIES, tuple(dish(each) for each in written), currency="CNY"))
    assert tuple(each.dish for each in menu_view(house.state).dishes) == written


def test_stations_are_listed_as_they_were_set_up_and_the_catch_all_last() -> None:
    house = SmallHouse(())
    written = ("wok", CATCH_ALL, "bar")
    house.do(ChangeKitchen(tuple(Station(each, named(each)) for each in written)))
    assert [each.station for each in stations_view(house.state)] == ["wok", "bar", CATCH_ALL]
