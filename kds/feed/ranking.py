"""The order of a screen's tickets and its all-day count, kept up from change to change instead of worked out anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from kds.core.kitchen.board import ranked_ticket, rules_of
from kds.core.kitchen.model import COOKING, Item, Screen, Ticket, Why
from kds.core.kitchen.priority import Ranked, rank
from kds.core.state import State
from kds.core.types import Ms


class Known(NamedTuple):
    """A ticket and its lines as they were last seen, and what its place depends on."""

    ticket: Ticket
    items: tuple[Item, ...]
    ranked: Ranked


class BoardEntry(NamedTuple):
    """A ticket in its place: all that its picture depends on, beside the menu. Who has seen it is no part of that."""

    ticket: Ticket
    items: tuple[Item, ...]
    why: Why


class Count(NamedTuple):
    """Portions of a dish: to cook, and held."""

    qty: int
    held: int


class Ranking:
    """The open tickets of one screen in the order to cook them."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._counts: dict[str, Count] = {}
        self.turns_at: Ms | None = None
        """When time alone will change the order next; None: never."""

    def refresh(self, state: State, screen: Screen, now: Ms) -> list[BoardEntry]:
        """The order at `now`. Costs a comparison for each ticket that is as it was."""
        stations = stations_of(state, screen)
        before, self._known = self._known, {}
        for station in stations:
            for ticket_id in state.kitchen.open_tickets[station]:
                known = before.pop(ticket_id, None)
                self._known[ticket_id] = new = _look(state, ticket_id, known)
                if new.ranked is not (known.ranked if known else None):
                    self._count(known.items if known else (), -1)
                    self._count(new.items, +1)
        for gone in before.values():
            self._count(gone.items, -1)
        ordered = rank([known.ranked for known in self._known.values()], rules_of(state, stations), now)
        lates = [ranked.late_at for ranked, _ in ordered if ranked.late_at is not None and ranked.late_at > now]
        self.turns_at = min(lates, default=None)
        return [BoardEntry(ranked.ticket, self._known[ranked.ticket.ticket].items, why) for ranked, why in ordered]

    def all_day(self) -> list[tuple[str, Count]]:
        """The dishes with open portions (合计): most first, then by the menu's id."""
        return sorted(self._counts.items(), key=lambda each: (-each[1].qty, -each[1].held, each[0]))

    def _count(self, items: Iterable[Item], sign: int) -> None:
        for item in items:
            cooking, held = item.state in COOKING, item.state == "held"
            if not (cooking or held):
                continue
            before = self._counts.get(item.dish, Count(0, 0))
            after = Count(before.qty + sign * cooking * item.qty, before.held + sign * held * item.qty)
            if any(after):
                self._counts[item.dish] = after
            else:
                del self._counts[item.dish]


def _look(state: State, ticket_id: str, before: Known | None) -> Known:
    ticket = state.kitchen.tickets[ticket_id]
    items = tuple([state.kitchen.items[line] for line in ticket.lines])
    if before is not None and before.ticket is ticket and before.items == items:
        return before
    drawn = replace(ticket, seen_at=None, unseen_since=None)
    if before is not None and before.ranked.ticket == drawn and before.items == items:
        return before._replace(ticket=ticket)
    return Known(ticket, items, ranked_ticket(state, drawn))


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows."""
    return sorted(screen.stations or state.kitchen.stations)
