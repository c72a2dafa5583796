"""Where a ticket stands on a screen: a slot keeps its ticket, so that none jumps under a finger.

A screen is a grid of numbered slots. A ticket with something to make or to stop takes the slots that it needs, the
lowest free ones, in one run if there is one, and keeps them until that is done. The screen's rules decide who goes
first into slots that are free; nobody overtakes a ticket that is too long for what is free, or it might wait for ever.
The first slots of a screen are reserved for bases and rushed tickets, and into those every one of them goes that fits.
Whatever has no slot stands in the overflow, in the same order.

| free slots | reserved | waiting, in order          | goes in                                           |
|------------|----------|----------------------------|---------------------------------------------------|
| 1 2 5      | 1 2      | A (1 slot)                 | A in 5                                            |
| 1 2 5      | 1 2      | base B (1), A (1)          | B in 1, A in 5                                    |
| 4 5 7      | none     | A (2), B (1)               | A in 4 and 5, B in 7                              |
| 4 7        | none     | A (3), B (1)               | nobody: B does not overtake A                     |
| 2 4 7      | 1 2      | rushed A (4), base B (1)   | B in 2, which is reserved; 4 and 7 are left to A  |
| 4 6 7 9    | none     | A (2), B (2)               | A in 6 and 7, B in 4 and 9                        |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from kds.core.kitchen.model import Screen, Slots, Ticket
from kds.core.kitchen.queue import Queue
from kds.core.kitchen.space import GRIDS, slots_needed
from kds.core.state import State
from kds.core.types import Ms

FREE = ""


def arrive(state: State, tickets: Sequence[Ticket], now: Ms) -> None:
    """Tickets came, were fired, recalled or rushed: give them what is free. Costs nothing where nothing is."""
    state.kitchen.queues.keep_short()
    coming = [ticket for ticket in tickets if ticket.stands]
    special = [ticket for ticket in coming if ticket.special]
    for name, slots in list(state.kitchen.slots.items()):
        if slots.waiting and FREE not in slots.tickets:
            continue
        screen = state.kitchen.screens[name]
        only_special = slots.waiting and FREE not in slots.tickets[screen.reserved :]
        new = special if only_special else coming
        if not any(_shows(screen, each) and each.ticket not in slots.tickets for each in new):
            continue
        if FREE in slots.tickets:
            _fill(state, screen, slots.tickets, now)
        else:
            _keep(state, Slots(name, slots.tickets, waiting=True))


def leave(state: State, ticket: Ticket, now: Ms) -> None:
    """A ticket is done, gone or held again: its slots are free for those that wait."""
    for name, slots in list(state.kitchen.slots.items()):
        screen = state.kitchen.screens[name]
        if ticket.ticket in slots.tickets or (slots.waiting and _shows(screen, ticket)):
            standing = tuple([FREE if each == ticket.ticket else each for each in slots.tickets])
            if slots.waiting:
                _fill(state, screen, standing, now)
            else:
                _keep(state, Slots(name, standing))


def lay_out(state: State, screens: Iterable[str], now: Ms) -> None:
    """The kitchen changed, and these screens with it: one that has as many slots as before keeps what it may show."""
    for gone in sorted(state.kitchen.slots.keys() - state.kitchen.screens.keys()):
        del state.kitchen.slots[gone]
    for name in sorted(screens):
        screen = state.kitchen.screens[name]
        size = GRIDS[screen.text].slots
        before = state.kitchen.slots.get(name)
        standing = before.tickets if before is not None and len(before.tickets) == size else (FREE,) * size
        stay = tuple([each if each and _shows(screen, state.kitchen.tickets[each]) else FREE for each in standing])
        _fill(state, screen, stay, now)


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows; none named means all of them."""
    return list(screen.stations) if screen.stations else sorted(state.kitchen.stations)


def _fill(state: State, screen: Screen, standing: tuple[str, ...], now: Ms) -> None:
    """Let in whom the rule lets in, of all that wait."""
    queue = state.kitchen.queues.of(screen.screen, now)
    waiting = Waiting(state, queue, standing)
    filled = fill(standing, waiting, lambda ticket: slots_needed(state, ticket, screen), screen.reserved)
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


def _shows(screen: Screen, ticket: Ticket) -> bool:
    return not screen.stations or ticket.station in screen.stations


class Coming(Protocol):
    """Tickets that may go in, the first to cook first."""

    def __iter__(self) -> Iterator[Ticket]: ...

    def special_after(self, ticket: Ticket) -> Iterable[Ticket]:
        """The special ones behind this one, in the same order."""


def fill(standing: Sequence[str], coming: Coming, needed: Callable[[Ticket], int], reserved: int) -> tuple[str, ...]:
    """What stands in the slots once as many of those coming are in them as the rule above lets in."""
    filled = list(standing)
    if FREE not in filled:
        return tuple(filled)
    for ticket in coming:
        if not _take(filled, ticket, needed, 0 if ticket.special else reserved, len(filled), reserved):
            break
    else:
        return tuple(filled)
    for special in coming.special_after(ticket):
        if FREE not in filled[:reserved]:
            break
        _take(filled, special, needed, 0, reserved, reserved)
    return tuple(filled)


def _take(
    filled: list[str], ticket: Ticket, needed: Callable[[Ticket], int], first: int, end: int, reserved: int
) -> bool:
    """Give a ticket what it needs of the slots from `first` to before `end`, if they have it."""
    free = [slot for slot in range(first, end) if filled[slot] == FREE]
    need = min(needed(ticket), len(filled) - reserved) if free else 1
    if len(free) < need:
        return False
    for slot in _run(free, need):
        filled[slot] = ticket.ticket
    return True


def _run(free: Sequence[int], need: int) -> Sequence[int]:
    """The first `need` slots that follow each other, or else the first `need` of all."""
    for start in range(len(free) - need + 1):
        if free[start + need - 1] - free[start] == need - 1:
            return free[start : start + need]
    return free[:need]
