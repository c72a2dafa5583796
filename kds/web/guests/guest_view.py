"""What a guest sees of their own party: what is sent, what it costs, what they have asked for. All that may change."""

from __future__ import annotations

from typing import Literal

from kds.core.bills import settings_of
from kds.core.calls.model import AGAIN_MS, Call, CallKind
from kds.core.kitchen.expected import behind, expected_at, still_ahead
from kds.core.kitchen.rush_line import REFUSED, rush_wait
from kds.core.orders.party import plates_out
from kds.core.parties import bills_of
from kds.core.state import State
from kds.core.types import Context, Ms, Name, Permille, Record, Service
from kds.web.auth import who
from kds.web.guests.visits import WHY_NOT, Visit, Why
from kds.web.pages.order_view import Now, SentLine, Wanted, now_view


class GuestsLine(Record, frozen=True, omit_defaults=False):
    """What is beside a line that was sent: when it is to be expected, None where that is not known, and from when on
    it may be asked for (催菜), None where that makes no sense any more.
    """

    line: str
    expected_at: Ms | None
    rush_at: Ms | None
    rushes: int


class GuestsCall(Record, frozen=True, omit_defaults=False):
    """What the party waits for (服务呼叫); `taken`: somebody is on the way. It can be asked for again `again_at`."""

    call: str
    kind: CallKind
    text: str
    asked_at: Ms
    again_at: Ms
    taken: bool


class GuestsSurcharge(Record, frozen=True, omit_defaults=False):
    """What is charged beside the dishes: an amount a head or a portion in minor units, or permille of the dishes."""

    name: Name
    kind: str
    value: int


class GuestsSeat(Record, frozen=True, omit_defaults=False):
    """Since when the staff know that guests wait to be seated (想点餐); `declined`: they looked, and found nobody."""

    asked_at: Ms
    declined: bool


class GuestsNow(Record, frozen=True, omit_defaults=False):
    """All that may change while a guest's page is open.

    `visit` is whose page it is; `state` "open" while the pass opens something, else `why` says why not and `scans`
    whether another scan helps, and nothing else is said. `now` is as the staff's page has it. `table` is where the
    party sits. `asked_at` is when it asked for the bill, `bills` are those that it has. `dine_in_by_number`: who orders
    at a kiosk may eat here, and with `number_plates` takes one along that is none of `plates_out`. `seat` is there
    while the staff know that somebody waits to be seated. `seats` are those of the table, 0 where there is none.
    """

    visit: str
    state: Literal["open", "ended"]
    why: Name | None = None
    scans: bool = False
    table: str | None = None
    now: Now | None = None
    lines: tuple[GuestsLine, ...] = ()
    calls: tuple[GuestsCall, ...] = ()
    asked_at: Ms | None = None
    bills: tuple[str, ...] = ()
    surcharges: tuple[GuestsSurcharge, ...] = ()
    base_at_once: bool = True
    seated_first: bool = False
    seat: GuestsSeat | None = None
    plates_a_guest_permille: Permille = 0
    dine_in_by_number: bool = False
    number_plates: bool = False
    plates_out: tuple[str, ...] = ()
    seats: int = 0


def ended_view(visit: str, why: Why) -> GuestsNow:
    """For a pass that opens nothing any more: nothing of any party."""
    return GuestsNow(visit=visit, state="ended", why=WHY_NOT[why], scans=why in ("over", "stale"))


def guest_view(state: State, visit: Visit, menu: str, now: Ms, service: Service = "takeaway") -> GuestsNow:
    """As it stands for who has this pass. `service` is what was chosen at a kiosk, where nobody sits.

    At a kiosk the base goes with the rest of its order: each opens a party of its own.
    """
    party, house = visit.party, state.day.house.value
    assert house is not None, "there is no visit to a house that is not founded"
    by_number = house.dine_in_by_number
    wanted = _wanted(visit, service if by_number else "takeaway")
    seen = now_view(state, wanted, menu)
    return GuestsNow(
        visit=visit.held.guest,
        state="open",
        table=visit.table,
        now=seen,
        lines=() if party is None else _lines(state, visit, seen, now),
        calls=() if party is None else _calls(state, party.session),
        asked_at=None if party is None else party.asked_at,
        bills=() if party is None else tuple([bill.bill for bill in bills_of(state, party.session)]),
        surcharges=_surcharges(state, wanted.service if party is None else party.service),
        base_at_once=house.base_at_once and visit.channel != "kiosk",
        seated_first=house.seated_first and party is None and visit.table is not None,
        seat=None if party is not None else _seat(state, visit.table, now),
        plates_a_guest_permille=house.plates_a_guest_permille,
        dine_in_by_number=by_number,
        number_plates=by_number and house.number_plates,
        seats=0 if visit.table is None else state.floor.tables[visit.table].seats,
        plates_out=tuple(sorted(plates_out(state))) if by_number and house.number_plates and not visit.table else (),
    )


def _wanted(visit: Visit, service: Service) -> Wanted:
    """Whom a round of theirs names; at a kiosk nobody yet, who eats there or takes it away."""
    if visit.party is not None:
        return Wanted(session=visit.party.session)
    return Wanted(table=visit.table) if visit.table else Wanted(service=service)


def _lines(state: State, visit: Visit, seen: Now, now: Ms) -> tuple[GuestsLine, ...]:
    context = Context(who=who(visit.token), at=now)
    late = dict[str, Ms]()

    def beside(line: SentLine) -> GuestsLine:
        item = state.kitchen.items[line.line]
        station = state.kitchen.tickets[item.ticket].station
        if station not in late:
            late[station] = behind(state, station, now)
        wait = None if item.state in REFUSED else rush_wait(state, item, context)
        rush_at = None if item.state in REFUSED else now if wait is None else wait.retry_at
        expected = expected_at(item, late[station], now, still_ahead(state, item.ahead, now))
        return GuestsLine(line.line, _rounded(expected), rush_at, item.rushes)

    return tuple([beside(line) for each in seen.rounds for line in each.lines])


MINUTE_MS: Ms = 60_000


def _rounded(at: Ms | None) -> Ms | None:
    """To whole minutes: what changes by seconds is no other promise."""
    return None if at is None else -(-at // MINUTE_MS) * MINUTE_MS


def _calls(state: State, session: str) -> tuple[GuestsCall, ...]:
    return tuple([_call(state.calls.calls[each]) for each in state.calls.of(session)])


def _call(call: Call) -> GuestsCall:
    again_at = call.last_asked_at + AGAIN_MS
    return GuestsCall(call.call, call.kind, call.text, call.asked_at, again_at, taken=bool(call.taken_by))


def _seat(state: State, table: str | None, now: Ms) -> GuestsSeat | None:
    """What the staff know, and what came of it; nothing of what was long ago."""
    ask = None if table is None else state.floor.seat_asks.get(table)
    if ask is None or not (ask.waits(now) or ask.was_declined(now)):
        return None
    return GuestsSeat(ask.asked_at, declined=ask.declined_at is not None)


def _surcharges(state: State, service: Service) -> tuple[GuestsSurcharge, ...]:
    rules = [each for each in settings_of(state).surcharges if each.automatic]
    fitting = [each for each in rules if service in (each.services or (service,))]
    return tuple([GuestsSurcharge(each.name, each.kind, each.value) for each in fitting])
