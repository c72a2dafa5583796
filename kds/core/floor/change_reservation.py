"""Change a reservation: another time, another table, more guests or fewer. It keeps its id."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.events import ReservationChanged
from kds.core.floor.reservations import CAN_BE_KEPT, ON_RESERVATION, can_be_kept, reservation_of
from kds.core.floor.reserve_table import ReservationIs
from kds.core.rights import RESERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Ms


class ChangeReservation(Command, frozen=True, gc=False):
    """What is None stays as it is; `guests` 0 for not known."""

    reservation: Id
    table: Id | None = None
    comes_at: Ms | None = None
    guests: int | None = None


def decide(state: State, command: ChangeReservation, context: Context) -> list[Event]:
    """One event, also where nothing differs. Who is late already may still be moved, or be more."""
    found = reservation_of(state, command.reservation)
    table = found.table if command.table is None else command.table
    comes_at = found.comes_at if command.comes_at is None else command.comes_at
    guests = found.guests if command.guests is None else command.guests
    since = context.at if comes_at != found.comes_at else min(context.at, comes_at)
    can_be_kept(state, table, comes_at, guests, since, found.reservation)
    return [ReservationChanged(reservation=found.reservation, table=table, comes_at=comes_at, guests=guests)]


def answer(state: State, command: ChangeReservation, events: list[Event]) -> ReservationIs:
    """As it is after the event."""
    kept = state.floor.reservations[command.reservation]
    return ReservationIs(
        seq=state.seq, reservation=kept.reservation, table=kept.table, comes_at=kept.comes_at, guests=kept.guests
    )


DEED = Deed(
    ChangeReservation,
    decide,
    answer,
    ReservationIs,
    right=RESERVE,
    refuses=(*ON_RESERVATION, *CAN_BE_KEPT),
)
