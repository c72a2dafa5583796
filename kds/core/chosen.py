"""What was chosen of a dish, by name: its options, and the cells of a pot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kds.core.menu.model import Dish
from kds.core.orders.model import Line, Spice
from kds.core.types import Name


class PotCell(NamedTuple):
    """One cell of a pot."""

    soup: Name
    spice: Spice | None


def options_of(dish: Dish | None, line: Line) -> list[Name]:
    """What was chosen of a dish, by name."""
    groups = dish.options if dish else ()
    names = {choice.option: choice.name for group in groups for choice in group.choices}
    return _named(line.options, names)


def cells_of(dish: Dish | None, line: Line) -> list[PotCell]:
    """The cells of a pot, in its order."""
    soups = dish.cells.soups if dish and dish.cells else ()
    names = _named([cell.soup for cell in line.cells], {soup.soup: soup.name for soup in soups})
    return [PotCell(name, cell.spice) for name, cell in zip(names, line.cells, strict=True)]


def _named(ids: Iterable[str], names: Mapping[str, Name]) -> list[Name]:
    return [names.get(each) or unnamed(each) for each in ids]


def unnamed(id: str) -> Name:
    """What a new menu no longer knows is called by its id: an open ticket is shown whatever happens to the menu."""
    return Name(zh=id, en=id)
