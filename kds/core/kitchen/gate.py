"""Base first (锅底先下): where a house or a table wants it, dishes wait until the base is served, or for so long.

| 18:00, gate of 10 minutes                                   | the beef                                       |
|-------------------------------------------------------------|------------------------------------------------|
| base and beef are ordered together                          | waits; fired when the base is served, or 18:10 |
| the base was sent at 17:55, the beef is ordered now         | waits; fired when the base is served, or 18:05 |
| the base is on the table, or was sent at 17:45              | fired at once                                  |
| no base was ordered                                         | fired at once                                  |
| it is a drink or a dip                                      | fired at once                                  |
| the table wants no gate, or they take it away               | fired at once                                  |

The base is fired in any case: it waits for nothing.
"""

from __future__ import annotations

from kds.core.kitchen.model import Item
from kds.core.orders.events import RoundPlaced
from kds.core.orders.model import Line
from kds.core.parties import is_unserved, items_of
from kds.core.state import State
from kds.core.types import Ms


def gate_of(state: State, session: str) -> Ms:
    """How long the dishes of a party wait for its base; 0 is not at all."""
    party, house = state.floor.sessions[session], state.day.house.value
    if party.table is None or house is None:
        return 0
    table = state.floor.tables.get(party.table)
    own = None if table is None else table.base_gate_ms
    return house.base_gate_ms if own is None else own


def gated_until(state: State, event: RoundPlaced, now: Ms) -> Ms | None:
    """Until when the dishes of a round wait at most; None: they do not."""
    gate = gate_of(state, event.session)
    if not gate:
        return None
    if any(line.base for line in event.lines):
        return now + gate
    moments = [item.first_fired_at for item in bases_to_come(state, event.session)]
    fired = [at for at in moments if at is not None]
    until = max(fired, default=now - gate) + gate
    return until if until > now else None


def bases_to_come(state: State, session: str) -> list[Item]:
    """The bases of a party that are not on its table."""
    tickets = state.kitchen.tickets
    return [item for item in items_of(state, session) if is_unserved(item) and tickets[item.ticket].base]


def is_dish(state: State, line: Line) -> bool:
    """Whether it waits for a base, and for other dishes: neither bases nor what is drunk or dipped into do."""
    dish = state.menu.known(line.dish)
    return not line.base and (dish is None or dish.kind == "dish")
