"""End a call: somebody was there, or the guests want it no more."""

from __future__ import annotations

from kds.core.calls.answers import ON_CALL, open_call
from kds.core.calls.events import CallEnded
from kds.core.deeds import Deed
from kds.core.parties import with_own_party
from kds.core.rights import ANSWER_CALL, CALL, NOT_YOUR_TABLE
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Ms


class EndCall(Command, frozen=True, gc=False):
    """It is done; a guest who ends a call of their own party takes it back."""

    call: Id


class CallOver(Answer, frozen=True, gc=False):
    """How long it was open."""

    seq: int
    call: str
    session: str
    waited_ms: Ms


def decide(state: State, command: EndCall, context: Context) -> list[Event]:
    """One event."""
    call = open_call(state, command.call)
    with_own_party(state, context.who, state.floor.sessions[call.session])
    waited_ms = max(0, context.at - call.asked_at)
    withdrawn = context.who.role == "guest"
    return [CallEnded(call.session, call.call, call.kind, waited_ms, withdrawn)]


def answer(state: State, command: EndCall, events: list[Event]) -> CallOver:
    """What the event says."""
    ended = events[0]
    assert isinstance(ended, CallEnded)
    return CallOver(seq=state.seq, call=ended.call, session=ended.session, waited_ms=ended.waited_ms)


DEED = Deed(
    EndCall,
    decide,
    answer,
    CallOver,
    right=ANSWER_CALL,
    or_rights=(CALL,),
    refuses=(*ON_CALL, NOT_YOUR_TABLE),
)
