"""A ticket as a screen draws it: ids turned into names, moments picked out for the screen's own clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.colour import turns
from kds.core.kitchen.model import Item, ItemState, Station, Ticket, Why
from kds.core.menu.model import Dish
from kds.core.orders.model import Line, Spice
from kds.core.state import State
from kds.core.types import Ms, Name
from kds.feed.ranking import Placed

COOKING: tuple[ItemState, ...] = ("fired", "started")


class Moments(NamedTuple):
    """When a ticket or a line was fired and when it becomes soon, late and critical."""

    since: Ms
    soon_at: Ms
    late_at: Ms
    critical_at: Ms


class PotCell(NamedTuple):
    """One cell of a pot."""

    soup: Name
    spice: Spice | None


class LinePicture(NamedTuple):
    """A line as a screen draws it; `moments` is None unless it is being made."""

    line: str
    dish: Name
    qty: int
    state: ItemState
    rushed: bool
    moments: Moments | None
    options: list[Name]
    cells: list[PotCell]
    note: str


class TicketPicture(NamedTuple):
    """A ticket as a screen draws it; `station` is None where the screen shows only one."""

    ticket: Ticket
    why: Why
    station: Name | None
    moments: Moments | None
    lines: list[LinePicture]


class Tally(NamedTuple):
    """How many portions of a dish are open: `qty` to cook, `held` waiting to be called for."""

    dish: Name
    qty: int
    held: int


def ticket_picture(state: State, placed: Placed, with_station: bool) -> TicketPicture:
    """The picture of a ticket; it is as late as its latest line."""
    ticket = placed.ticket
    lines = [_line(state, item, ticket) for item in placed.items]
    running = [line.moments for line in lines if line.moments is not None]
    station = state.stations.get(ticket.station) or Station(ticket.station, Name(zh=ticket.station, en=ticket.station))
    return TicketPicture(
        ticket=ticket,
        why=placed.why,
        station=station.name if with_station else None,
        moments=Moments(*map(min, zip(*running, strict=True))) if running else None,
        lines=lines,
    )


def _line(state: State, item: Item, ticket: Ticket) -> LinePicture:
    line = state.lines[item.line]
    dish = state.dishes.get(item.dish)
    moments = None
    if item.state in COOKING and item.fired_at is not None:
        moments = Moments(item.fired_at, *(turns(item, ticket.thresholds) or (item.fired_at,) * 3))
    return LinePicture(
        line=item.line,
        dish=dish.name if dish else _unnamed(item.dish),
        qty=item.qty,
        state=item.state,
        rushed=item.rushed_at is not None,
        moments=moments,
        options=_options(dish, line),
        cells=_cells(dish, line),
        note=line.note,
    )


def _options(dish: Dish | None, line: Line) -> list[Name]:
    groups = dish.options if dish else ()
    names = {choice.option: choice.name for group in groups for choice in group.choices}
    return _named(line.options, names)


def _cells(dish: Dish | None, line: Line) -> list[PotCell]:
    soups = dish.cells.soups if dish and dish.cells else ()
    names = _named([cell.soup for cell in line.cells], {soup.soup: soup.name for soup in soups})
    return [PotCell(name, cell.spice) for name, cell in zip(names, line.cells, strict=True)]


def _named(ids: Iterable[str], names: Mapping[str, Name]) -> list[Name]:
    return [names.get(each) or _unnamed(each) for each in ids]


def _unnamed(id: str) -> Name:
    """What a new menu no longer knows is called by its id: an open ticket is shown whatever happens to the menu."""
    return Name(zh=id, en=id)


def tally(state: State, stations: Iterable[str]) -> list[Tally]:
    """The all-day list (合计) of these stations, most portions first."""
    return [
        Tally(state.dishes[each.dish].name if each.dish in state.dishes else _unnamed(each.dish), each.qty, each.held)
        for each in all_day(state, stations)
    ]
