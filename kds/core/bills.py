"""What holds of a bill over all features: which lines stand on it, and what it comes to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kds.core import ids, money
from kds.core.billing.model import BillingSettings, Sheet
from kds.core.billing.sums import Priced, Sum, reckon
from kds.core.kitchen.model import ItemState
from kds.core.orders.model import Bill, Line
from kds.core.parties import bills_of, is_unserved, unweighed, weighed
from kds.core.refusals import BILL_CLOSED, SESSION_ENDED, UNKNOWN_BILL, UNKNOWN_LINE
from kds.core.state import State
from kds.core.types import Minor, Name, Record, Refusal, reason

REFUND_NEEDED = reason(
    "refund_needed",
    "conflict",
    "账单{bill}已付{paid}，这样一来只需{rest}，请先退款",
    "{paid} of bill {bill} is paid, and then only {rest} is owed; refund first",
)
SPLIT_OFF = reason(
    "split_off",
    "conflict",
    "账单{bill}已按金额分出去太多，这样一来会低于零，请先并单",
    "So much of bill {bill} was split off that it would come to less than nothing; join the bills first",
)
OF_REST = (REFUND_NEEDED, SPLIT_OFF)

ROUNDED_BEFORE = reason(
    "rounded_before",
    "conflict",
    "账单{bill}已经抹零，请先撤销",
    "Bill {bill} is rounded; take that back first",
)
BILL_LEFT = reason(
    "bill_left",
    "conflict",
    "账单{bill}的客人离店太久，系统里只能查看，不能再改",
    "The guests of bill {bill} left too long ago; it can be read, and not changed any more",
)


class Unserved(Record, frozen=True, gc=False):
    """Something that was ordered and is not at the table; `qty` counts portions, or grams of what is weighed."""

    line: str
    dish: str
    name: Name
    qty: int
    state: ItemState


_UNSAID = BillingSettings()


def settings_of(state: State) -> BillingSettings:
    """How the house charges."""
    return state.billing.settings.value or _UNSAID


def sheet_of(state: State, bill: str) -> Sheet:
    """What stands on the bill beside its lines."""
    return state.orders.sheets.get(bill) or Sheet(bill)


def lines_of(state: State, bill: Bill) -> list[Line]:
    """All lines that stand on a bill, also those that were taken back, in the order in which they came."""
    return [state.orders.lines[line] for line in state.orders.lines_on(bill)]


def price_of(state: State, line: Line) -> Minor:
    """What a line adds to its bill: by its weight, once it was on the scale."""
    weight = state.orders.weights.get(line.line) if line.to_weigh else None
    return line.price_minor if weight is None else weight.price_minor


def all_weighed(state: State, bill: Bill) -> None:
    """A bill waits for the scale. Refused: weight_missing."""
    weighed(state, lines_of(state, bill))


_AS_IT_STANDS: Mapping[str, Minor] = {}


def priced(
    state: State,
    lines: Sequence[Line],
    without: Collection[str] = (),
    costs: Mapping[str, Minor] = _AS_IT_STANDS,
) -> list[Priced]:
    """The lines that count, as the sum sees them; `costs` are the prices of those that cost another price."""
    voids = state.orders.voids
    return [
        Priced(
            each.line,
            each.in_meal.dish if each.in_meal else each.dish,
            1 if each.weighed else each.qty,
            costs[each.line] if each.line in costs else price_of(state, each),
        )
        for each in lines
        if each.line not in voids and each.line not in without
    ]


def sum_of(
    state: State,
    bill: Bill,
    *,
    sheet: Sheet | None = None,
    without: Collection[str] = (),
    comped: Collection[str] = (),
    costs: Mapping[str, Minor] = _AS_IT_STANDS,
) -> Sum:
    """What a bill comes to, or would without some lines, with some free or at other prices, or with another sheet."""
    lines = priced(state, lines_of(state, bill), without, costs)
    free = [each.line for each in lines if each.line in state.orders.comps or each.line in comped]
    return reckon(lines, free, sheet_of(state, bill.bill) if sheet is None else sheet)


def not_rounded(state: State, bill: str) -> None:
    """A bill that is rounded comes to what cash can pay; lines do not come or go then. Refused: rounded_before."""
    if any(each.kind == "rounding" for each in sheet_of(state, bill).reductions):
        raise Refusal(ROUNDED_BEFORE, bill=bill)


def open_bill(state: State, bill_id: str) -> Bill:
    """The bill of that id, which is not paid, and whose party has not left: but it may be one that was opened again.

    Refused: as in `ON_BILL`.
    """
    bill = state.orders.bills.get(bill_id)
    if bill is None and not ids.is_past(bill_id, "B", state.seq):
        raise Refusal(UNKNOWN_BILL, bill=bill_id)
    if bill is None or bill.state == "paid":
        raise Refusal(BILL_CLOSED, bill=bill_id)
    if state.floor.sessions[bill.session].state == "cleared" and not sheet_of(state, bill_id).originals:
        raise Refusal(BILL_CLOSED, bill=bill_id)
    return bill


ON_BILL = (UNKNOWN_BILL, BILL_CLOSED)


def gone(state: State, bill_id: str) -> Refusal:
    """The refusal of what is done to a bill that is not there: it never was, or its party left long ago."""
    past = ids.is_past(bill_id, "B", state.seq)
    return Refusal(BILL_LEFT if past else UNKNOWN_BILL, bill=bill_id)


def alive_line(state: State, line_id: str) -> Line:
    """The line of that id. Refused: as in `ON_LINE`."""
    line = state.orders.lines.get(line_id)
    if line is None:
        raise Refusal(SESSION_ENDED if ids.is_past(line_id, "L", state.seq) else UNKNOWN_LINE, line=line_id)
    return line


ON_LINE = (UNKNOWN_LINE, SESSION_ENDED)


def rest_covers(state: State, bill: Bill, rest: Minor) -> None:
    """What was paid of a bill is not to be more than what it comes to then. Refused: as in `OF_REST`."""
    if rest < 0:
        raise Refusal(SPLIT_OFF, bill=bill.bill)
    if bill.paid_minor > rest:
        words = {"paid": money.told(state, bill.paid_minor), "rest": money.told(state, rest)}
        raise Refusal(REFUND_NEEDED, bill=bill.bill, paid_minor=bill.paid_minor, rest_minor=rest, **words)


def closes(state: State, bill: Bill, rest: Minor, without: Collection[str] = ()) -> bool:
    """Whether a bill of which something is paid is paid whole once it comes to this: not while lines of it other than
    `without` wait for the scale.
    """
    if bill.paid_minor <= 0 or bill.paid_minor != rest:
        return False
    return not unweighed(state, [each for each in lines_of(state, bill) if each.line not in without])


def beyond(due: Minor, unit: Minor) -> Minor:
    """What rounding down to a multiple of `unit` takes off (抹零)."""
    return due % unit if unit > 1 else 0


def rounding_left(state: State, bill: Bill, most: Minor) -> Minor:
    """What of `most` the bills of its party have not been rounded by yet: parts are rounded no more than a whole."""
    there = [sheet_of(state, each.bill) for each in bills_of(state, bill.session)]
    taken = sum([each.value for sheet in there for each in sheet.reductions if each.kind == "rounding"])
    return max(0, most - taken)


def cash_may_round(state: State, bill: Bill) -> Minor:
    """By how much the rest of a bill may be rounded where it is paid in cash.

    All bills of a party together are rounded by what one could be: less than the unit, or what a hand may take off.
    """
    settings = settings_of(state)
    return rounding_left(state, bill, max(settings.rounding_most_minor, settings.round_to_minor - 1))


def name_of(state: State, line: Line, house: State) -> Name:
    """What a line is called by the `house` that knows the menu; the `state` knows open items."""
    return (house if house.menu.remembered(line.dish) else state).menu.name_of(line.dish)


def unserved(state: State, bill: Bill, house: State) -> tuple[Unserved, ...]:
    """The lines of a bill that are still to come to the table, in its order, by what the `house` calls them."""
    found = []
    for line in lines_of(state, bill):
        item = state.kitchen.items[line.line]
        if is_unserved(item):
            found.append(Unserved(line.line, line.dish, name_of(state, line, house), line.qty, item.state))
    return tuple(found)
