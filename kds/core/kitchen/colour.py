"""How late a line is: by the share of its standard time that has passed, and by an absolute cap."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kds.core.kitchen.model import Colour, Item, Thresholds
from kds.core.kitchen.moments import turns
from kds.core.orders.model import Line
from kds.core.state import State
from kds.core.types import Ms, Service

SEVERITY: tuple[Colour, ...] = ("fresh", "soon", "late", "critical")


def stamp_thresholds(state: State, station_id: str, lines: Iterable[Line], service: Service) -> Thresholds:
    """What a ticket of these lines is judged by: the house's thresholds, the service's, the station's, or the dish's;
    of these the last counts that there is.

    Where dishes of one ticket differ, the strictest share of each counts.
    """
    station = state.kitchen.stations.get(station_id)
    own = None if station is None else station.thresholds
    if own is None and service in state.kitchen.services:
        own = state.kitchen.services[service].thresholds
    found = own or state.kitchen.thresholds.value or Thresholds()
    dishes = [dish for line in lines if (dish := state.menu.known(line.dish)) is not None]
    special = [dish for dish in dishes if dish.soon_permille or dish.late_permille or dish.critical_permille]
    if not special:
        return found
    return _thresholds(
        min([dish.soon_permille or found.soon_permille for dish in dishes]),
        min([dish.late_permille or found.late_permille for dish in dishes]),
        min([dish.critical_permille or found.critical_permille for dish in dishes]),
        found.critical_ms,
    )


_thresholds = lru_cache(maxsize=256)(Thresholds)
"""One record for all tickets that are judged alike."""


def colour(item: Item, thresholds: Thresholds, now: Ms) -> Colour | None:
    """The colour of a line at `now`; a done line keeps the one it had then.

    None while it was never fired, and once it was ended without being made.
    """
    moments = turns(item, thresholds)
    if moments is None or item.state == "ended":
        return None
    soon, late, critical = moments
    when = now if item.done_at is None else item.done_at
    if when >= critical:
        return "critical"
    if when >= late:
        return "late"
    return "soon" if when >= soon else "fresh"


def worst(colours: Iterable[Colour | None]) -> Colour | None:
    """The most severe of some colours; None where there is none."""
    found = [each for each in colours if each is not None]
    return max(found, key=SEVERITY.index, default=None)
