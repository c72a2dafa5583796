"""The floor as its map draws it: tables, parties without one, and what stands ready to be carried to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, get_args

from kds.core import money
from kds.core.calls.model import CALLED, Call
from kds.core.calls.unanswered import unanswered_at
from kds.core.floor.floor_map import HOLDS_MS
from kds.core.floor.model import Payment, Phase, Session
from kds.core.floor.table_view import PartyLine, party_line, table_line
from kds.core.kitchen.model import Item
from kds.core.kitchen.moments import turns
from kds.core.parties import age, is_unserved, items_of, parties_at
from kds.core.state import State
from kds.core.types import Ms, Name, Service
from kds.feed.pictures import Moments, line_picture

Shown = Phase | Literal["held", "base", "to_clean"]
"""How far the service is, as people say it: all that waits is held; the soup is not there yet; they have left."""
PHASES: tuple[Shown, ...] = (*get_args(Phase), "held", "base", "to_clean")


class Waiting(NamedTuple):
    """The dish that has been waited for the longest, and its moments; `late_at` has those of all that is waited for."""

    dish: Name
    moments: Moments
    late_at: tuple[Ms, ...]


class Standing(NamedTuple):
    """How some parties stand, in two marks that say different things: the service, and the payment.

    `due` is what they still have to pay, in words; `ready` counts the unserved dishes that stand at the pass. `asked`:
    somebody of them who still has to pay has asked for the bill. `staff` are the ids of who serves them; `calls` counts
    what they want of those.
    """

    phase: Shown
    payment: Payment
    due: str
    unserved: int
    ready: int
    waiting: Waiting | None
    asked: bool
    staff: tuple[str, ...]
    calls: int


class ReservedPicture(NamedTuple):
    """The next guests who have reserved a table; it is shown from `from_at` on."""

    reservation: str
    comes_at: Ms
    from_at: Ms
    guests: int


class AskingPicture(NamedTuple):
    """Since when somebody wants to be seated at a table; nobody is thought to be there from `until_at` on."""

    asked_at: Ms
    until_at: Ms


class TablePicture(NamedTuple):
    """A table with those who sit there, the oldest first; `since` is when they sat down, None where nobody has.

    Of a table that is to be cleaned it is when they left.
    """

    table: str
    area: str
    seats: int
    guests: int
    since: Ms | None
    parties: list[PartyLine]
    standing: Standing
    reserved: ReservedPicture | None
    asking: AskingPicture | None


class PartyPicture(NamedTuple):
    """A party without a table, which is called by its number."""

    session: str
    label: str
    service: Service
    order: int
    since: Ms
    standing: Standing


class CallPicture(NamedTuple):
    """Something that a party wants, in words; `taken_by` is who goes, "" for nobody yet.

    `late_at` is when it will have waited too long for somebody; None where it is not waited for.
    """

    call: str
    wanted: Name
    asked_at: Ms
    asks: int
    taken_by: str
    late_at: Ms | None


class CallsPicture(NamedTuple):
    """What a party wants, the oldest first."""

    session: str
    label: str
    calls: list[CallPicture]


class ReadyLine(NamedTuple):
    """A dish that is done and not served."""

    line: str
    dish: Name
    qty: int
    weighed: bool
    meal: Name | None
    """The set meal of which it is a part."""
    done_at: Ms


class ReadyPicture(NamedTuple):
    """What stands ready for a party, the oldest first."""

    session: str
    label: str
    lines: list[ReadyLine]


def standing_of(state: State, lines: Sequence[PartyLine], phase: Phase, payment: Payment) -> Standing:
    """The standing of these parties, whose phase and payment together are known."""
    items = [item for each in lines for item in items_of(state, each.session) if is_unserved(item)]
    return Standing(
        phase=_shown(state, phase, items),
        payment=payment,
        due=money.told(state, sum(each.due_minor for each in lines)),
        unserved=len(items),
        ready=sum(item.state == "done" for item in items),
        waiting=_waiting(state, items),
        asked=any(state.floor.sessions[each.session].asked_at is not None for each in lines if each.payment == "open"),
        staff=tuple(dict.fromkeys([each.served_by for each in lines if each.served_by])),
        calls=sum([len(state.calls.of(each.session)) for each in lines]),
    )


def _shown(state: State, phase: Phase, items: Sequence[Item]) -> Shown:
    if phase != "waiting":
        return phase
    if any(state.kitchen.tickets[item.ticket].base for item in items):
        return "base"
    return "held" if all(item.state == "held" for item in items) else phase


def _waiting(state: State, items: Iterable[Item]) -> Waiting | None:
    """Guests wait until a dish is before them: one that stands ready too long is late as well."""
    waiting = [(moments, item) for item in items if (moments := _moments(state, item)) is not None]
    if not waiting:
        return None
    since = min([moments.since for moments, _ in waiting])
    first = [each for each in waiting if each[0].since == since]
    moments, oldest = min(first, key=lambda each: (age(each[1].line), each[1].line))
    name = line_picture(state, oldest, state.kitchen.tickets[oldest.ticket]).dish
    return Waiting(name, moments, tuple(sorted(each.late_at for each, _ in waiting)))


def _moments(state: State, item: Item) -> Moments | None:
    turned = turns(item, state.kitchen.tickets[item.ticket].thresholds)
    return None if turned is None or item.fired_at is None else Moments(item.fired_at, *turned)


def table_picture(state: State, name: str) -> TablePicture:
    """The table as it stands."""
    table, line = state.floor.tables[name], table_line(state, name)
    parties = [party_line(state, party) for party in parties_at(state, name)]
    standing = standing_of(state, parties, line.phase, line.payment)
    left = None if parties else state.floor.uncleaned.get(name)
    return TablePicture(
        table=name,
        area=table.area,
        seats=table.seats,
        guests=sum(each.guests for each in parties),
        since=min([each.opened_at for each in parties], default=None) if left is None else left.cleared_since,
        parties=parties,
        standing=standing if left is None else standing._replace(phase="to_clean"),
        reserved=_reserved(state, name),
        asking=asking_picture(state, name),
    )


def asking_picture(state: State, table: str) -> AskingPicture | None:
    """Who wants to order there; None where nobody does, or nobody was found."""
    ask = state.floor.seat_asks.get(table)
    return None if ask is None or ask.declined_at is not None else AskingPicture(ask.asked_at, ask.until_at)


def _reserved(state: State, table: str) -> ReservedPicture | None:
    coming = [state.floor.reservations[each] for each in state.floor.reserved[table]]
    if not coming:
        return None
    first = min(coming, key=lambda each: (each.comes_at, age(each.reservation)))
    return ReservedPicture(first.reservation, first.comes_at, first.comes_at - HOLDS_MS, first.guests)


def party_picture(state: State, party: Session) -> PartyPicture:
    """A party without a table."""
    line = party_line(state, party)
    return PartyPicture(
        session=party.session,
        label=party.label,
        service=party.service,
        order=age(party.session),
        since=party.opened_at,
        standing=standing_of(state, [line], line.phase, line.payment),
    )


def calls_picture(state: State, party: Session) -> CallsPicture:
    """What a party wants; no calls where it wants nothing."""
    calls = [state.calls.calls[each] for each in state.calls.of(party.session)]
    return CallsPicture(party.session, party.label, [_call(state, each) for each in calls])


def _call(state: State, call: Call) -> CallPicture:
    return CallPicture(call.call, wanted_by(call), call.asked_at, call.asks, call.taken_by, unanswered_at(state, call))


def wanted_by(call: Call) -> Name:
    """What a call is for: what the guests wrote, in every language, or one of the kinds."""
    return Name(call.text, call.text) if call.kind == "words" else CALLED[call.kind]


def ready_picture(state: State, party: Session) -> ReadyPicture:
    """What stands ready for a party; its lines are none where nothing does."""
    done = [item for item in items_of(state, party.session) if item.state == "done" and item.done_at is not None]
    lines = [_ready(state, item, item.done_at or 0) for item in done]
    return ReadyPicture(party.session, party.label, sorted(lines, key=lambda each: (each.done_at, age(each.line))))


def _ready(state: State, item: Item, done_at: Ms) -> ReadyLine:
    drawn = line_picture(state, item, state.kitchen.tickets[item.ticket])
    return ReadyLine(item.line, drawn.dish, drawn.qty, drawn.weighed, drawn.meal, done_at)
