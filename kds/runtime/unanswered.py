"""The watch of calls for service: one that nobody answers in time is an alarm, by the table, until somebody goes."""

from __future__ import annotations

from kds.core.calls.unanswered import next_unanswered, unanswered, unanswered_at
from kds.core.types import Ms
from kds.runtime.store import Store
from kds.runtime.watch import Watch, in_words

CODE = "call_unanswered"
LISTED = 200
"""Calls in the details of the alarm."""


def watch_unanswered(store: Store) -> Watch:
    """Keeps the alarm standing while there are such calls."""
    return Watch(store, _look)


def _look(store: Store) -> Ms | None:
    """Say what is so now; when that may change by itself."""
    now, state = store.now(), store.state
    late = unanswered(state, now)
    if not late:
        store.alarms.clear(CODE)
        return next_unanswered(state, now)
    said = in_words([state.floor.sessions[each.session].label for each in late])
    store.alarms.raise_alarm(
        CODE,
        unanswered_at(state, late[0]) or now,
        f"这些客人呼叫没人应：{said}，请派人过去",
        f"Nobody answers the calls of {said}. Please send somebody",
        calls=[each.call for each in late[:LISTED]],
    )
    return next_unanswered(state, now)
