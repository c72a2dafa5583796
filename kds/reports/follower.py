"""The follower that turns events into facts, and answers questions about them meanwhile."""

from __future__ import annotations

from pathlib import Path

import duckdb

from kds.core.state import State
from kds.core.types import Event, Stamp
from kds.reports.answering import Answering
from kds.reports.asking import Facts
from kds.reports.making import Making
from kds.reports.questions import NAME
from kds.reports.reaching import reach
from kds.reports.store import FactsStore, discard, head_of
from kds.runtime.follower import Follower
from kds.storage.ledger import Head


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


class AnsweringWork(FactsWork):
    """The same, and answers questions about them from when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._answering: Answering | None = None

    def cursor(self) -> Head:
        """The last event whose rows stand."""
        found = super().cursor()
        if self._answering is None:
            self._answering = Answering(self._folder, self._connected)
        return found

    def _connected(self) -> duckdb.DuckDBPyConnection:
        return self.store.db.cursor()

    def close(self) -> None:
        """Answer no more, and let go of the file."""
        if self._answering is not None:
            self._answering.close()
            self._answering = None
        super().close()


async def stands(folder: Path) -> int | None:
    """The last event whose rows stand, by whoever has the file, or by the file; None where there is none.

    Raises `StorageError`.
    """
    return await reach(folder, Facts.head, head_of)


FOLLOWER = Follower(name=NAME, open=AnsweringWork, folds=True, stands=stands)
