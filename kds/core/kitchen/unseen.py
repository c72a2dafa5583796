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
    house = state.day.house.value
    if house is None:
        return []
    waiting = [state.kitchen.tickets[ticket] for ticket in islice(state.kitchen.unseen[ONLY], LOOKED_AT)]
    overdue = [ticket for ticket in waiting if since(ticket) + house.shown_within_ms <= now]
    return sorted(overdue, key=lambda ticket: (since(ticket), ticket.ticket))


def since(ticket: Ticket) -> Ms:
    """From when on it has to be seen."""
    return ticket.unseen_since or ticket.submitted_at
