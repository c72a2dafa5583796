"""The features of the restaurant, in the order in which their folds and policies run, summed up."""

from __future__ import annotations

from kds.core.billing.feature import BILLING
from kds.core.calls.feature import CALLS
from kds.core.changes.feature import CHANGES
from kds.core.day.feature import DAY
from kds.core.deeds import Deadline, Deed, Feature, Fold, Policy, Upcaster, by_event
from kds.core.floor.feature import FLOOR
from kds.core.kitchen.feature import KITCHEN
from kds.core.menu.feature import MENU
from kds.core.orders.feature import ORDERS
from kds.core.people.feature import PEOPLE
from kds.core.printing.feature import PRINTING
from kds.core.state import State
from kds.core.types import Command, Event, Stamp

FEATURES: tuple[Feature, ...] = (CHANGES, FLOOR, ORDERS, BILLING, KITCHEN, PRINTING, MENU, CALLS, PEOPLE, DAY)
"""Changes come first: they keep what stood before. The day comes last: who has gone is seen when all others have folded
what happened.
"""

DEEDS: dict[type[Command], Deed] = {deed.command: deed for feature in FEATURES for deed in feature.deeds}
FOLDS: dict[type[Event], tuple[Fold, ...]] = by_event(feature.folds for feature in FEATURES)
"""For each type of event what it makes of the state. What is not here cannot be in a ledger."""
POLICIES: dict[type[Event], tuple[Policy, ...]] = by_event(feature.policies for feature in FEATURES)
DEADLINES: tuple[Deadline, ...] = tuple(each for feature in FEATURES for each in feature.deadlines)
UPCASTERS: dict[tuple[str, int], Upcaster] = {
    lifted: upcaster for feature in FEATURES for lifted, upcaster in feature.upcasters.items()
}


def fold(state: State, event: Event, stamp: Stamp) -> None:
    """Apply one event. The state is then the one after `stamp.seq`. A fold never refuses: what happened, happened."""
    for each in FOLDS[type(event)]:
        each(state, event, stamp)
    state.seq = stamp.seq
    state.at = stamp.at
