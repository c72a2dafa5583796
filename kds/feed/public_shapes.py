"""The shapes of the public events' data. Members are added to them, never changed or taken away."""

from __future__ import annotations

from msgspec import Struct

from kds.core.kitchen.model import TicketState
from kds.core.orders.model import Spice, Tender
from kds.core.types import Channel, Fire, Minor, Ms, Service


class FoundedData(Struct, frozen=True, gc=False):
    """The store began, or changed its settings."""

    store_id: str
    currency: str
    timezone: str
    business_day: str


class DayClosedData(Struct, frozen=True, gc=False):
    """A business day ended; the sessions that left with it."""

    business_day: str
    sessions: tuple[str, ...]
    next_business_day: str


class ClockSteppedData(Struct, frozen=True, gc=False):
    """The wall clock jumped."""

    delta_ms: Ms


class MenuPublishedData(Struct, frozen=True, gc=False):
    """There is a new menu to fetch."""

    version: int


class StockCountedData(Struct, frozen=True, gc=False):
    """So much of a dish is left; null is not counted."""

    dish: str
    remaining: int | None


class FloorLaidOutData(Struct, frozen=True, gc=False):
    """The tables of the house."""

    tables: tuple[str, ...]


class SessionOpenedData(Struct, frozen=True, gc=False):
    """A party was seated, or began a takeaway, which is called by `number`."""

    session: str
    service: Service
    table: str | None
    number: int
    guests: int


class SessionClearedData(Struct, frozen=True, gc=False):
    """A party has left."""

    session: str


class BillOpenedData(Struct, frozen=True, gc=False):
    """A party owes on a new bill."""

    session: str
    bill: str


class PlacedCell(Struct, frozen=True, gc=False):
    """One cell of a pot."""

    soup: str
    spice: Spice | None


class PlacedLine(Struct, frozen=True, gc=False):
    """A line as it was ordered; `price_minor` is for all its portions."""

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


class LineVoidedData(Struct, frozen=True, gc=False):
    """A line was taken back; so much leaves its bill."""

    session: str
    bill: str
    line: str
    reason: str
    price_minor: Minor


class PaymentTakenData(Struct, frozen=True, gc=False):
    """Money came in for a bill."""

    session: str
    bill: str
    tender: Tender
    amount_minor: Minor


class BillClosedData(Struct, frozen=True, gc=False):
    """All of a bill is paid."""

    session: str
    bill: str
    total_minor: Minor


class KitchenSetUpData(Struct, frozen=True, gc=False):
    """The stations and screens of the kitchen."""

    stations: tuple[str, ...]
    screens: tuple[str, ...]


class RoutedTicket(Struct, frozen=True, gc=False):
    """The lines of a round for one station."""

    ticket: str
    station: str
    label: str
    round: str
    round_no: int
    base: bool
    state: TicketState
    lines: tuple[str, ...]


class TicketsRoutedData(Struct, frozen=True, gc=False):
    """A round became tickets."""

    session: str
    tickets: tuple[RoutedTicket, ...]


class TicketData(Struct, frozen=True, gc=False):
    """These lines of a ticket changed."""

    session: str
    ticket: str
    lines: tuple[str, ...]


class LineData(Struct, frozen=True, gc=False):
    """A line changed."""

    session: str
    ticket: str
    line: str


class TicketShownData(Struct, frozen=True, gc=False):
    """A screen painted a ticket for the first time, `delay_ms` after it was submitted."""

    session: str
    ticket: str
    screen: str
    delay_ms: Ms


class TicketAcknowledgedData(Struct, frozen=True, gc=False):
    """Somebody took charge of a ticket that no screen had shown."""

    session: str
    ticket: str
