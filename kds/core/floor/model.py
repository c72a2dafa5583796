"""Where the guests sit: areas and tables, and the parties at them."""

from __future__ import annotations

from typing import Literal

from kds.core.text import Id
from kds.core.types import Ms, Name, Record, Service

TableState = Literal["free", "seated", "paid"]
SessionState = Literal["open", "cleared", "merged"]
Phase = Literal["free", "seated", "waiting", "served"]
"""How far the service is: nobody there, nothing to bring yet, something to bring, all brought."""
Payment = Literal["none", "open", "paid"]
"""Nothing to pay, something to pay, all paid."""

ReservationEnd = Literal["seated", "cancelled", "no_show"]
"""What became of a reservation."""

ASK_AGAIN_MS: Ms = 60_000
"""How soon guests who wait to be seated may say so again and be heard."""
ASK_SHOWN_MS: Ms = 10 * 60_000
"""For so long after they have said so last they are waited on: whoever sits there says it again."""

GUESTS_MOST = 9_999
"""Guests of one party, at most."""
BETWEEN = "；"
"""Between the notes of parties that were merged."""


class Area(Record, frozen=True, gc=False):
    """A part of the house: the hall, the private rooms."""

    area: Id
    name: Name


class Table(Record, frozen=True, gc=False):
    """A table and how many people it seats.

    `base_gate_ms` is how long its dishes wait for the base to be served, 0 not at all; None leaves that to the house.
    """

    table: Id
    area: Id
    seats: int
    base_gate_ms: Ms | None = None


class Reservation(Record, frozen=True, gc=False):
    """A table that is kept for somebody (预订), who is named elsewhere: what is personal is not in the ledger."""

    reservation: str
    table: str
    comes_at: Ms
    guests: int


class Uncleaned(Record, frozen=True, gc=False):
    """A table that guests have left, and that nobody has cleaned since."""

    table: str
    cleared_since: Ms


class SeatAsk(Record, frozen=True, gc=False):
    """Guests want to order at a table that is not open (想点餐); `declined_at` is when the staff found nobody there."""

    table: str
    asked_at: Ms
    last_asked_at: Ms
    declined_at: Ms | None = None

    @property
    def until_at(self) -> Ms:
        """From when on nobody is thought to be there, unless they ask again."""
        return self.last_asked_at + ASK_SHOWN_MS

    def waits(self, now: Ms) -> bool:
        """Whether somebody is to go there."""
        return self.declined_at is None and now < self.until_at

    def was_declined(self, now: Ms) -> bool:
        """Whether somebody of the staff was there just now, and found nobody."""
        return self.declined_at is not None and 0 <= now - self.declined_at < ASK_SHOWN_MS


class LastClear(Record, frozen=True, gc=False):
    """When a table was last cleared, or a party moved from it or to it, and when the last that has left was over: paid,
    or cleared.
    """

    cleared_at: Ms
    over_at: Ms
    born: int = 0
    """When the newest of those was opened that have left it, or have gone elsewhere: the number of that event."""
    left: int = 0
    """The same of the party that was over last of those that have left, and when that was over."""
    left_at: Ms = 0


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
    share: int = 0
    """Tells apart the parties that share a table (搭台): from 1; 0 for one that has sat there alone from the first."""
    served_by: str = ""
    """Who serves it: the opaque id of one of the staff; "" for nobody in particular."""
    note: str = ""
    allergies: str = ""
    """What the kitchen has to know of the whole party (整单备注, 忌口): every round inherits it."""
    asked_at: Ms | None = None
    """When it asked for the bill, and has not ordered since."""
    into: str | None = None
    """The party that it was merged into (并台): it stays beside that one until it is taken apart, or leaves with it."""
    plate: str = ""
    """The number plate (桌牌) that stands on its table, where it sits at none that the house knows."""

    @property
    def state(self) -> SessionState:
        """Cleared parties stay until the day is closed."""
        if self.into is not None:
            return "merged"
        return "open" if self.cleared_at is None else "cleared"

    @property
    def label(self) -> str:
        """What the kitchen calls the party: its table, with a number where several share it, or its own number.

        With a number goes the plate by which who brings the dishes finds it.
        """
        if self.table is None:
            return f"#{self.number} ▲{self.plate}" if self.plate else f"#{self.number}"
        return f"{self.table}-{self.share}" if self.share else self.table


class FloorGone(Record, frozen=True, gc=False):
    """What the floor has no more, by id; what it has not is gone already."""

    areas: tuple[Id, ...] = ()
    tables: tuple[Id, ...] = ()


class FloorChange(Record, frozen=True, gc=False):
    """Areas and tables as they are to be, each whole, and those that go; all others stay as they are."""

    areas: tuple[Area, ...] = ()
    tables: tuple[Table, ...] = ()
    gone: FloorGone = FloorGone()
