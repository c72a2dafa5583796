"""Find the reservation that a command speaks of, or refuse in words."""

from __future__ import annotations

from kds.core import ids
from kds.core.floor.model import Reservation
from kds.core.state import State
from kds.core.types import Refusal, reason

UNKNOWN_RESERVATION = reason(
    "unknown_reservation", "not_found", "没有预订{reservation}", "There is no reservation {reservation}"
)
RESERVATION_ENDED = reason("reservation_ended", "conflict", "这个预订已经结束", "That reservation is over")


def reservation_of(state: State, reservation: str) -> Reservation:
    """The reservation of that id. Refused: as in `ON_RESERVATION`."""
    found = state.floor.reservations.get(reservation)
    if found is None:
        over = ids.is_past(reservation, "V", state.seq)
        raise Refusal(RESERVATION_ENDED if over else UNKNOWN_RESERVATION, reservation=reservation)
    return found


ON_RESERVATION = (UNKNOWN_RESERVATION, RESERVATION_ENDED)
