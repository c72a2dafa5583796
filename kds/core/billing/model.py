"""What a bill has beside its lines: reductions, surcharges, what was tendered; and the money of the house."""

from __future__ import annotations

from typing import Literal

from kds.core.billing.offered import REASONS, NamedReduction, Reasons
from kds.core.text import Id
from kds.core.types import Minor, Ms, Name, Permille, Record, Service, own_defaults

ReductionKind = Literal["percent", "amount", "rounding", "refund"]
SurchargeKind = Literal["per_head", "percent", "packing"]
TenderKind = Literal["cash", "card", "qr", "account", "deposit", "other"]
"""What a tender is: money in the drawer, at a terminal, by a code, owed by an account, kept as a deposit, or other."""
SplitBy = Literal["lines", "seats", "equal", "amount"]
Regrouped = Literal["lines", "seats", "equal", "amount", "joined"]

TENDERS_MOST, SURCHARGES_MOST, REDUCTIONS_MOST, BILLS_MOST = 30, 20, 50, 100
"""Of a house the tenders and surcharges; of a bill the reductions; of a party the bills."""


class TenderType(Record, frozen=True, gc=False):
    """By what guests can pay. `invoiceable`: what is paid by it can be invoiced (开票); `rounds`: 抹零 is for it."""

    tender: Id
    name: Name
    kind: TenderKind
    opens_drawer: bool = False
    invoiceable: bool = True
    rounds: bool = False


TENDERS = (
    TenderType("cash", Name(zh="现金", en="Cash"), "cash", opens_drawer=True, rounds=True),
    TenderType("card", Name(zh="刷卡", en="Card"), "card"),
    TenderType("qr", Name(zh="扫码支付", en="QR"), "qr"),
    TenderType("account", Name(zh="挂账", en="On account"), "account", invoiceable=False),
    TenderType("deposit", Name(zh="押金抵扣", en="Deposit"), "deposit"),
    TenderType("other", Name(zh="其他", en="Other"), "other"),
)
"""Of a house that has said nothing."""


class SurchargeRule(Record, frozen=True, gc=False):
    """What is charged beside the dishes, for these services; none means all of them.

    `value`: an amount a head (茶位), permille of what the dishes come to (服务费), or an amount a portion (打包).
    `exempt`: dishes that it is not reckoned of. `automatic`: every new bill has it.
    """

    surcharge: Id
    name: Name
    kind: SurchargeKind
    value: int
    services: tuple[Service, ...] = ()
    exempt: tuple[Id, ...] = ()
    automatic: bool = True


class BillingSettings(Record, frozen=True, gc=False):
    """How the house charges. `round_to_minor`: cash is rounded down to it, 1 for not at all.

    `rounding_most_minor`: so much may be rounded off by whoever takes the money, at most. `reductions` are offered by
    name, and `reasons` for what is done for one.
    """

    tenders: tuple[TenderType, ...] = TENDERS
    surcharges: tuple[SurchargeRule, ...] = ()
    round_to_minor: Minor = 1
    rounding_most_minor: Minor = 100
    reductions: tuple[NamedReduction, ...] = ()
    reasons: tuple[Reasons, ...] = REASONS

    def __post_init__(self) -> None:
        own_defaults(self)


class BillingChange(Record, frozen=True, gc=False):
    """What is None stays as it is; a list that is given is the whole list."""

    tenders: tuple[TenderType, ...] | None = None
    surcharges: tuple[SurchargeRule, ...] | None = None
    round_to_minor: Minor | None = None
    rounding_most_minor: Minor | None = None
    reductions: tuple[NamedReduction, ...] | None = None
    reasons: tuple[Reasons, ...] | None = None


class Comp(Record, frozen=True, gc=False):
    """A line given free (赠菜), by whom and why."""

    line: str
    reason: str
    actor: str
    approver: str
    at: Ms


class Weight(Record, frozen=True, gc=False):
    """What a line weighed with its vessel, the vessel, and without it, in grams; and what it costs by that."""

    line: str
    gross_g: int
    tare_g: int
    net_g: int
    price_minor: Minor


class Reduction(Record, frozen=True, gc=False):
    """What is taken off a bill, or off some of its lines; `amount_minor` is what it came to when last reckoned.

    `value` is permille of a `percent`, else an amount. Of a refund it is what was given back. `most_permille`: with
    what was taken off before it, it takes no more than this share of the bill, whatever leaves that; 0 is no limit.
    """

    reduction: str
    kind: ReductionKind
    value: int
    lines: tuple[str, ...]
    reason: str
    actor: str
    approver: str
    amount_minor: Minor = 0
    most_permille: Permille = 0


class Surcharge(Record, frozen=True, gc=False):
    """What is put on a bill: a rule as it was when the bill had it first; `heads` for which it is reckoned."""

    rule: SurchargeRule
    heads: int = 0
    amount_minor: Minor = 0


class Deposit(Record, frozen=True, gc=False):
    """Money that the house keeps for somebody (押金, 订金): a liability until it is applied or returned."""

    deposit: str
    amount_minor: Minor
    left_minor: Minor
    tender: str
    kind: TenderKind
    reference: str
    taken_at: Ms = 0
    taken_by: str = ""


class Payment(Record, frozen=True, gc=False):
    """Money that came in for a bill; `refunded_minor` of it went back. `seq` is its event.

    `account` is who owes it, `deposit` what it was taken from; "" where it was neither. `drawn_from` is that deposit as
    it was: what is refunded is kept again, under its tender and its reference, also when nothing was left of it.
    """

    payment: str
    tender: str
    kind: TenderKind
    amount_minor: Minor
    seq: int
    tendered_minor: Minor = 0
    change_minor: Minor = 0
    tip_minor: Minor = 0
    reference: str = ""
    account: str = ""
    deposit: str = ""
    drawn_from: Deposit | None = None
    refunded_minor: Minor = 0

    @property
    def kept_minor(self) -> Minor:
        """What is left of it."""
        return self.amount_minor - self.refunded_minor


class Original(Record, frozen=True, gc=False):
    """A bill as it was closed before it was opened again (反结账), by whom and why."""

    total_minor: Minor
    paid_minor: Minor
    seq: int
    reason: str
    actor: str


class Sheet(Record, frozen=True, gc=False):
    """What stands on a bill beside its lines.

    `share_minor`: what it took over from other bills of its party when they were split by amounts, less what it gave.
    `closed_on`: the business day on which it was paid, "" before.
    """

    bill: str
    reductions: tuple[Reduction, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    payments: tuple[Payment, ...] = ()
    share_minor: Minor = 0
    closed_on: str = ""
    originals: tuple[Original, ...] = ()


class SplitPart(Record, frozen=True, gc=False):
    """A bill as a split leaves it: all lines that stand on it, and what stands beside them."""

    bill: str
    lines: tuple[str, ...]
    reductions: tuple[Reduction, ...]
    surcharges: tuple[Surcharge, ...]
    share_minor: Minor
    total_minor: Minor


class RefundPart(Record, frozen=True, gc=False):
    """What goes back of one payment, by the tender that it came by."""

    payment: str
    kind: TenderKind
    amount_minor: Minor
    account: str = ""
    deposit: str = ""


class Account(Record, frozen=True, gc=False):
    """Who may pay later (挂账): up to `limit_minor` in all, of which `owed_minor` is owed."""

    account: Id
    name: Name
    limit_minor: Minor
    owed_minor: Minor


EntryKind = Literal["limit", "charged", "paid", "refunded"]
"""A limit was set; a bill was put on it; money came in; what a bill had put on it is owed no more."""


class AccountEntry(Record, frozen=True, gc=False):
    """What became of an account: the amount, or the limit that was set, and what is owed since. `tender` is by what
    money came in, `bill` what was put on it or taken off.
    """

    entered_at: Ms
    kind: EntryKind
    amount_minor: Minor
    owed_minor: Minor
    actor: str
    bill: str = ""
    tender: str = ""
    reference: str = ""


class AccountHistory(Record, frozen=True, gc=False):
    """The last entries of an account, the newest last; so many `earlier` ones stand in the ledger alone."""

    account: str
    entries: tuple[AccountEntry, ...]
    earlier: int = 0
