"""Tickets that nobody has seen: not painted on a screen, not acted upon. After a few seconds they are an alarm."""

from __future__ import annotations

from itertools import islice

from kds.core.journal import ONLY
from kds.core.kitchen.model import Ticket
from kds.core.state import State
from kds.core.types import Ms

LOOKED_AT = 1_000
"""Unseen tickets looked at, at most: where there are more, the alarm is the same."""


def unseen(state: State, now: Ms) -> list[Ticket]:
    """The open tickets that ought to have been seen by now, the longest waiting first."""
    overdue = [ticket for ticket in _waiting(state) if seen_by(state, ticket) <= now]
    return sorted(overdue, key=lambda ticket: (seen_by(state, ticket), ticket.ticket))


def next_unseen(state: State, now: Ms) -> Ms | None:
    """When the next ticket ought to have been seen, after `now`; None where no other waits for that."""
    return min([at for ticket in _waiting(state) if (at := seen_by(state, ticket)) > now], default=None)


def seen_by(state: State, ticket: Ticket) -> Ms:
    """When a ticket ought to have been seen."""
    return unseen_since(ticket) + state.day.house[ONLY].shown_within_ms


def unseen_since(ticket: Ticket) -> Ms:
    """From when on it has to be seen: it was ordered, fired, recalled or moved then."""
    return ticket.submitted_at if ticket.unseen_since is None else ticket.unseen_since


def _waiting(state: State) -> list[Ticket]:
    if state.day.house.value is None:
        return []
    return [state.kitchen.tickets[ticket] for ticket in islice(state.kitchen.unseen[ONLY], LOOKED_AT)]
