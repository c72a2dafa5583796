"""Call for service (呼叫服务): a party wants something brought or done."""

from __future__ import annotations

from kds.core import ids
from kds.core.calls.answers import CallIs, call_is
from kds.core.calls.events import ServiceCalled
from kds.core.calls.model import AGAIN_MS, CALLS_MOST, Call, CallKind
from kds.core.deeds import Deed
from kds.core.floor.model import Session
from kds.core.parties import ON_PARTY, open_party, with_own_party
from kds.core.rights import CALL, NOT_YOUR_TABLE
from kds.core.state import State
from kds.core.text import Id, Note
from kds.core.types import Command, Context, Event, Refusal, reason

NO_WORDS = reason("no_words", "invalid", "请写明需要什么", "Write what you need")
WORDS_UNASKED = reason("words_unasked", "invalid", "这种呼叫不带文字", "That call takes no words")
CALLED_ALREADY = reason(
    "called_already",
    "conflict",
    "已经叫过了，服务员马上来；{wait_s}秒后可以再催",
    "They know already and are on their way; you can ask again in {wait_s} s",
)
TOO_MANY_CALLS = reason(
    "too_many_calls",
    "conflict",
    "已经有{most}个呼叫在处理，请稍等",
    "{most} calls are being answered already; please wait a moment",
)


class CallService(Command, frozen=True, gc=False):
    """What a party wants; `text` is for `words` alone, and says it. What is open already is asked for once more."""

    session: Id
    kind: CallKind
    text: Note = ""


def decide(state: State, command: CallService, context: Context) -> list[Event]:
    """One event. Guests ask again after a minute; the staff for them whenever they like."""
    session = open_party(state, command.session)
    with_own_party(state, context.who, session)
    if command.kind == "words" and not command.text:
        raise Refusal(NO_WORDS)
    if command.kind != "words" and command.text:
        raise Refusal(WORDS_UNASKED)
    before = _same(state, session, command)
    if before is None:
        if len(state.calls.of(session.session)) >= CALLS_MOST:
            raise Refusal(TOO_MANY_CALLS, most=CALLS_MOST)
        call = ids.mint("C", state.seq + 1)
        return [ServiceCalled(session=session.session, call=call, kind=command.kind, text=command.text)]
    wait_ms = before.last_asked_at + AGAIN_MS - context.at
    if context.who.role == "guest" and wait_ms > 0:
        raise Refusal(CALLED_ALREADY, call=before.call, wait_s=-(-wait_ms // 1000))
    return [ServiceCalled(session=session.session, call=before.call, kind=before.kind, text=before.text, again=True)]


def _same(state: State, session: Session, command: CallService) -> Call | None:
    """The open call for the same, the oldest where two parties that were merged had each their own."""
    calls = [state.calls.calls[each] for each in state.calls.of(session.session)]
    return next((each for each in calls if (each.kind, each.text) == (command.kind, command.text)), None)


def answer(state: State, command: CallService, events: list[Event]) -> CallIs:
    """As it stands after the event."""
    called = events[0]
    assert isinstance(called, ServiceCalled)
    return call_is(state, state.calls.calls[called.call])


DEED = Deed(
    CallService,
    decide,
    answer,
    CallIs,
    right=CALL,
    refuses=(*ON_PARTY, NOT_YOUR_TABLE, NO_WORDS, WORDS_UNASKED, CALLED_ALREADY, TOO_MANY_CALLS),
)
