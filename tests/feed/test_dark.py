"""A station is dark when no live wall has shown it for a while, and not before."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.feed import dark, hub
from kds.feed.dark import GRACE_S, DarkStations
from kds.feed.hub import Hub
from tests.feed.watching import HouseStore, Watcher, until, wall_key, watch
from tests.house import SmallHouse


def test_who_has_no_wall_is_dark_after_the_grace_and_lit_at_once() -> None:
    house = SmallHouse()
    stations = DarkStations(house.state)
    others = {*house.state.kitchen.stations} - {"cold"}
    assert not stations.look(["cold"], 100.0)
    assert stations.found == ()
    assert not stations.look(["cold"], 100.0 + GRACE_S - 0.1)
    assert stations.look(["cold"], 100.0 + GRACE_S)
    assert {*stations.found} == others
    assert stations.look(["cold", "wall"], 101.0 + GRACE_S), "a wall of all stations is live"
    assert stations.found == ()


def test_a_wall_that_loads_its_page_anew_is_no_news() -> None:
    stations = DarkStations(SmallHouse().state)
    stations.look(["wall"], 0.0)
    assert not stations.look([], GRACE_S - 1)
    assert not stations.look(["wall"], GRACE_S)
    assert not stations.look([], 2 * GRACE_S - 1)
    assert stations.found == ()


def test_walls_that_are_turned_on_again_have_time_to_come() -> None:
    stations = DarkStations(SmallHouse().state)
    stations.look(["cold"], 0.0)
    stations.look(["cold"], GRACE_S)
    stations.begin()
    assert not stations.look(["cold"], 3_600.0)
    assert stations.found == ()


def test_a_screen_that_is_gone_or_set_otherwise_lights_nothing() -> None:
    house = SmallHouse()
    stations = DarkStations(house.state)
    stations.look(["wall", "nowhere"], 0.0)
    wall = house.state.kitchen.screens["wall"]
    house.do(ChangeKitchen(screens=(replace(wall, stations=("hot",)),)))
    stations.look(["wall", "nowhere"], GRACE_S)
    assert "cold" in stations.found
    assert "hot" not in stations.found


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that does not wait."""
    monkeypatch.setattr(dark, "GRACE_S", 0.02)
    monkeypatch.setattr(hub, "BEAT_S", 0.01)


def told(wall: Watcher) -> set[str]:
    """The stations that this wall knows to be dark."""
    said = [each["dark"] for each in wall.heard if each["type"] == "alarms"]
    return {*said[-1]} if said else set()


@pytest.mark.usefixtures("hasty")
async def test_a_wall_is_told_which_stations_stand_on_no_live_wall(store: HouseStore, hub: Hub) -> None:
    cold = await watch(hub, "cold")
    await until(lambda: "hot" in told(cold))
    assert "cold" not in told(cold)
    everybody = await hub.subscribe(wall_key(), -1)
    await until(lambda: told(cold) == set())
    hub.unsubscribe(wall_key(), everybody)
    await until(lambda: "hot" in told(cold))


@pytest.mark.usefixtures("hasty")
async def test_a_bump_bar_is_no_wall(store: HouseStore, hub: Hub) -> None:
    bar = await hub.subscribe(wall_key(), -1)
    bar.paints = False
    cold = await watch(hub, "cold")
    await until(lambda: "hot" in told(cold))
    bar.paints = True
    await until(lambda: told(cold) == set())
