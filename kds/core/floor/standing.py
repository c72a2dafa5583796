"""How parties stand: how far their service is, and whether they have paid. Neither hides the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kds.core.floor.model import Payment, Phase, Session, TableState
from kds.core.kitchen.model import Item
from kds.core.parties import bills_of, due, is_settled, is_unserved, items_of
from kds.core.state import State
from kds.core.types import Minor, Ms


class Standing(NamedTuple):
    """How some parties stand, of one table or one alone.

    `unserved` counts their lines that are still to come, held ones among them; `waiting_since` is when the oldest of
    those that are not held was fired.
    """

    phase: Phase
    payment: Payment
    unserved: int
    waiting_since: Ms | None
    due_minor: Minor


def standing(state: State, parties: Sequence[Session]) -> Standing:
    """All of these parties together."""
    items = [item for party in parties for item in items_of(state, party.session)]
    left = [item for item in items if is_unserved(item)]
    return Standing(
        phase=_phase(parties, items, left),
        payment=_payment(state, parties),
        unserved=len(left),
        waiting_since=min([at for item in left if (at := item.first_fired_at) is not None], default=None),
        due_minor=sum(due(state, party.session) for party in parties),
    )


def _phase(parties: Sequence[Session], items: Sequence[Item], left: Sequence[Item]) -> Phase:
    if not parties:
        return "free"
    if left:
        return "waiting"
    return "served" if any(item.state == "served" for item in items) else "seated"


def _payment(state: State, parties: Sequence[Session]) -> Payment:
    bills = [bill for party in parties for bill in bills_of(state, party.session)]
    if any(bill.total_minor > bill.paid_minor for bill in bills):
        return "open"
    return "paid" if any(bill.state == "paid" for bill in bills) else "none"


def table_state(state: State, parties: Sequence[Session]) -> TableState:
    """Free, seated, or paid once every party owes nothing more. One that has not ordered yet is seated."""
    if not parties:
        return "free"
    return "paid" if all(is_settled(state, party.session) for party in parties) else "seated"
