"""Together: dishes of a course that are fired at one time are done at one time; what takes less is fired later.

A dish is expected to take what was learnt of it, else its standard time, and as much more as its station runs late. Of
a course that is fired at 18:00 the one that takes longest is fired at once, and says when all of it is done:

| dish         |    takes | station is late by | fired at | done by |
|--------------|---------:|-------------------:|---------:|--------:|
| ribs         |   12 min |              5 min |    18:00 |   18:17 |
| steamed fish |   15 min |                  0 |    18:02 |   18:17 |
| fried rice   |    6 min |              2 min |    18:09 |   18:17 |
| greens       |   16½ min|                  0 |    18:00 |   18:16 |

What would wait for less than a minute, as the greens, is fired at once. What has further steps takes as long as all of
them, each at its station. When others of the course are begun, done or
ended, it is reckoned anew for those that still wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kds.core.kitchen.expected import behind, still_ahead
from kds.core.kitchen.learnt import usual_ms
from kds.core.kitchen.model import COOKING, Item, LineWaits
from kds.core.kitchen.moments import ends_at, takes_ms
from kds.core.menu.model import Step
from kds.core.state import State
from kds.core.types import Ms

LEAST_MS: Ms = 60_000
"""What would wait for less is fired at once."""
CHANGES_MS: Ms = 15_000
"""A moment that is other by less stays as it is: nobody plans that finely."""


class Making(NamedTuple):
    """A line that is to be made: where, how long it takes by itself, with which course it comes, what follows there."""

    line: str
    station: str
    takes_ms: Ms
    course: int
    ahead: tuple[Step, ...] = ()


def paces(state: State) -> bool:
    """Whether the house wants the dishes of a course together."""
    house = state.day.house.value
    return house is not None and house.pace_courses


def together(state: State, makings: Sequence[Making], now: Ms) -> list[LineWaits]:
    """Of lines that are to be fired now those that wait, and until when, so that each course is done at one time."""
    late = {station: behind(state, station, now) for station in dict.fromkeys([each.station for each in makings])}
    takes = {each.line: each.takes_ms + late[each.station] + still_ahead(state, each.ahead, now) for each in makings}
    found = []
    for course in dict.fromkeys([each.course for each in makings]):
        lines = [each.line for each in makings if each.course == course]
        longest = max([takes[line] for line in lines])
        found += [
            LineWaits(line, "pace", now + longest - takes[line]) for line in lines if longest - takes[line] >= LEAST_MS
        ]
    return found


def waits_of(state: State, items: Iterable[Item], now: Ms) -> dict[str, LineWaits]:
    """Of lines of one party that are held, and are to be fired now, those that wait, where the house wants that."""
    if not paces(state):
        return {}
    tickets, lines = state.kitchen.tickets, state.orders.lines
    makings = [
        Making(each.line, tickets[each.ticket].station, _usual_ms(state, each), lines[each.line].course, each.ahead)
        for each in items
    ]
    return {each.line: each for each in together(state, makings, now)}


def paced_anew(state: State, items: Iterable[Item], now: Ms) -> list[LineWaits]:
    """Of a party's lines those that wait to be fired with others of their round and course, and that others have moved.

    Where nothing of the others is to come any more, or they are nearly there, that is now.
    """
    groups: dict[tuple[str, int], list[Item]] = {}
    for item in items:
        line = state.orders.lines[item.line]
        groups.setdefault((line.round, line.course), []).append(item)
    found = []
    for group in groups.values():
        waiting = [item for item in group if item.waits == "pace"]
        if waiting:
            found += _moved(state, waiting, [item for item in group if item.state in COOKING], now)
    return found


def _moved(state: State, waiting: Sequence[Item], cooking: Sequence[Item], now: Ms) -> list[LineWaits]:
    takes = {item.line: _takes(state, item, now) for item in waiting}
    target, _ = ends_last(state, [*waiting, *cooking], now)
    found = []
    for item in waiting:
        at = max(now, target - takes[item.line])
        if at - now < LEAST_MS and not cooking:
            at = now
        if item.fires_at is not None and abs(at - item.fires_at) >= CHANGES_MS:
            found.append(LineWaits(item.line, "pace", at))
    return found


def ends_last(state: State, items: Iterable[Item], now: Ms) -> tuple[Ms, Item]:
    """Of lines that are to be done together the one that all others wait for, and when it is done."""
    ends = [(_ends_at(state, item, now), item) for item in items]
    return max(ends, key=lambda each: each[0])


def _takes(state: State, item: Item, now: Ms) -> Ms:
    return _usual_ms(state, item) + _behind(state, item, now) + still_ahead(state, item.ahead, now)


def _ends_at(state: State, item: Item, now: Ms) -> Ms:
    """When a line is done: what is begun takes its standard time from then on, or what was learnt from its fire on,
    where that is longer; what waits is not fired before now. Its further steps come after.
    """
    end, ahead = ends_at(item), still_ahead(state, item.ahead, now)
    if end is None:
        return now + _takes(state, item, now)
    if item.started_at is not None:
        return max(now, end, item.started_at + min(item.standard_ms, takes_ms(item))) + ahead
    return max(now, end + _behind(state, item, now)) + ahead


def _usual_ms(state: State, item: Item) -> Ms:
    return usual_ms(state, item.dish, state.kitchen.tickets[item.ticket].station, item.standard_ms)


def _behind(state: State, item: Item, now: Ms) -> Ms:
    return behind(state, state.kitchen.tickets[item.ticket].station, now)
