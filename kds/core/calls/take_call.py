"""Say that one goes to a table that has called: the others need not."""

from __future__ import annotations

from kds.core.calls.answers import ON_CALL, CallIs, call_is, open_call
from kds.core.calls.events import CallTaken
from kds.core.deeds import Deed
from kds.core.rights import ANSWER_CALL
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event


class TakeCall(Command, frozen=True, gc=False):
    """Whoever asks goes."""

    call: Id


def decide(state: State, command: TakeCall, context: Context) -> list[Event]:
    """One event, or none where it is they who go already; of two it is the last who goes."""
    call = open_call(state, command.call)
    return [] if call.taken_by == context.who.id else [CallTaken(session=call.session, call=call.call)]


def answer(state: State, command: TakeCall, events: list[Event]) -> CallIs:
    """As it stands after the event."""
    return call_is(state, state.calls.calls[command.call])


DEED = Deed(TakeCall, decide, answer, CallIs, right=ANSWER_CALL, refuses=ON_CALL)
