"""Where a ticket stands on a screen: a slot keeps its ticket, so that none jumps under a finger.

A screen is a grid of numbered cells. A ticket with something to make or to stop takes the cells that it needs, the
lowest free ones, in one run if there is one, and keeps them until that is done. The screen's rules decide who goes
first into cells that are free; nobody overtakes a ticket that is too long for what is free, or it might wait for ever.
The first cells of a screen are kept for bases and rushed tickets, and into those every one of them goes that fits.
Whatever has no cell stands in the overflow, in the same order.

| free cells | kept | waiting, in order          | goes in                                           |
|------------|------|----------------------------|---------------------------------------------------|
| 1 2 5      | 1 2  | A (1 cell)                 | A in 5                                            |
| 1 2 5      | 1 2  | base B (1), A (1)          | B in 1, A in 5                                    |
| 4 5 7      | none | A (2), B (1)               | A in 4 and 5, B in 7                              |
| 4 7        | none | A (3), B (1)               | nobody: B does not overtake A                     |
| 2 4 7      | 1 2  | rushed A (4), base B (1)   | B in 2, which is kept; 4 and 7 are left to A      |
| 4 6 7 9    | none | A (2), B (2)               | A in 6 and 7, B in 4 and 9                        |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from kds.core.kitchen.board import ranked_ticket, rules_of
from kds.core.kitchen.model import Screen, Slots, Ticket
from kds.core.kitchen.priority import in_order
from kds.core.kitchen.space import GRIDS, cells_needed
from kds.core.state import State
from kds.core.types import Ms

FREE = ""


def arrive(state: State, tickets: Sequence[Ticket], now: Ms) -> None:
    """Tickets came, were fired, recalled or rushed: give them what is free. Costs nothing where nothing is.

    The queue is gone through only where somebody waits beside a cell that is free for everybody.
    """
    coming = [ticket for ticket in tickets if ticket.stands]
    favoured = [ticket for ticket in coming if special(ticket)]
    for name, slots in list(state.kitchen.slots.items()):
        if slots.waiting and FREE not in slots.cells:
            continue
        screen = state.kitchen.screens[name]
        common = FREE in slots.cells[screen.kept :]
        new = _unseated(screen, slots, favoured if slots.waiting and not common else coming)
        if new and slots.waiting and common:
            _refill(state, screen, slots.cells, now)
        elif new:
            _seat(state, screen, slots.cells, _ranked(state, screen, new, now))


def leave(state: State, ticket: Ticket, now: Ms) -> None:
    """A ticket is done, gone or held again: its cells are free for those that wait."""
    for name, slots in list(state.kitchen.slots.items()):
        screen = state.kitchen.screens[name]
        if ticket.ticket in slots.cells or (slots.waiting and _shows(screen, ticket)):
            cells = tuple([FREE if each == ticket.ticket else each for each in slots.cells])
            if slots.waiting:
                _refill(state, screen, cells, now)
            else:
                _keep(state, Slots(name, cells))


def lay_out(state: State, screens: Iterable[str], now: Ms) -> None:
    """The kitchen changed, and these screens with it: one that has as many cells as before keeps what it may show."""
    for gone in sorted(state.kitchen.slots.keys() - state.kitchen.screens.keys()):
        del state.kitchen.slots[gone]
    for name in sorted(screens):
        screen = state.kitchen.screens[name]
        size = GRIDS[screen.text].cells
        before = state.kitchen.slots.get(name)
        cells = before.cells if before is not None and len(before.cells) == size else (FREE,) * size
        stay = tuple([each if each and _shows(screen, state.kitchen.tickets[each]) else FREE for each in cells])
        _refill(state, screen, stay, now)


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows; none named means all of them."""
    return list(screen.stations) if screen.stations else sorted(state.kitchen.stations)


def queue_of(state: State, screen: Screen, seated: Sequence[str], now: Ms) -> list[Ticket]:
    """The open tickets of a screen that have no cell: those to cook or stop, in order, then those that are held."""
    taken = set(seated)
    stations = stations_of(state, screen)
    outside = [
        state.kitchen.tickets[each]
        for name in stations
        for each in state.kitchen.open_tickets[name]
        if each not in taken
    ]
    return _ranked(state, screen, outside, now)


def special(ticket: Ticket) -> bool:
    """Whether a ticket may stand in the cells that are kept."""
    return ticket.base or ticket.rushed_at is not None


def _refill(state: State, screen: Screen, cells: tuple[str, ...], now: Ms) -> None:
    """Let in whom the rule lets in, of all that wait."""
    queue = [ticket for ticket in queue_of(state, screen, cells, now) if ticket.stands] if FREE in cells else []
    _seat(state, screen, cells, queue)


def _seat(state: State, screen: Screen, cells: tuple[str, ...], queue: Iterable[Ticket]) -> None:
    filled = fill(cells, queue, lambda ticket: cells_needed(state, ticket, screen), screen.kept)
    _keep(state, Slots(screen.screen, filled, _anybody_waits(state, screen, filled)))


def _anybody_waits(state: State, screen: Screen, cells: tuple[str, ...]) -> bool:
    """Looks at hardly more tickets than there are cells: the first that has none is enough."""
    seated = set(cells)
    return any(
        ticket not in seated and state.kitchen.tickets[ticket].stands
        for station in stations_of(state, screen)
        for ticket in state.kitchen.open_tickets[station]
    )


def _ranked(state: State, screen: Screen, tickets: Sequence[Ticket], now: Ms) -> list[Ticket]:
    rules = rules_of(state, stations_of(state, screen))
    return [each.ticket for each in in_order([ranked_ticket(state, ticket) for ticket in tickets], rules, now)]


def _unseated(screen: Screen, slots: Slots, tickets: Sequence[Ticket]) -> list[Ticket]:
    return [each for each in tickets if _shows(screen, each) and each.ticket not in slots.cells]


def _keep(state: State, slots: Slots) -> None:
    if state.kitchen.slots.get(slots.screen) != slots:
        state.kitchen.slots[slots.screen] = slots


def _shows(screen: Screen, ticket: Ticket) -> bool:
    return not screen.stations or ticket.station in screen.stations


def fill(cells: Sequence[str], queue: Iterable[Ticket], needed: Callable[[Ticket], int], kept: int) -> tuple[str, ...]:
    """The cells with as many of the queue in them as the rule above lets in."""
    filled = list(cells)
    most = len(filled) - kept
    blocked = False
    for ticket in queue:
        first = 0 if special(ticket) else kept
        free = [place for place in range(first, kept if blocked else len(filled)) if filled[place] == FREE]
        need = min(needed(ticket), most) if free else 1
        if len(free) < need:
            blocked = True
            if FREE not in filled[:kept]:
                break
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
