"""Why a line waits, and why it is expected when it is: what was decided of it, for whoever asks."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.expected import behind, expected_at, still_ahead
from kds.core.kitchen.learnt import known
from kds.core.kitchen.model import COOKING, Item
from kds.core.kitchen.moments import takes_ms
from kds.core.kitchen.pace import ends_last
from kds.core.parties import items_of
from kds.core.state import State
from kds.core.types import Ms


class WaitsFor(NamedTuple):
    """What a line that is held is fired with: the one that takes longest of its course, and when that is done."""

    dish: str
    done_at: Ms


class Reckoned(NamedTuple):
    """By what a line is expected when it is. `times` it was learnt from; 0 where its standard time counts."""

    fired_at: Ms
    takes_ms: Ms
    standard_ms: Ms
    times: int
    behind_ms: Ms
    expected_at: Ms


def waits_for(state: State, item: Item, now: Ms) -> WaitsFor | None:
    """For what a line waits that is to be done with others; None where it waits for none of them."""
    if item.waits != "pace":
        return None
    of = state.orders.lines[item.line]
    party = item.party or state.kitchen.tickets[item.ticket].session
    lines = state.orders.lines
    group = [
        each
        for each in items_of(state, party)
        if (lines[each.line].round, lines[each.line].course) == (of.round, of.course)
        and (each.waits == "pace" or each.state in COOKING)
    ]
    done_at, last = ends_last(state, group, now)
    return None if last.line == item.line else WaitsFor(last.dish, done_at)


def reckoned(state: State, item: Item, now: Ms) -> Reckoned | None:
    """By what a line is expected that is being made; None for all others."""
    station = state.kitchen.tickets[item.ticket].station
    late = behind(state, station, now)
    at = expected_at(item, late, now, still_ahead(state, item.ahead, now))
    if at is None or item.fired_at is None:
        return None
    found = known(state, item.dish, station, item.cell) if item.usual_ms else None
    times = 0 if found is None else found.count
    return Reckoned(item.fired_at, takes_ms(item), item.standard_ms, times, late, at)
