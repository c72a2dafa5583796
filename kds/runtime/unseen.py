"""The watch of law 5: a ticket that nobody has seen in time is an alarm, by the table's name, until somebody has."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from kds.core.kitchen.model import Ticket
from kds.core.kitchen.unseen import count_unseen, next_unseen, seen_by, unseen
from kds.core.types import Ms
from kds.runtime.changes import Changes
from kds.runtime.store import Store

CODE = "ticket_unseen"
GATHER_S = 0.25
"""Pause after a change: much may change in a rush."""
NAMED = 5
"""Tables that the alarm names; of the others it says how many they are."""
LISTED = 200
"""Tickets in the alarm's details."""


class UnseenWatch:
    """Keeps the alarm standing while there are such tickets: sleeps until one may be missed, or something changes."""

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


def unseen_tickets(store: Store) -> int:
    """How many tickets the alarm is about."""
    alarm = store.alarms.get(CODE)
    return 0 if alarm is None else int(alarm.details["count"])


def _look(store: Store) -> Ms | None:
    """Say what is so now; when that may change by itself."""
    now = store.now()
    missed = unseen(store.state, now)
    if missed:
        _alarm(store, missed, count_unseen(store.state, now))
    else:
        store.alarms.clear(CODE)
    return next_unseen(store.state, now)


def _alarm(store: Store, missed: Sequence[Ticket], count: int) -> None:
    tables = in_words(missed)
    store.alarms.raise_alarm(
        CODE,
        seen_by(store.state, missed[0]),
        f"后厨还没看到这些制作单：{tables}，请马上口头通知",
        f"Not seen by the kitchen: {tables}. Please tell the kitchen now",
        count=count,
        stations=dict(sorted(Counter(each.station for each in missed).items())),
        tickets=[
            {
                "ticket": each.ticket,
                "label": each.label,
                "station": each.station,
                "submitted_at": each.submitted_at,
            }
            for each in missed[:LISTED]
        ],
    )


def in_words(tickets: Sequence[Ticket]) -> str:
    """Whose tickets they are, each table once: `A03 B01 #7 A02 A05 +2`."""
    labels = list(dict.fromkeys(each.label for each in tickets))
    rest = len(labels) - NAMED
    return " ".join([*labels[:NAMED], *([f"+{rest}"] if rest > 0 else [])])
