"""How long a line is reckoned to take: by what was learnt of its dish where it is made, else its standard time.

What holds for a line is what holds as it is fired: it stays with it, whatever is learnt later.
"""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.kitchen.model import Item
from kds.core.kitchen.times import load_of
from kds.core.kitchen.timings import ANY, LearntTime, cell_of
from kds.core.state import State
from kds.core.types import Ms


def learns(state: State) -> bool:
    """Whether the house wants to learn how long dishes take, and reckons with it."""
    house = state.day.house.value
    return house is not None and house.learn_times


def cell_now(state: State, dish: str, station: str) -> str:
    """The cell to which a dish belongs that is fired now."""
    return cell_of(dish, station, state.menu.daypart, load_of(state.kitchen.open_tickets.count(station)))


def known(state: State, dish: str, station: str, cell: str) -> LearntTime | None:
    """What was learnt for a cell, or else of the dish at the station; None where nothing was, or it is not wanted."""
    times = state.kitchen.learnt
    if not times or not learns(state):
        return None
    found = times.get(cell)
    return times.get(cell_of(dish, station, "", ANY)) if found is None else found


def usual_ms(state: State, dish: str, station: str, standard_ms: Ms) -> Ms:
    """How long a dish takes that is fired now."""
    found = known(state, dish, station, cell_now(state, dish, station)) if state.kitchen.learnt else None
    return standard_ms if found is None else found.ms


def begun(state: State, item: Item, station: str) -> Item:
    """A line that is fired, with how long it is reckoned to take."""
    if not learns(state) or item.dish not in state.menu.dishes:
        return item
    cell = cell_now(state, item.dish, station)
    found = known(state, item.dish, station, cell)
    return replace(item, cell=cell, usual_ms=0 if found is None else found.ms)
