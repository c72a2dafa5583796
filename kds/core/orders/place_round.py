"""Place a round (下单, 加菜): the deed that everything else serves."""

from __future__ import annotations

from typing import NamedTuple

from kds.core import ids
from kds.core.deeds import Deed, roles
from kds.core.floor.events import SessionOpened
from kds.core.floor.model import Session
from kds.core.menu.model import Dish
from kds.core.orders import party, pricing
from kds.core.orders.events import BillOpened, RoundPlaced
from kds.core.orders.model import Cell, Line, Round
from kds.core.orders.party import WRONG_TABLE, party_of
from kds.core.orders.pricing import unit_price
from kds.core.refusals import MOST, OUT_OF_RANGE, UNKNOWN_DISH, within
from kds.core.rights import NOT_YOUR_TABLE
from kds.core.state import State
from kds.core.types import (
    Answer,
    Channel,
    Command,
    Context,
    Event,
    Fire,
    Minor,
    Ms,
    Refusal,
    Service,
    Who,
    reason,
)

SOLD_OUT = reason(
    "sold_out",
    "conflict",
    "“{name_zh}”已沽清，剩余{remaining}份",
    "“{name_en}” is sold out; {remaining} left",
)
NO_LINES = reason("no_lines", "invalid", "还没有点菜", "The order has no lines")

LINE_ID_TWICE = reason(
    "line_id_twice", "invalid", "两道不同的菜用了同一个编号“{id}”", "Two different lines bear the same id “{id}”"
)

CLAIM_MS = 86_400_000
"""How far back a device may claim that it made an order."""
QTY_MOST = 999
GUESTS_MOST = 9_999


class LineWanted(Command, frozen=True, gc=False):
    """One dish of an order; `id` is made by the device and unique in its session."""

    dish: str
    qty: int
    id: str = ""
    options: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    fire: Fire | None = None
    note: str = ""


class PlaceRound(Command, frozen=True, gc=False):
    """An order of one device: `session` None means whichever party sits at the table, or a new one."""

    channel: Channel
    lines: tuple[LineWanted, ...]
    service: Service = "dine_in"
    table: str | None = None
    session: str | None = None
    guests: int = 0
    fire: Fire = "now"
    made_at: Ms | None = None
    external_id: str = ""
    promised_at: Ms | None = None


class LinePlaced(Answer, frozen=True, gc=False):
    """A line as it stands on the bill; `price_minor` is for all its portions."""

    line: str
    id: str
    dish: str
    qty: int
    price_minor: Minor


class RoundIs(Answer, frozen=True, gc=False):
    """The round that holds the lines, whether they were placed now or before."""

    seq: int
    session: str
    bill: str
    round: str
    round_no: int
    lines: tuple[LinePlaced, ...]
    tickets: tuple[str, ...]


def decide(state: State, command: PlaceRound, context: Context) -> list[Event]:
    """The party and its bill are opened where there is none; lines that exist already are not placed again."""
    at_own_table(context.who, command)
    if not command.lines:
        raise Refusal(NO_LINES)
    within("guests", command.guests, 0, GUESTS_MOST)
    within("promised_at", command.promised_at or 0, 0, MOST)
    if is_repeated(state, command):
        return []
    session = party_of(state, command.service, command.table, command.session)
    wanted = new_lines(state, command, session)
    if not wanted:
        return []
    events: list[Event] = []
    born = state.seq + 1
    if session is None:
        session_id = ids.mint("S", born)
        events.append(_opened(state, command, session_id))
    else:
        session_id = session.session
    bill_id = None if session is None else open_bill(state, session_id)
    if bill_id is None:
        bill_id = ids.mint("B", born)
        events.append(BillOpened(bill=bill_id, session=session_id))
    round_no = 1 if session is None else session.rounds + 1
    events.append(_placed(command, context, wanted, _Place(born, session_id, bill_id, round_no)))
    return events


def at_own_table(who: Who, command: PlaceRound) -> None:
    """A guest of one table orders there, and nothing to take away; a missing table is refused as such."""
    away = command.service != "dine_in" or command.table not in (None, who.table)
    if who.role == "guest" and who.table is not None and away:
        raise Refusal(NOT_YOUR_TABLE, own=who.table)


def is_repeated(state: State, command: PlaceRound) -> bool:
    """Whether a platform sends again what it sent before. Refused: wrong_table, for an id of another party's order."""
    known = state.orders.external_ids.get((command.channel, command.external_id)) if command.external_id else None
    if known is None:
        return False
    session = state.floor.sessions[state.orders.rounds[known].session]
    named = command.session is None or command.session == session.session
    if not named or (session.service, session.table) != (command.service, command.table):
        raise Refusal(WRONG_TABLE)
    return True


def new_lines(state: State, command: PlaceRound, session: Session | None) -> list[tuple[LineWanted, Dish]]:
    """The lines that do not exist yet, with their dishes, once all of them are known to be to be had."""
    wanted: list[tuple[LineWanted, Dish]] = []
    seen: dict[str, LineWanted] = {}
    counted: dict[str, int] = {}
    for line in command.lines:
        if line.id:
            if seen.setdefault(line.id, line) != line:
                raise Refusal(LINE_ID_TWICE, id=line.id)
            if seen[line.id] is not line or (
                session is not None and (session.session, line.id) in state.orders.line_ids
            ):
                continue
        within("qty", line.qty, 1, QTY_MOST)
        dish = state.menu.dishes.get(line.dish)
        if dish is None:
            raise Refusal(UNKNOWN_DISH, dish=line.dish)
        if line.dish in state.menu.stock:
            counted[line.dish] = counted.get(line.dish, 0) + line.qty
        wanted.append((line, dish))
    for dish_id, qty in counted.items():
        remaining = state.menu.stock[dish_id].remaining
        if qty > remaining:
            name = state.menu.dishes[dish_id].name
            raise Refusal(SOLD_OUT, dish=dish_id, name_zh=name.zh, name_en=name.en, remaining=remaining)
    return wanted


def open_bill(state: State, session_id: str) -> str | None:
    """The bill that takes the party's next lines, if it has one."""
    bills = [bill for bill in state.orders.session_bills[session_id] if state.orders.bills[bill].state == "open"]
    return min(bills, key=lambda bill: (state.orders.bills[bill].opened_at, bill), default=None)


class _Place(NamedTuple):
    """Where a new round belongs, and the number of the first event of its decision, from which its ids are made."""

    born: int
    session: str
    bill: str
    round_no: int


def _opened(state: State, command: PlaceRound, session_id: str) -> SessionOpened:
    day = state.day.current.value
    return SessionOpened(
        session=session_id,
        service=command.service,
        number=1 if day is None else day.sessions + 1,
        table=command.table,
        guests=command.guests,
    )


def _placed(
    command: PlaceRound,
    context: Context,
    wanted: list[tuple[LineWanted, Dish]],
    place: _Place,
) -> RoundPlaced:
    born, session_id, bill_id, round_no = place
    round_id = ids.mint("R", born)
    lines = tuple(
        _line(ids.mint("L", born, part), round_id, line, dish, command.fire)
        for part, (line, dish) in enumerate(wanted, start=1)
    )
    made_at = command.made_at
    if made_at is not None:
        made_at = min(max(made_at, context.at - CLAIM_MS), context.at)
    placed = Round(
        round=round_id,
        round_no=round_no,
        session=session_id,
        bill=bill_id,
        channel=command.channel,
        placed_at=context.at,
        lines=tuple([line.line for line in lines]),
        external_id=command.external_id,
        made_at=made_at,
        promised_at=command.promised_at,
    )
    return RoundPlaced(session=session_id, round=placed, lines=lines, guests=command.guests)


def _line(line_id: str, round_id: str, wanted: LineWanted, dish: Dish, fire: Fire) -> Line:
    base = dish.kind == "base"
    return Line(
        line=line_id,
        round=round_id,
        id=wanted.id,
        dish=wanted.dish,
        qty=wanted.qty,
        unit_minor=unit_price(dish, wanted.options, wanted.cells),
        standard_ms=dish.standard_ms,
        base=base,
        fire="now" if base else wanted.fire or fire,
        options=wanted.options,
        cells=wanted.cells,
        note=wanted.note,
    )


def answer(state: State, command: PlaceRound, events: list[Event]) -> RoundIs:
    """The lines in the order of the command, whether they were placed now or before.

    Where both kinds are there, the round is the new one; where none is new, it is the latest of the old.
    """
    placed, line_ids = _answered(state, command, events)
    lines = [state.orders.lines[line] for line in line_ids]
    return RoundIs(
        seq=state.seq,
        session=placed.session,
        bill=placed.bill,
        round=placed.round,
        round_no=placed.round_no,
        lines=tuple([LinePlaced(each.line, each.id, each.dish, each.qty, each.price_minor) for each in lines]),
        tickets=tuple(dict.fromkeys([state.kitchen.items[line].ticket for line in placed.lines])),
    )


def _answered(state: State, command: PlaceRound, events: list[Event]) -> tuple[Round, list[str]]:
    for event in events:
        if isinstance(event, RoundPlaced):
            if len(event.lines) == len(command.lines):
                return event.round, list(event.round.lines)
            return event.round, _by_id(state, command, event.session, list(event.round.lines))
    if command.external_id:
        known = state.orders.external_ids.get((command.channel, command.external_id))
        if known is not None:
            return state.orders.rounds[known], list(state.orders.rounds[known].lines)
    session = party_of(state, command.service, command.table, command.session)
    assert session is not None, "an order that adds nothing finds its lines in a session"
    line_ids = _by_id(state, command, session.session, [])
    rounds = [state.orders.rounds[state.orders.lines[line].round] for line in line_ids]
    return max(rounds, key=lambda each: each.round_no), line_ids


def _by_id(state: State, command: PlaceRound, session: str, new: list[str]) -> list[str]:
    without_id = iter([line for line in new if not state.orders.lines[line].id])
    return [state.orders.line_ids[session, line.id] if line.id else next(without_id) for line in command.lines]


DEED = Deed(
    PlaceRound,
    decide,
    answer,
    RoundIs,
    may=roles("guest", "waiter", "manager", "integration"),
    refuses=(
        NO_LINES,
        LINE_ID_TWICE,
        UNKNOWN_DISH,
        SOLD_OUT,
        OUT_OF_RANGE,
        NOT_YOUR_TABLE,
        *party.REFUSES,
        *pricing.REFUSES,
    ),
)
