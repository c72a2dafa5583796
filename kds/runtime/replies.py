"""What those who wait are told, each of them counted."""

from __future__ import annotations

import time
from collections.abc import Iterable

from kds.core.types import Refusal
from kds.runtime.batch import Batch
from kds.runtime.messages import Reply, Waiting
from kds.runtime.observer import Observer


class Replies:
    """Tells them, and `observer` what became of each command and how long it took."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    def answer(self, batch: Batch) -> None:
        """All that was decided is on disk."""
        for waiting, outcome in batch.decided:
            if isinstance(outcome, Reply):
                self._count(waiting, "replayed" if outcome.replayed else "done")
                waiting.done(outcome)
            else:
                self.fail(waiting, outcome)

    def fail(self, waiting: Waiting, error: Exception) -> None:
        """One of them hears an error."""
        self._count(waiting, error.reason.code if isinstance(error, Refusal) else type(error).__name__)
        waiting.failed(error)

    def fail_all(self, waiting: Iterable[Waiting], kind: type[Exception], *words: str) -> None:
        """Each of them hears an error of its own."""
        for each in waiting:
            self.fail(each, kind(*words))

    def _count(self, waiting: Waiting, outcome: str) -> None:
        self._observer.command(type(waiting.command).__name__, outcome, time.monotonic() - waiting.arrived)
