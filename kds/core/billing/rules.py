"""What a change of how the house charges comes to, and all that can be wrong with it."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing.events import BillingChanged
from kds.core.billing.model import SURCHARGES_MOST, TENDERS_MOST, BillingChange, BillingSettings
from kds.core.billing.offered import DEEDS, NAMED_MOST, REASONS_MOST, Reasons
from kds.core.bills import settings_of
from kds.core.faults import Fault, Flaw, clashing, raise_any, unnamed
from kds.core.state import State
from kds.core.types import Minor, reason

BAD_BILLING = reason(
    "bad_billing", "invalid", "收款设置有误：{fault_zh}", "The settings of billing are faulty: {fault_en}"
)
VALUE_MOST: Minor = 100_000_000
UNIT_MOST: Minor = 1_000_000

NO_TENDER = Flaw("no_tender", "至少要有一种收款方式", "There must be a tender")
TOO_MANY = Flaw("too_many", "“{it}”超出了上限", "“{it}” is beyond the limit")
VALUE = Flaw("value", "“{it}”的数值超出范围", "The value of “{it}” is out of range")
TWICE_DEED = Flaw("reasons_twice", "“{it}”的原因写了两次", "The reasons for “{it}” are given twice")
NO_REASON = Flaw(
    "no_reason",
    "“{it}”没有列出原因，又不允许自己填写",
    "No reason is listed for “{it}”, and no other is allowed",
)
EMPTY_REASON = Flaw("empty_reason", "“{it}”的一条原因是空的", "A reason for “{it}” is empty")
SAID_TWICE = Flaw("said_twice", "“{it}”的原因“{said}”写了两次", "The reason “{said}” for “{it}” is given twice")
UNIT = Flaw("unit", "抹零单位或上限超出范围", "What cash is rounded to, or by, is out of range")


def billing_changed(state: State, change: BillingChange) -> list[BillingChanged]:
    """One event where something changes. Refused: bad_billing."""
    before = settings_of(state)
    given = {name: value for name in BillingChange.__struct_fields__ if (value := getattr(change, name)) is not None}
    settings = replace(before, **given)
    raise_any(BAD_BILLING, faults(settings))
    return [] if settings == before else [BillingChanged(settings)]


def faults(settings: BillingSettings) -> list[Fault]:
    """All that is wrong with the settings."""
    named = [(each.tender, each.name) for each in settings.tenders]
    charged = [(each.surcharge, each.name) for each in settings.surcharges]
    reduced = [(each.reduction, each.name) for each in settings.reductions]
    found = [*clashing(named, ()), *clashing(charged, ()), *clashing(reduced, ())]
    found += unnamed((*named, *charged, *reduced))
    if not settings.tenders:
        found.append(NO_TENDER.of(""))
    found += [TOO_MANY.of(each.tender, each.name) for each in settings.tenders[TENDERS_MOST:]]
    found += [TOO_MANY.of(each.surcharge, each.name) for each in settings.surcharges[SURCHARGES_MOST:]]
    found += [TOO_MANY.of(each.reduction, each.name) for each in settings.reductions[NAMED_MOST:]]
    for each in settings.surcharges:
        if not 0 <= each.value <= (1000 if each.kind == "percent" else VALUE_MOST):
            found.append(VALUE.of(each.surcharge, each.name))
    for given in settings.reductions:
        if not 1 <= given.value <= (1000 if given.kind == "percent" else VALUE_MOST):
            found.append(VALUE.of(given.reduction, given.name))
    if not 1 <= settings.round_to_minor <= UNIT_MOST or not 0 <= settings.rounding_most_minor <= UNIT_MOST:
        found.append(UNIT.of(""))
    return found + reason_faults(settings.reasons)


def reason_faults(several: tuple[Reasons, ...]) -> list[Fault]:
    """All that is wrong with the reasons; each fault is about the deed that they are for."""
    found: list[Fault] = []
    seen: set[str] = set()
    for each in several:
        named = DEEDS[each.deed]
        if each.deed in seen:
            found.append(TWICE_DEED.of(each.deed, named))
        seen.add(each.deed)
        if not (each.said or each.free):
            found.append(NO_REASON.of(each.deed, named))
        found += [TOO_MANY.of(each.deed, named) for _ in each.said[REASONS_MOST:]][:1]
        found += [EMPTY_REASON.of(each.deed, named) for said in each.said if not (said.zh or said.en)]
        told = [said.in_zh for said in each.said]
        found += [SAID_TWICE.of(each.deed, named, said=said) for said in sorted(set(told)) if told.count(said) > 1]
    return found
