"""Voided lines that the kitchen may have seen, or have in the pan: they stand struck until it has taken note (停做).

| voided while      | stands until                                     |
|-------------------|--------------------------------------------------|
| held              | not at all: there was nothing to do              |
| fired, not begun  | it is acknowledged, or `STANDS_MS` have passed   |
| started           | it is acknowledged                               |
| done or served    | not at all: there is nothing to stop             |
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice, takewhile

from kds.core.deeds import Deadline
from kds.core.kitchen.events import VoidsAcknowledged
from kds.core.kitchen.model import Item, Ticket
from kds.core.state import State
from kds.core.types import Context, Event, Ms, reason

VOID_UNSEEN = reason(
    "void_unseen",
    "conflict",
    "刚刚退了菜，请看清再按",
    "A dish was voided just now: look, then press again",
)

STANDS_MS: Ms = 60_000
MOST = 50
"""Lines that go at one tick."""


def acknowledged(ticket: Ticket, items: Iterable[Item], seen: Collection[str] | None = None) -> list[VoidsAcknowledged]:
    """One event over those of the items that are to be stopped; none where none is. `seen` are the lines whose void was
    seen, None: all of them; what nobody saw stays (law 6).
    """
    stopped = [item.line for item in items if item.stop_since is not None]
    lines = tuple([line for line in stopped if seen is None or line in seen])
    return [VoidsAcknowledged(session=ticket.session, ticket=ticket.ticket, lines=lines)] if lines else []


def next_expiry(state: State) -> Ms | None:
    """When the first of those that nobody had begun has stood for long enough."""
    first = state.kitchen.expiring.first
    return None if first is None else first[0] + STANDS_MS


def expire(state: State, context: Context) -> list[Event]:
    """One event a ticket, over the lines that have stood for long enough."""
    due = takewhile(lambda each: each[0] + STANDS_MS <= context.at, state.kitchen.expiring)
    tickets: dict[str, list[str]] = {}
    for _, line in islice(due, MOST):
        tickets.setdefault(state.kitchen.items[line].ticket, []).append(line)
    return [
        VoidsAcknowledged(
            session=state.kitchen.tickets[ticket].session, ticket=ticket, lines=tuple(lines), expired=True
        )
        for ticket, lines in tickets.items()
    ]


DEADLINE = Deadline(next=next_expiry, due=expire)
