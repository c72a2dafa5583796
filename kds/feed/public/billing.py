"""Bills beside their lines, and the house's money, as the public is told of them."""

from __future__ import annotations

from msgspec import Struct

from kds.core.billing.events import AccountSet, BillingChanged, BillRefunded, BillSplit, DaySettled, SurchargesSet
from kds.core.billing.model import Regrouped, SurchargeKind, TenderKind
from kds.core.types import Minor
from kds.feed.public.projection import Projections


class BillingChangedData(Struct, frozen=True, gc=False):
    """The house charges otherwise: how is read where its settings are."""

    tenders: tuple[str, ...]
    surcharges: tuple[str, ...]
    round_to_minor: Minor


class SurchargeData(Struct, frozen=True, gc=False):
    """A surcharge of a bill, and for how many heads it is."""

    surcharge: str
    kind: SurchargeKind
    value: int
    heads: int


class SurchargesSetData(Struct, frozen=True, gc=False):
    """All surcharges of a bill, and why one of them was waived."""

    session: str
    bill: str
    surcharges: tuple[SurchargeData, ...]
    reason: str


class SplitPartData(Struct, frozen=True, gc=False):
    """A bill as it is now: its lines, its share of others', and what it comes to."""

    bill: str
    lines: tuple[str, ...]
    share_minor: Minor
    total_minor: Minor


class BillSplitData(Struct, frozen=True, gc=False):
    """Bills of a party whose lines and sums are grouped otherwise now."""

    session: str
    bill: str
    by: Regrouped
    parts: tuple[SplitPartData, ...]


class RefundPartData(Struct, frozen=True, gc=False):
    """What went back of a payment."""

    payment: str
    kind: TenderKind
    amount_minor: Minor


class BillRefundedData(Struct, frozen=True, gc=False):
    """Money went back."""

    session: str
    bill: str
    refund: str
    reason: str
    lines: tuple[str, ...]
    amount_minor: Minor
    parts: tuple[RefundPartData, ...]
    closed: bool


class CheckData(Struct, frozen=True, gc=False):
    """Two sums that are the same, if `fits`."""

    check: str
    left_minor: Minor
    right_minor: Minor
    fits: bool


class DaySettledData(Struct, frozen=True, gc=False):
    """A business day was closed under a number (Z): how many bills, what they came to, and its checks."""

    z: int
    business_day: str
    bills: int
    closed_minor: Minor
    checks: tuple[CheckData, ...]


class AccountSetData(Struct, frozen=True, gc=False):
    """Somebody may pay later; who it is is read where accounts are."""

    account: str
    limit_minor: Minor


def billing_changed(event: BillingChanged) -> BillingChangedData:
    """The ids alone."""
    settings = event.settings
    return BillingChangedData(
        tenders=tuple([each.tender for each in settings.tenders]),
        surcharges=tuple([each.surcharge for each in settings.surcharges]),
        round_to_minor=settings.round_to_minor,
    )


def surcharges_set(event: SurchargesSet) -> SurchargesSetData:
    """Without names and exemptions."""
    return SurchargesSetData(
        session=event.session,
        bill=event.bill,
        surcharges=tuple(
            [
                SurchargeData(each.rule.surcharge, each.rule.kind, each.rule.value, each.heads)
                for each in event.surcharges
            ]
        ),
        reason=event.reason,
    )


def bill_split(event: BillSplit) -> BillSplitData:
    """Without what stands beside the lines: the bills say it."""
    parts = [SplitPartData(each.bill, each.lines, each.share_minor, each.total_minor) for each in event.parts]
    return BillSplitData(event.session, event.bill, event.by, tuple(parts))


def bill_refunded(event: BillRefunded) -> BillRefundedData:
    """By which payments."""
    return BillRefundedData(
        session=event.session,
        bill=event.bill,
        refund=event.refund,
        reason=event.reason,
        lines=event.lines,
        amount_minor=event.amount_minor,
        parts=tuple([RefundPartData(each.payment, each.kind, each.amount_minor) for each in event.parts]),
        closed=event.closed,
    )


def account_set(event: AccountSet) -> AccountSetData:
    """Without the name."""
    return AccountSetData(event.account, event.limit_minor)


def day_settled(event: DaySettled) -> DaySettledData:
    """The whole of it is read where days are."""
    found = event.report
    return DaySettledData(
        z=found.z,
        business_day=found.business_day,
        bills=found.takings.bills,
        closed_minor=found.takings.closed_minor,
        checks=tuple([CheckData(each.check, each.left_minor, each.right_minor, each.fits) for each in found.checks]),
    )


PROJECTIONS: Projections = {
    BillingChanged: billing_changed,
    SurchargesSet: surcharges_set,
    BillSplit: bill_split,
    BillRefunded: bill_refunded,
    AccountSet: account_set,
    DaySettled: day_settled,
}
