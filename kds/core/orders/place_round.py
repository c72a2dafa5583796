"""Place a round (下单, 加菜): the deed that everything else serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kds.core import ids
from kds.core.deeds import Deed, Urgency
from kds.core.floor.events import SessionOpened, SessionShared
from kds.core.floor.model import GUESTS_MOST, Session
from kds.core.orders import outside, party, wanted
from kds.core.orders.again import LINE_DIFFERS, those_new
from kds.core.orders.answered import RoundIs, as_before, latest, round_is, tickets_of
from kds.core.orders.events import BillOpened, OrderNamed, RoundPlaced
from kds.core.orders.meals import heads
from kds.core.orders.measure import ORDERED_TOO_MUCH, ROUND_TOO_LARGE, TOO_MANY_PORTIONS, in_measure, in_portions
from kds.core.orders.model import Line, OutsideOrder, PlacedRound
from kds.core.orders.open_items import may_sell
from kds.core.orders.outside import ORDER_DIFFERS
from kds.core.orders.party import Whose, at_own_table, guests_after, home_of, may_be_first, party_of
from kds.core.orders.slips import ARE_YOU_SURE, no_slip
from kds.core.orders.wanted import LINE_ID_TWICE, LineWanted, Offer, each_once, is_coursed, lines_of, to_be_had
from kds.core.parties import next_number, shares_at
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import NOT_YOUR_CHANNEL, ORDER, channel_of, in_own_channel
from kds.core.state import State
from kds.core.text import ExternalId, Id, Plate
from kds.core.types import (
    Channel,
    Command,
    Context,
    Event,
    Fire,
    Ms,
    Refusal,
    Service,
    Who,
    reason,
)

NO_LINES = reason("no_lines", "invalid", "还没有点菜", "The order has no lines")

LINES_MOST = 500
"""Lines of one round at most, with all parts of its meals."""
CLAIM_MS = 86_400_000
"""How far back a device may claim that it made an order."""


class PlaceRound(Command, frozen=True, gc=False):
    """An order of one device: `session` None means the party that is still eating at the table, or a new one.

    `menu_version` is the menu that it was ordered from. `confirmed` False asks about what may be a slip, True was
    asked; None is of programs, which type nothing. `plate` is the number plate that a new party without a table has
    taken.
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
    confirmed: bool | None = None
    plate: Plate = ""

    @property
    def whose(self) -> Whose:
        """What it says of whose it is."""
        return Whose(self.service, self.table, self.session, self.made_at, self.plate)


def decide(state: State, command: PlaceRound, context: Context) -> list[Event]:
    """The party and its bill are opened where there is none; lines that exist already are not placed again."""
    whose = command.whose
    at_own_table(state, context.who, whose)
    in_own_channel(context.who, command.channel)
    if not command.lines:
        raise Refusal(NO_LINES)
    within("guests", command.guests, 0, GUESTS_MOST)
    within("promised_at", command.promised_at or 0, 0, MOST)
    lines = each_once(command.lines)
    if is_repeated(state, command, lines, context.who):
        return []
    session = party_of(state, context.who, whose)
    veiled = context.who.role == "guest"
    if session is None:
        may_be_first(state, context.who, whose)
    home = home_of(state, command.session, session)
    new = lines if session is None else those_new(state, home, lines, command.fire, veiled=veiled)
    if not new:
        assert session is not None, "a line is known in a session"
        return _by_its_id(state, command, session, home, lines)
    may_sell(state, context, [(line.item, line.qty) for line in new if line.item is not None])
    within("lines", sum([len(line.parts) or 1 for line in new]), 1, LINES_MOST)
    in_measure(state, context, command.channel, session, new)
    offers = to_be_had(state, new, command.menu_version, command.channel, channel_of(context.who))
    in_portions(context, offers)
    if command.confirmed is False:
        no_slip(state, session, offers, command.fire, context)
    events: list[Event] = []
    numbered: dict[str, int] = {}
    born = state.seq + 1
    if session is None:
        session_id = home = ids.mint("S", born)
        share, numbered = shares_at(state, command.table)
        events.append(_opened(state, command, session_id, context.who, share))
    else:
        session_id = session.session
    bill_id = None if session is None else open_bill(state, session_id, home)
    if bill_id is None:
        bill_id = ids.mint("B", born)
        events.append(BillOpened(bill=bill_id, session=session_id, came_with="" if home == session_id else home))
    belongs = _Belongs(born, session_id, home, bill_id, 1 if session is None else session.rounds + 1)
    events.append(_placed(state, command, context, offers, belongs))
    return [*events, *[SessionShared(session=each, share=number) for each, number in numbered.items()]]


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
    if command.guests and known.guests is not None:
        came["guests"] = command.guests
    veiled = who.role == "guest"
    outside.is_the_same(known, command.external_id, came, lines, command.fire, command.channel, veiled=veiled)
    return True


def _known(state: State, command: PlaceRound) -> OutsideOrder | None:
    return state.orders.outside.get((command.channel, command.external_id)) if command.external_id else None


def _by_its_id(state: State, command: PlaceRound, session: Session, home: str, lines: list[LineWanted]) -> list[Event]:
    """Nothing, where all lines stand: but an order from outside is known by its id from now on."""
    if not command.external_id:
        return []
    line_ids = tuple([state.orders.line_ids[home, line.id] for line in lines])
    placed = latest(state, line_ids)
    named = OrderNamed(
        session=session.session,
        round=placed.round,
        channel=command.channel,
        external_id=command.external_id,
        lines=line_ids,
        tickets=tickets_of(state, placed),
        guests=command.guests,
        promised_at=command.promised_at,
    )
    return [named]


def open_bill(state: State, session_id: str, home: str) -> str | None:
    """The bill that takes the next lines of a party, or of one that was merged into it, if that has one.

    The first one, but for those that were put into another and are empty since.
    """
    came_with = "" if home == session_id else home
    bills = [state.orders.bills[bill] for bill in state.orders.session_bills[session_id]]
    fits = [bill for bill in bills if bill.state == "open" and bill.came_with == came_with]
    if len(fits) > 1:
        fits = [bill for bill in fits if state.orders.lines_on(bill)] or fits
    first = min(fits, key=lambda bill: (bill.opened_at, bill.bill), default=None)
    return None if first is None else first.bill


class _Belongs(NamedTuple):
    """Where a new round belongs, and the number of the first event of its decision, from which its ids are made.

    `home` is the party that was named, which may have been merged into the `session`.
    """

    born: int
    session: str
    home: str
    bill: str
    round_no: int


def _opened(state: State, command: PlaceRound, session_id: str, who: Who, share: int) -> SessionOpened:
    return SessionOpened(
        session=session_id,
        service=command.service,
        number=next_number(state),
        table=command.table,
        guests=command.guests,
        share=share,
        served_by=who.id if who.role == "waiter" else "",
        plate=command.plate,
    )


def _placed(state: State, command: PlaceRound, context: Context, offers: list[Offer], belongs: _Belongs) -> RoundPlaced:
    born, session_id, home, bill_id, round_no = belongs
    round_id = ids.mint("R", born)
    session = state.floor.sessions.get(session_id)
    coursed = is_coursed(command.service if session is None else session.service, command.channel)
    lines = tuple(lines_of(born, round_id, offers, command.fire, coursed=coursed))
    made_at = command.made_at
    if made_at is not None:
        made_at = min(max(made_at, context.at - CLAIM_MS), context.at)
    placed = PlacedRound(
        round=round_id,
        round_no=round_no,
        session=home,
        bill=bill_id,
        channel=command.channel,
        placed_at=context.at,
        lines=tuple([line.line for line in lines]),
        external_id=command.external_id,
        made_at=made_at,
        promised_at=command.promised_at,
    )
    guests, replaces = guests_after(state, session, command.guests, context.who)
    named = _named(state, command, home, lines) if command.external_id else ()
    return RoundPlaced(
        session=session_id,
        round=placed,
        lines=lines,
        guests=guests,
        replaces_guests=replaces,
        named=named,
        said_guests=command.guests if command.external_id else None,
    )


def _named(state: State, command: PlaceRound, home: str, new: tuple[Line, ...]) -> tuple[str, ...]:
    """All lines of an order from outside, in its order, one of each meal; none where all of them are new."""
    lines, firsts = each_once(command.lines), heads(new)
    if len(lines) == len(firsts):
        return ()
    fresh = iter([line.line for line in firsts])
    known = [state.orders.line_ids.get((home, line.id)) if line.id else None for line in lines]
    return tuple([each or next(fresh) for each in known])


def answer(state: State, command: PlaceRound, events: list[Event]) -> RoundIs:
    """The lines in the order of the command; an order from outside as it was answered the first time."""
    known = _known(state, command)
    return as_before(state, known) if known is not None else round_is(state, command.whose, command.lines, events)


def urgency(state: State, command: PlaceRound) -> Urgency:
    """Who has ordered goes before who has not: they sit there, and wait for more."""
    if command.session is not None:
        return _urgency_of(state, (command.session,))
    return Urgency.NEW if command.table is None else _urgency_of(state, state.floor.table_sessions[command.table])


def _urgency_of(state: State, sessions: Iterable[str]) -> Urgency:
    found = [state.floor.sessions.get(session) for session in sessions]
    return Urgency.SEATED if any(each is not None and each.rounds > 0 for each in found) else Urgency.NEW


DEED = Deed(
    PlaceRound,
    decide,
    answer,
    RoundIs,
    right=ORDER,
    refuses=(
        NO_LINES,
        LINE_ID_TWICE,
        LINE_DIFFERS,
        ORDER_DIFFERS,
        NOT_YOUR_CHANNEL,
        ROUND_TOO_LARGE,
        TOO_MANY_PORTIONS,
        ORDERED_TOO_MUCH,
        ARE_YOU_SURE,
        OUT_OF_RANGE,
        *party.REFUSES,
        *wanted.REFUSES,
    ),
    urgency=urgency,
)
