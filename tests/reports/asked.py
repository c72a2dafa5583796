"""Facts of some events, and questions to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kds.core.decide import Recorded
from kds.core.features import fold
from kds.core.state import State
from kds.reports.answer import Given, give, prepare
from kds.reports.making import Making
from kds.reports.registry import reports
from kds.reports.store import FactsStore
from kds.storage.ledger import Head

ANY = {"area": "", "station": "", "channel": "", "dish": "", "person": "", "by": "day"}
"""What a question is given that leaves nothing out."""


class Asked:
    """A file of facts that can be asked."""

    def __init__(self, store: FactsStore) -> None:
        self.store = store
        prepare(store.db)

    def give(self, report: str, first: str, last: str, **filters: str) -> Given:
        """What a report gives for the days from `first` to `last`."""
        return give(self.store.db, reports()[report], {**ANY, "from": first, "to": last, **filters})

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()


def asked_of(folder: Path, recorded: Sequence[Recorded]) -> Asked:
    """The facts of these events, in a folder."""
    store, making, state = FactsStore(folder), Making(), State()
    for stamp, event in recorded:
        fold(state, event, stamp)
        making.take(stamp, event, state)
        state.journal.forget()
    store.keep(making.made(), Head(state.seq, b""))
    return Asked(store)
