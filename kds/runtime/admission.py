"""Who is served next, and who has to come again: a short wait beats a refusal, and a late refusal an instant one.

Commands wait in one line for each urgency. A batch takes the kitchen's presses, serving and payments first, then orders
of tables that have ordered before, and leaves a quarter of what is left to new tables, so that nobody waits for ever.
A command is let in while its line is expected to be through within `WAIT_S`, by how fast commands have been done of
late. Ten thousand guests at once then wait for some seconds, and are served: refusing them costs as much as serving,
and would have to be as late, or they would only ask again. Where it takes longer than was expected, nobody is kept
beyond `LONGEST_S`.

Who is not let in is held for a while before being told so: a crowd that is refused at once asks again at once, and the
house would do nothing but refuse.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Sequence

from kds.core.deeds import Urgency
from kds.runtime.messages import Overloaded, Waiting

WAIT_S = {Urgency.AT_ONCE: 3.5, Urgency.SEATED: 3.4, Urgency.NEW: 3.2}
"""The longest that a command of each urgency is expected to wait, if it is let in."""
LONGEST_S = 4.0
"""Who has waited for so long is told to come again instead of being served: with the way there and back guests wait
for five seconds at most."""
BATCH = 128
"""Commands that share a commit at most: deciding them holds up the loop for some milliseconds."""
BATCH_AT_ONCE = 32
"""The same where somebody is in a hurry, and for `HURRY_S` after that: hands that press press again."""
HURRY_S = 1.0
FIRST_PACE = 1_000.0
"""Commands a second that a store is expected to do before it has done any."""
SLOWEST_PACE = 20.0
LEARNT = 512
"""Commands after which most of a changed pace is learnt."""
REFUSALS = 400.0
"""Refusals a second, as long as nobody has to be held longer than `HELD_MOST_S` for it."""
HELD_LEAST_S = 0.2
HELD_MOST_S = 3.5
HELD = 20_000
"""Commands that are held at a time; more are refused at once."""
RETRY_MOST_S = 5


class Pace:
    """How many commands a second are done, while there are enough of them."""

    def __init__(self) -> None:
        self.per_s = FIRST_PACE
        self._since: float | None = None

    def served(self, count: int, now: float, *, more: bool) -> None:
        """So many were done just now; `more` says whether others waited meanwhile, and the next can be measured too."""
        if self._since is not None and now > self._since:
            weight = min(1.0, count / LEARNT)
            self.per_s += (count / (now - self._since) - self.per_s) * weight
            self.per_s = max(self.per_s, SLOWEST_PACE)
        self._since = now if more else None


class Lines:
    """The commands that wait."""

    def __init__(self) -> None:
        self.pace = Pace()
        self._again: deque[Waiting] = deque()
        """Those whose batch could not be stored: each is tried by itself, before all others."""
        self._lines: dict[Urgency, deque[Waiting]] = {urgency: deque() for urgency in Urgency}
        self._pressed_at = float("-inf")

    def __len__(self) -> int:
        return len(self._again) + sum(map(len, self._lines.values()))

    def expected_s(self, urgency: Urgency) -> float:
        """How long a command that came now would wait."""
        ahead = len(self._again) + sum([len(line) for other, line in self._lines.items() if other <= urgency])
        if urgency is Urgency.NEW:
            ahead = min(ahead, 4 * len(self._lines[urgency]) + len(self._again))
        return ahead / self.pace.per_s

    def has_room(self, urgency: Urgency) -> bool:
        """Whether a command is let in."""
        return self.expected_s(urgency) <= WAIT_S[urgency]

    def add(self, waiting: Waiting, urgency: Urgency) -> None:
        """Stand at the end of a line."""
        self._lines[urgency].append(waiting)

    def take(self, now: float) -> list[Waiting]:
        """The next batch."""
        if self._again:
            return [self._again.popleft()]
        pressing, seated, new = self._lines.values()
        if pressing:
            self._pressed_at = now
        size = BATCH_AT_ONCE if now - self._pressed_at < HURRY_S else BATCH
        batch = _first(pressing, BATCH)
        left = max(0, size - len(batch))
        batch += _first(seated, max(left - left // 4, left - len(new)))
        return batch + _first(new, max(0, size - len(batch)))

    def take_late(self, now: float) -> list[Waiting]:
        """Those who have waited for too long; of each line the first, as all others came later."""
        late: list[Waiting] = []
        for line in self._lines.values():
            while line and now - line[0].arrived > LONGEST_S:
                late.append(line.popleft())
        return late

    def put_back(self, waiting: Sequence[Waiting]) -> None:
        """Try each of them again by itself."""
        self._again.extendleft(reversed(waiting))

    def give_up_again(self) -> list[Waiting]:
        """Let go of those that were to be tried by themselves."""
        return _first(self._again, len(self._again))

    def give_up(self) -> list[Waiting]:
        """Let go of everybody."""
        left = self.give_up_again()
        for line in self._lines.values():
            left += _first(line, len(line))
        return left

    def oldest(self) -> float | None:
        """When the one came that has waited for longest."""
        fronts = [line[0].arrived for line in (self._again, *self._lines.values()) if line]
        return min(fronts, default=None)


class Pen:
    """Where those are held who are not let in."""

    def __init__(self) -> None:
        self.held = 0

    async def refuse(self, pace_per_s: float) -> Overloaded:
        """What to tell somebody, when it is time to."""
        if self.held < HELD:
            self.held += 1
            try:
                await asyncio.sleep(min(HELD_MOST_S, max(HELD_LEAST_S, self.held / REFUSALS)))
            finally:
                self.held -= 1
        return come_again(self.held, pace_per_s)


def come_again(others: int, pace_per_s: float) -> Overloaded:
    """What somebody is told who is not served: the more are, the further apart they are sent, or they come together."""
    spread = min(RETRY_MOST_S, 1 + others / pace_per_s * 2)
    return Overloaded(1 + int(random.random() * spread))


def _first(line: deque[Waiting], count: int) -> list[Waiting]:
    return [line.popleft() for _ in range(min(count, len(line)))]
