"""The watch of law 5: a ticket that nobody has seen in time is an alarm, by the table's name, until somebody has."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from kds.core.journal import ONLY
from kds.core.kitchen.model import Ticket
from kds.core.kitchen.unseen import since, unseen
from kds.runtime.store import Store

CODE = "ticket_unseen"
LOOK_S = 0.5
NAMED = 5
"""Tables that the alarm names; of the others it says how many they are."""
LISTED = 20
"""Tickets in the alarm's details."""


async def watch_unseen(store: Store) -> None:
    """Keep the alarm standing while there are such tickets, for ever."""
    while True:
        await store.settled()
        _look(store)
        await asyncio.sleep(LOOK_S)


def unseen_tickets(store: Store) -> int:
    """How many tickets the alarm is about."""
    alarm = store.alarms.get(CODE)
    return 0 if alarm is None else int(alarm.details["count"])


def _look(store: Store) -> None:
    missed = unseen(store.state, store.now())
    if not missed:
        store.alarms.clear(CODE)
        return
    tables = in_words(missed)
    store.alarms.raise_alarm(
        CODE,
        since(missed[0]) + store.state.day.house[ONLY].shown_within_ms,
        f"后厨没有看到：{tables}，请马上告知后厨",
        f"Not seen by the kitchen: {tables}. Please tell the kitchen now",
        count=len(missed),
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
