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
    kitchen, bumps = state.kitchen, dict[tuple[int, str], list[Item]]()
    for item in kitchen.items.values():
        for seq, name in _bumped_on(item):
            if kitchen.tickets[name].station in stations:
                bumps.setdefault((seq, name), []).append(item)
    return [_bump(state, *each, bumps[each]) for each in nlargest(most, bumps)]


def _bumped_on(item: Item) -> list[tuple[int, str]]:
    """By what a line was bumped, and on which tickets."""
    passed = [(each.seq, each.ticket) for each in item.passed]
    return [*passed, (item.bumped_seq, item.ticket)] if item.bumped_seq else passed


def _bump(state: State, seq: int, name: str, items: list[Item]) -> Bump:
    ticket = state.kitchen.tickets[name]
    back = [item.line for item in items if (seq, item.line) in state.kitchen.bumps]
    return Bump(ticket, items, tuple(back), bumped_at(items[0], ticket))
