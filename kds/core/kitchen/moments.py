"""When a line is due, and when it becomes soon, late and critical: by its fire, standard time and thresholds."""

from __future__ import annotations

from kds.core.kitchen.model import Item, Thresholds
from kds.core.types import Ms


def due_at(item: Item) -> Ms | None:
    """When a line ought to be done: its fire plus its standard time; None while it is held."""
    return None if item.fired_at is None else item.fired_at + item.standard_ms


def takes_ms(item: Item) -> Ms:
    """How long a line is reckoned to take from its fire: as was learnt, else its standard time."""
    return item.usual_ms or item.standard_ms


def ends_at(item: Item) -> Ms | None:
    """When a line is reckoned to be done; None while it is held."""
    return None if item.fired_at is None else item.fired_at + takes_ms(item)


def turns(item: Item, thresholds: Thresholds) -> tuple[Ms, Ms, Ms] | None:
    """The moments at which a line becomes soon, late and critical; None while it is held.

    A dish of 10 minutes, fired at 18:00, under 700 ‰, 1000 ‰, 1500 ‰ and a cap of 30 minutes:
    soon at 18:07, late at 18:10, critical at 18:15.
    """
    fired_at = item.fired_at
    if fired_at is None:
        return None
    standard = item.standard_ms
    critical = min(standard * thresholds.critical_permille // 1000, thresholds.critical_ms)
    late = min(standard * thresholds.late_permille // 1000, critical)
    soon = min(standard * thresholds.soon_permille // 1000, late)
    return fired_at + soon, fired_at + late, fired_at + critical
