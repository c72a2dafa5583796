"""A reservation was cancelled, or nobody came: the table is no longer kept."""

from __future__ import annotations

from typing import Literal

from kds.core.deeds import Deed
from kds.core.floor.events import ReservationEnded
from kds.core.floor.reservations import ON_RESERVATION, reservation_of
from kds.core.rights import RESERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event


class EndReservation(Command, frozen=True, gc=False):
    """Nobody will come, or nobody came."""

    reservation: Id
    outcome: Literal["cancelled", "no_show"]


class ReservationOver(Answer, frozen=True, gc=False):
    """What became of it."""

    seq: int
    reservation: str
    outcome: str


def decide(state: State, command: EndReservation, context: Context) -> list[Event]:
    """One event."""
    found = reservation_of(state, command.reservation)
    return [ReservationEnded(reservation=found.reservation, table=found.table, outcome=command.outcome)]


def answer(state: State, command: EndReservation, events: list[Event]) -> ReservationOver:
    """As it is after the event."""
    return ReservationOver(seq=state.seq, reservation=command.reservation, outcome=command.outcome)


DEED = Deed(
    EndReservation,
    decide,
    answer,
    ReservationOver,
    right=RESERVE,
    refuses=ON_RESERVATION,
)
