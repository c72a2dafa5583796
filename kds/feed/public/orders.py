"""Orders as the public is told of them."""

from __future__ import annotations

from msgspec import Struct

from kds.core.orders.events import RoundPlaced
from kds.core.orders.model import Line, Spice
from kds.core.types import Channel, Fire, Minor, Ms, Name
from kds.feed.public.projection import Projections


class PlacedCell(Struct, frozen=True, gc=False):
    """One cell of a pot."""

    soup: str
    spice: Spice | None


class PlacedItem(Struct, frozen=True, gc=False):
    """What is on no menu (临时菜): what it is called and where it is made."""

    name: Name
    station: str


class PlacedMeal(Struct, frozen=True, gc=False):
    """The set meal (套餐) of which a line is a part: its first line, what it is on the menu, how many were ordered."""

    meal: str
    dish: str
    name: Name
    qty: int


class PlacedLine(Struct, frozen=True, gc=False):
    """A line as it was ordered; `price_minor` is for all its portions, or for all its grams where it is weighed."""

    line: str
    id: str
    dish: str
    qty: int
    price_minor: Minor
    base: bool
    fire: Fire
    options: tuple[str, ...]
    cells: tuple[PlacedCell, ...]
    note: str
    weighed: bool
    seat: int
    course: int
    item: PlacedItem | None
    meal: PlacedMeal | None


class RoundPlacedData(Struct, frozen=True, gc=False):
    """A party ordered."""

    session: str
    bill: str
    round: str
    round_no: int
    channel: Channel
    guests: int
    made_at: Ms | None
    promised_at: Ms | None
    external_id: str
    lines: tuple[PlacedLine, ...]


def round_placed(event: RoundPlaced) -> RoundPlacedData:
    """The round with its lines in it."""
    placed = event.round
    return RoundPlacedData(
        session=event.session,
        bill=placed.bill,
        round=placed.round,
        round_no=placed.round_no,
        channel=placed.channel,
        guests=event.guests,
        made_at=placed.made_at,
        promised_at=placed.promised_at,
        external_id=placed.external_id,
        lines=tuple([_line(line) for line in event.lines]),
    )


def _line(line: Line) -> PlacedLine:
    meal = line.in_meal
    return PlacedLine(
        line=line.line,
        id=line.id,
        dish=line.dish,
        qty=line.qty,
        price_minor=line.price_minor,
        base=line.base,
        fire=line.fire,
        options=line.options,
        cells=tuple([PlacedCell(cell.soup, cell.spice) for cell in line.cells]),
        note=line.note,
        weighed=line.weighed,
        seat=line.seat,
        course=line.course,
        item=None if line.item is None else PlacedItem(line.item.name, line.item.station),
        meal=None if meal is None else PlacedMeal(meal.meal, meal.dish, meal.name, meal.qty),
    )


PROJECTIONS: Projections = {RoundPlaced: round_placed}
