"""What was bumped last at some stations, to look at again and to take back."""

from __future__ import annotations

from collections.abc import Collection
from heapq import nlargest
from typing import NamedTuple

from kds.core.kitchen.model import Item, Ticket
from kds.core.state import State
from kds.core.types import Ms

MOST = 50
"""Bumps that are listed."""


class Bump(NamedTuple):
    """A bump: its ticket and its lines as they are now. `back` are those that can be taken back."""

    ticket: Ticket
    items: list[Item]
    back: tuple[str, ...]

    @property
    def at(self) -> Ms:
        """When it was."""
        return max([item.done_at or 0 for item in self.items])


def last_bumps(state: State, stations: Collection[str], most: int = MOST) -> list[Bump]:
    """The last so many bumps at these stations that nobody took back, the latest first, of parties that are known."""
    kitchen = state.kitchen
    bumps: dict[int, list[Item]] = {}
    for item in kitchen.items.values():
        if item.bumped_seq and kitchen.tickets[item.ticket].station in stations:
            bumps.setdefault(item.bumped_seq, []).append(item)
    return [_bump(state, seq, bumps[seq]) for seq in nlargest(most, bumps)]


def _bump(state: State, seq: int, items: list[Item]) -> Bump:
    ticket = state.kitchen.tickets[items[0].ticket]
    back = [item.line for item in items if (seq, item.line) in state.kitchen.bumps]
    return Bump(ticket, items, tuple(back))
