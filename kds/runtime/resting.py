"""When nobody waits: what features have put off is done a little after a commit, and never while one is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

REST_S = 0.05
"""How long after a commit the state may rest, where nothing is under way then."""


class Resting:
    """Calls `rest` soon, unless it is `busy` then; asked for again meanwhile it is called once."""

    def __init__(self, rest: Callable[[], None], busy: Callable[[], bool]) -> None:
        self._do = rest
        self._busy = busy
        self._timer: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """A little later: those who have just been answered go first."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(REST_S, self._rest)

    def _rest(self) -> None:
        self._timer = None
        if not self._busy():
            self._do()
