"""The ways in which a line can be ordered, and which of them a route takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kds.core.kitchen.model import Route
from kds.core.menu.model import Dish
from kds.core.types import Channel, Service


class Way(NamedTuple):
    """How a line is ordered: by which service and channel, in which part of the day; "" where it has none."""

    service: Service
    channel: Channel
    daypart: str


def ordered(routes: Iterable[Route]) -> list[Route]:
    """In the order in which they are asked."""
    return sorted(routes, key=lambda each: (each.position, each.route))


def takes(route: Route, dish: Dish) -> bool:
    """Whether lines of a dish can take this route: those of its categories, and those of its dishes."""
    if not route.categories and not route.dishes:
        return True
    return dish.category in route.categories or dish.dish in route.dishes


def taken(route: Route, dishes: Mapping[str, str]) -> list[str]:
    """Of some dishes, each with its category, those whose lines can take this route: each of its names is seen once."""
    if not route.categories and not route.dishes:
        return list(dishes)
    named, categories = set(dishes).intersection(route.dishes), set(dishes.values()).intersection(route.categories)
    return [name for name, category in dishes.items() if name in named or category in categories]


def leads(route: Route, way: Way) -> bool:
    """Whether lines that are ordered in this way can take it."""
    return (
        (not route.services or way.service in route.services)
        and (not route.channels or way.channel in route.channels)
        and (not route.dayparts or way.daypart in route.dayparts)
    )
