"""Reasons at /settings/reasons: what is said most often why something is taken off or back, and whether only that."""

from __future__ import annotations

from typing import Any

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.offered import DEEDS, REASONS_MOST, Reasons
from kds.core.bills import settings_of
from kds.core.reasons import reasons_for
from kds.core.rights import BILLING
from kds.core.state import State
from kds.core.types import Name
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import OneForm, Read

BETWEEN = "|"
"""Between the Chinese and the English of a reason."""


class Causes(OneForm):
    """The lists of reasons, a line a reason."""

    right = BILLING
    path = "/settings/reasons"
    fragment = "setting/_reasons.html"
    title = Name(zh="原因", en="Reasons")

    def record(self, state: State) -> Any:
        """All lists."""
        return settings_of(state).reasons

    def written(self, state: State) -> dict[str, Any]:
        """Each list as lines, and whether another reason may be written."""
        found: dict[str, Any] = {}
        for deed in DEEDS:
            offered = reasons_for(state, deed)
            found[deed] = "\n".join([line_of(each) for each in offered.said])
            found[f"free_{deed}"] = "on" if offered.free else ""
        return found

    def offered(self, state: State) -> dict[str, Any]:
        """What there are reasons for."""
        return {"deeds": DEEDS, "most": REASONS_MOST}

    def read(self, state: State, fields: Fields) -> Read:
        """The lists as they are written."""
        reasons = tuple(
            [
                Reasons(deed, tuple(said_in(fields.get(deed, ""))), free=fields.get(f"free_{deed}") == "on")
                for deed in DEEDS
            ]
        )
        return Read(ChangeBilling(reasons=reasons), [])


def line_of(said: Name) -> str:
    """A reason as it is typed: once where both languages say the same."""
    return said.zh if said.zh == said.en else f"{said.zh} {BETWEEN} {said.en}"


def said_in(text: str) -> list[Name]:
    """The reasons of some lines; one that is written in one language alone is said so in both."""
    found = []
    for line in text.splitlines():
        zh, _, en = (each.strip() for each in line.replace("｜", BETWEEN).partition(BETWEEN))
        if zh or en:
            found.append(Name(zh=zh or en, en=en or zh))
    return found
