"""Tickets that nobody has seen: not painted on a screen, not acted upon. After a few seconds they are an alarm."""

from __future__ import annotations

from itertools import islice

from kds.core.kitchen.model import Ticket
from kds.core.state import State
from kds.core.types import Ms

LOOKED_AT = 1_000
"""Unseen tickets that are named, at most."""


def unseen(state: State, now: Ms, most: int = LOOKED_AT) -> list[Ticket]:
    """The open tickets that ought to have been seen by now, the longest waiting first, so many at most."""
    overdue = islice(state.kitchen.unseen, min(most, count_unseen(state, now)))
    return [state.kitchen.tickets[ticket] for _, ticket in overdue]


def count_unseen(state: State, now: Ms) -> int:
    """How many open tickets ought to have been seen by now."""
    return state.kitchen.unseen.until(now - _within(state))


def next_unseen(state: State, now: Ms) -> Ms | None:
    """When the next ticket ought to have been seen, after `now`; None where no other waits for that."""
    within = _within(state)
    since = state.kitchen.unseen.after(now - within)
    return None if since is None else since + within


def seen_by(state: State, ticket: Ticket) -> Ms:
    """When a ticket ought to have been seen."""
    return ticket.to_see_since + _within(state)


def _within(state: State) -> Ms:
    house = state.day.house.value
    return 0 if house is None else house.shown_within_ms
