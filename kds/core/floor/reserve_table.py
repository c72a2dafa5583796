"""Reserve a table for a time (预订). Who comes is written down elsewhere: what is personal is not in the ledger."""

from __future__ import annotations

from kds.core import ids
from kds.core.deeds import Deed
from kds.core.floor.events import TableReserved
from kds.core.floor.reservations import CAN_BE_KEPT, can_be_kept
from kds.core.rights import RESERVE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Ms


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
    can_be_kept(state, command.table, command.comes_at, command.guests, context.at)
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
    refuses=CAN_BE_KEPT,
)
