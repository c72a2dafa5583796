"""Put a line on the scale (称重): it costs what it weighs without its vessel, rounded down."""

from __future__ import annotations

from kds.core.billing.events import LineWeighed
from kds.core.bills import OF_REST, ON_LINE, alive_line, closes, open_bill, price_of, rest_covers, sum_of
from kds.core.deeds import Deed
from kds.core.menu.model import GRAMS_MOST
from kds.core.orders.events import BillClosed
from kds.core.orders.model import Bill
from kds.core.refusals import BILL_CLOSED, LINE_VOIDED, OUT_OF_RANGE, within
from kds.core.rights import WEIGH
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Minor, Refusal, reason

NOTHING_TO_WEIGH = reason("nothing_to_weigh", "conflict", "这道菜不用称重", "This line is not sold by its weight")


class WeighLine(Command, frozen=True, gc=False):
    """What the scale says with the vessel, and what the vessel weighs, in grams. Weighed again, the last counts."""

    line: Id
    gross_g: int
    tare_g: int = 0


class LineWeighs(Answer, frozen=True, gc=False):
    """The line by its weight, and what its bill comes to."""

    seq: int
    line: str
    net_g: int
    price_minor: Minor
    bill: str
    total_minor: Minor


def decide(state: State, command: WeighLine, context: Context) -> list[Event]:
    """One event, a second where the rest of the bill is paid then, or none where it weighed the same before."""
    line = alive_line(state, command.line)
    if line.line in state.orders.voids:
        raise Refusal(LINE_VOIDED, line=line.line)
    if not line.to_weigh:
        raise Refusal(NOTHING_TO_WEIGH, line=line.line)
    bill = open_bill(state, state.orders.bill_of(line.line).bill)
    within("gross_g", command.gross_g, 1, GRAMS_MOST)
    within("tare_g", command.tare_g, 0, command.gross_g - 1)
    known = state.orders.weights.get(line.line)
    if known is not None and (known.gross_g, known.tare_g) == (command.gross_g, command.tare_g):
        return []
    net = command.gross_g - command.tare_g
    price, before = line.unit_minor * net // line.per, price_of(state, line)
    weighed = LineWeighed(
        session=bill.session,
        bill=bill.bill,
        line=line.line,
        gross_g=command.gross_g,
        tare_g=command.tare_g,
        net_g=net,
        price_minor=price,
        before_minor=before,
    )
    return [weighed, *_closed(state, bill, {line.line: price})]


def _closed(state: State, bill: Bill, costs: dict[str, Minor]) -> list[Event]:
    """What a lower price makes of a bill of which something is paid. Refused: as in `OF_REST`."""
    rest = sum_of(state, bill, costs=costs).total_minor
    if rest >= bill.total_minor:
        return []
    rest_covers(state, bill, rest)
    closed = BillClosed(session=bill.session, bill=bill.bill, total_minor=rest)
    return [closed] if closes(state, bill, rest, costs) else []


def answer(state: State, command: WeighLine, events: list[Event]) -> LineWeighs:
    """As it stands after the event."""
    weight, bill = state.orders.weights[command.line], state.orders.bill_of(command.line)
    return LineWeighs(
        seq=state.seq,
        line=command.line,
        net_g=weight.net_g,
        price_minor=weight.price_minor,
        bill=bill.bill,
        total_minor=bill.total_minor,
    )


DEED = Deed(
    WeighLine,
    decide,
    answer,
    LineWeighs,
    right=WEIGH,
    refuses=(*ON_LINE, LINE_VOIDED, NOTHING_TO_WEIGH, BILL_CLOSED, OUT_OF_RANGE, *OF_REST),
)
