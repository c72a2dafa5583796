"""The watch of law 5: a ticket that nobody has seen in time is an alarm, by the table's name, until somebody has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kds.core.kitchen.model import Ticket
from kds.core.kitchen.unseen import count_unseen, next_unseen, seen_by, unseen
from kds.core.types import Ms
from kds.runtime.store import Store
from kds.runtime.watch import Watch, in_words

CODE = "ticket_unseen"
LISTED = 200
"""Tickets in the alarm's details."""


def watch_unseen(store: Store) -> Watch:
    """Keeps the alarm standing while there are such tickets."""
    return Watch(store, _look)


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
    tables = in_words([each.label for each in missed])
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
