"""Where the guests sit: areas and tables, and the parties at them."""

from __future__ import annotations

from typing import Literal

from kds.core.text import Id
from kds.core.types import Ms, Name, Record, Service

TableState = Literal["free", "seated", "paid"]
SessionState = Literal["open", "cleared"]
Phase = Literal["free", "seated", "waiting", "served"]
"""How far the service is: nobody there, nothing to bring yet, something to bring, all brought."""
Payment = Literal["none", "open", "paid"]
"""Nothing to pay, something to pay, all paid."""

GUESTS_MOST = 9_999
"""Guests of one party, at most."""


class Area(Record, frozen=True, gc=False):
    """A part of the house: the hall, the private rooms."""

    area: Id
    name: Name


class Table(Record, frozen=True, gc=False):
    """A table and how many people it seats."""

    table: Id
    area: Id
    seats: int


class LastClear(Record, frozen=True, gc=False):
    """When a table was last cleared, or a party moved from it or to it, and when the last that has left was over: paid,
    or cleared.
    """

    cleared_at: Ms
    over_at: Ms


class Session(Record, frozen=True, gc=False):
    """One party (开台), from its first order to the cleared table. `table` is None for takeaway and delivery."""

    session: str
    service: Service
    table: str | None
    number: int
    """Counts the parties of a business day; takeaway is called by it."""
    guests: int
    opened_at: Ms
    rounds: int = 0
    cleared_at: Ms | None = None
    guests_set: bool = False
    """Whether the staff set the number of guests by itself: what an order says of it no longer counts."""

    @property
    def state(self) -> SessionState:
        """Cleared parties stay until the day is closed."""
        return "open" if self.cleared_at is None else "cleared"

    @property
    def label(self) -> str:
        """What the kitchen calls the party: its table, or its number."""
        return self.table or f"#{self.number}"
