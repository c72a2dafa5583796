"""The watch of calls for service: one that nobody answers in time is an alarm, by the table, until somebody goes."""

from __future__ import annotations

import asyncio

from kds.core.calls.unanswered import next_unanswered, unanswered, unanswered_at
from kds.core.types import Ms
from kds.runtime.changes import Changes
from kds.runtime.store import Store

CODE = "call_unanswered"
GATHER_S = 0.25
"""Pause after a change: much may change in a rush."""
LISTED = 200
"""Calls in the details of the alarm."""
NAMED = 5
"""Parties that the alarm names; of the others it says how many they are."""


class UnansweredWatch:
    """Keeps the alarm standing while there are such calls: sleeps until one may be, or something changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changes = Changes(store)

    async def run(self) -> None:
        """For ever."""
        while True:
            self._changes.begin()
            await self._store.settled()
            if await self._changes.wait(_look(self._store)):
                await asyncio.sleep(GATHER_S)


def _look(store: Store) -> Ms | None:
    """Say what is so now; when that may change by itself."""
    now, state = store.now(), store.state
    late = unanswered(state, now)
    if not late:
        store.alarms.clear(CODE)
        return next_unanswered(state, now)
    labels = list(dict.fromkeys(state.floor.sessions[each.session].label for each in late))
    rest = len(labels) - NAMED
    said = " ".join([*labels[:NAMED], *([f"+{rest}"] if rest > 0 else [])])
    store.alarms.raise_alarm(
        CODE,
        unanswered_at(state, late[0]) or now,
        f"这些客人呼叫没人应：{said}，请派人过去",
        f"Nobody answers the calls of {said}. Please send somebody",
        calls=[each.call for each in late[:LISTED]],
    )
    return next_unanswered(state, now)
