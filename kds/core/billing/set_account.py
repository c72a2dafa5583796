"""Let somebody pay later (挂账), up to a limit; or change the limit."""

from __future__ import annotations

from kds.core.billing.events import AccountSet
from kds.core.deeds import Deed
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import OPEN_ACCOUNT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Answer, Command, Context, Event, Minor, Name, Refusal, reason

ACCOUNTS_MOST = 2_000
"""Of a house."""

NO_ACCOUNT_NAME = reason("no_account_name", "invalid", "挂账账户没有名称", "The account has no name")


class SetAccount(Command, frozen=True, gc=False):
    """A limit of zero: nothing more is put on it; what is owed stays owed."""

    account: Id
    name: Name
    limit_minor: Minor


class AccountIs(Answer, frozen=True, gc=False):
    """The account as it stands."""

    seq: int
    account: str
    limit_minor: Minor
    owed_minor: Minor


def decide(state: State, command: SetAccount, context: Context) -> list[Event]:
    """One event where something changes."""
    within("limit_minor", command.limit_minor, 0, MOST)
    if not (command.name.zh or command.name.en):
        raise Refusal(NO_ACCOUNT_NAME)
    known = state.billing.accounts.get(command.account)
    if known is None:
        within("accounts", len(state.billing.accounts) + 1, 1, ACCOUNTS_MOST)
    if known is not None and (known.name, known.limit_minor) == (command.name, command.limit_minor):
        return []
    return [AccountSet(account=command.account, name=command.name, limit_minor=command.limit_minor)]


def answer(state: State, command: SetAccount, events: list[Event]) -> AccountIs:
    """As it stands after the event."""
    return account_is(state, command.account)


def account_is(state: State, account_id: str) -> AccountIs:
    """As it stands."""
    account = state.billing.accounts[account_id]
    return AccountIs(state.seq, account.account, account.limit_minor, account.owed_minor)


DEED = Deed(SetAccount, decide, answer, AccountIs, right=OPEN_ACCOUNT, refuses=(OUT_OF_RANGE, NO_ACCOUNT_NAME))
