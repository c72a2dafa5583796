"""A bill as it is printed: its lines with what they cost, and every row between them and what is due."""

from __future__ import annotations

from typing import NamedTuple

from kds.core.bills import name_of, settings_of
from kds.core.chosen import PotCell, cells_of, options_of, unnamed
from kds.core.floor.model import Session
from kds.core.kitchen.bill_view import BillLine, BillMeal, BillReduction, BillTender, BillView, bill_view
from kds.core.orders.model import Bill, Line
from kds.core.parties import bills_of
from kds.core.state import State
from kds.core.types import Minor, Ms, Name


class PrintedLine(NamedTuple):
    """A line that counts. `unit_minor` is the price of a portion, or of `per` grams, with all that was chosen.

    `meal` stands with the first part of a set meal, whose price is that of all of them.
    """

    stands: BillLine
    meal: BillMeal | None
    dish: Name
    options: list[Name]
    cells: list[PotCell]
    unit_minor: Minor
    per: int


class PrintedReduction(NamedTuple):
    """What is off the bill; `dishes` are those that it is of, none where it is of all."""

    stands: BillReduction
    dishes: list[Name]


class PrintedTender(NamedTuple):
    """What was paid in one go, by what the house calls the tender; `account` is who owes it, "" for nobody."""

    stands: BillTender
    name: Name
    account: Name


class PrintedBill(NamedTuple):
    """A bill; `number` counts those of its party, of `of`. gross − reductions + surcharges + share = total.

    `unserved`: how much of what is still to come to the table.
    """

    view: BillView
    party: Session
    number: int
    of: int
    closed_at: Ms | None
    lines: list[PrintedLine]
    reductions: list[PrintedReduction]
    tenders: list[PrintedTender]
    unserved: list[tuple[str, Name]]

    @property
    def to_weigh(self) -> bool:
        """Whether its sum is not known before something was on the scale."""
        return any(each.stands.to_weigh and not each.stands.comped for each in self.lines)

    @property
    def invoiceable_minor(self) -> Minor:
        """What of all that was paid can be invoiced."""
        return sum([each.stands.invoiceable_minor for each in self.tenders])


def printed_bill(state: State, bill: Bill, now: Ms, house: State) -> PrintedBill:
    """The bill as it stands in `state`; `house` knows what dishes, tenders and accounts are called."""
    view = bill_view(state, bill, now, house)
    of_party = bills_of(state, bill.session)
    return PrintedBill(
        view=view,
        party=state.floor.sessions[bill.session],
        number=of_party.index(bill) + 1,
        of=len(of_party),
        closed_at=bill.closed_at,
        lines=_lines(state, view, house),
        reductions=[
            PrintedReduction(each, [name_of(state, state.orders.lines[line], house) for line in each.lines])
            for each in view.reductions
        ],
        tenders=[_tender(each, house) for each in view.tenders],
        unserved=[(_amount(state.orders.lines[each.line]), each.name) for each in view.unserved],
    )


def _lines(state: State, view: BillView, house: State) -> list[PrintedLine]:
    """In their order, and the parts of a set meal together, where the first of them stands."""
    meals = {each.meal: each for each in view.meals}
    groups: dict[str, list[BillLine]] = {}
    for each in view.lines:
        if each.state != "voided":
            groups.setdefault(each.meal or each.line, []).append(each)
    return [
        _line(state.orders.lines[each.line], each, None if number else meals.get(each.meal), house)
        for parts in groups.values()
        for number, each in enumerate(parts)
    ]


def _line(line: Line, stands: BillLine, meal: BillMeal | None, house: State) -> PrintedLine:
    dish = house.menu.remembered(line.dish)
    return PrintedLine(
        stands, meal, stands.name, options_of(dish, line), cells_of(dish, line), line.unit_minor, line.per
    )


def _amount(line: Line) -> str:
    return f"{line.qty} g" if line.weighed else f"{line.qty} ×"


def _tender(tender: BillTender, house: State) -> PrintedTender:
    names = {each.tender: each.name for each in settings_of(house).tenders}
    account = house.billing.accounts.get(tender.account)
    owes = unnamed(tender.account) if account is None else account.name
    return PrintedTender(tender, names.get(tender.tender, unnamed(tender.tender)), owes)
