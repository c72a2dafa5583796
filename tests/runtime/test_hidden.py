"""Law 12, its first form: a station that no screen shows is an alarm by its name, as long as it is so (case 41)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Station
from kds.core.kitchen.screens import Screen
from kds.core.types import Command, Name
from kds.runtime.alarms import Alarm
from kds.runtime.hidden import watch_hidden
from kds.runtime.messages import HOUSE
from tests.house import NOON, SCREENS, named
from tests.runtime.running import Kitchen

WITHOUT_SCREENS = ChangeKitchen(gone=KitchenGone(screens=("wall", "cold")))


@pytest.fixture(autouse=True)
def watched(kitchen: Kitchen) -> None:
    watch_hidden(kitchen.store)


async def do(kitchen: Kitchen, command: Command) -> Alarm | None:
    """What stands after the command."""
    await kitchen.store.submit(command, HOUSE)
    return kitchen.store.alarms.get("station_hidden")


async def hiding(kitchen: Kitchen, command: Command) -> Alarm:
    alarm = await do(kitchen, command)
    assert alarm is not None
    return alarm


async def test_a_kitchen_that_shows_everything_is_no_alarm(kitchen: Kitchen) -> None:
    assert await do(kitchen, ChangeKitchen((Station("bar", named("bar")),))) is None


async def test_stations_that_no_screen_shows_are_named_until_one_does(kitchen: Kitchen) -> None:
    alarm = await hiding(kitchen, ChangeKitchen(gone=KitchenGone(screens=("wall",))))
    assert alarm.since == NOON
    assert alarm.details == {"stations": ["soup", "hot", "drinks", CATCH_ALL]}
    assert "soup（中）、hot（中）、drinks（中）、其他" in alarm.message.zh
    assert "soup, hot, drinks, Other" in alarm.message.en
    kitchen.hands.ms += 5
    rest = Screen("rest", named("rest"), ("soup", "hot", CATCH_ALL))
    alarm = await hiding(kitchen, ChangeKitchen(screens=(rest,)))
    assert (alarm.details, alarm.since) == ({"stations": ["drinks"]}, NOON)
    assert await do(kitchen, ChangeKitchen(screens=(replace(rest, stations=(*rest.stations, "drinks")),))) is None


async def test_many_stations_are_counted(kitchen: Kitchen) -> None:
    more = tuple([Station(f"s{number}", Name(zh=f"{number}档", en="")) for number in range(4)])
    alarm = await hiding(kitchen, replace(WITHOUT_SCREENS, stations=more))
    assert "soup（中）、cold（中）、hot（中）、drinks（中）、0档、+4，" in alarm.message.zh
    assert "soup, cold, hot, drinks, 0档, +4." in alarm.message.en
    assert len(alarm.details["stations"]) == 9


async def test_a_menu_without_a_screen_is_hidden(kitchen: Kitchen) -> None:
    stations = tuple([each for each in kitchen.store.state.kitchen.stations if each != CATCH_ALL])
    alarm = await hiding(kitchen, replace(WITHOUT_SCREENS, gone=KitchenGone(stations, ("wall", "cold"))))
    assert alarm.details == {"stations": [CATCH_ALL]}
    assert await do(kitchen, ChangeKitchen(screens=SCREENS[:1])) is None


async def test_it_stands_from_the_start_where_it_stood_before(kitchen: Kitchen) -> None:
    await do(kitchen, WITHOUT_SCREENS)
    kitchen.store.alarms.clear("station_hidden")
    watch_hidden(kitchen.store)
    assert "station_hidden" in kitchen.store.alarms
