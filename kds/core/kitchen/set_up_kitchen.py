"""Set up the kitchen: its stations, screens and thresholds."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.deeds import Deed, roles
from kds.core.kitchen.events import KitchenSetUp
from kds.core.kitchen.model import CATCH_ALL, Screen, Station, Thresholds
from kds.core.kitchen.space import GRIDS
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms, Name, Permille, Refusal, reason

BAD_KITCHEN = reason("bad_kitchen", "invalid", "后厨设置有误：{fault}", "The kitchen's settings are faulty: {fault}")

PERMILLE_MOST: Permille = 100_000
CRITICAL_MOST_MS: Ms = 86_400_000
LAST_RESORT = Station(station=CATCH_ALL, name=Name(zh="其他", en="Other"))


class SetUpKitchen(Command, frozen=True, gc=False):
    """All stations and screens; the catch-all station is added where it is not among them."""

    stations: tuple[Station, ...]
    screens: tuple[Screen, ...]
    thresholds: Thresholds = Thresholds()


class KitchenSize(Answer, frozen=True, gc=False):
    """How many stations and screens the kitchen has."""

    seq: int
    stations: int
    screens: int


def decide(state: State, command: SetUpKitchen, context: Context) -> list[Event]:
    """One event."""
    stations = command.stations
    if CATCH_ALL not in [station.station for station in stations]:
        stations = (*stations, LAST_RESORT)
    for fault in faults(command, stations):
        raise Refusal(BAD_KITCHEN, fault=fault)
    return [
        KitchenSetUp(
            stations=tuple(replace(station, place=place) for place, station in enumerate(stations)),
            screens=tuple(replace(screen, place=place) for place, screen in enumerate(command.screens)),
            thresholds=command.thresholds,
        )
    ]


def faults(command: SetUpKitchen, stations: tuple[Station, ...]) -> list[str]:
    """What is wrong with the settings, in a form that their author understands."""
    names = [station.station for station in stations]
    found = [f"station {name} stands twice" for name in set(names) if names.count(name) > 1]
    for station in stations:
        if len(set(station.priority)) != len(station.priority) or not station.priority:
            found.append(f"the priority of {station.station} is empty or names a rule twice")
    screens = [screen.screen for screen in command.screens]
    found.extend(f"screen {name} stands twice" for name in set(screens) if screens.count(name) > 1)
    for screen in command.screens:
        found.extend(
            f"screen {screen.screen} shows no such station: {name}" for name in screen.stations if name not in names
        )
        if not 0 <= screen.kept < GRIDS[screen.text].cells:
            found.append(f"screen {screen.screen} keeps more cells than it has")
    for limits in [command.thresholds, *(each.thresholds for each in stations if each.thresholds)]:
        if not 0 < limits.soon_permille <= limits.late_permille <= limits.critical_permille:
            found.append("thresholds must grow: soon, late, critical")
        if limits.critical_permille > PERMILLE_MOST or not 0 < limits.critical_ms <= CRITICAL_MOST_MS:
            found.append("the thresholds of critical are out of range")
    return sorted(found)


def answer(state: State, command: SetUpKitchen, events: list[Event]) -> KitchenSize:
    """As it stands after the event."""
    return KitchenSize(seq=state.seq, stations=len(state.kitchen.stations), screens=len(state.kitchen.screens))


DEED = Deed(
    SetUpKitchen,
    decide,
    answer,
    KitchenSize,
    may=roles("manager"),
    refuses=(BAD_KITCHEN,),
)
