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
    """As it is to be from now on; `guests` 0 for not known."""

    reservation: Id
    table: Id
    comes_at: Ms
    guests: int = 0


def decide(state: State, command: ChangeReservation, context: Context) -> list[Event]:
    """One event, also where nothing differs."""
    found = reservation_of(state, command.reservation)
    can_be_kept(state, command.table, command.comes_at, command.guests, context.at, found.reservation)
    return [
        ReservationChanged(
            reservation=found.reservation, table=command.table, comes_at=command.comes_at, guests=command.guests
        )
    ]


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
