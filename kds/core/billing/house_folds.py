"""What happens to the money of the house that is on no bill: accounts, deposits, tills; and how it charges."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing import takings
from kds.core.billing.day_model import Shift, ShiftDone
from kds.core.billing.drawer import cash
from kds.core.billing.events import (
    AccountPaid,
    AccountSet,
    BillingChanged,
    CashDropped,
    DepositReturned,
    DepositTaken,
    ShiftClosed,
    ShiftOpened,
)
from kds.core.billing.model import Account, Deposit
from kds.core.journal import ONLY
from kds.core.state import State
from kds.core.types import Minor, Stamp


def fold_billing_changed(state: State, event: BillingChanged, stamp: Stamp) -> None:
    """The settings."""
    state.billing.settings[ONLY] = event.settings


def fold_account_set(state: State, event: AccountSet, stamp: Stamp) -> None:
    """What is owed stays."""
    known = state.billing.accounts.get(event.account)
    owed = 0 if known is None else known.owed_minor
    state.billing.accounts[event.account] = Account(event.account, event.name, event.limit_minor, owed)


def fold_account_paid(state: State, event: AccountPaid, stamp: Stamp) -> None:
    """So much less is owed; it came by a tender."""
    owe(state, event.account, -event.amount_minor)
    takings.add(state, event.named, event.tender, accounts_minor=event.amount_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, event.amount_minor)


def fold_deposit_taken(state: State, event: DepositTaken, stamp: Stamp) -> None:
    """It is kept; it came by a tender."""
    state.billing.deposits[event.deposit] = Deposit(
        deposit=event.deposit,
        amount_minor=event.amount_minor,
        left_minor=event.amount_minor,
        tender=event.named,
        kind=event.tender,
        reference=event.reference,
        taken_at=stamp.at,
        taken_by=stamp.actor,
    )
    takings.add(state, event.named, event.tender, deposits_minor=event.amount_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, event.amount_minor)


def fold_deposit_returned(state: State, event: DepositReturned, stamp: Stamp) -> None:
    """So much less of it is kept; it went by the tender that it came by."""
    named = state.billing.deposits[event.deposit].tender
    use(state, event.deposit, event.amount_minor)
    takings.add(state, named, event.tender, returned_minor=event.amount_minor)
    if event.tender == "cash":
        cash(state, stamp.actor, -event.amount_minor)


def owe(state: State, account: str, amount: Minor) -> None:
    """Somebody owes so much more; nothing in a state that was folded from a party's events alone."""
    known = state.billing.accounts.get(account)
    if known is not None:
        state.billing.accounts[account] = replace(known, owed_minor=known.owed_minor + amount)


def use(state: State, deposit: str, amount: Minor, before: Deposit | None = None) -> None:
    """So much less of a deposit is kept, or more; it is known until it is all gone, and again, as it was `before`, once
    some is back. Nothing in a state that was folded from a party's events alone.
    """
    known = state.billing.deposits.get(deposit)
    if known is None and before is not None:
        state.billing.deposits[deposit] = replace(before, left_minor=-amount)
    if known is not None:
        state.billing.deposits[deposit] = replace(known, left_minor=known.left_minor - amount)
        if known.left_minor == amount:
            del state.billing.deposits[deposit]


def fold_shift_opened(state: State, event: ShiftOpened, stamp: Stamp) -> None:
    """The till is theirs."""
    state.billing.shifts[event.till] = Shift(event.till, event.shift, event.opened_by, stamp.at, event.float_minor)


def fold_cash_dropped(state: State, event: CashDropped, stamp: Stamp) -> None:
    """So much less is in the drawer."""
    shift = state.billing.shifts[event.till]
    state.billing.shifts[event.till] = replace(shift, drops_minor=shift.drops_minor + event.amount_minor)


def fold_shift_closed(state: State, event: ShiftClosed, stamp: Stamp) -> None:
    """The till is nobody's; the count is among the day's figures."""
    del state.billing.shifts[event.till]
    takings.note_shift(
        state,
        ShiftDone(
            till=event.till,
            shift=event.shift,
            opened_by=event.opened_by,
            closed_by=stamp.actor,
            expected_minor=event.expected_minor,
            counted_minor=event.counted_minor,
            difference_minor=event.difference_minor,
        ),
    )
