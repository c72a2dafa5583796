"""What happens to orders and bills, and what it makes of the state."""

from __future__ import annotations

from msgspec.structs import astuple, replace

from kds.core.billing.model import TenderKind
from kds.core.orders.meals import heads
from kds.core.orders.model import Bill, Line, PlacedRound, Round, Void
from kds.core.orders.outside import outside_order
from kds.core.state import State
from kds.core.types import Channel, Event, Minor, Ms, Stamp


class BillOpened(Event, frozen=True, gc=False):
    """A party owes on a new bill (账单). `came_with`: for one that was merged into it, and was named by its device."""

    bill: str
    session: str
    came_with: str = ""


class RoundPlaced(Event, frozen=True, gc=False):
    """A party ordered (下单, 加菜): the lines of one submission, priced.

    `guests` is how many they are at least, or `replaces_guests` says how many they are. `named` are all lines of an
    order from outside that names lines which stood before; where it names none, those are its `lines`. `said_guests` is
    how many an order from outside said that they are, 0 where it did not; None of any other.
    """

    session: str
    round: PlacedRound
    lines: tuple[Line, ...]
    guests: int = 0
    replaces_guests: bool = False
    named: tuple[str, ...] = ()
    said_guests: int | None = None


class OrderNamed(Event, frozen=True, gc=False):
    """An order from outside came whose lines all stood before: it adds nothing, and is known by its id from now on.

    `round` is the latest that holds one of its `lines`, `guests` how many it said that they are.
    """

    session: str
    round: str
    channel: Channel
    external_id: str
    lines: tuple[str, ...]
    tickets: tuple[str, ...]
    guests: int = 0
    promised_at: Ms | None = None


class LineVoided(Event, frozen=True, gc=False):
    """A line was taken back (退菜); `price_minor` leaves its bill.

    `started`: the kitchen had begun to cook it. `stop`: it was to be made then, and the kitchen has to stop.
    """

    session: str
    bill: str
    line: str
    reason: str
    price_minor: Minor
    started: bool = False
    stop: bool = False


class LinesMoved(Event, frozen=True, gc=False):
    """Lines went from one bill to another, of the same party or not; `price_minor` goes with them."""

    session: str
    bill: str
    to_session: str
    to_bill: str
    lines: tuple[str, ...]
    price_minor: Minor


class PaymentTaken(Event, frozen=True, gc=False):
    """Money came in for a bill.

    `named` is the house's own tender of that kind, "" for the one that is called as its kind. `amount_minor` is for the
    bill; beside it came `tip_minor`. Of `tendered_minor` cash `change_minor` went back; both are 0 where nobody said.
    """

    session: str
    bill: str
    tender: TenderKind
    amount_minor: Minor
    named: str = ""
    tendered_minor: Minor = 0
    change_minor: Minor = 0
    tip_minor: Minor = 0
    reference: str = ""
    account: str = ""
    deposit: str = ""


class BillClosed(Event, frozen=True, gc=False):
    """All of a bill is paid."""

    session: str
    bill: str
    total_minor: Minor


def fold_bill_opened(state: State, event: BillOpened, stamp: Stamp) -> None:
    """An empty bill of the party."""
    state.orders.bills[event.bill] = Bill(
        bill=event.bill, session=event.session, opened_at=stamp.at, came_with=event.came_with
    )
    state.orders.session_bills.add(event.session, event.bill)


def fold_round_placed(state: State, event: RoundPlaced, stamp: Stamp) -> None:
    """Append the lines; nothing that stands on the bill already is touched."""
    placed = Round(*astuple(event.round))
    state.orders.rounds[placed.round] = placed
    total = 0
    for line in event.lines:
        state.orders.lines[line.line] = line
        total += line.price_minor
        if line.id:
            state.orders.line_ids[placed.session, line.id] = line.line
    if placed.external_id:
        lines = heads([state.orders.lines[line] for line in event.named or placed.lines])
        kept = outside_order(placed, state.floor.sessions[event.session], lines, event.said_guests)
        state.orders.outside[placed.channel, placed.external_id] = kept
    bill = state.orders.bills[placed.bill]
    state.orders.bills[bill.bill] = replace(
        bill, rounds=(*bill.rounds, placed.round), total_minor=bill.total_minor + total
    )


def fold_order_named(state: State, event: OrderNamed, stamp: Stamp) -> None:
    """The month in which the order is known begins when it came."""
    lines = [state.orders.lines[line] for line in event.lines]
    kept = outside_order(state.orders.rounds[event.round], state.floor.sessions[event.session], lines, event.guests)
    state.orders.outside[event.channel, event.external_id] = replace(
        kept, placed_at=stamp.at, tickets=event.tickets, promised_at=event.promised_at
    )


def fold_line_voided(state: State, event: LineVoided, stamp: Stamp) -> None:
    """The line stays, beside it why it no longer counts."""
    state.orders.voids[event.line] = Void(line=event.line, reason=event.reason, actor=stamp.actor, at=stamp.at)
    bill = state.orders.bills[event.bill]
    state.orders.bills[bill.bill] = replace(bill, total_minor=bill.total_minor - event.price_minor)


def fold_lines_moved(state: State, event: LinesMoved, stamp: Stamp) -> None:
    """Nothing but the bill of a line changes; one that comes back to that of its round is as if never moved."""
    orders = state.orders
    gone, come = orders.bills[event.bill], orders.bills[event.to_bill]
    home = {line for line in event.lines if orders.rounds[orders.lines[line].round].bill == event.to_bill}
    for line in event.lines:
        if line in home:
            del orders.moved[line]
        else:
            orders.moved[line] = event.to_bill
    rest = tuple([line for line in gone.lines_in if line not in event.lines])
    orders.bills[gone.bill] = replace(gone, total_minor=gone.total_minor - event.price_minor, lines_in=rest)
    lines_in = (*come.lines_in, *[line for line in event.lines if line not in home])
    orders.bills[come.bill] = replace(come, total_minor=come.total_minor + event.price_minor, lines_in=lines_in)


def fold_payment_taken(state: State, event: PaymentTaken, stamp: Stamp) -> None:
    """So much more of the bill is paid."""
    bill = state.orders.bills[event.bill]
    state.orders.bills[bill.bill] = replace(bill, paid_minor=bill.paid_minor + event.amount_minor)


def fold_bill_closed(state: State, event: BillClosed, stamp: Stamp) -> None:
    """Nothing is added to a closed bill; what the party orders next goes on a new one."""
    bill = state.orders.bills[event.bill]
    state.orders.bills[bill.bill] = replace(bill, closed_at=stamp.at)
