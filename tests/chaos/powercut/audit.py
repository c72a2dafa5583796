"""What every payload tells and what an audit makes of it, in a process or in a virtual machine.

A payload, started on a data directory, writes lines:

    have KEY      for each thing it finds there
    broken WHY    what it finds cannot be read
    ready         it has told all it found; from here on it writes
    ack KEY       KEY was acknowledged, so it must be there after any cut
"""

from collections.abc import Callable, Iterable

Line = Callable[[], str]
"""Returns the payload's next line, without its end; raises EOFError or TimeoutError where there is none."""


class Audit:
    """Everything acknowledged so far, and what was found lost or broken after a cut."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.lost: set[str] = set()
        self.broken: list[str] = []

    @property
    def clean(self) -> bool:
        return not self.lost and not self.broken

    def start(self, line: Line) -> None:
        """Reads what a payload found when it started, to its `ready`, and compares."""
        have: set[str] = set()
        while (text := line()) != "ready":
            word, _, rest = text.partition(" ")
            if word == "have":
                have.add(rest)
            elif word == "broken":
                self.broken.append(rest)
                break
            else:
                raise ValueError(f"not a payload's line: {text!r}")
        self.lost |= self.acknowledged - have
        self.acknowledged &= have  # what is lost is counted once

    def load(self, line: Line, count: int) -> None:
        """Reads `count` acknowledgements."""
        self.rest(line() for _ in range(count))

    def rest(self, lines: Iterable[str]) -> None:
        """Takes note of acknowledgements that came before the cut."""
        for text in lines:
            word, _, key = text.partition(" ")
            if word != "ack":
                raise ValueError(f"not an acknowledgement: {text!r}")
            self.acknowledged.add(key)
