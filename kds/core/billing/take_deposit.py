"""Keep money for somebody (押金, 订金): a liability of the house until it is applied to a bill or returned."""

from __future__ import annotations

from kds.core import ids
from kds.core.billing import tendering
from kds.core.billing.events import DepositTaken
from kds.core.billing.tendering import money_tender
from kds.core.deeds import Deed
from kds.core.refusals import MOST, OUT_OF_RANGE, within
from kds.core.rights import DEPOSIT
from kds.core.state import State
from kds.core.text import Id, OptionalCause
from kds.core.types import Answer, Command, Context, Event, Minor

DEPOSITS_MOST = 5_000
"""That are not applied or returned, of a house."""


class TakeDeposit(Command, frozen=True, gc=False):
    """`reference` is what it is known by: a booking, a table, a receipt; no name of a person."""

    tender: Id
    amount_minor: Minor
    reference: OptionalCause = ""


class DepositIs(Answer, frozen=True, gc=False):
    """The deposit, and what is left of it."""

    seq: int
    deposit: str
    left_minor: Minor


def decide(state: State, command: TakeDeposit, context: Context) -> list[Event]:
    """One event."""
    within("amount_minor", command.amount_minor, 1, MOST)
    within("deposits", len(state.billing.deposits) + 1, 1, DEPOSITS_MOST)
    tender = money_tender(state, command.tender)
    return [
        DepositTaken(
            deposit=ids.mint("D", state.seq + 1),
            tender=tender.kind,
            named=tender.tender,
            amount_minor=command.amount_minor,
            reference=command.reference,
        )
    ]


def answer(state: State, command: TakeDeposit, events: list[Event]) -> DepositIs:
    """As it stands after the event."""
    taken = next(each for each in events if isinstance(each, DepositTaken))
    return DepositIs(state.seq, taken.deposit, taken.amount_minor)


DEED = Deed(
    TakeDeposit,
    decide,
    answer,
    DepositIs,
    right=DEPOSIT,
    refuses=(OUT_OF_RANGE, *tendering.REFUSES),
)
