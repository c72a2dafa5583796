"""Steps (工序): a dish can pass several stations before it is done, 切配 → 炸 → 装盘, each with a clock of its own.

| a dish of three steps, cold 4 min → hot 6 min → pass 1 min | stands at | its clock           |
|------------------------------------------------------------|-----------|---------------------|
| fired at 18:00                                             | cold      | 18:00, due at 18:04 |
| bumped there at 18:03                                      | hot       | 18:03, due at 18:09 |
| bumped there at 18:10                                      | pass      | 18:10, due at 18:11 |
| bumped there at 18:11                                      | done      |                     |

Only the last bump makes it done; what goes before hands it on, to a ticket that nobody has seen yet. So a key that was
pressed twice hands on once: the second press means the ticket that the line has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kds.core import ids
from kds.core.kitchen.colour import stamp_thresholds
from kds.core.kitchen.events import LinesPassedOn, TicketBumped, TicketRecalled
from kds.core.kitchen.model import CATCH_ALL, COOKING, Item, Ticket
from kds.core.state import State
from kds.core.types import Event, Ms


def done_here(state: State, ticket: Ticket, items: Iterable[Item], after: int = 0, press: int = 0) -> list[Event]:
    """These lines of a ticket, which are being made, are done at its station: those at their last step are done, the
    others go on, to a ticket for each station. `after`: how many events of the same decision go before these.

    `press`: of a press for several tickets its first event. All that it does bears that number, and comes back as one.
    """
    lines: list[str] = []
    onward: dict[str, list[str]] = {}
    for item in items:
        if item.ahead:
            onward.setdefault(_there(state, item.ahead[0].station), []).append(item.line)
        else:
            lines.append(item.line)
    found: list[Event] = [TicketBumped(ticket.session, ticket.ticket, tuple(lines), press)] if lines else []
    for part, (station, some) in enumerate(onward.items(), start=1):
        found.append(_goes(state, ticket, some, station, ids.mint("T", state.seq + 1 + after, part), press=press))
    return found


def taken_back(state: State, ticket: Ticket, items: Sequence[Item]) -> list[Event]:
    """These lines, which are done or ended on a ticket, or were handed on from it, were not done there after all."""
    done = tuple([item.line for item in items if item.ticket == ticket.ticket])
    found: list[Event] = [TicketRecalled(ticket.session, ticket.ticket, done)] if done else []
    gone = [item for item in items if item.ticket != ticket.ticket]
    for name in dict.fromkeys([item.ticket for item in gone]):
        lines = [item.line for item in gone if item.ticket == name]
        left = state.kitchen.tickets[name]
        found.append(_goes(state, left, lines, ticket.station, ticket.ticket, beside=ticket.lines, back=True))
    return found


def handed_on(state: State, ticket: Ticket, lines: Sequence[str] = ()) -> list[Item]:
    """What was handed on from a ticket, or what of it is among these lines."""
    return [state.kitchen.items[line] for line in ticket.passed if not lines or line in lines]


def can_come_back(item: Item, ticket: Ticket) -> bool:
    """Whether a line that was handed on from a ticket is at the next step, and that is not done."""
    return item.state in COOKING and item.passed != () and item.passed[-1].ticket == ticket.ticket


def bumped_at(item: Item, ticket: Ticket) -> Ms:
    """When a line was bumped on a ticket: it was done there, or handed on."""
    if item.ticket == ticket.ticket:
        return item.done_at or 0
    at = item.fired_at or 0
    for each in reversed(item.passed):
        if each.ticket == ticket.ticket:
            break
        at -= each.took_ms
    return at


def step_of(item: Item) -> tuple[int, int]:
    """Which step a line is at, counted from 1, and how many it has."""
    before = len(item.passed)
    return before + 1, before + 1 + len(item.ahead)


def _there(state: State, station: str) -> str:
    return station if station in state.kitchen.stations else CATCH_ALL


def _goes(
    state: State,
    ticket: Ticket,
    lines: Sequence[str],
    station: str,
    into: str,
    *,
    beside: tuple[str, ...] = (),
    back: bool = False,
    press: int = 0,
) -> LinesPassedOn:
    found = [state.orders.lines[line] for line in (*beside, *lines)]
    return LinesPassedOn(
        session=ticket.session,
        ticket=ticket.ticket,
        lines=tuple(lines),
        station=station,
        came_from=ticket.station,
        into=into,
        thresholds=stamp_thresholds(state, station, found, state.floor.sessions[ticket.session].service),
        back=back,
        press=press,
    )
