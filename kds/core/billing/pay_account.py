"""Take money of somebody who owed it (挂账还款)."""

from __future__ import annotations

from kds.core import money
from kds.core.billing import tendering
from kds.core.billing.events import AccountPaid
from kds.core.billing.set_account import AccountIs, account_is
from kds.core.billing.tendering import money_tender
from kds.core.deeds import Deed
from kds.core.refusals import MOST, OUT_OF_RANGE, UNKNOWN_ACCOUNT, within
from kds.core.rights import ACCOUNT
from kds.core.state import State
from kds.core.text import ExternalId, Id
from kds.core.types import Command, Context, Event, Minor, Refusal, reason

OWES_LESS = reason("owes_less", "conflict", "只欠{owed}，{amount}收多了", "Only {owed} is owed; {amount} is too much")


class PayAccount(Command, frozen=True, gc=False):
    """So much of what the account owes, by one tender."""

    account: Id
    tender: Id
    amount_minor: Minor
    reference: ExternalId = ""


def decide(state: State, command: PayAccount, context: Context) -> list[Event]:
    """One event."""
    account = state.billing.accounts.get(command.account)
    if account is None:
        raise Refusal(UNKNOWN_ACCOUNT, account=command.account)
    within("amount_minor", command.amount_minor, 1, MOST)
    tender = money_tender(state, command.tender)
    if command.amount_minor > account.owed_minor:
        words = {"owed": money.told(state, account.owed_minor), "amount": money.told(state, command.amount_minor)}
        raise Refusal(OWES_LESS, account=account.account, owed_minor=account.owed_minor, **words)
    return [
        AccountPaid(
            account=account.account,
            tender=tender.kind,
            named=tender.tender,
            amount_minor=command.amount_minor,
            reference=command.reference,
        )
    ]


def answer(state: State, command: PayAccount, events: list[Event]) -> AccountIs:
    """As it stands after the event."""
    return account_is(state, command.account)


DEED = Deed(
    PayAccount,
    decide,
    answer,
    AccountIs,
    right=ACCOUNT,
    refuses=(UNKNOWN_ACCOUNT, OUT_OF_RANGE, OWES_LESS, *tendering.REFUSES),
)
