"""The wall clock was set: running time follows it, or goes on as it was."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.day.events import ClockStepped
from kds.core.deeds import Deed
from kds.core.rights import NOBODY
from kds.core.state import State
from kds.core.types import Answer, Command, Context, Event, Ms


class NoteClockStep(Command, frozen=True, gc=False):
    """The wall clock jumped by `delta_ms` against running time, which is to follow it by `shift_ms`."""

    delta_ms: Ms
    shift_ms: Ms = 0


class StepNoted(Answer, frozen=True, gc=False):
    """The event that records it."""

    seq: int


def decide(state: State, command: NoteClockStep, context: Context) -> list[Event]:
    """One event. A day that has sold something is never renamed to a later one: it is closed when its end comes.

    | last closed | under way | a step to       | under way then                                                 |
    |-------------|-----------|-----------------|----------------------------------------------------------------|
    | 2 May       | 3 May     | 3 May           | 3 May                                                          |
    | 2 May       | 3 May     | 7 May, forwards | 3 May; as its end has come, it is closed, and 7 May begins     |
    | 2 May       | 10 May    | 7 May, back     | 7 May: it was never closed                                     |
    | 3 May       | 4 May     | 3 May, back     | 4 May: what was closed is not opened again                     |
    | 3 May       | 10 May    | 3 May, back     | 4 May, the first that is not closed                            |
    """
    step = ClockStepped(delta_ms=command.delta_ms, shift_ms=command.shift_ms)
    day, today = state.day.current.value, context.today
    if day is None or today is None or command.shift_ms >= 0:
        return [step]
    if day.closed < today.business_day < day.business_day:
        return [replace(step, business_day=today.business_day, closes_at=today.closes_at)]
    return [step]


def answer(state: State, command: NoteClockStep, events: list[Event]) -> StepNoted:
    """As it stands after the event."""
    return StepNoted(seq=state.seq)


DEED = Deed(NoteClockStep, decide, answer, StepNoted, right=NOBODY)
