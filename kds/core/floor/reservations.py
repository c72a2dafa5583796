"""Reservations: find the one that a command speaks of, and whether a table can be kept then, or refuse in words."""

from __future__ import annotations

from kds.core import ids
from kds.core.floor.model import GUESTS_MOST, Reservation
from kds.core.refusals import OUT_OF_RANGE, UNKNOWN_TABLE, within
from kds.core.state import State
from kds.core.types import Ms, Refusal, reason

UNKNOWN_RESERVATION = reason(
    "unknown_reservation", "not_found", "没有预订{reservation}", "There is no reservation {reservation}"
)
RESERVATION_ENDED = reason("reservation_ended", "conflict", "这个预订已经结束", "That reservation is over")
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


def reservation_of(state: State, reservation: str) -> Reservation:
    """The reservation of that id. Refused: as in `ON_RESERVATION`."""
    found = state.floor.reservations.get(reservation)
    if found is None:
        over = ids.is_past(reservation, "V", state.seq)
        raise Refusal(RESERVATION_ENDED if over else UNKNOWN_RESERVATION, reservation=reservation)
    return found


def can_be_kept(state: State, table: str, comes_at: Ms, guests: int, now: Ms, own: str = "") -> None:
    """The table is free then but for the reservation `own`. Refused: as in `CAN_BE_KEPT`."""
    if table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=table)
    within("comes_at", comes_at, now - HOUR_MS, now + AHEAD_MS)
    within("guests", guests, 0, GUESTS_MOST)
    there = [state.floor.reservations[each] for each in state.floor.reserved[table] if each != own]
    if len(there) >= MOST:
        raise Refusal(TOO_MANY_RESERVED, table=table, most=MOST)
    near = [each for each in there if abs(each.comes_at - comes_at) < APART_MS]
    if near:
        first = min(near, key=lambda each: each.comes_at)
        raise Refusal(RESERVED_ALREADY, table=table, comes_at=first.comes_at, reservation=first.reservation)


ON_RESERVATION = (UNKNOWN_RESERVATION, RESERVATION_ENDED)
CAN_BE_KEPT = (UNKNOWN_TABLE, OUT_OF_RANGE, RESERVED_ALREADY, TOO_MANY_RESERVED)
