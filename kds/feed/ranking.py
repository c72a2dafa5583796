"""The order of a screen's tickets, kept up from change to change instead of worked out anew."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.kitchen.board import ranked_ticket, rules_of
from kds.core.kitchen.model import Item, Screen, Ticket, Why
from kds.core.kitchen.priority import Ranked, rank
from kds.core.state import State
from kds.core.types import Ms

Known = tuple[tuple[Item, ...], Ranked]
"""A ticket's lines as they were last seen, and what its place depends on."""


class Placed(NamedTuple):
    """A ticket in its place: all that its picture on a screen depends on, beside the menu."""

    ticket: Ticket
    items: tuple[Item, ...]
    why: Why


class Ranking:
    """The open tickets of one screen in the order to cook them."""

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self.turns_at: Ms | None = None
        """When time alone will change the order next; None: never."""

    def refresh(self, state: State, screen: Screen, now: Ms) -> list[Placed]:
        """The order at `now`. Costs a comparison for each ticket that is as it was."""
        stations = stations_of(state, screen)
        known, self._known = self._known, {}
        for station in stations:
            for ticket_id in state.open_tickets[station]:
                self._known[ticket_id] = _ranked(state, ticket_id, known.get(ticket_id))
        ordered = rank([ranked for _, ranked in self._known.values()], rules_of(state, stations), now)
        lates = [ranked.late_at for ranked, _ in ordered if ranked.late_at is not None and ranked.late_at > now]
        self.turns_at = min(lates, default=None)
        return [Placed(ranked.ticket, self._known[ranked.ticket.ticket][0], why) for ranked, why in ordered]


def _ranked(state: State, ticket_id: str, before: Known | None) -> Known:
    ticket = state.tickets[ticket_id]
    items = tuple([state.items[line] for line in ticket.lines])
    if before is not None and before[1].ticket is ticket and before[0] == items:
        return before
    return items, ranked_ticket(state, ticket)


def stations_of(state: State, screen: Screen) -> list[str]:
    """The stations whose tickets a screen shows."""
    return sorted(screen.stations or state.stations)
