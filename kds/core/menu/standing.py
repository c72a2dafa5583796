"""How the menu stands: its version, the part of the day that it is, and what was on it and is still spoken of."""

from __future__ import annotations

from kds.core.menu.model import Dish, Stock
from kds.core.text import Id
from kds.core.types import Ms, Record


class Menu(Record, frozen=True, gc=False):
    """The head of the menu; `version` counts its changes."""

    version: int
    currency: str


class CurrentDaypart(Record, frozen=True, gc=False):
    """The part of the day that it is, and when it ends by the house's calendar; 0 where that is to be asked again."""

    daypart: Id
    ends_at: Ms


class Turned(Record, frozen=True, gc=False):
    """The version of the menu since which a dish costs what it costs in the present part of the day."""

    version: int


class Former(Record, frozen=True, gc=False):
    """A dish that is not on the menu and that these parties have ordered: it has left, or is an open item."""

    dish: Dish
    parties: tuple[str, ...]


class Retired(Record, frozen=True, gc=False):
    """A dish as it was when it left the menu with event `since`: receipts of before name it.

    `stock` is what was left of it, where it was counted: it comes back with the dish.
    """

    dish: Dish
    since: int
    stock: Stock | None = None
