"""What reports know of what was sold out."""

from __future__ import annotations

from typing import ClassVar

from kds.core.facts import Fact, Times
from kds.core.menu.events import StockCounted
from kds.core.state import State
from kds.core.types import Ms, Stamp


class StockFact(Fact, frozen=True, gc=False):
    """So much of a dish is left, whole portions or grams; None: it is not counted any more. `counted`: by a person."""

    TABLE: ClassVar[str] = "stock"

    seq: int
    happened_at: Ms
    business_day: str
    dish: str
    remaining: int | None
    counted: bool
    actor: str


def stocked(state: State, stamp: Stamp, event: StockCounted, times: Times) -> list[Fact]:
    """One row."""
    return [StockFact(stamp.seq, stamp.at, times.today, event.dish, event.remaining, event.counted, stamp.actor)]
