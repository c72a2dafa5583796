"""Lines that wait by themselves, for the base or for each other, and what ends that: time, and what others do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, takewhile

from kds.core.deeds import Deadline
from kds.core.kitchen.events import (
    LineFired,
    LineServed,
    LinesHeld,
    LinesPassedOn,
    LinesWait,
    TicketBumped,
    TicketEnded,
    TicketStarted,
    TicketTransferred,
)
from kds.core.kitchen.gate import bases_to_come
from kds.core.kitchen.model import FiredBy, Item
from kds.core.kitchen.pace import paced_anew, waits_of
from kds.core.orders.events import LineVoided
from kds.core.parties import age, items_of
from kds.core.state import State
from kds.core.types import Context, Event, Ms, Stamp

MOST = 50
"""Lines that are fired at one tick."""
BY_TIME: dict[str, FiredBy] = {"base": "time", "pace": "pace"}


def on_line(state: State, event: LineServed | LineVoided, stamp: Stamp) -> list[Event]:
    """Policy: a line is served or taken back."""
    return _goes_on(state, [event.line], stamp)


def on_lines(
    state: State,
    event: TicketStarted | TicketBumped | TicketEnded | TicketTransferred | LinesPassedOn | LinesHeld,
    stamp: Stamp,
) -> list[Event]:
    """Policy: lines are begun, done, ended otherwise, made elsewhere or at another step, or held again."""
    return _goes_on(state, event.lines, stamp)


def _goes_on(state: State, lines: Iterable[str], stamp: Stamp) -> list[Event]:
    """What waits for nothing any more is fired; what waits for others is fired at another moment, where they moved."""
    kitchen = state.kitchen
    if kitchen.waiting.first is None:
        return []
    moved = [kitchen.items[line] for line in lines if line in kitchen.items]
    parties = dict.fromkeys([each.party or kitchen.tickets[each.ticket].session for each in moved])
    found: list[Event] = []
    for party in parties:
        items = items_of(state, party)
        waiting = sorted([each for each in items if each.waits is not None], key=lambda each: age(each.line))
        if not waiting:
            continue
        for_base = [each for each in waiting if each.waits == "base"]
        if for_base and not bases_to_come(state, party):
            found += _freed(state, for_base, party, stamp.at)
        moments = paced_anew(state, [each for each in items if each.waits != "base"], stamp.at)
        if moments:
            found.append(LinesWait(session=party, lines=tuple(moments)))
    return found


def _freed(state: State, items: list[Item], party: str, now: Ms) -> list[Event]:
    """The base is there: they are fired, together where the house wants that."""
    later = waits_of(state, items, now)
    fired: list[Event] = [_fired(state, each, "base") for each in items if each.line not in later]
    return [*fired, LinesWait(session=party, lines=tuple(later.values()))] if later else fired


def _fired(state: State, item: Item, by: FiredBy) -> LineFired:
    return LineFired(session=state.kitchen.tickets[item.ticket].session, ticket=item.ticket, line=item.line, by=by)


def next_fire(state: State) -> Ms | None:
    """When the first of them is fired by itself."""
    first = state.kitchen.waiting.first
    return None if first is None else first[0]


def fire(state: State, context: Context) -> list[Event]:
    """Those that have waited for long enough."""
    due = takewhile(lambda each: each[0] <= context.at, state.kitchen.waiting)
    items = [state.kitchen.items[line] for _, line in islice(due, MOST)]
    return [_fired(state, each, BY_TIME[each.waits or "base"]) for each in items]


DEADLINE = Deadline(next=next_fire, due=fire)
