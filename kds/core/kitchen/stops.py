"""Voided lines that the kitchen may have seen, or have in the pan: they stand struck until it has taken note (停做).

| voided while      | stands until                                     |
|-------------------|--------------------------------------------------|
| held              | not at all: there was nothing to do              |
| fired, not begun  | it is acknowledged, or `STANDS_MS` have passed   |
| started           | it is acknowledged                               |
| done or served    | not at all: there is nothing to stop             |

Whoever acknowledges it can say what had become of it: made, not made, wasted. Where nobody says, what was not begun was
not made, and what was begun is wasted: so one press is enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice, takewhile

from kds.core.deeds import Deadline
from kds.core.kitchen.events import VoidsAcknowledged
from kds.core.kitchen.model import EndedAs, Item, Ticket
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


def acknowledged(
    ticket: Ticket, items: Iterable[Item], seen: Collection[str] | None = None, outcome: EndedAs | None = None
) -> list[VoidsAcknowledged]:
    """One event for each outcome over those of the items that are to be stopped; none where none is. `seen` are the
    lines whose void was seen, None: all of them; what nobody saw stays (law 6).
    """
    stopped = [item for item in items if item.stop_since is not None and (seen is None or item.line in seen)]
    by_outcome: dict[EndedAs, list[Item]] = {}
    for item in stopped:
        by_outcome.setdefault(outcome or _by_default(item), []).append(item)
    return [
        VoidsAcknowledged(
            session=ticket.session,
            ticket=ticket.ticket,
            lines=tuple([item.line for item in found]),
            outcome=became,
            otherwise=tuple([item.line for item in found if item.begun != (became != "not_made")]),
            by_clocks=outcome is None,
        )
        for became, found in by_outcome.items()
    ]


def _by_default(item: Item) -> EndedAs:
    """What has become of a voided line where nobody says it."""
    return "wasted" if item.begun else "not_made"


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
            session=state.kitchen.tickets[ticket].session,
            ticket=ticket,
            lines=tuple(lines),
            expired=True,
            outcome="not_made",
        )
        for ticket, lines in tickets.items()
    ]


DEADLINE = Deadline(next=next_expiry, due=expire)
