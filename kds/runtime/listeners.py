"""Who is told of every commit, on the loop, once it is on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import structlog

from kds.core.journal import Touched
from kds.runtime.messages import Committed

log = structlog.get_logger()

Follower = Callable[[Sequence[Committed]], None]
Watcher = Callable[[Touched], None]


class Listeners:
    """Followers get the events of a commit, watchers the records that it changed. None may wait.

    `failed` is called when one of them raises; the others are told all the same.
    """

    def __init__(self, failed: Callable[[], None]) -> None:
        self._failed = failed
        self._followers: list[Follower] = []
        self._watchers: list[Watcher] = []

    @property
    def watching(self) -> bool:
        """Whether anybody watches: what a commit changed is put together only then."""
        return bool(self._watchers)

    def follow(self, follower: Follower) -> None:
        """Call `follower` with the events of every commit from now on, in order."""
        self._followers.append(follower)

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` with the records that every commit from now on changes, until `unwatch`."""
        if watcher not in self._watchers:
            self._watchers.append(watcher)

    def unwatch(self, watcher: Watcher) -> None:
        """Call it no more."""
        if watcher in self._watchers:
            self._watchers.remove(watcher)

    def committed(self, events: Sequence[Committed], touched: Touched | None) -> None:
        """A commit stands; `touched` is None where nobody watches."""
        for follower in self._followers:
            self._tell(follower, events)
        for watcher in self._watchers:
            self._tell(watcher, touched)

    def _tell(self, whom: Callable[[Any], None], what: Any) -> None:
        try:
            whom(what)
        except Exception:
            log.exception("follower_failed", follower=repr(whom))
            self._failed()
