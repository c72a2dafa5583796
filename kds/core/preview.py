"""The house as it would be: a state of its own, with the settings of the real one and what is wanted beside them.

It has no parties and no tickets, and is made for one look at it.
"""

from __future__ import annotations

from kds.core.changes.model import Wanted
from kds.core.changes.rules import changed
from kds.core.features import fold
from kds.core.state import State
from kds.core.types import Stamp

SETTINGS = (
    "menu.head",
    "menu.categories",
    "menu.dishes",
    "menu.stock",
    "menu.former",
    "menu.retired",
    "menu.dayparts",
    "menu.part",
    "menu.turned",
    "kitchen.thresholds",
    "kitchen.stations",
    "kitchen.screens",
    "kitchen.routes",
    "kitchen.services",
    "kitchen.themes",
    "kitchen.theme",
    "kitchen.screens_now",
    "printing.printers",
    "floor.areas",
    "floor.tables",
    "billing.settings",
    "day.house",
    "day.current",
    "people.staff",
    "people.roles",
    "changes.drafts",
)
"""The books of the house that are no party's, as `feature.book`."""


def preview(state: State, wanted: Wanted) -> State:
    """The settings of a house in which that has been done. Refused: as it would be if it were published now."""
    events = changed(state, wanted)
    scratch = State()
    scratch.seq, scratch.at = state.seq, state.at
    for name in SETTINGS:
        feature, _, book = name.partition(".")
        dict.update(getattr(getattr(scratch, feature), book), getattr(getattr(state, feature), book))
    for event in events.values():
        fold(scratch, event, Stamp(scratch.seq + 1, state.at, ""))
    return scratch
