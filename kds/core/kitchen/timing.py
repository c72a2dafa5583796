"""How long lines took, taken as they are bumped: what a station bumps in one go is judged when that is over."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kds.core.journal import ONLY
from kds.core.kitchen.learnt import learns
from kds.core.kitchen.model import Item, Ticket
from kds.core.kitchen.times import is_odd
from kds.core.kitchen.timings import A_DAY, CELLS, TAKEN, DayTook, Streak, Timings, Took, parts_of
from kds.core.state import State
from kds.core.types import Ms, Stamp

AT_ONCE_MS: Ms = 3_000
WALL = 4
"""Bumps of one station that follow each other by less are one go; with so many tickets in it a wall was emptied."""
HELD_BACK = 60
"""Times that wait until a go is over; what is more is odd."""


def note(state: State, ticket: Ticket, items: Iterable[Item], stamp: Stamp) -> None:
    """These lines of a ticket were bumped now."""
    if not learns(state):
        return
    taken = [_took(ticket, item, item.fired_at, stamp.at) for item in items if item.cell and item.fired_at is not None]
    streaks, station = state.kitchen.streaks, ticket.station
    before = streaks.get(station)
    if before is not None and stamp.at - before.bumped_at > AT_ONCE_MS:
        over(state, before, _today(state))
        before = None
    if before is None:
        before = Streak(station, stamp.at)
    tickets = before.tickets if ticket.ticket in before.tickets else (*before.tickets, ticket.ticket)[:WALL]
    held = [*before.taken, *taken]
    if len(tickets) == WALL or len(held) > HELD_BACK:
        keep(state, [replace(each, odd=True) for each in held], _today(state))
        held = []
    streaks[station] = Streak(station, stamp.at, tickets, tuple(held))


def _took(ticket: Ticket, item: Item, fired_at: Ms, now: Ms) -> Took:
    """What went to another station meanwhile, or was never begun there, is odd there."""
    took = now - fired_at
    elsewhere = parts_of(item.cell)[1] != ticket.station
    return Took(item.line, item.cell, took, odd=elsewhere or is_odd(took, item.standard_ms))


def take_back(state: State, items: Iterable[Item]) -> None:
    """These lines are recalled: how long they took is not known after all. `items` as they were."""
    for item in items:
        if not item.cell or item.done_at is None or item.fired_at is None:
            continue
        streak = state.kitchen.streaks.get(state.kitchen.tickets[item.ticket].station)
        if streak is not None and item.line in [each.line for each in streak.taken]:
            left = tuple([each for each in streak.taken if each.line != item.line])
            state.kitchen.streaks[streak.station] = replace(streak, taken=left)
        else:
            _take_out(state, item.cell, item.done_at - item.fired_at)


def _take_out(state: State, cell: str, took_ms: Ms) -> None:
    timings = state.kitchen.timings.get(cell)
    if timings is None or took_ms not in timings.days[-1].took_ms:
        return
    taken = list(timings.days[-1].took_ms)
    taken.remove(took_ms)
    last = replace(timings.days[-1], took_ms=tuple(taken))
    state.kitchen.timings[cell] = replace(timings, days=(*timings.days[:-1], last))


def over(state: State, streak: Streak, day: str) -> None:
    """What a station bumped in one go is kept."""
    keep(state, streak.taken, day)
    del state.kitchen.streaks[streak.station]


def keep(state: State, taken: Iterable[Took], day: str) -> None:
    """Times of a day, each in its cell; of what has none, as many as there is room for."""
    book = state.kitchen.timings
    for each in taken:
        timings = book.get(each.cell)
        if timings is None:
            if len(book) >= CELLS:
                continue
            timings = Timings(*parts_of(each.cell))
        book[each.cell] = _with(timings, each, day)


def _with(timings: Timings, took: Took, day: str) -> Timings:
    days = timings.days
    if not days or days[-1].business_day != day:
        days = (*days, DayTook(day))
    last = days[-1]
    if took.odd:
        last = replace(last, odd=last.odd + 1)
    else:
        last = replace(last, took_ms=(*last.took_ms, took.took_ms)[-A_DAY:])
    days = (*days[:-1], last)
    while len(days) > 1 and sum([len(each.took_ms) for each in days]) > TAKEN:
        days = days[1:]
    return replace(timings, days=days)


def _today(state: State) -> str:
    return state.day.current[ONLY].business_day
