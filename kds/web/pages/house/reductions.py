"""What is taken off a bill: reductions by name, and what cash is rounded to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.offered import NamedKind, NamedReduction
from kds.core.bills import settings_of
from kds.core.money import told
from kds.core.rights import BILLING
from kds.core.state import State
from kds.core.types import Command, Name
from kds.web.pages.forms import Fields
from kds.web.pages.house.charges import STAYS, value_of
from kds.web.pages.house.forms import (
    NO_NAME,
    NO_SHARE,
    NO_SUM,
    OneForm,
    Read,
    exponent_of,
    fresh,
    minor_of,
    name_of,
    percent,
    typed,
)
from kds.web.pages.house.lists import Entry, Listed, Lists, Removal

NAMED_KINDS: dict[NamedKind, Name] = {
    "percent": Name(zh="减百分之几", en="percent off"),
    "amount": Name(zh="减金额", en="an amount off"),
}


class Reductions(Lists):
    """What the house takes off under a name."""

    right = BILLING
    path = "/settings/reductions"
    fragment = "setting/_reduction.html"
    ordered = True
    says = Listed(
        Name(zh="优惠", en="Reductions"),
        Name(
            zh="收银打折时一按就选的优惠，针对整张账单。谁可以打多少折，在“权限”里定。",
            en="One press where the till reduces a bill, off the whole of it. Who may give how much, “Rights” says.",
        ),
        Name(zh="新优惠", en="New reduction"),
        Name(zh="还没有起了名字的优惠。", en="No reduction has a name yet."),
    )

    def things(self, state: State) -> Mapping[str, NamedReduction]:
        """In their order."""
        return {each.reduction: each for each in settings_of(state).reductions}

    def entry(self, state: State, thing: NamedReduction) -> Entry:
        """How much it takes off."""
        much = f"{percent(thing.value)}%" if thing.kind == "percent" else told(state, thing.value)
        return Entry(thing.reduction, thing.name, (Name(zh=f"减{much}", en=f"{much} off"),))

    def written(self, state: State, thing: NamedReduction | None) -> dict[str, Any]:
        """As it stands."""
        if thing is None:
            return {"zh": "", "en": "", "kind": "percent"}
        much = percent(thing.value) if thing.kind == "percent" else typed(thing.value, exponent_of(state))
        return {"zh": thing.name.zh, "en": thing.name.en, "kind": thing.kind, "value": much}

    def offered(self, state: State) -> dict[str, Any]:
        """The kinds."""
        return {"kinds": NAMED_KINDS}

    def read(self, state: State, before: NamedReduction | None, fields: Fields) -> Read:
        """The reduction as the form says."""
        name, known = name_of(fields), self.things(state)
        kind: NamedKind = next((each for each in NAMED_KINDS if each == fields.get("kind")), "percent")
        value = value_of(state, kind == "percent", fields.get("value", ""))
        faults = [NO_NAME] if name is None else []
        faults += [NO_SHARE if kind == "percent" else NO_SUM] if value is None else []
        if faults or name is None or value is None:
            return Read(None, faults)
        made = NamedReduction(
            fresh("r", state, "billing", "reductions", known) if before is None else before.reduction, name, kind, value
        )
        return Read(ChangeBilling(reductions=tuple({**known, made.reduction: made}.values())), [])

    def removing(self, state: State, thing: NamedReduction) -> Command:
        """All but it."""
        return ChangeBilling(reductions=tuple([each for each in settings_of(state).reductions if each != thing]))

    def removal(self, state: State, thing: NamedReduction) -> Removal:
        """Bills that have it keep it."""
        return Removal((STAYS,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """The whole list anew."""
        known = self.things(state)
        return ChangeBilling(reductions=tuple([known[each] for each in ids]))


class Rounding(OneForm):
    """What cash is rounded to (抹零)."""

    right = BILLING
    path = "/settings/rounding"
    fragment = "setting/_rounding.html"
    title = Name(zh="现金抹零", en="Rounding of cash")

    def record(self, state: State) -> Any:
        """The unit and the most."""
        settings = settings_of(state)
        return (settings.round_to_minor, settings.rounding_most_minor)

    def written(self, state: State) -> dict[str, Any]:
        """In money."""
        unit, most = self.record(state)
        return {"unit": typed(unit, exponent_of(state)), "most": typed(most, exponent_of(state))}

    def read(self, state: State, fields: Fields) -> Read:
        """As the form says."""
        unit, most = [minor_of(fields.get(each, ""), exponent_of(state)) for each in ("unit", "most")]
        if unit is None or most is None:
            return Read(None, [NO_SUM])
        return Read(ChangeBilling(round_to_minor=unit, rounding_most_minor=most), [])
