"""Bills wherever they are: in the state, or of parties that have left it in the ledger."""

from __future__ import annotations

from collections import deque

from kds.core import ids, refusals
from kds.core.codec import decode
from kds.core.features import fold
from kds.core.orders.events import BillOpened
from kds.core.orders.model import Bill
from kds.core.parties import with_own_party
from kds.core.rights import FORBIDDEN
from kds.core.state import State
from kds.core.types import Refusal, Stamp, Who
from kds.runtime.store import Store
from kds.storage.ledger import StoredEvent

TIES = ("PartiesTied", "SessionMerged", "SessionUnmerged", "LinesMoved")
OTHERS = ("other", "into", "out_of", "to_session")
"""The events by which parties have to do with each other, and where those name the other one."""
OPENING = 2
"""A bill is opened by the first event of its decision, or by the second where its party is seated with it."""


async def bill_for(store: Store, who: Who, bill_id: str) -> tuple[State, Bill]:
    """A bill that is alive, or for the staff also one of days gone by, and the state that knows it.

    Refused: unknown_bill, forbidden, not_your_table.
    """
    await store.readable()
    bill = store.state.orders.bills.get(bill_id)
    if bill is not None:
        with_own_party(store.state, who, store.state.floor.sessions[bill.session])
        return store.state, bill
    if who.role == "guest":
        raise Refusal(FORBIDDEN)
    state = await of_the_past(store, bill_id)
    return state, state.orders.bills[bill_id]


async def of_the_past(store: Store, bill_id: str) -> State:
    """A state that holds the bill's party and nothing else. Refused: unknown_bill."""
    born = ids.birth(bill_id)
    if born is None or not ids.is_past(bill_id, "B", store.state.seq):
        raise Refusal(refusals.UNKNOWN_BILL, bill=bill_id)
    for stored in await store.ledger.read(born - 1, OPENING):
        event = decode(stored.type, stored.version, stored.data)
        if isinstance(event, BillOpened) and event.bill == bill_id:
            return await _folded(store, event.session)
    raise Refusal(refusals.UNKNOWN_BILL, bill=bill_id)


async def _with_those_tied(store: Store, session: str) -> list[StoredEvent]:
    """The events of a party and of all that it had to do with, in order: what one gave the other has two pasts."""
    found: dict[str, list[StoredEvent]] = {}
    wanted = [session]
    while wanted:
        party = wanted.pop()
        found[party] = await store.ledger.read_session(party)
        for stored in found[party]:
            event = decode(stored.type, stored.version, stored.data) if stored.type in TIES else None
            others = [getattr(event, name) for name in OTHERS if hasattr(event, name)]
            wanted += [each for each in others if each not in found and each not in wanted]
    return sorted([each for events in found.values() for each in events], key=lambda each: each.seq)


async def _folded(store: Store, session: str) -> State:
    state, clock = State(), store.state.day.clock.value
    steps = deque(() if clock is None else clock.steps)
    for stored in await _with_those_tied(store, session):
        while steps and steps[0].seq < stored.seq:
            state.shift(steps.popleft().shift_ms)
        event = decode(stored.type, stored.version, stored.data)
        fold(state, event, Stamp(stored.seq, stored.at, stored.actor))
    return state
