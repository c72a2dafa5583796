"""The open calls, as waiters' programs read them."""

from __future__ import annotations

from kds.core import ids
from kds.core.calls.model import Call, CallKind
from kds.core.state import State
from kds.core.types import Ms, Record


class CallLine(Record, frozen=True, gc=False):
    """An open call: whose, since when, asked for how often, and who goes ("" is nobody yet).

    `label` is what the party is called, `table` where it sits.
    """

    call: str
    session: str
    label: str
    table: str | None
    kind: CallKind
    text: str
    asked_at: Ms
    last_asked_at: Ms
    asks: int
    taken_by: str


class CallsView(Record, frozen=True, gc=False):
    """All open calls, the oldest first."""

    seq: int
    calls: tuple[CallLine, ...]


def calls_view(state: State) -> CallsView:
    """As they stand."""
    calls = sorted(state.calls.calls.values(), key=lambda each: (each.asked_at, ids.age(each.call)))
    return CallsView(seq=state.seq, calls=tuple([call_line(state, each) for each in calls]))


def call_line(state: State, call: Call) -> CallLine:
    """One of them."""
    party = state.floor.sessions[call.session]
    return CallLine(
        call=call.call,
        session=call.session,
        label=party.label,
        table=party.table,
        kind=call.kind,
        text=call.text,
        asked_at=call.asked_at,
        last_asked_at=call.last_asked_at,
        asks=call.asks,
        taken_by=call.taken_by,
    )
