"""What became of each account: the last entries are at hand, all of them stand in the ledger."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing.events import AccountPaid, AccountSet
from kds.core.billing.house_folds import fold_account_paid, fold_account_set, owe
from kds.core.billing.model import AccountEntry, AccountHistory, EntryKind
from kds.core.state import State
from kds.core.types import Minor, Stamp

ENTRIES_MOST = 100
"""Of an account."""


def account_set(state: State, event: AccountSet, stamp: Stamp) -> None:
    """Fold: with its limit."""
    fold_account_set(state, event, stamp)
    note(state, event.account, entry(state, event.account, "limit", event.limit_minor, stamp))


def account_paid(state: State, event: AccountPaid, stamp: Stamp) -> None:
    """Fold: with by what it was paid."""
    fold_account_paid(state, event, stamp)
    made = entry(state, event.account, "paid", event.amount_minor, stamp)
    note(state, event.account, replace(made, tender=event.named, reference=event.reference))


def of_bill(state: State, account: str, amount: Minor, bill: str, stamp: Stamp) -> None:
    """A bill was put on an account; below zero so much of it is owed no more. Nothing where nobody knows the account:
    in a state that was folded from a party's events alone.
    """
    if account not in state.billing.accounts:
        return
    owe(state, account, amount)
    made = entry(state, account, "charged" if amount > 0 else "refunded", abs(amount), stamp)
    note(state, account, replace(made, bill=bill))


def entry(state: State, account: str, kind: EntryKind, amount: Minor, stamp: Stamp) -> AccountEntry:
    """One of an account as it stands now."""
    return AccountEntry(stamp.at, kind, amount, state.billing.accounts[account].owed_minor, stamp.actor)


def note(state: State, account: str, made: AccountEntry) -> None:
    """It is the newest."""
    known = state.billing.histories.get(account) or AccountHistory(account, ())
    entries = (*known.entries, made)
    earlier = known.earlier + max(0, len(entries) - ENTRIES_MOST)
    state.billing.histories[account] = AccountHistory(account, entries[-ENTRIES_MOST:], earlier)
