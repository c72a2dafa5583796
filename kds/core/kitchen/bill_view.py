"""A bill as it is shown: its lines with all their clocks in the kitchen, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kds.core.billing.model import ReductionKind, SurchargeKind, TenderKind
from kds.core.bills import Unserved, lines_of, name_of, price_of, settings_of, sheet_of, unserved
from kds.core.kitchen.colour import colour
from kds.core.kitchen.model import Colour, ItemState
from kds.core.kitchen.moments import due_at
from kds.core.kitchen.steps import step_of
from kds.core.orders.model import Bill, BillState, InMeal, Line
from kds.core.state import State
from kds.core.types import Minor, Ms, Name, Record


class BillLine(Record, frozen=True, gc=False):
    """A line on a bill. `price_minor` is for all its portions; a voided line keeps it, but the total is without it.

    `qty` counts portions, or grams of what is `weighed`. `comped`: it is free, and its price is no part of the total.
    `to_weigh`: it waits for the scale. `meal`: of which set meal it is a part, "" for none. `course`: with which it
    comes, 0 for none. It is at its step `step` of `steps`: the station, the start and `due_at` are those of that step,
    the fire that of the first. A clock that has not come yet is None; so are the colour and `due_at` of a line that is
    held, voided or ended.
    """

    line: str
    dish: str
    name: Name
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
    comped: bool
    to_weigh: bool
    gross_g: int | None
    tare_g: int | None
    net_g: int | None
    meal: str
    course: int
    step: int
    steps: int


class BillMeal(Record, frozen=True, gc=False):
    """A set meal (套餐), of which these lines stand on the bill: what they cost together, but for those taken back.

    `meal` is the first of all its lines, `qty` how many were ordered; where its lines stand on several bills, each says
    what is on it.
    """

    meal: str
    dish: str
    name: Name
    qty: int
    price_minor: Minor
    lines: tuple[str, ...]


class BillReduction(Record, frozen=True, gc=False):
    """What is off the bill, or off some of its `lines`: `value` is permille of a percent, else an amount.

    A line given free is one of the kind `comp`. `authority` is who approved it, or who gave it by their own right.
    """

    reduction: str
    kind: ReductionKind | Literal["comp"]
    value: int
    lines: tuple[str, ...]
    reason: str
    authority: str
    amount_minor: Minor


class BillSurcharge(Record, frozen=True, gc=False):
    """What is on the bill beside the dishes; `heads` for how many, where it is charged a head."""

    surcharge: str
    name: Name
    kind: SurchargeKind
    value: int
    heads: int
    amount_minor: Minor


class BillTender(Record, frozen=True, gc=False):
    """What was paid in one go. Of `amount_minor`, `refunded_minor` was given back; the tip is beside it.

    `invoiceable_minor` is what of it can be invoiced (开票).
    """

    payment: str
    tender: str
    kind: TenderKind
    amount_minor: Minor
    tendered_minor: Minor
    change_minor: Minor
    tip_minor: Minor
    reference: str
    account: str
    deposit: str
    refunded_minor: Minor
    invoiceable_minor: Minor


class BillOriginal(Record, frozen=True, gc=False):
    """The bill as it was closed once, before it was opened again."""

    total_minor: Minor
    paid_minor: Minor
    reason: str
    authority: str


class BillView(Record, frozen=True, gc=False):
    """A bill (账单). `table` is None for whoever has none; `lines` are in the order in which they came.

    `number` is what the party is called by, `label` what tickets say. total = gross − reductions + surcharges + shares,
    and due = total − paid. `share_minor` is what a split by amounts moved here from other bills of the party, less what
    it moved there.
    """

    bill: str
    table: str | None
    session: str
    state: BillState
    lines: tuple[BillLine, ...]
    total_minor: Minor
    paid_minor: Minor
    gross_minor: Minor
    reductions: tuple[BillReduction, ...]
    surcharges: tuple[BillSurcharge, ...]
    share_minor: Minor
    due_minor: Minor
    tenders: tuple[BillTender, ...]
    unserved: tuple[Unserved, ...]
    originals: tuple[BillOriginal, ...]
    number: int
    label: str
    meals: tuple[BillMeal, ...]


def bill_view(state: State, bill: Bill, now: Ms, house: State | None = None) -> BillView:
    """The bill as it stands at `now`; the state may be one that was folded from this party's events alone.

    `house` is the one that knows its menu and its tenders, where the state does not.
    """
    house = state if house is None else house
    lines, party = lines_of(state, bill), state.floor.sessions[bill.session]
    counted = [each for each in lines if each.line not in state.orders.voids]
    return BillView(
        bill=bill.bill,
        table=party.table,
        session=bill.session,
        state=bill.state,
        lines=tuple([_line(state, line.line, now, house) for line in lines]),
        total_minor=bill.total_minor,
        paid_minor=bill.paid_minor,
        gross_minor=sum([price_of(state, line) for line in counted]),
        reductions=_reductions(state, bill, counted),
        surcharges=tuple(
            [
                BillSurcharge(
                    each.rule.surcharge, each.rule.name, each.rule.kind, each.rule.value, each.heads, each.amount_minor
                )
                for each in sheet_of(state, bill.bill).surcharges
            ]
        ),
        share_minor=sheet_of(state, bill.bill).share_minor,
        due_minor=bill.total_minor - bill.paid_minor,
        tenders=_tenders(state, bill, house),
        unserved=unserved(state, bill, house),
        originals=tuple(
            [
                BillOriginal(each.total_minor, each.paid_minor, each.reason, each.actor)
                for each in sheet_of(state, bill.bill).originals
            ]
        ),
        number=party.number,
        label=party.label,
        meals=tuple(_meals(state, lines)),
    )


def _meals(state: State, lines: Sequence[Line]) -> list[BillMeal]:
    """In the order in which they came."""
    found: dict[str, list[tuple[Line, InMeal]]] = {}
    for line in lines:
        if line.in_meal is not None:
            found.setdefault(line.in_meal.meal, []).append((line, line.in_meal))
    return [
        BillMeal(
            meal=meal,
            dish=parts[0][1].dish,
            name=parts[0][1].name,
            qty=parts[0][1].qty,
            price_minor=sum([price_of(state, line) for line, _ in parts if line.line not in state.orders.voids]),
            lines=tuple([line.line for line, _ in parts]),
        )
        for meal, parts in found.items()
    ]


def _reductions(state: State, bill: Bill, counted: Sequence[Line]) -> tuple[BillReduction, ...]:
    """Lines given free first, then the others in the order in which they were given."""
    comps = [
        (state.orders.comps[each.line], price_of(state, each)) for each in counted if each.line in state.orders.comps
    ]
    free = [
        BillReduction("", "comp", amount, (each.line,), each.reason, each.approver or each.actor, amount)
        for each, amount in comps
    ]
    given = [
        BillReduction(
            each.reduction,
            each.kind,
            each.value,
            each.lines,
            each.reason,
            each.approver or each.actor,
            each.amount_minor,
        )
        for each in sheet_of(state, bill.bill).reductions
    ]
    return (*free, *given)


def _tenders(state: State, bill: Bill, house: State) -> tuple[BillTender, ...]:
    """In the order in which they came. What the house no longer takes can be invoiced unless its kind is `account`."""
    types = {each.tender: each.invoiceable for each in settings_of(house).tenders}
    return tuple(
        [
            BillTender(
                payment=each.payment,
                tender=each.tender,
                kind=each.kind,
                amount_minor=each.amount_minor,
                tendered_minor=each.tendered_minor,
                change_minor=each.change_minor,
                tip_minor=each.tip_minor,
                reference=each.reference,
                account=each.account,
                deposit=each.deposit,
                refunded_minor=each.refunded_minor,
                invoiceable_minor=each.kept_minor if types.get(each.tender, each.kind != "account") else 0,
            )
            for each in sheet_of(state, bill.bill).payments
        ]
    )


def _line(state: State, line_id: str, now: Ms, house: State) -> BillLine:
    line = state.orders.lines[line_id]
    item, weight = state.kitchen.items[line_id], state.orders.weights.get(line_id)
    ticket = state.kitchen.tickets[item.ticket]
    step, steps = step_of(item)
    gone = item.state in ("voided", "ended")
    return BillLine(
        line=line_id,
        dish=line.dish,
        name=name_of(state, line, house),
        qty=line.qty,
        weighed=line.weighed,
        state=item.state,
        round=line.round,
        station=ticket.station,
        price_minor=price_of(state, line),
        submitted_at=item.submitted_at,
        fired_at=item.first_fired_at,
        started_at=item.started_at,
        done_at=item.done_at,
        served_at=item.served_at,
        colour=None if gone else colour(item, ticket.thresholds, now),
        due_at=None if gone else due_at(item),
        comped=line_id in state.orders.comps,
        to_weigh=line.to_weigh and weight is None,
        gross_g=None if weight is None else weight.gross_g,
        tare_g=None if weight is None else weight.tare_g,
        net_g=None if weight is None else weight.net_g,
        meal="" if line.in_meal is None else line.in_meal.meal,
        course=line.course,
        step=step,
        steps=steps,
    )
