"""What commands about calls are answered with, and the call that they are about."""

from __future__ import annotations

from kds.core import ids
from kds.core.calls.model import Call, CallKind
from kds.core.state import State
from kds.core.types import Answer, Ms, Refusal, reason

CALL_ENDED = reason("call_ended", "conflict", "这个呼叫已经处理了", "That call has been answered already")
UNKNOWN_CALL = reason("unknown_call", "not_found", "没有这个呼叫“{call}”", "There is no call “{call}”")
ON_CALL = (UNKNOWN_CALL, CALL_ENDED)


class CallIs(Answer, frozen=True, gc=False):
    """A call as it stands; `open` is whether anybody still has to go. `taken_by` is who does, "" for nobody yet."""

    seq: int
    call: str
    session: str
    kind: CallKind
    text: str
    asked_at: Ms
    asks: int
    taken_by: str
    open: bool


def call_is(state: State, call: Call, *, open: bool = True) -> CallIs:
    """The answer for a call."""
    return CallIs(
        seq=state.seq,
        call=call.call,
        session=call.session,
        kind=call.kind,
        text=call.text,
        asked_at=call.asked_at,
        asks=call.asks,
        taken_by=call.taken_by,
        open=open,
    )


def open_call(state: State, call: str) -> Call:
    """A call that nobody has answered. Refused: as in `ON_CALL`."""
    found = state.calls.calls.get(call)
    if found is None:
        raise Refusal(CALL_ENDED if ids.is_past(call, "C", state.seq) else UNKNOWN_CALL, call=call)
    return found
