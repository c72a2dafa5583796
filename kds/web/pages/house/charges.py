"""How the house charges: tenders, surcharges, reductions by name, and what cash is rounded to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeKind, SurchargeRule, TenderType
from kds.core.bills import settings_of
from kds.core.money import told
from kds.core.rights import BILLING
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Command, Name
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import (
    NO_NAME,
    NO_SHARE,
    NO_SUM,
    Read,
    as_before,
    exponent_of,
    fresh,
    minor_of,
    name_of,
    percent,
    share_of,
    ticks,
    typed,
)
from kds.web.pages.house.lists import Entry, Listed, Lists, Removal
from kds.web.pages.tender_words import TENDER_KINDS

SURCHARGE_KINDS: dict[SurchargeKind, Name] = {
    "per_head": Name(zh="每位", en="a head"),
    "percent": Name(zh="菜金的百分比", en="percent of the dishes"),
    "packing": Name(zh="每份打包", en="a packed portion"),
}
STAYS = Name(zh="已有账单上的照旧，只是新账单不再有", en="Bills that have it keep it; new ones do not get it")
PAID = Name(zh="已经用它收的款照旧记在账上", en="What was paid by it stays on the bills and in the day's sums")


class Tenders(Lists):
    """By what guests pay."""

    right = BILLING
    path = "/settings/tenders"
    fragment = "setting/_tender.html"
    ordered = True
    says = Listed(
        Name(zh="收款方式", en="Tenders"),
        Name(zh="收款时按这个次序列出。", en="They stand in this order where payments are taken."),
        Name(zh="新收款方式", en="New tender"),
        Name(zh="还没有收款方式。", en="There is no tender yet."),
    )

    def things(self, state: State) -> Mapping[str, TenderType]:
        """In their order."""
        return {each.tender: each for each in settings_of(state).tenders}

    def entry(self, state: State, thing: TenderType) -> Entry:
        """What kind it is, and what it does."""
        said = [TENDER_KINDS[thing.kind]]
        said += [Name(zh="开钱箱", en="opens the drawer")] if thing.opens_drawer else []
        said += [Name(zh="抹零", en="rounded")] if thing.rounds else []
        said += [] if thing.invoiceable else [Name(zh="不开票", en="no invoice")]
        return Entry(thing.tender, thing.name, tuple(said))

    def written(self, state: State, thing: TenderType | None) -> dict[str, Any]:
        """As it stands."""
        it = thing or TenderType("", Name(zh="", en=""), "other")
        on = {name: "on" if getattr(it, name) else "" for name in ("opens_drawer", "invoiceable", "rounds")}
        return {"zh": it.name.zh, "en": it.name.en, "kind": it.kind, **on}

    def offered(self, state: State) -> dict[str, Any]:
        """The kinds."""
        return {"kinds": TENDER_KINDS}

    def read(self, state: State, before: TenderType | None, fields: Fields) -> Read:
        """The tender as the form says."""
        name = name_of(fields)
        if name is None:
            return Read(None, [NO_NAME])
        known = self.things(state)
        base = before or TenderType(fresh("t", state, "billing", "tenders", known), name, "other")
        kind = next((each for each in TENDER_KINDS if each == fields.get("kind")), base.kind)
        on = {name: fields.get(name) == "on" for name in ("opens_drawer", "invoiceable", "rounds")}
        made = replace(base, name=name, kind=kind, **on)
        return Read(ChangeBilling(tenders=tuple({**known, made.tender: made}.values())), [])

    def removing(self, state: State, thing: TenderType) -> Command:
        """All but it."""
        return ChangeBilling(tenders=tuple([each for each in settings_of(state).tenders if each != thing]))

    def removal(self, state: State, thing: TenderType) -> Removal:
        """What was taken by it stays."""
        return Removal((PAID,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """The whole list anew."""
        known = self.things(state)
        return ChangeBilling(tenders=tuple([known[each] for each in ids]))


class Surcharges(Lists):
    """What is charged beside the dishes."""

    right = BILLING
    path = "/settings/surcharges"
    fragment = "setting/_surcharge.html"
    ordered = True
    says = Listed(
        Name(zh="加收", en="Surcharges"),
        Name(
            zh="茶位费、服务费、打包费：哪些就餐方式收，哪些菜不算。",
            en="Tea, service, packing: for which services, and which dishes are exempt.",
        ),
        Name(zh="新加收", en="New surcharge"),
        Name(zh="没有加收。", en="The house charges nothing beside its dishes."),
    )

    def things(self, state: State) -> Mapping[str, SurchargeRule]:
        """In their order."""
        return {each.surcharge: each for each in settings_of(state).surcharges}

    def entry(self, state: State, thing: SurchargeRule) -> Entry:
        """How much, for whom, and whether by itself."""
        much = f"{percent(thing.value)}%" if thing.kind == "percent" else told(state, thing.value)
        kind = SURCHARGE_KINDS[thing.kind]
        eaten = [SERVICE_NAMES[each] for each in thing.services]
        said = [
            Name(zh=f"{much} {kind.zh}", en=f"{much} {kind.en}"),
            Name(
                zh="、".join(each.zh for each in eaten) or "所有就餐方式",
                en=", ".join(each.en for each in eaten) or "all services",
            ),
        ]
        if thing.exempt:
            said.append(Name(zh=f"{len(thing.exempt)}道菜除外", en=f"{len(thing.exempt)} dishes exempt"))
        by_itself = Name(zh="自动加", en="put on by itself")
        return Entry(
            thing.surcharge, thing.name, (*said, by_itself if thing.automatic else Name(zh="手动加", en="by hand"))
        )

    def written(self, state: State, thing: SurchargeRule | None) -> dict[str, Any]:
        """As it stands."""
        if thing is None:
            return {"zh": "", "en": "", "kind": "per_head", "automatic": "on"}
        return {
            "zh": thing.name.zh,
            "en": thing.name.en,
            "kind": thing.kind,
            "value": percent(thing.value) if thing.kind == "percent" else typed(thing.value, exponent_of(state)),
            "services": "\n".join(thing.services),
            "exempt": "\n".join(thing.exempt),
            "automatic": "on" if thing.automatic else "",
        }

    def offered(self, state: State) -> dict[str, Any]:
        """Kinds, services, and the dishes by category."""
        dishes: dict[str, list[Any]] = {}
        for dish in sorted(state.menu.dishes.values(), key=lambda each: (each.position, each.dish)):
            dishes.setdefault(dish.category, []).append(dish)
        categories = sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))
        return {"kinds": SURCHARGE_KINDS, "services": SERVICE_NAMES, "categories": categories, "dishes": dishes}

    def read(self, state: State, before: SurchargeRule | None, fields: Fields) -> Read:
        """The rule as the form says; dishes that have left the menu meanwhile stay exempt."""
        name, known = name_of(fields), self.things(state)
        kind: SurchargeKind = next((each for each in SURCHARGE_KINDS if each == fields.get("kind")), "per_head")
        value = value_of(state, kind == "percent", fields.get("value", ""))
        faults = [NO_NAME] if name is None else []
        faults += [NO_SHARE if kind == "percent" else NO_SUM] if value is None else []
        if faults or name is None or value is None:
            return Read(None, faults)
        left = () if before is None else tuple([each for each in before.exempt if each not in state.menu.dishes])
        made = SurchargeRule(
            surcharge=fresh("x", state, "billing", "surcharges", known) if before is None else before.surcharge,
            name=name,
            kind=kind,
            value=value,
            services=tuple([each for each in SERVICE_NAMES if each in ticks(fields, "services")]),
            exempt=(*left, *[each for each in ticks(fields, "exempt") if each in state.menu.dishes]),
            automatic=fields.get("automatic") == "on",
        )
        if before is not None:
            made = replace(made, exempt=as_before(before.exempt, made.exempt))
        return Read(ChangeBilling(surcharges=tuple({**known, made.surcharge: made}.values())), [])

    def removing(self, state: State, thing: SurchargeRule) -> Command:
        """All but it."""
        return ChangeBilling(surcharges=tuple([each for each in settings_of(state).surcharges if each != thing]))

    def removal(self, state: State, thing: SurchargeRule) -> Removal:
        """Bills that have it keep it."""
        return Removal((STAYS,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """The whole list anew."""
        known = self.things(state)
        return ChangeBilling(surcharges=tuple([known[each] for each in ids]))


def value_of(state: State, share: bool, said: str) -> int | None:
    """A percentage from 0.1 to 100 as permille, or a sum."""
    found = share_of(said) if share else minor_of(said, exponent_of(state))
    return None if found is None or (share and not 1 <= found <= 1_000) else found
