"""Place a round (下单, 加菜): the deed that everything else serves."""

from __future__ import annotations

from typing import NamedTuple

from kds.core import ids
from kds.core.deeds import Deed, Urgency, roles
from kds.core.floor.events import SessionOpened
from kds.core.floor.model import GUESTS_MOST, Session
from kds.core.orders import outside, party, wanted
from kds.core.orders.again import LINE_DIFFERS, those_new
from kds.core.orders.events import BillOpened, RoundPlaced
from kds.core.orders.model import Line, OutsideOrder, PlacedRound
from kds.core.orders.outside import ORDER_DIFFERS
from kds.core.orders.party import Whose, at_own_table, party_of
from kds.core.orders.wanted import LINE_ID_TWICE, LineWanted, Offer, each_once, to_be_had
from kds.core.parties import next_number
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import may
from kds.core.state import State
from kds.core.text import ExternalId, Id
from kds.core.types import (
    SYSTEM,
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

NO_LINES = reason("no_lines", "invalid", "还没有点菜", "The order has no lines")

CLAIM_MS = 86_400_000
"""How far back a device may claim that it made an order."""
STAFF = roles("waiter", "manager")
"""Whose count of the guests replaces what was known."""


class PlaceRound(Command, frozen=True, gc=False):
    """An order of one device: `session` None means the party that is still eating at the table, or a new one.

    `menu_version` is the menu that it was ordered from.
    """

    channel: Channel
    lines: tuple[LineWanted, ...]
    service: Service = "dine_in"
    table: Id | None = None
    session: Id | None = None
    guests: int = 0
    fire: Fire = "now"
    made_at: Ms | None = None
    external_id: ExternalId = ""
    promised_at: Ms | None = None
    menu_version: int | None = None

    @property
    def whose(self) -> Whose:
        """What it says of whose it is."""
        return Whose(self.service, self.table, self.session, self.made_at)


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
    whose = command.whose
    at_own_table(state, context.who, whose)
    if not command.lines:
        raise Refusal(NO_LINES)
    within("guests", command.guests, 0, GUESTS_MOST)
    within("promised_at", command.promised_at or 0, 0, MOST)
    lines = each_once(command.lines)
    if is_repeated(state, command, lines, context.who):
        return []
    session = party_of(state, context.who, whose)
    veiled = context.who.role == "guest"
    new = lines if session is None else those_new(state, session.session, lines, command.fire, veiled=veiled)
    if not new:
        return []
    offers = to_be_had(state, new, command.menu_version)
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
    belongs = _Belongs(born, session_id, bill_id, 1 if session is None else session.rounds + 1)
    events.append(_placed(state, command, context, offers, belongs))
    return events


def is_repeated(state: State, command: PlaceRound, lines: list[LineWanted], who: Who) -> bool:
    """Whether a platform sends again what it sent before. Refused: order_differs, where it is not the same."""
    known = _known(state, command)
    if known is None:
        return False
    came: dict[str, object] = {"service": command.service, "promised_at": command.promised_at}
    if command.session is None:
        came["table"] = command.table
    else:
        came["session"] = command.session
    outside.is_the_same(known, command.external_id, came, lines, command.fire, veiled=who.role == "guest")
    return True


def _known(state: State, command: PlaceRound) -> OutsideOrder | None:
    return state.orders.outside.get((command.channel, command.external_id)) if command.external_id else None


def open_bill(state: State, session_id: str) -> str | None:
    """The bill that takes the party's next lines, if it has one."""
    bills = [bill for bill in state.orders.session_bills[session_id] if state.orders.bills[bill].state == "open"]
    return min(bills, key=lambda bill: (state.orders.bills[bill].opened_at, bill), default=None)


class _Belongs(NamedTuple):
    """Where a new round belongs, and the number of the first event of its decision, from which its ids are made."""

    born: int
    session: str
    bill: str
    round_no: int


def _opened(state: State, command: PlaceRound, session_id: str) -> SessionOpened:
    return SessionOpened(
        session=session_id,
        service=command.service,
        number=next_number(state),
        table=command.table,
        guests=command.guests,
    )


def _placed(state: State, command: PlaceRound, context: Context, offers: list[Offer], belongs: _Belongs) -> RoundPlaced:
    born, session_id, bill_id, round_no = belongs
    round_id = ids.mint("R", born)
    lines = tuple(
        [_line(ids.mint("L", born, part), round_id, offer, command.fire) for part, offer in enumerate(offers, start=1)]
    )
    made_at = command.made_at
    if made_at is not None:
        made_at = min(max(made_at, context.at - CLAIM_MS), context.at)
    placed = PlacedRound(
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
    guests, replaces = _guests(state.floor.sessions.get(session_id), command.guests, context.who)
    named = _named(state, command, session_id, lines) if command.external_id else ()
    return RoundPlaced(
        session=session_id, round=placed, lines=lines, guests=guests, replaces_guests=replaces, named=named
    )


def _guests(session: Session | None, guests: int, who: Who) -> tuple[int, bool]:
    """How many guests the round makes of the party, and whether it says so or only that they are as many at least.

    0 where the number stays what it was.
    """
    if session is None:
        return guests, False
    replaces = guests > 0 and may(who.role, STAFF)
    if session.guests_set or guests == session.guests or (guests < session.guests and not replaces):
        return 0, False
    return guests, replaces


def _named(state: State, command: PlaceRound, session_id: str, new: tuple[Line, ...]) -> tuple[str, ...]:
    """All lines of an order from outside, in its order; none where all of them are new."""
    lines = each_once(command.lines)
    if len(lines) == len(new):
        return ()
    fresh = iter([line.line for line in new])
    known = [state.orders.line_ids.get((session_id, line.id)) if line.id else None for line in lines]
    return tuple([each or next(fresh) for each in known])


def _line(line_id: str, round_id: str, offer: Offer, fire: Fire) -> Line:
    wanted, dish = offer.line, offer.dish
    base = dish.kind == "base"
    return Line(
        line=line_id,
        round=round_id,
        id=wanted.id,
        dish=dish.dish,  # the menu's own: a text less for each line
        qty=wanted.qty,
        unit_minor=offer.unit_minor,
        standard_ms=dish.standard_ms,
        base=base,
        fire="now" if base else wanted.fire or fire,
        options=wanted.options,
        cells=wanted.cells,
        note=wanted.note,
        weighed=dish.weighed,
        per=dish.per,
        portion_permille=offer.portion_permille,
    )


def answer(state: State, command: PlaceRound, events: list[Event]) -> RoundIs:
    """The lines in the order of the command, whether they were placed now or before.

    Where both kinds are there, the round is the new one; where none is new, it is the latest of the old. An order from
    outside is answered as it was the first time: in the order of then, each line once.
    """
    known = _known(state, command)
    if known is not None:
        return _as_before(state, known)
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


def _as_before(state: State, known: OutsideOrder) -> RoundIs:
    lines = tuple([LinePlaced(each.line, each.id, each.dish, each.qty, each.price_minor) for each in known.lines])
    return RoundIs(state.seq, known.session, known.bill, known.round, known.round_no, lines, known.tickets)


def _answered(state: State, command: PlaceRound, events: list[Event]) -> tuple[PlacedRound, list[str]]:
    for event in events:
        if isinstance(event, RoundPlaced):
            if len(event.lines) == len(command.lines):
                return event.round, list(event.round.lines)
            return event.round, _by_id(state, command, event.session, list(event.round.lines))
    session = party_of(state, SYSTEM, command.whose)
    assert session is not None, "an order that adds nothing finds its lines in a session"
    line_ids = _by_id(state, command, session.session, [])
    rounds = [state.orders.rounds[state.orders.lines[line].round] for line in line_ids]
    return max(rounds, key=lambda each: each.round_no), line_ids


def _by_id(state: State, command: PlaceRound, session: str, new: list[str]) -> list[str]:
    without_id = iter([line for line in new if not state.orders.lines[line].id])
    return [state.orders.line_ids[session, line.id] if line.id else next(without_id) for line in command.lines]


def urgency(state: State, command: PlaceRound) -> Urgency:
    """Who has ordered goes before who has not: they sit there, and wait for more."""
    known = command.session is not None or (command.table is not None and state.floor.table_sessions[command.table])
    return Urgency.SEATED if known else Urgency.NEW


DEED = Deed(
    PlaceRound,
    decide,
    answer,
    RoundIs,
    may=roles("guest", "waiter", "manager", "integration"),
    refuses=(
        NO_LINES,
        LINE_ID_TWICE,
        LINE_DIFFERS,
        ORDER_DIFFERS,
        OUT_OF_RANGE,
        *party.REFUSES,
        *wanted.REFUSES,
    ),
    urgency=urgency,
)
