"""Waiting for something to be committed, instead of looking again and again."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from kds.core.types import Ms
from kds.runtime.messages import Committed
from kds.runtime.store import Store

LONGEST_S = 10.0
"""How long is waited at most: a machine that was asleep itself has not counted the seconds."""


class Changes:
    """Says when something has been committed since it was last asked; where `matters` is given, when that says so."""

    def __init__(self, store: Store, matters: Callable[[], bool] = lambda: True) -> None:
        self._store = store
        self._matters = matters
        self._changed = asyncio.Event()
        store.listeners.follow(self._committed)

    def _committed(self, events: Sequence[Committed]) -> None:
        if self._matters():
            self._changed.set()

    def wake(self) -> None:
        """Something else is other than it was."""
        self._changed.set()

    def begin(self) -> None:
        """What is committed from now on is a change; call it before the state is looked at."""
        self._changed.clear()

    async def wait(self, until: Ms | None) -> bool:
        """Wait for a change, or until running time has come to a moment, or not too long; whether it was a change."""
        seconds = LONGEST_S if until is None else min(LONGEST_S, (until - self._store.now()) / 1000)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._changed.wait()
        return self._changed.is_set()
