"""What the parties have ordered and owe."""

from __future__ import annotations

from typing import Literal

from kds.core.types import Channel, Fire, Minor, Ms, Record

Tender = Literal["cash", "card", "other"]
Spice = Literal["none", "mild", "medium", "hot"]
BillState = Literal["open", "paid"]


class Cell(Record, frozen=True, gc=False):
    """One cell of a pot as the guest chose it."""

    soup: str
    spice: Spice | None = None


class Line(Record, frozen=True, gc=False):
    """One dish in one round (明细). Never changed: what happens to it later is said by other records.

    `unit_minor` is the price of one portion with its options and cells; `id` is the ordering device's own.
    """

    line: str
    round: str
    id: str
    dish: str
    qty: int
    unit_minor: Minor
    standard_ms: Ms
    base: bool = False
    fire: Fire = "now"
    options: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    note: str = ""

    @property
    def price_minor(self) -> Minor:
        """What the line adds to the bill, unless it is voided."""
        return self.unit_minor * self.qty


class Void(Record, frozen=True, gc=False):
    """A line taken back (退菜), by whom and why."""

    line: str
    reason: str
    actor: str
    at: Ms


class Round(Record, frozen=True, gc=False):
    """One submission to the kitchen (批次): the lines that came together."""

    round: str
    round_no: int
    session: str
    bill: str
    channel: Channel
    placed_at: Ms
    lines: tuple[str, ...]
    external_id: str = ""
    made_at: Ms | None = None
    promised_at: Ms | None = None


class Bill(Record, frozen=True, gc=False):
    """What a party owes (账单). `total_minor` is the sum of its lines that are not voided."""

    bill: str
    session: str
    opened_at: Ms
    rounds: tuple[str, ...] = ()
    total_minor: Minor = 0
    paid_minor: Minor = 0
    closed_at: Ms | None = None

    @property
    def state(self) -> BillState:
        """A bill is open until all of it is paid."""
        return "open" if self.closed_at is None else "paid"
