"""When a dish can honestly be expected: as is reckoned, later by as much as what stands before it is late already."""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.kitchen.model import COOKING, Item
from kds.core.kitchen.moments import ends_at
from kds.core.menu.model import Step
from kds.core.state import State
from kds.core.types import Ms

LEAST_MS: Ms = 60_000
"""Nothing is promised sooner than in a minute."""
FORGOTTEN_MS: Ms = 1_800_000
"""A line that is this late is no measure of a station, unless most of what it owes is."""


def behind(state: State, station: str, now: Ms) -> Ms:
    """By how much a station runs late: as much as the line that it owes for longest should be done; 0 if none.

    A few lines that are late by more than `FORGOTTEN_MS` were made and never bumped: of what comes they say nothing.
    """
    kitchen = state.kitchen
    items = [kitchen.items[line] for ticket in kitchen.open_tickets[station] for line in kitchen.tickets[ticket].lines]
    dues = [ends_at(item) for item in items if item.state in COOKING]
    late = [now - due for due in dues if due is not None]
    usual = [each for each in late if each <= FORGOTTEN_MS]
    return max([0, *(usual if 2 * len(usual) >= len(late) else late)])


def still_ahead(state: State, steps: Iterable[Step], now: Ms) -> Ms:
    """How long further steps take, each as long as its station runs late besides."""
    return sum([each.standard_ms + behind(state, each.station, now) for each in steps])


def expected_at(item: Item, behind_ms: Ms, now: Ms, ahead_ms: Ms = 0) -> Ms | None:
    """When a line is done as things stand; None where it is held, or not to be made any more. `ahead_ms`: how long its
    further steps take.

    Due at 18:20 at a station that runs 6 minutes late: 18:26. What is late itself is due again, and no promise is for
    sooner than a minute.
    """
    due = ends_at(item) if item.state in COOKING else None
    return None if due is None else max(due + behind_ms, now + LEAST_MS) + ahead_ms
