"""Take cash from a drawer to the safe, or bring some from there (投库, 补零)."""

from __future__ import annotations

from kds.core.billing.events import CashDropped
from kds.core.billing.open_shift import ShiftIs, shift_is
from kds.core.deeds import Deed
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import DROP
from kds.core.state import State
from kds.core.text import Cause, Id
from kds.core.types import Command, Context, Event, Minor, Reason, Refusal, reason

NO_SHIFT: Reason = reason("no_shift", "not_found", "收银台{till}没有开班", "Till {till} has no shift")
NOTHING_DROPPED = reason("nothing_dropped", "invalid", "投库金额不能是零", "Nothing is no drop")


class DropCash(Command, frozen=True, gc=False):
    """Below zero: so much was brought."""

    amount_minor: Minor
    reason: Cause
    till: Id = "main"


def decide(state: State, command: DropCash, context: Context) -> list[Event]:
    """One event."""
    if command.till not in state.billing.shifts:
        raise Refusal(NO_SHIFT, till=command.till)
    within("amount_minor", command.amount_minor, -MOST, MOST)
    if command.amount_minor == 0:
        raise Refusal(NOTHING_DROPPED)
    listed(state, "drawer", command.reason)
    return [CashDropped(till=command.till, amount_minor=command.amount_minor, reason=command.reason)]


def answer(state: State, command: DropCash, events: list[Event]) -> ShiftIs:
    """As it stands after the event."""
    return shift_is(state, command.till)


DEED = Deed(
    DropCash,
    decide,
    answer,
    ShiftIs,
    right=DROP,
    refuses=(NO_SHIFT, OUT_OF_RANGE, NOTHING_DROPPED, NOT_LISTED),
)
