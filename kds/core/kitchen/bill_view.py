"""A bill as it is shown: its lines with all their clocks in the kitchen, and what they come to."""

from __future__ import annotations

from kds.core.kitchen.colour import colour
from kds.core.kitchen.model import Colour, ItemState
from kds.core.kitchen.moments import due_at
from kds.core.orders.model import Bill, BillState
from kds.core.state import State
from kds.core.types import Minor, Ms, Record


class BillLine(Record, frozen=True, gc=False):
    """A line on a bill. `price_minor` is for all its portions; a voided line keeps it, but the total is without it.

    `qty` counts portions, or grams of what is `weighed`. A clock that has not come yet is None; so are the colour and
    `due_at` of a line that is held, voided or ended.
    """

    line: str
    dish: str
    qty: int
    weighed: bool
    state: ItemState
    round: str
    station: str
    price_minor: Minor
    submitted_at: Ms
    fired_at: Ms | None
    started_at: Ms | None
    done_at: Ms | None
    served_at: Ms | None
    colour: Colour | None
    due_at: Ms | None


class BillView(Record, frozen=True, gc=False):
    """A bill (账单). `table` is None for whoever has none; `lines` are in the order in which they came.

    `number` is what the party is called by, `label` what tickets say.
    """

    bill: str
    table: str | None
    session: str
    state: BillState
    lines: tuple[BillLine, ...]
    total_minor: Minor
    paid_minor: Minor
    number: int
    label: str


def bill_view(state: State, bill: Bill, now: Ms) -> BillView:
    """The bill as it stands at `now`; the state may be one that was folded from this party's events alone."""
    lines = [_line(state, line, now) for line in state.orders.lines_on(bill)]
    party = state.floor.sessions[bill.session]
    return BillView(
        bill=bill.bill,
        table=party.table,
        session=bill.session,
        state=bill.state,
        lines=tuple(lines),
        total_minor=bill.total_minor,
        paid_minor=bill.paid_minor,
        number=party.number,
        label=party.label,
    )


def _line(state: State, line_id: str, now: Ms) -> BillLine:
    line = state.orders.lines[line_id]
    item = state.kitchen.items[line_id]
    ticket = state.kitchen.tickets[item.ticket]
    gone = item.state in ("voided", "ended")
    return BillLine(
        line=line_id,
        dish=line.dish,
        qty=line.qty,
        weighed=line.weighed,
        state=item.state,
        round=line.round,
        station=ticket.station,
        price_minor=line.price_minor,
        submitted_at=item.submitted_at,
        fired_at=item.fired_at,
        started_at=item.started_at,
        done_at=item.done_at,
        served_at=item.served_at,
        colour=None if gone else colour(item, ticket.thresholds, now),
        due_at=None if gone else due_at(item),
    )
