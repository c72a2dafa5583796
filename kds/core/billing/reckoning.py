"""Policy: whatever happens to a bill that has reductions or surcharges, it is reckoned anew."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kds.core.billing.events import BillReckoned, SurchargesSet
from kds.core.billing.model import Surcharge, SurchargeRule
from kds.core.bills import settings_of, sheet_of, sum_of
from kds.core.floor.events import GuestsSet
from kds.core.orders.events import BillOpened, LinesMoved, RoundPlaced
from kds.core.orders.model import Bill
from kds.core.state import State
from kds.core.types import Event, Service, Stamp


def reckon(state: State, event: Any, stamp: Stamp) -> list[Event]:
    """What the event's bill comes to now, where that is not what its lines alone say."""
    return reckoned(state, state.orders.bills[event.bill])


def of_moved_lines(state: State, event: LinesMoved, stamp: Stamp) -> list[Event]:
    """Both bills are others now."""
    return [each for bill in (event.bill, event.to_bill) for each in reckoned(state, state.orders.bills[bill])]


def reckoned(state: State, bill: Bill) -> list[Event]:
    """One event, where anything of the sum is other than it stands."""
    sheet = state.orders.sheets.get(bill.bill)
    if sheet is None:
        return []
    found = sum_of(state, bill)
    stands = (
        tuple([each.amount_minor for each in sheet.reductions]),
        tuple([each.amount_minor for each in sheet.surcharges]),
    )
    if (found.reductions, found.surcharges) == stands and found.total_minor == bill.total_minor:
        return []
    return [
        BillReckoned(
            session=bill.session,
            bill=bill.bill,
            gross_minor=found.gross_minor,
            reductions=found.reductions,
            surcharges=found.surcharges,
            total_minor=found.total_minor,
        )
    ]


def of_a_new_bill(state: State, event: BillOpened, stamp: Stamp) -> list[Event]:
    """What the house charges by itself; the heads of a party are charged once, on its first bill."""
    session = state.floor.sessions[event.session]
    first = state.orders.session_bills.count(event.session) == 1
    surcharges = tuple(
        [
            Surcharge(each, session.guests if each.kind == "per_head" else 0)
            for each in settings_of(state).surcharges
            if each.automatic and applies(each, session.service) and (first or each.kind != "per_head")
        ]
    )
    return [SurchargesSet(event.session, event.bill, surcharges)] if surcharges else []


def applies(rule: SurchargeRule, service: Service) -> bool:
    """Whether a surcharge is for parties of this service."""
    return not rule.services or service in rule.services


def of_a_round(state: State, event: RoundPlaced, stamp: Stamp) -> list[Event]:
    """The lines are new, and the guests may be more."""
    bill = state.orders.bills[event.round.bill]
    if bill.bill not in state.orders.sheets:
        return []
    return _heads_counted(state, bill) or reckoned(state, bill)


def of_guests(state: State, event: GuestsSet, stamp: Stamp) -> list[Event]:
    """What is charged a head follows the number of guests, until something of the bill is paid."""
    bills = sorted(state.orders.session_bills[event.session])
    return [each for bill in bills for each in _heads_counted(state, state.orders.bills[bill])]


def _heads_counted(state: State, bill: Bill) -> list[Event]:
    sheet, guests = sheet_of(state, bill.bill), state.floor.sessions[bill.session].guests
    if bill.state == "paid" or sheet.payments or sheet.share_minor or _split(state, bill):
        return []
    surcharges = tuple(
        [replace(each, heads=guests) if each.rule.kind == "per_head" else each for each in sheet.surcharges]
    )
    return [] if surcharges == sheet.surcharges else [SurchargesSet(bill.session, bill.bill, surcharges)]


def _split(state: State, bill: Bill) -> bool:
    """Whether the heads of its party are charged on several bills."""
    others = [sheet_of(state, each) for each in state.orders.session_bills[bill.session] if each != bill.bill]
    return any(each.rule.kind == "per_head" for sheet in others for each in sheet.surcharges)
