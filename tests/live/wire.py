"""What the tests read of the public interface's answers; members that they have no use for are ignored."""

from __future__ import annotations

from typing import Any

import msgspec


class Wire(msgspec.Struct, frozen=True):
    """A JSON object of the interface."""


class Placed(Wire, frozen=True):
    """A line as it was acknowledged, and as the public event has it."""

    line: str
    id: str
    dish: str
    qty: int
    price_minor: int


class RoundIs(Wire, frozen=True):
    """An acknowledged order."""

    seq: int
    session: str
    bill: str
    round: str
    round_no: int
    lines: list[Placed]
    tickets: list[str]


class BillLine(Wire, frozen=True):
    """A line on a bill."""

    line: str
    dish: str
    qty: int
    state: str
    station: str
    price_minor: int


class Bill(Wire, frozen=True):
    """A bill."""

    bill: str
    table: str | None
    session: str
    state: str
    lines: list[BillLine]
    total_minor: int
    paid_minor: int


class TicketLine(Wire, frozen=True):
    """A line on a ticket."""

    line: str
    dish: str
    qty: int
    state: str


class Ticket(Wire, frozen=True):
    """A ticket that is not done."""

    ticket: str
    table: str | None
    lines: list[TicketLine]
    submitted_at: int = 0


class Tickets(Wire, frozen=True):
    """What a station has to cook."""

    tickets: list[Ticket]
    more: int = 0


class Station(Wire, frozen=True):
    """A station."""

    station: str


class Stations(Wire, frozen=True):
    """All stations."""

    stations: list[Station]


class TableIs(Wire, frozen=True):
    """A table with its open sessions and bills."""

    session: str | None
    sessions: list[Any]
    bills: list[str]


class Event(Wire, frozen=True):
    """A public event."""

    seq: int
    type: str
    at: int
    data: dict[str, Any]


class Events(Wire, frozen=True):
    """A page of them."""

    events: list[Event]
    next: int


class RawEvents(Wire, frozen=True):
    """The same, each event as the bytes that were sent."""

    events: list[msgspec.Raw]
    next: int


class Words(Wire, frozen=True):
    """A text in both languages."""

    zh: str
    en: str


class Alarm(Wire, frozen=True):
    """Something that the house must know."""

    code: str
    since: int
    message: Words
    details: dict[str, Any]


class Health(Wire, frozen=True):
    """How the server fares."""

    ready: bool
    seq: int
    commit_lag_ms: int
    queue_depth: int
    alarms: list[Alarm]
    now: int

    @property
    def alarm_codes(self) -> list[str]:
        """The alarms that stand."""
        return [each.code for each in self.alarms]

    @property
    def broken(self) -> list[str]:
        """The alarms about the machine. Most tests have no screens, so that nobody sees their tickets."""
        return [each for each in self.alarm_codes if each != "ticket_unseen"]


class Problem(Wire, frozen=True):
    """Why a request was refused."""

    reason: str
    status: int
