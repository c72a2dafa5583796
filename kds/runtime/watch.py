"""A watch: it looks whenever something has changed, and when what it looks for may change by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from kds.core.types import Ms
from kds.runtime.changes import Changes
from kds.runtime.store import Store

GATHER_S = 0.25
"""Pause after a change: much may change in a rush."""
NAMED = 5
"""Parties that an alarm names; of the others it says how many they are."""


class Watch:
    """Calls `look(store)` of a settled state: it keeps an alarm standing, and says when that may change by itself."""

    def __init__(self, store: Store, look: Callable[[Store], Ms | None]) -> None:
        self._store = store
        self._look = look
        self._changes = Changes(store)

    async def run(self) -> None:
        """For ever."""
        while True:
            self._changes.begin()
            await self._store.settled()
            if await self._changes.wait(self._look(self._store)):
                await asyncio.sleep(GATHER_S)


def in_words(labels: Iterable[str]) -> str:
    """Whose they are, each once: `A03 B01 #7 A02 A05 +2`."""
    found = list(dict.fromkeys(labels))
    rest = len(found) - NAMED
    return " ".join([*found[:NAMED], *([f"+{rest}"] if rest > 0 else [])])
