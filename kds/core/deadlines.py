"""Time passing: what is due happens by itself, also in a silent kitchen."""

from __future__ import annotations

from kds.core.deeds import Deed
from kds.core.features import DEADLINES
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms


class Tick(Command, frozen=True, gc=False):
    """A deadline may have come: the close of the day, or else what has been due for longest; one thing a tick."""


class Ticked(Answer, frozen=True, gc=False):
    """The last event after the tick."""

    seq: int


def next_deadline(state: State) -> Ms | None:
    """The next moment at which something is due; None where nothing ever is."""
    return min([at for each in DEADLINES if (at := each.next(state)) is not None], default=None)


def decide(state: State, command: Tick, context: Context) -> list[Event]:
    """The events of the first deadline that has come and leads to any; of two at once, of the feature before."""
    due: list[tuple[bool, Ms, int]] = []
    for number, each in enumerate(DEADLINES):
        at = each.next(state)
        if at is not None and at <= context.at:
            due.append((not each.first, at, number))
    for _, _, number in sorted(due):
        events = DEADLINES[number].due(state, context)
        if events:
            return events
    return []


def answer(state: State, command: Tick, events: list[Event]) -> Ticked:
    """As it stands after the events."""
    return Ticked(seq=state.seq)


TICK = Deed(Tick, decide, answer, Ticked, right=NOBODY)
