"""What a change of how the house charges comes to, and all that can be wrong with it."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.billing.events import BillingChanged
from kds.core.billing.model import SURCHARGES_MOST, TENDERS_MOST, BillingChange, BillingSettings
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
    found = [*clashing(named, ()), *clashing(charged, ()), *unnamed((*named, *charged))]
    if not settings.tenders:
        found.append(NO_TENDER.of(""))
    found += [TOO_MANY.of(each.tender, each.name) for each in settings.tenders[TENDERS_MOST:]]
    found += [TOO_MANY.of(each.surcharge, each.name) for each in settings.surcharges[SURCHARGES_MOST:]]
    for each in settings.surcharges:
        if not 0 <= each.value <= (1000 if each.kind == "percent" else VALUE_MOST):
            found.append(VALUE.of(each.surcharge, each.name))
    if not 1 <= settings.round_to_minor <= UNIT_MOST or not 0 <= settings.rounding_most_minor <= UNIT_MOST:
        found.append(UNIT.of(""))
    return found
