"""How long those who wait are kept: looked at before every batch, and also while one commit comes to no end."""

from __future__ import annotations

import asyncio
import time

from kds.runtime import admission
from kds.runtime.admission import Lines, come_again
from kds.runtime.messages import InDoubt, Waiting
from kds.runtime.replies import Replies

LOOK_S = 0.5
"""How often they are looked at, however long a commit takes."""


class Patience:
    """Tells those who have waited for too long: who is still in a line to come again, who is in a batch that it is in
    doubt. `serving` is the batch under way.
    """

    def __init__(self, lines: Lines, replies: Replies) -> None:
        self._lines = lines
        self._replies = replies
        self.serving: list[Waiting] = []
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def serve(self) -> list[Waiting]:
        """Take the next batch, without those who have waited for too long: they are better told than kept."""
        self._send_away_late()
        self._since = time.monotonic()
        self.serving = self._lines.take(self._since)
        return self.serving

    def served(self) -> None:
        """The batch is through, whatever became of it."""
        self._lines.pace.served(len(self.serving), time.monotonic(), more=bool(self._lines))
        self.serving = []

    def serving_s(self) -> float:
        """For how long the batch has been under way; 0 where there is none."""
        return time.monotonic() - self._since if self.serving else 0.0

    def waited_s(self) -> float:
        """For how long the one has waited who came first."""
        oldest = self.serving[0].arrived if self.serving else self._lines.oldest()
        return 0.0 if oldest is None else time.monotonic() - oldest

    def look_soon(self) -> None:
        """Look at them from time to time, for as long as anybody waits."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(LOOK_S, self._look)

    def _look(self) -> None:
        self._timer = None
        self._send_away_late()
        if self.serving_s() > LOOK_S:
            # Without a key nobody could ask again.
            asked = [each for each in self.serving if each.sender.key and not each.future.done()]
            now = time.monotonic()
            self._replies.fail_all([each for each in asked if now - each.arrived > admission.LONGEST_S], InDoubt)
        if self._lines or self.serving:
            self.look_soon()

    def _send_away_late(self) -> None:
        late = self._lines.take_late(time.monotonic())
        for each in late:
            self._replies.fail(each, come_again(len(late), self._lines.pace.per_s))
