"""Where the guests sit: areas and tables, and the parties at them."""

from __future__ import annotations

from typing import Literal

from kds.core.types import Ms, Name, Record, Service

TableState = Literal["free", "seated", "paid"]
SessionState = Literal["open", "cleared"]


class Area(Record, frozen=True, gc=False):
    """A part of the house: the hall, the private rooms."""

    area: str
    name: Name


class Table(Record, frozen=True, gc=False):
    """A table and how many people it seats."""

    table: str
    area: str
    seats: int


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

    @property
    def state(self) -> SessionState:
        """Cleared parties stay until the day is closed."""
        return "open" if self.cleared_at is None else "cleared"

    @property
    def label(self) -> str:
        """What the kitchen calls the party: its table, or its number."""
        return self.table or f"#{self.number}"
