"""What the dinner reads of the public API's answers. Fields that it has no use for are left out and ignored."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from kds.core.types import Minor, Ms


class Wire(msgspec.Struct, frozen=True):
    """A JSON object of the API; unknown fields are ignored, as a client of an additive interface does."""


class Choice(Wire, frozen=True):
    """An option that a guest may pick."""

    option: str


class Group(Wire, frozen=True):
    """A question with between `min` and `max` answers."""

    group: str
    min: int
    max: int
    choices: list[Choice]


class Soup(Wire, frozen=True):
    """A soup for a cell of a pot."""

    soup: str


class Cells(Wire, frozen=True):
    """How many cells a pot has, and what may fill them."""

    min: int
    max: int
    soups: list[Soup]


class Part(Wire, frozen=True):
    """A dish that may be chosen for a set meal."""

    dish: str


class Parts(Wire, frozen=True):
    """A part of a set meal: between `min` and `max` portions of its choices."""

    group: str
    min: int
    max: int
    choices: list[Part]


class Dish(Wire, frozen=True):
    """A dish on the menu; a set meal has parts."""

    dish: str
    kind: Literal["base", "dish", "drink", "sauce"]
    category: str
    options: list[Group] = []
    cells: Cells | None = None
    meal: list[Parts] = []
    sold_out: bool = False
    remaining: int | None = None


class Menu(Wire, frozen=True):
    """The menu as it stands."""

    dishes: list[Dish]


class Table(Wire, frozen=True):
    """A table and whether it is free."""

    table: str
    seats: int
    state: str


class Tables(Wire, frozen=True):
    """All tables."""

    tables: list[Table]


class PartyIs(Wire, frozen=True):
    """A party that is there."""

    session: str
    guests: int
    due_minor: Minor = 0
    bills: list[str] = []


class Sessions(Wire, frozen=True):
    """All parties that are there."""

    sessions: list[PartyIs]


class Placed(Wire, frozen=True):
    """A line as the server acknowledged it."""

    line: str
    id: str
    dish: str
    qty: int
    price_minor: Minor


class RoundIs(Wire, frozen=True):
    """An acknowledged round."""

    session: str
    bill: str
    round: str
    lines: list[Placed]
    tickets: list[str]


class BillLine(Wire, frozen=True):
    """A line on a bill, with where it is on its way."""

    line: str
    dish: str
    qty: int
    state: str
    price_minor: Minor
    due_at: Ms | None = None


class BillMeal(Wire, frozen=True):
    """A set meal on a bill: `meal` is the first of its lines."""

    meal: str
    dish: str
    qty: int
    price_minor: Minor
    lines: list[str]


class Bill(Wire, frozen=True):
    """A bill."""

    bill: str
    session: str
    state: str
    lines: list[BillLine]
    total_minor: Minor
    paid_minor: Minor
    meals: list[BillMeal] = []


class Station(Wire, frozen=True):
    """A station of the kitchen."""

    station: str


class Stations(Wire, frozen=True):
    """All stations."""

    stations: list[Station]


class TicketLine(Wire, frozen=True):
    """A line on a ticket."""

    line: str
    dish: str
    qty: int
    state: str
    stop: bool = False
    step: int = 1


class Ticket(Wire, frozen=True):
    """An open ticket."""

    ticket: str
    state: str
    lines: list[TicketLine]
    why: str = ""
    due_at: Ms | None = None


class Tickets(Wire, frozen=True):
    """The open tickets of a station, in the order to cook them."""

    tickets: list[Ticket]


class Health(Wire, frozen=True):
    """How far the ledger has come."""

    seq: int


class FeedEvent(Wire, frozen=True):
    """A public event."""

    seq: int
    type: str
    data: dict[str, Any]


class Events(Wire, frozen=True):
    """A page of public events; `next` is where the following page begins."""

    events: list[FeedEvent]
    next: int


class Done(Wire, frozen=True):
    """An answer of which only the success matters."""


class Problem(Wire, frozen=True):
    """Why a request was refused (RFC 9457)."""

    reason: str = ""
    detail: str = ""
    title: str = ""
