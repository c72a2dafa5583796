"""Give back money that the house kept, by the tender that it came by."""

from __future__ import annotations

from kds.core import money
from kds.core.billing.events import DepositReturned
from kds.core.billing.take_deposit import DepositIs
from kds.core.deeds import Deed
from kds.core.refusals import MOST, OUT_OF_RANGE, UNKNOWN_DEPOSIT, within
from kds.core.rights import DEPOSIT
from kds.core.state import State
from kds.core.text import Id
from kds.core.types import Command, Context, Event, Minor, Refusal, reason

KEEPS_LESS = reason("keeps_less", "conflict", "押金只剩{left}", "Only {left} of the deposit is left")


class ReturnDeposit(Command, frozen=True, gc=False):
    """So much of it, or all that is left."""

    deposit: Id
    amount_minor: Minor | None = None


def decide(state: State, command: ReturnDeposit, context: Context) -> list[Event]:
    """One event."""
    deposit = state.billing.deposits.get(command.deposit)
    if deposit is None:
        raise Refusal(UNKNOWN_DEPOSIT, deposit=command.deposit)
    amount = deposit.left_minor if command.amount_minor is None else command.amount_minor
    within("amount_minor", amount, 1, MOST)
    if amount > deposit.left_minor:
        left = money.told(state, deposit.left_minor)
        raise Refusal(KEEPS_LESS, deposit=deposit.deposit, left_minor=deposit.left_minor, left=left)
    return [DepositReturned(deposit=deposit.deposit, tender=deposit.kind, amount_minor=amount)]


def answer(state: State, command: ReturnDeposit, events: list[Event]) -> DepositIs:
    """What is left of it."""
    left = state.billing.deposits.get(command.deposit)
    return DepositIs(state.seq, command.deposit, 0 if left is None else left.left_minor)


DEED = Deed(
    ReturnDeposit,
    decide,
    answer,
    DepositIs,
    right=DEPOSIT,
    refuses=(UNKNOWN_DEPOSIT, OUT_OF_RANGE, KEEPS_LESS),
)
