"""Stations where nothing is touched while the oldest ticket grows old: nobody stands there.

The clock runs from the last touch, or from the fire of what is oldest where that was later. Of a house that waits for
twice the standard time:

| oldest ticket        | touched last | nobody is there from |
|----------------------|-------------:|---------------------:|
| fired at 0, 5 min    |        never |               10 min |
| fired at 0, 5 min    |        4 min |               14 min |
| fired at 20, 5 min   |        4 min |               30 min |
| held, or none        |        4 min |                never |
"""

from __future__ import annotations

from kds.core import ids
from kds.core.kitchen.model import COOKING
from kds.core.state import State
from kds.core.types import Ms


def untouched_at(state: State, station: str, touched_at: Ms) -> Ms | None:
    """When nobody will be at a station that was touched last at `touched_at`, as it stands; None for never."""
    house, kitchen = state.day.house.value, state.kitchen
    permille = 0 if house is None else house.nobody_after_permille
    if not permille:
        return None
    cooking = [each for each in kitchen.open_tickets[station] if kitchen.tickets[each].state in COOKING]
    oldest = min(cooking, key=ids.age, default=None)
    if oldest is None:
        return None
    items = [kitchen.items[line] for line in kitchen.tickets[oldest].lines]
    return max(
        [
            max(touched_at, each.fired_at or each.submitted_at) + each.standard_ms * permille // 1_000
            for each in items
            if each.state in COOKING
        ],
        default=None,
    )
