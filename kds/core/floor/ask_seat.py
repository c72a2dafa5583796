"""Ask to be seated (想点餐): guests are at a table that the staff have to open before anything is ordered there."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.floor.events import SeatAsked
from kds.core.floor.model import ASK_AGAIN_MS
from kds.core.parties import running_at
from kds.core.refusals import UNKNOWN_TABLE
from kds.core.rights import CALL, FORBIDDEN, NOT_YOUR_TABLE, at_own_table
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Ms, Refusal, reason

SEAT_UNASKED = reason(
    "seat_unasked",
    "conflict",
    "本店不用等服务员开台，可以直接点餐",
    "This house does not seat its guests first: order right away",
)
SEATED_ALREADY = reason(
    "seated_already", "conflict", "{table}桌已经开台，可以点餐了", "Table {table} has been opened: order right away"
)
SEAT_DECLINED = reason(
    "seat_declined",
    "conflict",
    "服务员在{table}桌没有看到客人，请当面找服务员",
    "The staff did not find anybody at table {table}; please ask them in person",
)


class AskSeat(Command, frozen=True, gc=False):
    """Somebody is at this table and wants to order."""

    table: Id


class SeatAskIs(Answer, frozen=True, gc=False):
    """The staff know, and since when."""

    seq: int
    table: str
    asked_at: Ms


def decide(state: State, command: AskSeat, context: Context) -> list[Event]:
    """One event, or none within a minute. Where the staff have just found nobody, nobody is to be sent there again."""
    table, house, now = command.table, state.day.house.value, context.at
    if context.who.role == "guest" and context.who.table is None:
        raise Refusal(FORBIDDEN)
    at_own_table(context.who, table)
    if table not in state.floor.tables:
        raise Refusal(UNKNOWN_TABLE, table=table)
    if house is None or not house.seated_first:
        raise Refusal(SEAT_UNASKED)
    if running_at(state, table):
        raise Refusal(SEATED_ALREADY, table=table)
    ask = state.floor.seat_asks.get(table)
    if ask is not None and ask.was_declined(now):
        raise Refusal(SEAT_DECLINED, table=table)
    if ask is None or not ask.waits(now):
        return [SeatAsked(table=table)]
    return [] if 0 <= now - ask.last_asked_at < ASK_AGAIN_MS else [SeatAsked(table=table, again=True)]


def answer(state: State, command: AskSeat, events: list[Event]) -> SeatAskIs:
    """As it stands after the event."""
    return SeatAskIs(seq=state.seq, table=command.table, asked_at=state.floor.seat_asks[command.table].asked_at)


DEED = Deed(
    AskSeat,
    decide,
    answer,
    SeatAskIs,
    right=CALL,
    refuses=(NOT_YOUR_TABLE, UNKNOWN_TABLE, SEAT_UNASKED, SEATED_ALREADY, SEAT_DECLINED),
)
