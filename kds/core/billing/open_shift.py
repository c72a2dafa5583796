"""Take over a till (开班), with so much cash in its drawer."""

from __future__ import annotations

from kds.core import ids
from kds.core.billing.events import ShiftOpened
from kds.core.deeds import Deed
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import SHIFT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

TILLS_MOST = 50

SHIFT_OPEN = reason(
    "shift_open", "conflict", "收银台{till}已经开班，请先交班", "Till {till} has a shift already; close it first"
)


class OpenShift(Command, frozen=True, gc=False):
    """`till` is the name of a drawer."""

    float_minor: Minor
    till: Id = "main"


class ShiftIs(Answer, frozen=True, gc=False):
    """Whose till it is. What should be in its drawer is not said: it is counted blind."""

    seq: int
    till: str
    shift: str
    opened_by: str


def decide(state: State, command: OpenShift, context: Context) -> list[Event]:
    """One event."""
    within("float_minor", command.float_minor, 0, MOST)
    if command.till in state.billing.shifts:
        raise Refusal(SHIFT_OPEN, till=command.till)
    within("tills", len(state.billing.shifts) + 1, 1, TILLS_MOST)
    return [
        ShiftOpened(
            till=command.till,
            shift=ids.mint("H", state.seq + 1),
            opened_by=context.who.id,
            float_minor=command.float_minor,
        )
    ]


def answer(state: State, command: OpenShift, events: list[Event]) -> ShiftIs:
    """As it stands after the event."""
    return shift_is(state, command.till)


def shift_is(state: State, till: str) -> ShiftIs:
    """As it stands."""
    shift = state.billing.shifts[till]
    return ShiftIs(state.seq, shift.till, shift.shift, shift.opened_by)


DEED = Deed(OpenShift, decide, answer, ShiftIs, right=SHIFT, refuses=(OUT_OF_RANGE, SHIFT_OPEN))
