"""What reports know of calls for service: how long each waited."""

from __future__ import annotations

from typing import ClassVar

from kds.core import ids
from kds.core.calls.events import CallEnded
from kds.core.facts import Fact, Times
from kds.core.state import State
from kds.core.types import Ms, Stamp


class CallFact(Fact, frozen=True, gc=False):
    """A call that somebody answered, or that the guests took back."""

    TABLE: ClassVar[str] = "calls"

    seq: int
    happened_at: Ms
    business_day: str
    slot: int
    party: int
    kind: str
    waited_ms: Ms
    withdrawn: bool
    actor: str


def ended(state: State, stamp: Stamp, event: CallEnded, times: Times) -> list[Fact]:
    """One row."""
    party = ids.birth(event.session) or 0
    head = (stamp.seq, stamp.at, times.today, times.slot(stamp.at), party)
    return [CallFact(*head, event.kind, event.waited_ms, event.withdrawn, stamp.actor)]
