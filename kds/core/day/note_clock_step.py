"""The wall clock was set: a record for the auditor."""

from __future__ import annotations

from kds.core.day.events import ClockStepped
from kds.core.deeds import Deed, roles
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms


class NoteClockStep(Command, frozen=True, gc=False):
    """The wall clock jumped against the running time."""

    delta_ms: Ms


class StepNoted(Answer, frozen=True, gc=False):
    """The event that records it."""

    seq: int


def decide(state: State, command: NoteClockStep, context: Context) -> list[Event]:
    """One event."""
    return [ClockStepped(delta_ms=command.delta_ms)]


def answer(state: State, command: NoteClockStep, events: list[Event]) -> StepNoted:
    """As it stands after the event."""
    return StepNoted(seq=state.seq)


DEED = Deed(NoteClockStep, decide, answer, StepNoted, may=roles())
