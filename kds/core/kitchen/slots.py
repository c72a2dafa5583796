"""Where a ticket stands on a screen: a slot keeps its ticket, so that none jumps under a finger.

A screen is a grid of slots, numbered row by row. A ticket with something to make or to stop takes the slots that it
needs, side by side in one row, the lowest that are free, and keeps them until that is done. Where no row has so many,
it takes as many as one has, and goes on on the next page: nobody waits while a slot is free. The screen's rules decide
who goes first. The last slots of a screen are reserved for bases and rushed tickets: they are filled last, and while
one of those waits nobody else goes in. Whatever has no slot stands in the overflow, in the same order.

Of nine slots in three rows:

| free slots | reserved | waiting, in order            | goes in                                    |
|------------|----------|------------------------------|--------------------------------------------|
| 1 2 5      | none     | A (1 slot)                   | A in 1                                     |
| 3 4 5      | none     | A (2), B (1)                 | A in 4 and 5, B in 3: 3 and 4 are no row   |
| 3 5 7      | none     | A (3), B (1)                 | A in 3, and goes on; B in 5                |
| 1 8 9      | 8 9      | A (1), B (1), base C (1)     | A in 1, C in 8, B in 9                     |
| 8 9        | 8 9      | A (1), B (1)                 | A in 8, B in 9                             |

A screen of another layout has numbers instead, one for each ticket in the order in which they came: those behind one
that leaves move up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from kds.core.kitchen.model import Ticket
from kds.core.kitchen.queue import Queue
from kds.core.kitchen.screens import Screen, Slots
from kds.core.kitchen.space import grid_of, slots_needed
from kds.core.state import State
from kds.core.types import Ms

FREE = ""


def arrive(state: State, tickets: Sequence[Ticket], now: Ms) -> None:
    """Tickets came, were fired, recalled or rushed: give them what is free. Costs nothing where nothing is."""
    state.kitchen.queues.keep_short()
    coming = [ticket for ticket in tickets if ticket.stands]
    for name, slots in list(state.kitchen.slots.items()):
        if slots.waiting:
            continue
        screen = state.kitchen.screens_now[name]
        new = [each for each in coming if screen.takes(each.station)]
        if not any(each.ticket not in slots.tickets for each in new):
            continue
        if FREE in slots.tickets:
            _fill(state, screen, slots.tickets, now)
        else:
            _keep(state, Slots(name, slots.tickets, waiting=True))


def leave(state: State, ticket: Ticket, now: Ms) -> None:
    """A ticket is done, gone or held again: its slots are free for those that wait."""
    for name, slots in list(state.kitchen.slots.items()):
        screen = state.kitchen.screens_now[name]
        if ticket.ticket in slots.tickets or (slots.waiting and screen.takes(ticket.station)):
            _free(state, screen, slots, ticket, now)


def go(state: State, ticket: Ticket, now: Ms) -> None:
    """A ticket stands at another station now: whoever shows that too keeps it where it is, others have its slots."""
    for name, slots in list(state.kitchen.slots.items()):
        screen = state.kitchen.screens_now[name]
        if screen.takes(ticket.station) or not (ticket.ticket in slots.tickets or slots.waiting):
            continue
        _free(state, screen, slots, ticket, now)
    arrive(state, [ticket], now)


def lay_out(state: State, screens: Iterable[str], now: Ms) -> None:
    """The kitchen changed, and these screens with it: one that has as many slots as before keeps what it may show.

    Walls alone have slots.
    """
    walls = {name: screen for name, screen in state.kitchen.screens_now.items() if screen.is_wall}
    for gone in sorted(state.kitchen.slots.keys() - walls.keys()):
        del state.kitchen.slots[gone]
    for name in sorted(walls.keys() & set(screens)):
        screen = walls[name]
        size = grid_of(screen).slots
        before = state.kitchen.slots.get(name)
        standing = before.tickets if before is not None and len(before.tickets) == size else (FREE,) * size
        stay = tuple(
            [each if each and screen.takes(state.kitchen.tickets[each].station) else FREE for each in standing]
        )
        _fill(state, screen, _closed_up(screen, stay), now)


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows; none named means all of them."""
    return list(screen.stations) if screen.stations else sorted(state.kitchen.stations)


def _free(state: State, screen: Screen, slots: Slots, ticket: Ticket, now: Ms) -> None:
    """Take a ticket out of its slots, for those that wait."""
    standing = _closed_up(screen, [FREE if each == ticket.ticket else each for each in slots.tickets])
    if slots.waiting:
        _fill(state, screen, standing, now)
    else:
        _keep(state, Slots(screen.screen, standing))


def _closed_up(screen: Screen, standing: Sequence[str]) -> tuple[str, ...]:
    """Where places are not kept, those behind a free one move up: a number is a place in the order of coming."""
    if screen.keeps_places:
        return tuple(standing)
    there = [each for each in dict.fromkeys(standing) if each != FREE]
    return (*there, *[FREE] * (len(standing) - len(there)))


def _fill(state: State, screen: Screen, standing: tuple[str, ...], now: Ms) -> None:
    """Let in whom the rule lets in, of all that wait."""
    queue = state.kitchen.queues.of(screen.screen, now)
    waiting = Waiting(state, queue, standing)
    columns = grid_of(screen).columns
    filled = fill(standing, waiting, lambda ticket: slots_needed(state, ticket, screen), screen.reserved, columns)
    _keep(state, Slots(screen.screen, filled, queue.stand > len(set(filled) - {FREE})))


class Waiting:
    """Those of a queue that have no slot yet. Who asks for the first few pays for a few."""

    def __init__(self, state: State, queue: Queue, seated: Iterable[str]) -> None:
        self._tickets = state.kitchen.tickets
        self._queue = queue
        self._seated = frozenset(seated)

    def __iter__(self) -> Iterator[Ticket]:
        """All that stand, in order."""
        return self._without_slot(self._queue.standing())

    def special_after(self, ticket: Ticket) -> Iterator[Ticket]:
        """Of those behind this one the bases and rushed tickets."""
        return self._without_slot(self._queue.special_after(ticket.ticket))

    def _without_slot(self, names: Iterator[str]) -> Iterator[Ticket]:
        return (self._tickets[name] for name in names if name not in self._seated)


def _keep(state: State, slots: Slots) -> None:
    if state.kitchen.slots.get(slots.screen) != slots:
        state.kitchen.slots[slots.screen] = slots


class Coming(Protocol):
    """Tickets that may go in, the first to cook first."""

    def __iter__(self) -> Iterator[Ticket]: ...

    def special_after(self, ticket: Ticket) -> Iterable[Ticket]:
        """The special ones behind this one, in the same order."""


def fill(
    standing: Sequence[str], coming: Coming, needed: Callable[[Ticket], int], reserved: int, columns: int
) -> tuple[str, ...]:
    """What stands in the slots once all of those coming are in them for whom the rule above finds one."""
    filled = list(standing)
    common = len(filled) - reserved
    for ticket in coming:
        if FREE not in filled:
            return tuple(filled)
        if not ticket.special and FREE not in filled[:common]:
            break
        _take(filled, ticket, needed, len(filled) if ticket.special else common, columns)
    else:
        return tuple(filled)
    _fill_reserved(filled, ticket, coming, needed, columns)
    return tuple(filled)


def _fill_reserved(
    filled: list[str], first: Ticket, coming: Coming, needed: Callable[[Ticket], int], columns: int
) -> None:
    """Only reserved slots are free, and `first` waits for one: the special ones behind it go before it."""
    for special in coming.special_after(first):
        if FREE not in filled:
            return
        _take(filled, special, needed, len(filled), columns)
    for ticket in coming:
        if FREE not in filled:
            return
        if ticket.ticket not in filled:
            _take(filled, ticket, needed, len(filled), columns)


def _take(filled: list[str], ticket: Ticket, needed: Callable[[Ticket], int], end: int, columns: int) -> None:
    """Give a ticket what it needs of the slots before `end`, or what they have; at least one of them is free."""
    for slot in _run(filled[:end], needed(ticket), columns):
        filled[slot] = ticket.ticket


def _run(slots: Sequence[str], need: int, columns: int) -> range:
    """The first `need` free slots side by side in a row; the longest run where there is none."""
    longest = range(0)
    start = 0
    for slot, each in enumerate(slots):
        if each != FREE or slot % columns == 0:
            start = slot if each == FREE else slot + 1
        if slot + 1 - start > len(longest):
            longest = range(start, slot + 1)
            if len(longest) >= need:
                break
    return longest
