"""By what money comes in that is for no bill: a deposit, or what an account owed."""

from __future__ import annotations

from kds.core.billing.model import TenderType
from kds.core.bills import settings_of
from kds.core.refusals import UNKNOWN_TENDER
from kds.core.state import State
from kds.core.types import Refusal, reason

NOT_MONEY = reason(
    "not_money", "invalid", "“{name_zh}”不是现款，不能这样收", "“{name_en}” is no money: it cannot be taken here"
)


def money_tender(state: State, tender: str) -> TenderType:
    """The house's tender of that id, by which money comes in. Refused: unknown_tender, not_money."""
    found = {each.tender: each for each in settings_of(state).tenders}.get(tender)
    if found is None:
        raise Refusal(UNKNOWN_TENDER, tender=tender)
    if found.kind in ("account", "deposit"):
        raise Refusal(NOT_MONEY, name_zh=found.name.in_zh, name_en=found.name.in_en)
    return found


REFUSES = (UNKNOWN_TENDER, NOT_MONEY)
