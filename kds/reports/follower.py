"""The follower that turns events into facts, and answers questions about them meanwhile."""

from __future__ import annotations

from pathlib import Path

from kds.core.state import State
from kds.core.types import Event, Stamp
from kds.reports.making import Making
from kds.reports.store import FactsStore, discard
from kds.runtime.follower import Follower
from kds.storage.ledger import Head

NAME = "facts"


class FactsWork:
    """Rows, exactly once: they and the cursor are in one file, which is opened when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: FactsStore | None = None
        self._making = Making()

    @property
    def store(self) -> FactsStore:
        """The file, open."""
        if self._store is None:
            self._store = FactsStore(self._folder)
        return self._store

    def cursor(self) -> Head:
        """The last event whose rows stand."""
        return self.store.stands()

    def take(self, stamp: Stamp, event: Event, state: State) -> None:
        """Tell what the event adds, and whom it touched."""
        self._making.take(stamp, event, state)

    def keep(self, head: Head) -> None:
        """The rows stand."""
        self.store.keep(self._making.made(), head)

    def reset(self) -> None:
        """No rows. Where another process has the file it finds it gone, and makes it anew itself."""
        if self._store is None:
            discard(self._folder)
        else:
            self._store.reset()

    def close(self) -> None:
        """Let go of the file."""
        if self._store is not None:
            self._store.close()
            self._store = None


FOLLOWER = Follower(name=NAME, open=FactsWork, folds=True)
