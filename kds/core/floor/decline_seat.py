"""Say that nobody is there where somebody asked to be seated (没人): a code was photographed, or they have gone."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.events import SeatDeclined
from kds.core.refusals import UNKNOWN_TABLE
from kds.core.rights import SEAT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Refusal


class DeclineSeat(Command, frozen=True, gc=False):
    """Somebody has looked, and nobody was there."""

    table: Id


class SeatIsDeclined(Answer, frozen=True, gc=False):
    """Nobody is waited on there."""

    seq: int
    table: str


def decide(state: State, command: DeclineSeat, context: Context) -> list[Event]:
    """One event, or none where nobody asks, or a party has been seated meanwhile."""
    if command.table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=command.table)
    ask = state.floor.seat_asks.get(command.table)
    return [] if ask is None or ask.declined_at is not None else [SeatDeclined(table=command.table)]


def answer(state: State, command: DeclineSeat, events: list[Event]) -> SeatIsDeclined:
    """As it stands after the event."""
    return SeatIsDeclined(seq=state.seq, table=command.table)


DEED = Deed(DeclineSeat, decide, answer, SeatIsDeclined, right=SEAT, refuses=(UNKNOWN_TABLE,))
