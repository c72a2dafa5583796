"""In whose drawer cash comes and goes: that of whoever takes it, else the only one that is open."""

from __future__ import annotations

from msgspec.structs import replace

from kds.core.state import State
from kds.core.types import Minor


def till_of(state: State, actor: str) -> str | None:
    """The till whose shift takes the cash; None where no shift is open, or several are and none is theirs."""
    shifts = state.billing.shifts
    own = sorted([each.till for each in shifts.values() if each.opened_by == actor])
    if own:
        return own[0]
    return next(iter(shifts)) if len(shifts) == 1 else None


def cash(state: State, actor: str, amount: Minor) -> None:
    """So much cash more is in the drawer, or less."""
    till = till_of(state, actor)
    if till is not None:
        shift = state.billing.shifts[till]
        state.billing.shifts[till] = replace(shift, cash_minor=shift.cash_minor + amount)
