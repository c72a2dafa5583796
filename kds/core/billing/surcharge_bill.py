"""Put one of the house's surcharges on a bill, or take it off."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing.answers import BillStands, bill_stands
from kds.core.billing.events import SurchargesSet
from kds.core.billing.model import Surcharge
from kds.core.bills import (
    OF_REST,
    ON_BILL,
    closes,
    open_bill,
    rest_covers,
    settings_of,
    sheet_of,
    sum_of,
)
from kds.core.deeds import Deed
from kds.core.floor.model import GUESTS_MOST
from kds.core.orders.events import BillClosed
from kds.core.reasons import NOT_LISTED, listed
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.rights import FORBIDDEN, SURCHARGE, WAIVE, permit
from kds.core.state import State
from kds.core.text import Id, OptionalCause
from kds.core.types import Command, Context, Event, Refusal, reason

UNKNOWN_SURCHARGE = reason(
    "unknown_surcharge", "not_found", "没有附加费“{surcharge}”", "There is no surcharge “{surcharge}”"
)


class SurchargeBill(Command, frozen=True, gc=False):
    """`on`: it is charged. `heads`: for how many, of one that is charged a head; None for all guests.

    `reason` is why it is waived, and has to be given where the house has a list that is all.
    """

    bill: Id
    surcharge: Id
    on: bool = True
    heads: int | None = None
    reason: OptionalCause = ""


def decide(state: State, command: SurchargeBill, context: Context) -> list[Event]:
    """One event, a second where the rest of the bill is paid already, or none where it is so.

    What the house charges is taken off by whoever may waive it.
    """
    bill = open_bill(state, command.bill)
    within("heads", command.heads or 0, 0, GUESTS_MOST)
    sheet = sheet_of(state, bill.bill)
    there = {each.rule.surcharge: each for each in sheet.surcharges}
    rules = {each.surcharge: each for each in settings_of(state).surcharges}
    rule = there[command.surcharge].rule if command.surcharge in there else rules.get(command.surcharge)
    if rule is None:
        raise Refusal(UNKNOWN_SURCHARGE, surcharge=command.surcharge)
    guests = state.floor.sessions[bill.session].guests
    heads = (guests if command.heads is None else command.heads) if rule.kind == "per_head" else 0
    wanted = {**there, rule.surcharge: Surcharge(rule, heads)}
    if not command.on:
        del wanted[rule.surcharge]
    surcharges = tuple([replace(each, amount_minor=0) for each in wanted.values()])
    if surcharges == tuple([replace(each, amount_minor=0) for each in there.values()]):
        return []
    rest = sum_of(state, bill, sheet=replace(sheet, surcharges=surcharges)).total_minor
    if rest < bill.total_minor:
        permit(state, context, WAIVE)
        listed(state, "waive", command.reason)
    rest_covers(state, bill, rest)
    changed = SurchargesSet(session=bill.session, bill=bill.bill, surcharges=surcharges, reason=command.reason)
    if closes(state, bill, rest):
        return [changed, BillClosed(session=bill.session, bill=bill.bill, total_minor=rest)]
    return [changed]


def answer(state: State, command: SurchargeBill, events: list[Event]) -> BillStands:
    """As it stands after the events."""
    return bill_stands(state, command.bill)


DEED = Deed(
    SurchargeBill,
    decide,
    answer,
    BillStands,
    right=SURCHARGE,
    refuses=(*ON_BILL, UNKNOWN_SURCHARGE, OUT_OF_RANGE, FORBIDDEN, NOT_LISTED, *OF_REST),
)
