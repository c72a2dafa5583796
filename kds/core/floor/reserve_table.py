"""Reserve a table for a time (预订). Who comes is written down elsewhere: what is personal is not in the ledger."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.floor.events import TableReserved
from kds.core.floor.model import GUESTS_MOST
from kds.core.refusals import OUT_OF_RANGE, UNKNOWN_TABLE, within
from kds.core.rights import RESERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal, reason

RESERVED_ALREADY = reason(
    "reserved_already",
    "conflict",
    "{table}桌这个时间前后已经有预订",
    "Table {table} is reserved already about that time",
)
TOO_MANY_RESERVED = reason(
    "too_many_reserved",
    "conflict",
    "{table}桌的预订太多（最多{most}个）",
    "Table {table} has too many reservations (at most {most})",
)
HOUR_MS: Ms = 3_600_000
AHEAD_MS: Ms = 366 * 24 * HOUR_MS
"""How far ahead a table is reserved, at most."""
APART_MS: Ms = 3 * HOUR_MS // 2
"""How far apart two reservations of a table are, at least."""
MOST = 100
"""Reservations of one table, at most."""


class ReserveTable(Command, frozen=True, gc=False):
    """Somebody comes at that moment, by the wall clock; `guests` 0 for not known."""

    table: Id
    comes_at: Ms
    guests: int = 0


class ReservationIs(Answer, frozen=True, gc=False):
    """The reservation: by its id whoever took it finds the name that it is for."""

    seq: int
    reservation: str
    table: str
    comes_at: Ms
    guests: int


def decide(state: State, command: ReserveTable, context: Context) -> list[Event]:
    """One event."""
    if command.table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=command.table)
    within("comes_at", command.comes_at, context.at - HOUR_MS, context.at + AHEAD_MS)
    within("guests", command.guests, 0, GUESTS_MOST)
    there = [state.floor.reservations[each] for each in state.floor.reserved[command.table]]
    if len(there) >= MOST:
        raise Refusal(TOO_MANY_RESERVED, table=command.table, most=MOST)
    near = [each for each in there if abs(each.comes_at - command.comes_at) < APART_MS]
    if near:
        first = min(near, key=lambda each: each.comes_at)
        raise Refusal(RESERVED_ALREADY, table=command.table, comes_at=first.comes_at, reservation=first.reservation)
    reservation = ids.mint("V", state.seq + 1)
    return [
        TableReserved(reservation=reservation, table=command.table, comes_at=command.comes_at, guests=command.guests)
    ]


def answer(state: State, command: ReserveTable, events: list[Event]) -> ReservationIs:
    """The new reservation."""
    (made,) = [each for each in events if isinstance(each, TableReserved)]
    return ReservationIs(
        seq=state.seq, reservation=made.reservation, table=made.table, comes_at=made.comes_at, guests=made.guests
    )


DEED = Deed(
    ReserveTable,
    decide,
    answer,
    ReservationIs,
    right=RESERVE,
    refuses=(UNKNOWN_TABLE, OUT_OF_RANGE, RESERVED_ALREADY, TOO_MANY_RESERVED),
)
