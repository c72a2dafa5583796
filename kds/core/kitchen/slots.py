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

from collections.abc import Callable, Iterable, Sequence

from kds.core.kitchen.board import ranked_ticket, rules_of
from kds.core.kitchen.model import Screen, Slots, Ticket
from kds.core.kitchen.priority import in_order
from kds.core.kitchen.space import GRIDS, slots_needed
from kds.core.state import State
from kds.core.types import Ms

FREE = ""


def arrive(state: State, tickets: Sequence[Ticket], now: Ms) -> None:
    """Tickets came, were fired, recalled or rushed: give them what is free. Costs nothing where nothing is.

    The queue is gone through only where somebody waits beside a slot that is free for everybody.
    """
    coming = [ticket for ticket in tickets if ticket.stands]
    favoured = [ticket for ticket in coming if special(ticket)]
    for name, slots in list(state.kitchen.slots.items()):
        if slots.waiting and FREE not in slots.tickets:
            continue
        screen = state.kitchen.screens[name]
        common = FREE in slots.tickets[screen.reserved :]
        new = _unseated(screen, slots, favoured if slots.waiting and not common else coming)
        if new and slots.waiting and common:
            _refill(state, screen, slots.tickets, now)
        elif new:
            _seat(state, screen, slots.tickets, _ranked(state, screen, new, now))


def leave(state: State, ticket: Ticket, now: Ms) -> None:
    """A ticket is done, gone or held again: its slots are free for those that wait."""
    for name, slots in list(state.kitchen.slots.items()):
        screen = state.kitchen.screens[name]
        if ticket.ticket in slots.tickets or (slots.waiting and _shows(screen, ticket)):
            standing = tuple([FREE if each == ticket.ticket else each for each in slots.tickets])
            if slots.waiting:
                _refill(state, screen, standing, now)
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
        _refill(state, screen, stay, now)


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows; none named means all of them."""
    return list(screen.stations) if screen.stations else sorted(state.kitchen.stations)


def queue_of(state: State, screen: Screen, seated: Sequence[str], now: Ms) -> list[Ticket]:
    """The open tickets of a screen that have no slot: those to cook or stop, in order, then those that are held."""
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
    """Whether a ticket may stand in the slots that are reserved."""
    return ticket.base or ticket.rushed_at is not None


def _refill(state: State, screen: Screen, standing: tuple[str, ...], now: Ms) -> None:
    """Let in whom the rule lets in, of all that wait."""
    queue = [each for each in queue_of(state, screen, standing, now) if each.stands] if FREE in standing else []
    _seat(state, screen, standing, queue)


def _seat(state: State, screen: Screen, standing: tuple[str, ...], queue: Iterable[Ticket]) -> None:
    filled = fill(standing, queue, lambda ticket: slots_needed(state, ticket, screen), screen.reserved)
    _keep(state, Slots(screen.screen, filled, _anybody_waits(state, screen, filled)))


def _anybody_waits(state: State, screen: Screen, standing: tuple[str, ...]) -> bool:
    """Looks at hardly more tickets than there are slots: the first that has none is enough."""
    seated = set(standing)
    return any(
        ticket not in seated and state.kitchen.tickets[ticket].stands
        for station in stations_of(state, screen)
        for ticket in state.kitchen.open_tickets[station]
    )


def _ranked(state: State, screen: Screen, tickets: Sequence[Ticket], now: Ms) -> list[Ticket]:
    rules = rules_of(state, stations_of(state, screen))
    return [each.ticket for each in in_order([ranked_ticket(state, ticket) for ticket in tickets], rules, now)]


def _unseated(screen: Screen, slots: Slots, tickets: Sequence[Ticket]) -> list[Ticket]:
    return [each for each in tickets if _shows(screen, each) and each.ticket not in slots.tickets]


def _keep(state: State, slots: Slots) -> None:
    if state.kitchen.slots.get(slots.screen) != slots:
        state.kitchen.slots[slots.screen] = slots


def _shows(screen: Screen, ticket: Ticket) -> bool:
    return not screen.stations or ticket.station in screen.stations


def fill(
    standing: Sequence[str], queue: Iterable[Ticket], needed: Callable[[Ticket], int], reserved: int
) -> tuple[str, ...]:
    """What stands in the slots once as many of the queue are in them as the rule above lets in."""
    filled = list(standing)
    most = len(filled) - reserved
    blocked = False
    for ticket in queue:
        first = 0 if special(ticket) else reserved
        free = [slot for slot in range(first, reserved if blocked else len(filled)) if filled[slot] == FREE]
        need = min(needed(ticket), most) if free else 1
        if len(free) < need:
            blocked = True
            if FREE not in filled[:reserved]:
                break
            continue
        for slot in _run(free, need):
            filled[slot] = ticket.ticket
    return tuple(filled)


def _run(free: Sequence[int], need: int) -> Sequence[int]:
    """The first `need` slots that follow each other, or else the first `need` of all."""
    for start in range(len(free) - need + 1):
        if free[start + need - 1] - free[start] == need - 1:
            return free[start : start + need]
    return free[:need]
