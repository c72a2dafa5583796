"""house.toml and menu.toml as they are written: read strictly, so that a slip in them is found at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from kds.core.kitchen.screens import ScreenRole
from kds.core.menu.model import CellPrice, DishKind
from kds.core.types import Minor, Ms, Name, Permille

_FOLDER = Path(__file__).parent
_T = TypeVar("_T")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a data file. What it does not know is a mistake in the file."""


class Named(Entry, frozen=True):
    """An entry with a Chinese and an English name."""

    zh: str
    en: str

    @property
    def name(self) -> Name:
        """Both names."""
        return Name(zh=self.zh, en=self.en)


class AreaEntry(Named, frozen=True):
    """A part of the floor: its tables and how many people they seat."""

    area: str
    seats: dict[str, int]


class ThresholdsEntry(Entry, frozen=True):
    """When a line of the station is soon, late and critical; all of them or none."""

    soon_permille: Permille
    late_permille: Permille
    critical_permille: Permille
    critical_ms: Ms


class StationEntry(Named, frozen=True):
    """A station; it has a screen of its own name."""

    station: str
    thresholds: ThresholdsEntry | None = None


class ScreenEntry(Named, frozen=True):
    """A screen of several stations; none named means all."""

    screen: str
    stations: tuple[str, ...] = ()
    role: ScreenRole = "prep"


class HouseEntry(Named, frozen=True):
    """The whole of house.toml."""

    store_id: str
    timezone: str
    cutoff_minute: int
    areas: tuple[AreaEntry, ...]
    stations: tuple[StationEntry, ...]
    screens: tuple[ScreenEntry, ...]


class ChoiceEntry(Named, frozen=True):
    """One answer to a question, and what it adds to a portion."""

    option: str
    price_minor: Minor = 0


class QuestionEntry(Named, frozen=True):
    """An option group that dishes name."""

    group: str
    min: int
    max: int
    choices: tuple[ChoiceEntry, ...]


class SoupEntry(Named, frozen=True):
    """A soup, and what a whole pot or one cell of it costs."""

    soup: str
    whole_minor: Minor
    cell_minor: Minor


class PotEntry(Entry, frozen=True):
    """The cells of a pot, what their soups add, and whether each is paid as a whole pot or as a cell."""

    cells: int
    price: CellPrice
    by: Literal["whole", "cell"]
    soups: tuple[str, ...] = ()


class MealGroupEntry(Named, frozen=True):
    """A part of a set meal: the dishes that may be chosen, each with what a portion of it adds to the meal's price."""

    group: str
    min: int
    max: int
    choices: dict[str, Minor]


class StepEntry(Entry, frozen=True):
    """A station to which a dish goes on, and how long it may take there."""

    station: str
    standard_s: int


class DishEntry(Named, frozen=True):
    """One line of the menu; what it leaves out is as its category says."""

    dish: str
    price_minor: Minor
    standard_s: int
    half_minor: Minor | None = None
    station: str | None = None
    kind: DishKind | None = None
    options: tuple[str, ...] = ()
    pot: PotEntry | None = None
    meal: tuple[MealGroupEntry, ...] = ()
    steps: tuple[StepEntry, ...] = ()
    recipe: tuple[str, ...] = ()


class CategoryEntry(Named, frozen=True):
    """A page of the menu."""

    category: str
    station: str
    kind: DishKind
    dishes: tuple[DishEntry, ...]


class MenuEntry(Entry, frozen=True):
    """The whole of menu.toml."""

    currency: str
    questions: tuple[QuestionEntry, ...]
    soups: tuple[SoupEntry, ...]
    categories: tuple[CategoryEntry, ...]


@cache
def house_file() -> HouseEntry:
    """The restaurant, its floor and its kitchen. Raises `msgspec.ValidationError` naming the faulty field."""
    return _read("house.toml", HouseEntry)


@cache
def menu_file() -> MenuEntry:
    """The menu. Raises `msgspec.ValidationError` naming the faulty field."""
    return _read("menu.toml", MenuEntry)


def _read(file: str, kind: type[_T]) -> _T:
    return msgspec.toml.decode((_FOLDER / file).read_bytes(), type=kind)
