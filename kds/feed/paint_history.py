"""Law 6: a press acts on the ticket that stood in that slot when the person decided to press.

Somebody sees a ticket, decides, and presses: that takes a while. What changed on the screen less than `GUARD_MS`
before the press was not what they looked at, so the press is resolved to what stood there before.

| painted in slot 3              | pressed at | decided at | acts on                                       |
|--------------------------------|-----------:|-----------:|-----------------------------------------------|
| A at 0                         |      1,000 |        650 | A                                             |
| A at 0, free at 900            |      1,000 |        650 | A: it has left, so the press is refused       |
| A at 0, free at 800, B at 900  |      1,000 |        650 | A, never B                                    |
| A at 0, B at 640               |      1,000 |        650 | B                                             |
| free at 0, B at 900            |      1,000 |        650 | nothing: nothing stood there                  |
| B at 900, the first board      |      1,000 |        650 | unknown: this screen showed nothing before it |
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kds.core.types import Ms

GUARD_MS: Ms = 350
"""How long before a press a change must be painted for the press to mean it."""
CHANGES = 16
"""Changes that are remembered of each slot, and of what the screen said of its lines."""
FREE = ""
VOIDED = "!"
"""Behind a line of which it is painted that it is voided."""


class Stood(NamedTuple):
    """What a slot holds since then: a ticket, a ticket and one of its lines, or `FREE`; `seq` is the board with it."""

    ticket: str
    since: Ms
    seq: int


class Meant(NamedTuple):
    """What a press means: a ticket, or `FREE`; `lines` those of it that were painted, none: all; `voids` those of which
    it was painted that they are voided, None: all that are.
    """

    ticket: str
    lines: tuple[str, ...] = ()
    voids: tuple[str, ...] | None = None


class Told(NamedTuple):
    """What the screen said that it has painted since then: lines by ticket, where not all of it is, or voids are."""

    since: Ms
    lines: Mapping[str, Sequence[str]]


class PaintHistory:
    """What one screen has painted in its slots, and when, as far as it matters for a press."""

    def __init__(self, guard_ms: Ms = GUARD_MS) -> None:
        self._guard_ms = guard_ms
        self._slots: list[deque[Stood]] = []
        self._told: deque[Told] = deque(maxlen=CHANGES)

    @property
    def slots(self) -> int:
        """How many slots the screen has; 0 before its first board."""
        return len(self._slots)

    def sent(self, seq: int, slots: Sequence[str], at: Ms) -> None:
        """A board has gone out; until the screen says when it was painted, that is taken to have been at once."""
        if len(slots) != len(self._slots):
            self._slots = [deque(maxlen=CHANGES) for _ in slots]
        for history, ticket in zip(self._slots, slots, strict=True):
            if not history or history[-1].ticket != ticket:
                history.append(Stood(ticket, at, seq))

    def painted(self, seq: int, at: Ms) -> None:
        """The screen says when a board stood painted, which is after it went out and before the next change."""
        for history in self._slots:
            for number, stood in enumerate(history):
                if stood.seq == seq and stood.since < at:
                    until = history[number + 1].since if number + 1 < len(history) else at
                    history[number] = stood._replace(since=min(at, until))

    def resolve(self, slot: int, pressed_at: Ms) -> str | None:
        """The ticket that a press at `slot` (from 1) means, `FREE` where none stood there; None where that is unknown.

        A slot that the screen does not have holds nothing.
        """
        if not 1 <= slot <= len(self._slots):
            return FREE if self._slots else None
        decided_at = pressed_at - self._guard_ms
        return next((stood.ticket for stood in reversed(self._slots[slot - 1]) if stood.since <= decided_at), None)

    def told(self, lines: Mapping[str, Sequence[str]], at: Ms) -> None:
        """The screen says what has been painted since then; of tickets that it does not name all, and no void."""
        self._told.append(Told(at, lines))

    def seen(self, stood: str, pressed_at: Ms) -> Meant | None:
        """What could be seen of what stood there when a press was decided; None where the screen had painted nothing of
        it, and has said so. What was said of its lines only after that counts as well, for it may have come with the
        ticket; of its voids nothing counts but what had been painted.
        """
        ticket, _, line = stood.partition(" ")
        decided_at = pressed_at - self._guard_ms
        before = [each for each in self._told if each.since <= decided_at][-1:]
        later = [each for each in self._told if each.since > decided_at]
        named = next((each.lines[ticket] for each in [*before, *later] if ticket in each.lines), None)
        struck = [each for told in before for each in told.lines.get(ticket, ()) if each.endswith(VOIDED)]
        lines, voids = (tuple([each.removesuffix(VOIDED) for each in some]) for some in (named or (), struck))
        if named is not None and not lines:
            return None
        if not line:
            return Meant(ticket, lines, voids)
        return Meant(ticket, (line,), tuple({line} & {*voids})) if named is None or line in lines else None


def common(seen: Iterable[Meant | None]) -> Meant | None:
    """What screens that show the same ticket have all painted of it; None where they have nothing in common."""
    said = list(seen)
    known = [each for each in said if each is not None]
    if len(known) < len(said):
        return None
    first, *others = known
    lines, voids = list(first.lines), list(first.voids or ())
    for each in others:
        voids = [line for line in voids if line in (each.voids or ())]
        if lines and each.lines:
            lines = [line for line in lines if line in each.lines]
            if not lines:
                return None
        lines = lines or list(each.lines)
    return Meant(first.ticket, tuple(lines), tuple(voids))
