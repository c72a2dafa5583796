"""What the restaurant sells: dishes, their options, the pots with their cells and soups."""

from __future__ import annotations

from typing import Literal

from kds.core.types import Minor, Ms, Name, Record

DishKind = Literal["base", "dish", "drink", "sauce"]
CellPrice = Literal["fixed", "sum", "dearest"]


class Category(Record, frozen=True, gc=False):
    """A page of the menu."""

    category: str
    name: Name


class Choice(Record, frozen=True, gc=False):
    """One thing a guest may pick from an option group, and what it adds to the price of one portion."""

    option: str
    name: Name
    price_minor: Minor = 0


class OptionGroup(Record, frozen=True, gc=False):
    """A question to the guest: between `min` and `max` of its choices must be picked."""

    group: str
    name: Name
    min: int
    max: int
    choices: tuple[Choice, ...]


class Soup(Record, frozen=True, gc=False):
    """A soup that can fill a cell of a pot."""

    soup: str
    name: Name
    price_minor: Minor = 0


class Cells(Record, frozen=True, gc=False):
    """The cells of a pot: between `min` and `max` of them, each with a soup.

    `price` says what the soups add to the dish's own price: nothing (`fixed`), all of them (`sum`),
    or the dearest one (`dearest`).
    """

    min: int
    max: int
    price: CellPrice
    soups: tuple[Soup, ...]


class Dish(Record, frozen=True, gc=False):
    """A dish as it stands on the menu. `standard_ms` is how long the kitchen may take from fire to done."""

    dish: str
    name: Name
    kind: DishKind
    category: str
    station: str
    price_minor: Minor
    standard_ms: Ms
    options: tuple[OptionGroup, ...] = ()
    cells: Cells | None = None
    soon_permille: int = 0
    late_permille: int = 0
    critical_permille: int = 0
    """Thresholds of the dish's own; 0 leaves them to its station."""
    place: int = 0
    """Where it stands among the dishes, in the order in which the menu was written."""


class Menu(Record, frozen=True, gc=False):
    """The head of the published menu: everything but the dishes."""

    version: int
    currency: str
    categories: tuple[Category, ...]


class Stock(Record, frozen=True, gc=False):
    """What is left of a counted dish (限量); 0 is sold out (沽清). A dish without such a record is not counted."""

    remaining: int
    since: int = 0
    """The number of the event in which a person last counted: what was ordered before is not in this count."""
