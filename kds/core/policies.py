"""What follows from what: one feature's event turned into another's, in the same decision. Policies never refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kds.core.kitchen.routing import route
from kds.core.menu.count_down import count_ordered, count_returned
from kds.core.orders.events import LineVoided, RoundPlaced
from kds.core.state import State
from kds.core.types import Event, Stamp

Policy = Callable[[State, Any, Stamp], list[Event]]

POLICIES: dict[type[Event], tuple[Policy, ...]] = {
    RoundPlaced: (route, count_ordered),
    LineVoided: (count_returned,),
}
"""For each event what follows from it, in this order."""
