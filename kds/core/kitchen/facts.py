"""What reports know of the kitchen: each step of each line at its station, and who pressed what when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from kds.core import ids
from kds.core.facts import Fact, Times, late_after
from kds.core.kitchen.events import (
    LineHandedOver,
    LineRushed,
    LineServed,
    LinesPassedOn,
    TicketBumped,
    TicketEnded,
    TicketRecalled,
    TicketShown,
    TicketStarted,
)
from kds.core.kitchen.model import Item
from kds.core.parties import ordered
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp


class StepFact(Fact, frozen=True, gc=False):
    """A step of a line at a station (工序), counted from 1; most lines have one. `is_last`: with it the line is done;
    `voided`: the line was taken back.

    `business_day` and `slot` are those of when the line was ordered. `took_ms` is from the step's fire, `worked_ms`
    from its start, until it was done; None while it is not, or was not begun.
    """

    TABLE: ClassVar[str] = "steps"
    OF_PARTY: ClassVar[bool] = True

    party: int
    line: str
    dish: str
    dish_zh: str
    dish_en: str
    voided: bool
    step: int
    is_last: bool
    station: str
    business_day: str
    slot: int
    state: str
    standard_ms: Ms
    late_ms: Ms
    fired_at: Ms | None
    done_at: Ms | None
    took_ms: Ms | None
    worked_ms: Ms | None


class PressFact(Fact, frozen=True, gc=False):
    """Somebody did with a line: `what` is started, bumped, passed, recalled, ended, rushed, handed or served.

    `took_ms` is how long it took since its fire, None where it is not done.
    """

    TABLE: ClassVar[str] = "presses"

    seq: int
    happened_at: Ms
    business_day: str
    slot: int
    what: str
    line: str
    dish: str
    ticket: str
    station: str
    actor: str
    device: str
    took_ms: Ms | None
    standard_ms: Ms
    late_ms: Ms


class ShownFact(Fact, frozen=True, gc=False):
    """A screen painted a ticket that nobody had seen, so long after it came. `late`: the house had been alarmed."""

    TABLE: ClassVar[str] = "shown"

    seq: int
    happened_at: Ms
    business_day: str
    station: str
    screen: str
    delay_ms: Ms
    late: bool


def steps(state: State, session: str, times: Times) -> list[StepFact]:
    """All steps of all lines of a party that are routed: those that are behind it and the present ones."""
    items = [state.kitchen.items.get(each.line) for each in ordered(state, session)]
    born = ids.birth(session) or 0
    return [step for each in items if each is not None for step in _steps(state, each, born, times)]


def _steps(state: State, item: Item, party: int, times: Times) -> list[StepFact]:
    name = state.menu.name_of(item.dish)
    common: dict[str, Any] = {
        "party": party,
        "line": item.line,
        "dish": item.dish,
        "dish_zh": name.in_zh,
        "dish_en": name.in_en,
        "voided": item.line in state.orders.voids,
        "business_day": times.day(item.submitted_at),
        "slot": times.slot(item.submitted_at),
    }
    found, fired = [], item.first_fired_at
    for number, each in enumerate(item.passed, start=1):
        ticket = state.kitchen.tickets[each.ticket]
        done = None if fired is None else fired + each.took_ms
        found.append(
            StepFact(
                **common,
                step=number,
                is_last=False,
                station=ticket.station,
                state="done",
                standard_ms=each.standard_ms,
                late_ms=late_after(each.standard_ms, ticket.thresholds),
                fired_at=fired,
                done_at=done,
                took_ms=each.took_ms,
                worked_ms=each.worked_ms,
            )
        )
        fired = done
    ticket = state.kitchen.tickets[item.ticket]
    found.append(
        StepFact(
            **common,
            step=len(item.passed) + 1,
            is_last=not item.ahead,
            station=ticket.station,
            state=item.state,
            standard_ms=item.standard_ms,
            late_ms=late_after(item.standard_ms, ticket.thresholds),
            fired_at=item.fired_at,
            done_at=item.done_at,
            took_ms=_between(item.fired_at, item.done_at),
            worked_ms=_between(item.started_at, item.done_at),
        )
    )
    return found


def _between(begun: Ms | None, done: Ms | None) -> Ms | None:
    return None if begun is None or done is None else max(0, done - begun)


def pressed(state: State, stamp: Stamp, event: Any, times: Times) -> list[Fact]:
    """A row for each line that somebody's hand was on; a first paint by a screen is a row of its own."""
    found: list[Fact] = []
    for what, lines in _hands(event):
        found += [_press(state, stamp, event, what, line, times) for line in lines]
    return found


def _hands(event: Any) -> Iterable[tuple[str, tuple[str, ...]]]:
    match event:
        case LinesPassedOn(back=True) | TicketRecalled():
            yield "recalled", event.lines
        case LinesPassedOn():
            yield "passed", event.lines
        case TicketStarted():
            yield "started", event.lines
        case TicketBumped():
            yield "bumped", event.lines
        case TicketEnded():
            yield "ended", event.lines
        case LineRushed():
            yield "rushed", (event.line,)
        case LineHandedOver(back=False):
            yield "handed", (event.line,)
        case LineServed():
            yield "served", (event.line,)


def _press(state: State, stamp: Stamp, event: Any, what: str, line: str, times: Times) -> PressFact:
    item = state.kitchen.items[line]
    behind = item.passed[-1] if what == "passed" else None
    ticket = state.kitchen.tickets[item.ticket if behind is None else behind.ticket]
    standard = item.standard_ms if behind is None else behind.standard_ms
    took = _between(item.fired_at, item.done_at)
    return PressFact(
        seq=stamp.seq,
        happened_at=stamp.at,
        business_day=times.today,
        slot=times.slot(stamp.at),
        what=what,
        line=line,
        dish=item.dish,
        ticket=ticket.ticket,
        station=ticket.station,
        actor=stamp.actor,
        device=stamp.device,
        took_ms=took if behind is None else behind.took_ms,
        standard_ms=standard,
        late_ms=late_after(standard, ticket.thresholds),
    )


def shown(state: State, stamp: Stamp, event: TicketShown, times: Times) -> list[Fact]:
    """One row; what took longer than the house allows had been alarmed about."""
    ticket, house = state.kitchen.tickets[event.ticket], state.day.house.value
    late = house is not None and event.delay_ms > house.shown_within_ms
    return [ShownFact(stamp.seq, stamp.at, times.today, ticket.station, event.screen, event.delay_ms, late)]


PRESSES: tuple[type[Event], ...] = (
    TicketStarted,
    TicketBumped,
    TicketRecalled,
    TicketEnded,
    LinesPassedOn,
    LineRushed,
    LineHandedOver,
    LineServed,
)
