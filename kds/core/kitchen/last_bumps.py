"""What was bumped last at some stations, to look at again and to take back."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nlargest
from typing import NamedTuple

from kds.core.kitchen.model import Item, Ticket
from kds.core.kitchen.steps import bumped_at
from kds.core.state import State
from kds.core.types import Ms

MOST = 50
"""Bumps that are listed."""


class Bump(NamedTuple):
    """A bump: its ticket, its lines as they are now, and when it was. `back` are those that can be taken back."""

    ticket: Ticket
    items: list[Item]
    back: tuple[str, ...]
    at: Ms


def last_bumps(state: State, stations: Collection[str], most: int = MOST) -> list[Bump]:
    """The last so many bumps at these stations that nobody took back, the latest first, of parties that are known.

    What one press made done and what it handed on is one bump.
    """
    tickets, found = state.kitchen.tickets, dict[tuple[str, Ms], dict[str, tuple[int, Item]]]()
    for item in state.kitchen.items.values():
        for name, seq in _bumped_on(item):
            if tickets[name].station in stations:
                at = bumped_at(item, tickets[name])
                found.setdefault((name, at), {})[item.line] = (seq, item)
    newest = nlargest(most, found, key=lambda each: max([seq for seq, _ in found[each].values()]))
    return [_bump(state, tickets[name], at, list(found[name, at].values())) for name, at in newest]


def _bumped_on(item: Item) -> list[tuple[str, int]]:
    """The tickets on which a line was bumped, and the events of that."""
    passed = [(each.ticket, each.seq) for each in item.passed]
    return [*passed, (item.ticket, item.bumped_seq)] if item.bumped_seq else passed


def _bump(state: State, ticket: Ticket, at: Ms, bumped: list[tuple[int, Item]]) -> Bump:
    back = [item.line for seq, item in bumped if (seq, item.line) in state.kitchen.bumps]
    return Bump(ticket, [item for _, item in bumped], tuple(back), at)
