"""Count a till and close its shift, or hand it over (交班): whoever counts is told only then what should be there."""

from __future__ import annotations

from kds.core import ids
from kds.core.billing.drop_cash import NO_SHIFT
from kds.core.billing.events import ShiftClosed, ShiftOpened
from kds.core.deeds import Deed
from kds.core.parties import age, due
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import SHIFT
from kds.core.state import State
from kds.core.text import Id, OptionalId
from kds.core.types import Answer, Command, Context, Event, Minor, Record, Refusal


class CloseShift(Command, frozen=True, gc=False):
    """`hand_to`: whose till it is from then on, with what was counted in its drawer."""

    counted_minor: Minor
    till: Id = "main"
    hand_to: OptionalId = ""


class OpenParty(Record, frozen=True, gc=False):
    """A party that is there when a till changes hands."""

    session: str
    label: str
    due_minor: Minor


class ShiftCounted(Answer, frozen=True, gc=False):
    """The count beside what should have been there, and who is still in the house, the oldest first."""

    seq: int
    till: str
    shift: str
    expected_minor: Minor
    counted_minor: Minor
    difference_minor: Minor
    handed_to: str
    parties: tuple[OpenParty, ...]


def decide(state: State, command: CloseShift, context: Context) -> list[Event]:
    """One event, and a second where the till is handed over."""
    shift = state.billing.shifts.get(command.till)
    if shift is None:
        raise Refusal(NO_SHIFT, till=command.till)
    within("counted_minor", command.counted_minor, 0, MOST)
    closed = ShiftClosed(
        till=shift.till,
        shift=shift.shift,
        opened_by=shift.opened_by,
        expected_minor=shift.expected_minor,
        counted_minor=command.counted_minor,
        difference_minor=command.counted_minor - shift.expected_minor,
        handed_to=command.hand_to,
    )
    if not command.hand_to:
        return [closed]
    shift_id = ids.mint("H", state.seq + 1)
    return [closed, ShiftOpened(shift.till, shift_id, command.hand_to, command.counted_minor)]


def answer(state: State, command: CloseShift, events: list[Event]) -> ShiftCounted:
    """As it was counted."""
    closed = next(each for each in events if isinstance(each, ShiftClosed))
    there = sorted(
        [each for each in state.floor.sessions.values() if each.state == "open"], key=lambda s: age(s.session)
    )
    return ShiftCounted(
        seq=state.seq,
        till=closed.till,
        shift=closed.shift,
        expected_minor=closed.expected_minor,
        counted_minor=closed.counted_minor,
        difference_minor=closed.difference_minor,
        handed_to=closed.handed_to,
        parties=tuple([OpenParty(each.session, each.label, due(state, each.session)) for each in there]),
    )


DEED = Deed(CloseShift, decide, answer, ShiftCounted, right=SHIFT, refuses=(NO_SHIFT, OUT_OF_RANGE))
