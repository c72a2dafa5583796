"""Calls that nobody answers: how long that may be, and when it is an alarm."""

from __future__ import annotations

from kds.core import ids
from kds.core.calls.model import Call
from kds.core.state import State
from kds.core.types import Ms


def unanswered_at(state: State, call: Call) -> Ms | None:
    """When a call will have waited too long for somebody; None where that is not watched, or somebody goes.

    Who was asked again after they had said that they go has not been there: it counts from then.
    """
    house = state.day.house.value
    patience = 0 if house is None else house.calls_after_ms
    if not patience:
        return None
    if call.taken_at is None:
        return call.asked_at + patience
    return call.last_asked_at + patience if call.last_asked_at > call.taken_at else None


def unanswered(state: State, now: Ms) -> list[Call]:
    """Those that have waited too long, the one that has done so for longest first."""
    found = [(at, each) for each in state.calls.calls.values() if (at := unanswered_at(state, each)) is not None]
    return [each for at, each in sorted(found, key=lambda one: (one[0], ids.age(one[1].call))) if at <= now]


def next_unanswered(state: State, now: Ms) -> Ms | None:
    """When the next will have waited too long, if nobody goes; None for none."""
    moments = [at for each in state.calls.calls.values() if (at := unanswered_at(state, each)) is not None]
    return min([at for at in moments if at > now], default=None)
