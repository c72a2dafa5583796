"""The proof (law 12): every dish, in every way in which it can be ordered, comes to a station that some screen shows,
or whose every ticket is printed, and so does every further step of it.

What routing cannot tell apart is looked at once: dishes by the routes that can take them, ways by the routes that they
can take. A hole is a station that no screen shows, with the dishes that would come there, and how.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

from kds.core.kitchen.model import CATCH_ALL, Route, Station
from kds.core.kitchen.routes import Way, leads, ordered, takes
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.themes import Theme, arranged
from kds.core.menu.model import Dish
from kds.core.printing.model import Printer, printed_always
from kds.core.types import Channel, Record, Service

SERVICES: tuple[Service, ...] = get_args(Service)
CHANNELS: tuple[Channel, ...] = get_args(Channel)


class Plan(NamedTuple):
    """What decides where a dish is made and who sees it; `dayparts` are the parts of the day by id.

    `screens` are as they are set.
    """

    dishes: Mapping[str, Dish]
    stations: Mapping[str, Station]
    screens: Mapping[str, Screen]
    routes: Mapping[str, Route]
    dayparts: tuple[str, ...]
    printers: Mapping[str, Printer] = {}
    themes: Mapping[str, Theme] = {}

    @property
    def ways(self) -> tuple[Way, ...]:
        """All in which anything can be ordered."""
        parts = self.dayparts or ("",)
        return tuple([Way(service, channel, part) for service in SERVICES for channel in CHANNELS for part in parts])

    def under(self, theme: str) -> Plan:
        """The same while a theme holds; as the screens are set, where there is no such theme."""
        found = self.themes.get(theme)
        return self if found is None else self._replace(screens=arranged(self.screens, found))


class Hole(Record, frozen=True, gc=False):
    """A station that nobody would see: the dishes that would be sent there, and in which ways; none are all of them.

    `tickets` are the open ones that stand there, and that somebody sees now. `theme`: it is one while that holds.
    """

    station: str
    dishes: tuple[str, ...]
    ways: tuple[tuple[Service, Channel, str], ...] = ()
    tickets: tuple[str, ...] = ()
    theme: str = ""


class Group(NamedTuple):
    """Dishes that routing cannot tell apart, and for each station the ways in which they come there, as bits."""

    dishes: list[str]
    stations: dict[str, int]


def shown_stations(plan: Plan) -> frozenset[str]:
    """The stations that some wall shows, or whose every ticket is printed, the catch-all as any other."""
    walls = [each.stations for each in plan.screens.values() if each.is_sure]
    shown = walls + printed_always(plan.printers)
    if any(not stations for stations in shown):
        return frozenset([*plan.stations, CATCH_ALL])
    return frozenset([station for stations in shown for station in stations])


def groups_of(plan: Plan, ways: Sequence[Way]) -> list[Group]:
    """Every dish that is made, in its group. The parts of a set meal are dishes of their own."""
    routes, meals = ordered(plan.routes.values()), _in_meals(plan)
    by_way = _by_way(routes, ways)
    free, categories, dishes = 0, dict[str, int](), dict[str, int]()
    for number, route in enumerate(routes):
        bit = 1 << number
        if not route.categories and not route.dishes:
            free |= bit
        for each in route.categories:
            categories[each] = categories.get(each, 0) | bit
        for each in route.dishes:
            dishes[each] = dishes.get(each, 0) | bit
    groups: dict[tuple[Any, ...], Group] = {}
    for dish in plan.dishes.values():
        if dish.meal:
            continue
        own = dish.station if dish.station in plan.stations else CATCH_ALL
        takes = free | categories.get(dish.category, 0) | dishes.get(dish.dish, 0)
        limits, onward = _limits(dish, meals), onward_of(plan, dish)
        key = (own, takes, onward, *limits)
        if key not in groups:
            sold = _sold(ways, *limits)
            stations = _stations(own, takes, routes, by_way, sold)
            for each in onward if sold else ():
                stations[each] = sold
            groups[key] = Group([], stations)
        groups[key].dishes.append(dish.dish)
    return list(groups.values())


def onward_of(plan: Plan, dish: Dish) -> tuple[str, ...]:
    """The stations of a dish's further steps, in whatever way it is ordered."""
    return tuple([each.station if each.station in plan.stations else CATCH_ALL for each in dish.steps])


def _in_meals(plan: Plan) -> frozenset[str]:
    """The dishes that set meals are made of: they come in whatever way the meal does."""
    groups = [group for dish in plan.dishes.values() for group in dish.meal]
    return frozenset([choice.dish for group in groups for choice in group.choices])


def _limits(dish: Dish, meals: frozenset[str]) -> tuple[tuple[Channel, ...], tuple[str, ...]]:
    """The channels and the parts of the day in which a dish can come; none are all of them."""
    return ((), ()) if dish.dish in meals else (dish.channels, dish.dayparts)


def _sold(ways: Sequence[Way], channels: tuple[Channel, ...], dayparts: tuple[str, ...]) -> int:
    """The ways, as bits, in which a dish of these channels and parts of the day is sold; none are all of them."""
    return sum(
        [
            1 << number
            for number, way in enumerate(ways)
            if (not channels or way.channel in channels) and (not dayparts or way.daypart in dayparts)
        ]
    )


def _by_way(routes: Sequence[Route], ways: Sequence[Way]) -> dict[int, int]:
    """For each set of routes that some way can take, as bits, the ways that can take just these."""
    found: dict[int, int] = {}
    for number, way in enumerate(ways):
        taken = sum([1 << place for place, route in enumerate(routes) if leads(route, way)])
        found[taken] = found.get(taken, 0) | 1 << number
    return found


def _stations(own: str, takes: int, routes: Sequence[Route], by_way: Mapping[int, int], sold: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for taken, all_ways in by_way.items():
        fits, ways = takes & taken, all_ways & sold
        if not ways:
            continue
        station = routes[(fits & -fits).bit_length() - 1].station if fits else own
        found[station] = found.get(station, 0) | ways
    return found


def hidden_ways(plan: Plan, ways: Sequence[Way]) -> dict[str, dict[str, int]]:
    """For each dish that can be ordered so that nobody sees it, by station the ways, as bits."""
    shown = shown_stations(plan)
    found: dict[str, dict[str, int]] = {}
    for group in groups_of(plan, ways):
        hidden = {station: bits for station, bits in group.stations.items() if station not in shown}
        if hidden:
            found.update(dict.fromkeys(group.dishes, hidden))
    return found


def holes(plan: Plan, before: Plan | None = None) -> list[Hole]:
    """The holes of a plan; beside those of the plan `before`, only what is new."""
    ways = plan.ways
    known = {} if before is None else hidden_ways(before, ways)
    found: dict[tuple[str, int], list[str]] = {}
    for dish, stations in hidden_ways(plan, ways).items():
        old = 0
        for bits in known.get(dish, {}).values():
            old |= bits
        for station, bits in stations.items():
            if bits & ~old:
                found.setdefault((station, bits & ~old), []).append(dish)
    every = (1 << len(ways)) - 1
    return [
        Hole(station, tuple(dishes), () if bits == every else _ways(ways, bits))
        for (station, bits), dishes in sorted(found.items())
    ]


def _ways(ways: Sequence[Way], bits: int) -> tuple[tuple[Service, Channel, str], ...]:
    taken = [way for number, way in enumerate(ways) if bits >> number & 1]
    return tuple([(each.service, each.channel, each.daypart) for each in taken])


class Place(NamedTuple):
    """Where a dish is made when it is ordered in these ways; by a route, or, where that is None, by its own station.

    `step` counts the further steps, to which it goes from there; 0 is the first.
    """

    station: str
    route: Route | None
    ways: tuple[Way, ...]
    step: int = 0


def places_of(plan: Plan, dish: Dish) -> list[Place]:
    """Every place where a dish is made, what most ways lead to first, then its further steps in their order; ways in
    which it is not sold lead nowhere.

    A part of a set meal comes in ways in which it is not sold by itself.
    """
    routes = [each for each in ordered(plan.routes.values()) if takes(each, dish)]
    own = dish.station if dish.station in plan.stations else CATCH_ALL
    found: dict[str, tuple[Route | None, list[Way]]] = {}
    ways = plan.ways
    sold = _sold(ways, *_limits(dish, _in_meals(plan)))
    for number, way in enumerate(ways):
        if not sold >> number & 1:
            continue
        route = next((each for each in routes if leads(each, way)), None)
        found.setdefault("" if route is None else route.route, (route, []))[1].append(way)
    places = [Place(own if route is None else route.station, route, tuple(ways)) for route, ways in found.values()]
    every = tuple([way for number, way in enumerate(ways) if sold >> number & 1])
    onward = enumerate(onward_of(plan, dish) if every else (), start=1)
    return sorted(places, key=lambda each: -len(each.ways)) + [Place(to, None, every, step) for step, to in onward]


class Ways(NamedTuple):
    """Some ways that are all of these services by all of these channels in all of these parts of the day."""

    services: tuple[Service, ...]
    channels: tuple[Channel, ...]
    dayparts: tuple[str, ...]


def in_blocks(ways: Sequence[Way]) -> list[Ways]:
    """Ways as few blocks, in their order."""
    parts: dict[tuple[Service, Channel], tuple[str, ...]] = {}
    for way in ways:
        key = (way.service, way.channel)
        parts[key] = (*parts.get(key, ()), way.daypart)
    channels: dict[tuple[Service, tuple[str, ...]], tuple[Channel, ...]] = {}
    for (service, channel), dayparts in parts.items():
        channels[service, dayparts] = (*channels.get((service, dayparts), ()), channel)
    services: dict[tuple[tuple[Channel, ...], tuple[str, ...]], tuple[Service, ...]] = {}
    for (service, dayparts), some in channels.items():
        services[some, dayparts] = (*services.get((some, dayparts), ()), service)
    return [Ways(some, by, dayparts) for (by, dayparts), some in services.items()]


def dishes_shown(plan: Plan, screen: Screen) -> tuple[int, int]:
    """How many dishes come to a screen in some way, and how many there are; set meals come as their dishes."""
    groups = groups_of(plan, plan.ways)
    shown = [each for each in groups if not screen.stations or any(name in screen.stations for name in each.stations)]
    return sum([len(each.dishes) for each in shown]), sum([len(each.dishes) for each in groups])
