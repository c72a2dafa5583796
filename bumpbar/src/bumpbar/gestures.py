"""What somebody did on a bar, out of what its keys did. No I/O and no clock: events in, gestures out.

A key counts when it goes down, unless it could still become something else: the first key of a longer sequence, one of
two pressed together, a long press. Whatever waits tells until when (`due_at`) and is settled by `passed`.

A key that was down before anybody looked (at plug-in, after events were lost) counts for nothing until it has been up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bumpbar.keymap import Chord, Keymap

UP, DOWN = 0, 1
"""Values of a key event; the kernel's autorepeat is 2, and ignored."""


class Event(NamedTuple):
    """A key went up or down, on the kernel's monotonic clock."""

    at_ms: int
    code: int
    value: int


class Fired(NamedTuple):
    """A function of the keymap was asked for; `at_ms` is when its first key went down."""

    function: str
    at_ms: int


class Unmapped(NamedTuple):
    """Keys that mean nothing in this keymap."""

    chord: Chord
    at_ms: int


class Waiting(NamedTuple):
    """A key that is down and may become a long press or half of a combination."""

    chord: Chord
    at_ms: int
    due_at: int


Out = Fired | Unmapped


class Gestures:
    """The keys of one bar."""

    def __init__(self, keymap: Keymap) -> None:
        self._map = keymap
        self._prefixes = {steps[:count] for steps in keymap.sequences for count in range(1, len(steps))}
        self._combo_keys = frozenset().union(*keymap.combos) if keymap.combos else frozenset[int]()
        self._down: set[int] = set()
        self._muted: set[int] = set()
        self._waiting: Waiting | None = None
        self._alone: tuple[int, int] | None = None
        """A modifier that is down, since when, and has not modified anything yet."""
        self._steps: tuple[Chord, ...] = ()
        self._steps_at = self._steps_due = 0

    @property
    def due_at(self) -> int | None:
        """When `passed` has something to settle."""
        dues = [self._waiting.due_at] if self._waiting else []
        return min([*dues, self._steps_due] if self._steps else dues, default=None)

    def begun(self, held: Iterable[int]) -> None:
        """The bar is new here, or events of it were lost: forget what was begun, and mute what is down."""
        self._down.clear()
        self._muted = set(held)
        self._waiting, self._alone, self._steps = None, None, ()

    def event(self, event: Event) -> list[Out]:
        """Take a key event, and say what it completes, in order."""
        out = self.passed(event.at_ms - 1)
        if event.value == DOWN:
            self._muted.discard(event.code)
            out += self._pressed(event.code, event.at_ms)
            self._down.add(event.code)
        elif event.value == UP:
            self._down.discard(event.code)
            if event.code in self._muted:
                self._muted.discard(event.code)
            else:
                out += self._released(event.code)
        return out

    def passed(self, now_ms: int) -> list[Out]:
        """Settle what was due by now."""
        out: list[Out] = []
        while (due := self.due_at) is not None and due <= now_ms:
            if self._steps and self._steps_due == due:
                out += self._end_steps()
                continue
            waiting = self._waiting
            assert waiting is not None
            self._waiting = None
            hold = self._map.holds.get(waiting.chord)
            held_until = waiting.at_ms + self._map.timing.hold_ms
            if hold is None:
                out += self._step(waiting.chord, waiting.at_ms)
            elif due < held_until:
                self._waiting = waiting._replace(due_at=held_until)
            else:
                out += [*self._end_steps(), Fired(hold, waiting.at_ms)]
        return out

    def _pressed(self, code: int, at_ms: int) -> list[Out]:
        other = self._waiting
        if other is not None and at_ms - other.at_ms <= self._map.timing.combo_ms:
            function = self._map.combos.get(frozenset((other.chord.code, code)))
            if function is not None:
                self._waiting = None
                self._muted |= {other.chord.code, code}
                return [*self._end_steps(), Fired(function, other.at_ms)]
        out = self._settle()
        modifiers = self._map.modifiers & (self._down - {code})
        if code in self._map.modifiers:
            self._alone = (code, at_ms) if not modifiers else None
            return out
        self._alone = None
        chord = Chord(code, modifiers)
        due_at = at_ms + self._map.timing.combo_ms
        if code in self._combo_keys:
            self._waiting = Waiting(chord, at_ms, due_at)
        elif chord in self._map.holds:
            self._waiting = Waiting(chord, at_ms, at_ms + self._map.timing.hold_ms)
        else:
            out += self._step(chord, at_ms)
        return out

    def _released(self, code: int) -> list[Out]:
        if self._waiting is not None and self._waiting.chord.code == code:
            return self._settle()
        if self._alone is not None and self._alone[0] == code:
            at_ms = self._alone[1]
            self._alone = None
            return self._step(Chord(code), at_ms) if (Chord(code),) in self._map.sequences else []
        return []

    def _settle(self) -> list[Out]:
        """What waits was a tap."""
        waiting, self._waiting = self._waiting, None
        return [] if waiting is None else self._step(waiting.chord, waiting.at_ms)

    def _step(self, chord: Chord, at_ms: int) -> list[Out]:
        """A tap: a function of its own, a step of a sequence, or nothing."""
        out: list[Out] = []
        steps = (*self._steps, chord)
        if self._steps and steps not in self._prefixes and steps not in self._map.sequences:
            out += self._end_steps()
            steps = (chord,)
        began_at = self._steps_at if self._steps else at_ms
        if steps in self._prefixes:
            self._steps, self._steps_at, self._steps_due = steps, began_at, at_ms + self._map.timing.gap_ms
            return out
        self._steps = ()
        function = self._map.sequences.get(steps)
        return [*out, Unmapped(chord, at_ms) if function is None else Fired(function, began_at)]

    def _end_steps(self) -> list[Out]:
        """No more keys of this sequence come: it is a shorter one, or nothing."""
        steps, self._steps = self._steps, ()
        if not steps:
            return []
        function = self._map.sequences.get(steps)
        return [Unmapped(steps[-1], self._steps_at) if function is None else Fired(function, self._steps_at)]
