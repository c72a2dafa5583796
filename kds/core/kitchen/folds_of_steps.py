"""What comes of lines that go on to their next step, or back to the one before: each stands at one station."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core import ids
from kds.core.kitchen import slots, timing
from kds.core.kitchen.belonging import belong
from kds.core.kitchen.events import LinesPassedOn
from kds.core.kitchen.folds_of_transfer import apart
from kds.core.kitchen.learnt import begun
from kds.core.kitchen.model import Item
from kds.core.kitchen.passed import Passed
from kds.core.kitchen.settling import see_anew, seen, settle
from kds.core.menu.model import Step
from kds.core.state import State
from kds.core.types import Stamp


def fold_lines_passed_on(state: State, event: LinesPassedOn, stamp: Stamp) -> None:
    """The lines stand on the other ticket, with the clock of that step, to be seen there."""
    kitchen = state.kitchen
    items = [kitchen.items[line] for line in event.lines]
    if not event.back:
        timing.note(state, kitchen.tickets[event.ticket], items, stamp)
    for item in items:
        kitchen.wait_no_more(item.line)
        kitchen.unbump(item.line)
        if event.back:
            back = kitchen.items[item.line] = _brought_back(state, item)
            timing.take_back(state, [replace(back, done_at=item.fired_at)])
        else:
            kitchen.items[item.line] = _reckoned(state, _passed_on(item, event, stamp), event.station)
        kitchen.rebump(item.line)
    if event.back:
        _stand_again(state, event, stamp)
    else:
        _stand_there(state, event, stamp)


def _passed_on(item: Item, event: LinesPassedOn, stamp: Stamp) -> Item:
    fired_at = stamp.at if item.fired_at is None else item.fired_at
    worked = None if item.started_at is None else stamp.at - item.started_at
    seq, took = event.press or ids.birth(event.into) or 0, stamp.at - fired_at
    passed = Passed(item.ticket, seq, item.standard_ms, took, worked, item.cell, item.usual_ms)
    return replace(
        item,
        ticket=event.into,
        state="fired",
        standard_ms=item.ahead[0].standard_ms,
        fired_at=stamp.at,
        started_at=None,
        passed=(*item.passed, passed),
        ahead=item.ahead[1:],
        cell="",
        usual_ms=0,
    )


def _reckoned(state: State, item: Item, station: str) -> Item:
    """With how long it is reckoned to take there; at a station that had another step of it, nobody learns from it."""
    tickets = state.kitchen.tickets
    had = [tickets[each.ticket].station for each in item.passed if each.ticket in tickets]
    return item if station in had else begun(state, item, station)


def _brought_back(state: State, item: Item) -> Item:
    """As it was: the clock of the step before runs on as if it had never stopped."""
    last, at = item.passed[-1], item.fired_at or 0
    again = Step(state.orders.lines[item.line].steps[len(item.passed) - 1].station, item.standard_ms)
    return replace(
        item,
        ticket=last.ticket,
        state="fired" if last.worked_ms is None else "started",
        standard_ms=last.standard_ms,
        fired_at=at - last.took_ms,
        started_at=None if last.worked_ms is None else at - last.worked_ms,
        passed=item.passed[:-1],
        ahead=(again, *item.ahead),
        cell=last.cell,
        usual_ms=last.usual_ms,
    )


def _stand_there(state: State, event: LinesPassedOn, stamp: Stamp) -> None:
    kitchen, into = state.kitchen, event.into
    ticket = kitchen.tickets[event.ticket]
    stay = tuple([line for line in ticket.lines if line not in event.lines])
    kitchen.tickets[ticket.ticket] = replace(ticket, lines=stay, passed=(*ticket.passed, *event.lines))
    there = replace(ticket, ticket=into, station=event.station, lines=event.lines, state="fired")
    apart(state, replace(there, thresholds=event.thresholds), stamp)
    belong(state, (ticket.ticket, into))
    seen(state, ticket.ticket, stamp.at)
    settle(state, into, stamp.at)
    settle(state, ticket.ticket, stamp.at)
    slots.arrive(state, [kitchen.tickets[into]], stamp.at)


def _stand_again(state: State, event: LinesPassedOn, stamp: Stamp) -> None:
    kitchen = state.kitchen
    left, home = kitchen.tickets[event.ticket], kitchen.tickets[event.into]
    stay = tuple([line for line in left.lines if line not in event.lines])
    passed = tuple([line for line in home.passed if line not in event.lines])
    kitchen.tickets[left.ticket] = replace(left, lines=stay)
    there = {*home.lines, *event.lines}
    lines = tuple([line for line in state.orders.rounds[home.round].lines if line in there])
    kitchen.tickets[home.ticket] = replace(home, lines=lines, passed=passed, thresholds=event.thresholds)
    belong(state, (home.ticket, left.ticket))
    settle(state, home.ticket, stamp.at)
    settle(state, left.ticket, stamp.at)
    see_anew(state, home.ticket, stamp)
