"""Bills beside their lines and payments: what is off them and on them, and how the house charges."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from kds.core.billing import (
    change_billing,
    comp_line,
    join_bills,
    pay_account,
    reduce_bill,
    refund_bill,
    reopen_bill,
    return_deposit,
    set_account,
    split_bill,
    surcharge_bill,
    take_back,
    take_deposit,
    weigh_line,
)
from kds.core.billing.change_billing import BillingIs, ChangeBilling, billing_is
from kds.core.billing.model import Account, AccountEntry, AccountHistory, Deposit, SplitBy
from kds.core.billing.split_bill import PARTS_MOST
from kds.core.floor.model import GUESTS_MOST
from kds.core.menu.model import GRAMS_MOST
from kds.core.parties import age
from kds.core.refusals import MOST, UNKNOWN_ACCOUNT
from kds.core.text import Cause, ExternalId, Id, OptionalCause
from kds.core.types import Name, Refusal, Who
from kds.web.api.fields import Amount, Lines
from kds.web.bodies import body_of, command_of
from kds.web.routes import PREFIX, Get, Params, Post, ReadRequest


class CompBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the line is given free."""

    reason: Cause


class WeightBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What the scale says with the vessel, and what the vessel weighs."""

    gross_g: Annotated[int, Meta(ge=1, le=GRAMS_MOST, description="Grams.")]
    tare_g: Annotated[int, Meta(ge=0, le=GRAMS_MOST, description="Grams.")] = 0


class ReductionBody(Struct, frozen=True, forbid_unknown_fields=True):
    """`value` is permille of a percent, else an amount in the minor unit; without `lines` it is off the whole bill."""

    kind: Literal["percent", "amount", "rounding"]
    value: Annotated[int, Meta(ge=1, le=MOST)]
    reason: Cause
    lines: Lines = ()


class TakeBackBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The reduction that does not hold."""

    reduction: Id


class SurchargeBody(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the house's surcharges; `on` false waives it, for a `reason`. `heads` null is all guests."""

    surcharge: Id
    on: bool = True
    heads: Annotated[int, Meta(ge=0, le=GUESTS_MOST)] | None = None
    reason: OptionalCause = ""


class SplitBody(Struct, frozen=True, forbid_unknown_fields=True):
    """By `lines` and `amounts` each entry becomes a bill of its own, by `seats` each group of them; no groups are every
    seat by itself. `parts` are equal shares of what is due, this bill's among them.
    """

    by: SplitBy
    lines: Annotated[tuple[Lines, ...], Meta(max_length=PARTS_MOST)] = ()
    seats: Annotated[tuple[Annotated[tuple[int, ...], Meta(max_length=99)], ...], Meta(max_length=PARTS_MOST)] = ()
    parts: Annotated[int, Meta(ge=0, le=PARTS_MOST)] = 0
    amounts: Annotated[tuple[Amount, ...], Meta(max_length=PARTS_MOST)] = ()


class JoinBody(Struct, frozen=True, forbid_unknown_fields=True):
    """The bill that takes all of it."""

    into: Id


class RefundBody(Struct, frozen=True, forbid_unknown_fields=True):
    """What these lines came to, or an amount; without either all that was paid."""

    reason: Cause
    lines: Lines = ()
    amount_minor: Annotated[int, Meta(ge=1, le=MOST)] | None = None


class ReopenBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Why the bill is opened again."""

    reason: Cause


class AccountBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Who may pay later, and how much they may owe in all."""

    account: Id
    name: Name
    limit_minor: Amount


class AccountPaymentBody(Struct, frozen=True, forbid_unknown_fields=True):
    """So much of what is owed, by one tender."""

    tender: Id
    amount_minor: Amount
    reference: ExternalId = ""


class DepositBody(Struct, frozen=True, forbid_unknown_fields=True):
    """Money to keep; `reference` is what it is known by, and no name of a person."""

    tender: Id
    amount_minor: Amount
    reference: OptionalCause = ""


class DepositReturnBody(Struct, frozen=True, forbid_unknown_fields=True):
    """So much of it, or all that is left."""

    amount_minor: Annotated[int, Meta(ge=1, le=MOST)] | None = None


class AccountView(Struct, frozen=True):
    """An account and what became of it, the newest last; so many `earlier` entries stand in the ledger alone."""

    account: Account
    entries: tuple[AccountEntry, ...]
    earlier: int


class AccountsView(Struct, frozen=True):
    """Who may pay later, by id, and what the house keeps for others, the oldest first."""

    accounts: list[Account]
    deposits: list[Deposit]


async def read_account(asked: ReadRequest) -> bytes:
    """An account with its last entries."""
    await asked.store.settled()
    books, name = asked.store.state.billing, asked.params["account"]
    account = books.accounts.get(name)
    if account is None:
        raise Refusal(UNKNOWN_ACCOUNT, account=name)
    history = books.histories.get(name) or AccountHistory(name, ())
    return msgspec.json.encode(AccountView(account, history.entries, history.earlier))


async def read_accounts(asked: ReadRequest) -> bytes:
    """As they stand."""
    await asked.store.readable()
    books = asked.store.state.billing
    accounts = [books.accounts[each] for each in sorted(books.accounts)]
    return msgspec.json.encode(
        AccountsView(accounts, [books.deposits[each] for each in sorted(books.deposits, key=age)])
    )


def to_billing(body: Struct, params: Params, who: Who) -> ChangeBilling:
    """The command that the body is."""
    return command_of(body, ChangeBilling)


async def read_billing(asked: ReadRequest) -> bytes:
    """The settings as they stand."""
    await asked.store.readable()
    return msgspec.json.encode(billing_is(asked.store.state))


ROUTES: tuple[Post | Get, ...] = (
    Post(
        path=f"{PREFIX}/lines/{{line}}/comp",
        summary="Give a line free, with a reason",
        deed=comp_line.DEED,
        body=CompBody,
    ),
    Post(
        path=f"{PREFIX}/lines/{{line}}/weigh",
        summary="Put a line on the scale: it costs what it weighs",
        deed=weigh_line.DEED,
        body=WeightBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/reductions",
        summary="Take something off a bill or some of its lines; rounding is for whoever takes cash",
        deed=reduce_bill.DEED,
        body=ReductionBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/reductions/take-back",
        summary="Take back a reduction or a rounding",
        deed=take_back.DEED,
        body=TakeBackBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/surcharges",
        summary="Put one of the house's surcharges on a bill, or take it off",
        deed=surcharge_bill.DEED,
        body=SurchargeBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/split",
        summary="Split a bill by lines, seats, equal shares or amounts; the sum stays what it was",
        deed=split_bill.DEED,
        body=SplitBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/join",
        summary="Put a bill back into another of its party",
        deed=join_bills.DEED,
        body=JoinBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/refund",
        summary="Give money back, for lines or an amount, by the tenders that it came by",
        deed=refund_bill.DEED,
        body=RefundBody,
    ),
    Post(
        path=f"{PREFIX}/bills/{{bill}}/reopen",
        summary="Open a bill again that was closed on the same business day; as it was it is kept",
        deed=reopen_bill.DEED,
        body=ReopenBody,
    ),
    Get(
        path=f"{PREFIX}/accounts",
        summary="Who may pay later and owes how much, and the deposits that the house keeps",
        view="parties",
        read=read_accounts,
        answer=AccountsView,
    ),
    Post(
        path=f"{PREFIX}/accounts",
        summary="Let somebody pay later, up to a limit",
        deed=set_account.DEED,
        body=AccountBody,
    ),
    Get(
        path=f"{PREFIX}/accounts/{{account}}",
        summary="An account: what was put on it, what came in, which limits it had",
        view="parties",
        read=read_account,
        answer=AccountView,
        refusals=(UNKNOWN_ACCOUNT,),
    ),
    Post(
        path=f"{PREFIX}/accounts/{{account}}/pay",
        summary="Take money of somebody who owed it",
        deed=pay_account.DEED,
        body=AccountPaymentBody,
    ),
    Post(
        path=f"{PREFIX}/deposits",
        summary="Keep money for somebody, until it is applied to a bill or returned",
        deed=take_deposit.DEED,
        body=DepositBody,
        status=201,
    ),
    Post(
        path=f"{PREFIX}/deposits/{{deposit}}/return",
        summary="Give back money that the house kept",
        deed=return_deposit.DEED,
        body=DepositReturnBody,
    ),
    Get(
        path=f"{PREFIX}/billing",
        summary="How the house charges: tenders, surcharges, rounding, reductions by name, reasons",
        view="menu",
        read=read_billing,
        answer=BillingIs,
    ),
    Post(
        path=f"{PREFIX}/billing",
        summary="Change how the house charges: what is given is set, the rest stays",
        deed=change_billing.DEED,
        body=body_of(ChangeBilling),
        command=to_billing,
    ),
)
