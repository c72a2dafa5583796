"""Where a ticket stands on a screen: a slot keeps its ticket, so that none jumps under a finger.

A screen is a grid of numbered cells. A ticket that is open and not held takes the cells that it needs, the lowest
free ones, in one run if there is one, and keeps them until it is done. The screen's rules decide who goes first into
cells that are free; nobody overtakes a ticket that is too long for what is free. The first cells of a screen are kept
for bases and rushed tickets. Whatever has no cell stands in the overflow, in the same order.

| free cells | kept | waiting, in order       | goes in                                       |
|------------|------|-------------------------|-----------------------------------------------|
| 1 2 5      | 1 2  | A (1 cell)              | A in 5                                        |
| 1 2 5      | 1 2  | base B (1), A (1)       | B in 1, A in 5                                |
| 4 5 7      | none | A (2), B (1)            | A in 4 and 5, B in 7                          |
| 4 7        | none | A (3), B (1)            | nobody: B does not overtake A                 |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kds.core.kitchen.board import ranked_ticket, rules_of
from kds.core.kitchen.measure import GRIDS, cells_needed
from kds.core.kitchen.model import Screen, Slots, Ticket
from kds.core.kitchen.priority import rank
from kds.core.state import State
from kds.core.types import Ms

FREE = ""


def arrive(state: State, tickets: Sequence[Ticket], now: Ms) -> None:
    """Tickets came, were fired, recalled or rushed: give them what is free. Costs nothing where nothing is.

    Where others wait already, only bases and rushed tickets are let in: the queue is gone through when a ticket leaves.
    """
    coming = [ticket for ticket in tickets if ticket.state != "held"]
    favoured = [ticket for ticket in coming if special(ticket)]
    for name, slots in list(state.slots.items()):
        free = FREE in slots.cells
        let_in = favoured if slots.waiting else coming
        if not let_in or (slots.waiting and not free):
            continue
        screen = state.screens[name]
        new = [each for each in let_in if _shows(screen, each) and each.ticket not in slots.cells]
        if new:
            cells = _let_in(state, screen, slots.cells, new, now) if free else slots.cells
            _keep(state, Slots(name, cells, slots.waiting or any(each.ticket not in cells for each in new)))


def leave(state: State, ticket: Ticket, now: Ms) -> None:
    """A ticket is done or voided: its cells are free for those that wait."""
    for name, slots in list(state.slots.items()):
        screen = state.screens[name]
        if ticket.ticket in slots.cells or (slots.waiting and _shows(screen, ticket)):
            cells = tuple([FREE if each == ticket.ticket else each for each in slots.cells])
            _refill(state, screen, cells, slots.waiting, now)


def lay_out(state: State, now: Ms) -> None:
    """The kitchen was set up: a screen that has as many cells as before keeps what it may still show."""
    for gone in sorted(state.slots.keys() - state.screens.keys()):
        del state.slots[gone]
    for name in sorted(state.screens):
        screen = state.screens[name]
        size = GRIDS[screen.text].cells
        before = state.slots.get(name)
        cells = before.cells if before is not None and len(before.cells) == size else (FREE,) * size
        stay = tuple([each if each and _shows(screen, state.tickets[each]) else FREE for each in cells])
        _refill(state, screen, stay, waiting=True, now=now)


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows; none named means all of them."""
    return list(screen.stations) if screen.stations else sorted(state.stations)


def queue_of(state: State, screen: Screen, seated: Sequence[str], now: Ms) -> list[Ticket]:
    """The open tickets of a screen that have no cell: those to cook, in order, then those that are held."""
    taken = set(seated)
    stations = stations_of(state, screen)
    outside = [state.tickets[each] for name in stations for each in state.open_tickets[name] if each not in taken]
    ranked = rank([ranked_ticket(state, ticket) for ticket in outside], rules_of(state, stations), now)
    return [each.ticket for each, _ in ranked]


def special(ticket: Ticket) -> bool:
    """Whether a ticket may stand in the cells that are kept."""
    return ticket.base or ticket.rushed_at is not None


def _refill(state: State, screen: Screen, cells: tuple[str, ...], waiting: bool, now: Ms) -> None:
    if waiting and FREE in cells:
        queue = [ticket for ticket in queue_of(state, screen, cells, now) if ticket.state != "held"]
        cells = _fill(state, screen, cells, queue)
        waiting = any(ticket.ticket not in cells for ticket in queue)
    _keep(state, Slots(screen.screen, cells, waiting))


def _let_in(state: State, screen: Screen, cells: tuple[str, ...], coming: Sequence[Ticket], now: Ms) -> tuple[str, ...]:
    if len(coming) > 1:
        ranked = rank([ranked_ticket(state, each) for each in coming], rules_of(state, stations_of(state, screen)), now)
        coming = [each.ticket for each, _ in ranked]
    return _fill(state, screen, cells, coming)


def _fill(state: State, screen: Screen, cells: tuple[str, ...], queue: Iterable[Ticket]) -> tuple[str, ...]:
    return fill(cells, queue, lambda ticket: cells_needed(state, ticket, screen.text), screen.kept)


def _keep(state: State, slots: Slots) -> None:
    if state.slots.get(slots.screen) != slots:
        state.slots[slots.screen] = slots


def _shows(screen: Screen, ticket: Ticket) -> bool:
    return not screen.stations or ticket.station in screen.stations


def fill(cells: Sequence[str], queue: Iterable[Ticket], needed: Callable[[Ticket], int], kept: int) -> tuple[str, ...]:
    """The cells with as many of the queue in them as the rule above lets in."""
    filled = list(cells)
    most = len(filled) - kept
    blocked = False
    for ticket in queue:
        favoured = special(ticket)
        if blocked and not favoured:
            continue
        free = [place for place, each in enumerate(filled) if not each and (favoured or place >= kept)]
        need = min(needed(ticket), most)
        if len(free) < need:
            blocked = True
            continue
        for place in _run(free, need):
            filled[place] = ticket.ticket
    return tuple(filled)


def _run(free: Sequence[int], need: int) -> Sequence[int]:
    """The first `need` places that follow each other, or else the first `need` of all."""
    for start in range(len(free) - need + 1):
        if free[start + need - 1] - free[start] == need - 1:
            return free[start : start + need]
    return free[:need]
