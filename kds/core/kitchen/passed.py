"""The steps that are behind a line."""

from __future__ import annotations

from kds.core.types import Ms, Record


class Passed(Record, frozen=True, gc=False):
    """A step of a line that is behind it: the ticket on which it stood then, and the first event of what handed it on.

    `took_ms` is how long that was since its fire, `worked_ms` since its start; None where nobody had begun it. `cell`
    and `usual_ms` are the line's own of then.
    """

    ticket: str
    seq: int
    standard_ms: Ms
    took_ms: Ms
    worked_ms: Ms | None = None
    cell: str = ""
    usual_ms: Ms = 0
