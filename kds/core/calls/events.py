"""What happens to calls for service, and what it makes of the state."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.calls.model import Call, CallKind
from kds.core.floor.events import SessionCleared, SessionMerged
from kds.core.state import State
from kds.core.types import Event, Ms, Stamp


class ServiceCalled(Event, frozen=True, gc=False):
    """A party wants something; `again`: it had asked for it before."""

    session: str
    call: str
    kind: CallKind
    text: str = ""
    again: bool = False


class CallTaken(Event, frozen=True, gc=False):
    """Somebody goes there."""

    session: str
    call: str


class CallEnded(Event, frozen=True, gc=False):
    """Somebody was there, `waited_ms` after it was asked for first; `withdrawn`: the guests want it no more."""

    session: str
    call: str
    kind: CallKind
    waited_ms: Ms
    withdrawn: bool = False


def fold_service_called(state: State, event: ServiceCalled, stamp: Stamp) -> None:
    """One more call, or one that is more urgent: who had said that they go has not been there."""
    calls = state.calls
    if event.again:
        before = calls.calls[event.call]
        calls.calls[event.call] = replace(before, asks=before.asks + 1, last_asked_at=stamp.at)
        return
    called = Call(
        call=event.call,
        session=event.session,
        kind=event.kind,
        text=event.text,
        asked_at=stamp.at,
        last_asked_at=stamp.at,
    )
    calls.begin(called)


def fold_call_taken(state: State, event: CallTaken, stamp: Stamp) -> None:
    """The others need not go."""
    state.calls.calls[event.call] = replace(state.calls.calls[event.call], taken_by=stamp.actor, taken_at=stamp.at)


def fold_call_ended(state: State, event: CallEnded, stamp: Stamp) -> None:
    """It is no longer open."""
    state.calls.end(event.call)


def fold_session_cleared(state: State, event: SessionCleared, stamp: Stamp) -> None:
    """Nobody is left who wants anything."""
    state.calls.forget(event.session)


def fold_session_merged(state: State, event: SessionMerged, stamp: Stamp) -> None:
    """What one party wanted the other wants now; what both wanted somebody has to bring twice."""
    for call in state.calls.of(event.session):
        taken_over = replace(state.calls.calls[call], session=event.into)
        state.calls.end(call)
        state.calls.begin(taken_over)
