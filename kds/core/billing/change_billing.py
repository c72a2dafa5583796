"""Change how the house charges: its tenders, its surcharges, what cash is rounded to."""

from __future__ import annotations

from kds.core.billing.model import BillingChange, BillingSettings
from kds.core.billing.rules import BAD_BILLING, billing_changed
from kds.core.bills import settings_of
from kds.core.deeds import Deed
from kds.core.rights import BILLING
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event


class ChangeBilling(Command, BillingChange, frozen=True, gc=False, omit_defaults=False):
    """What is None stays as it is; a list that is given is the whole list."""


class BillingIs(Answer, frozen=True, gc=False):
    """How the house charges."""

    seq: int
    billing: BillingSettings


def decide(state: State, command: ChangeBilling, context: Context) -> list[Event]:
    """One event where something changes."""
    return [*billing_changed(state, command)]


def answer(state: State, command: ChangeBilling, events: list[Event]) -> BillingIs:
    """As it stands after the event."""
    return billing_is(state)


def billing_is(state: State) -> BillingIs:
    """How the house charges."""
    return BillingIs(seq=state.seq, billing=settings_of(state))


DEED = Deed(ChangeBilling, decide, answer, BillingIs, right=BILLING, refuses=(BAD_BILLING,))
