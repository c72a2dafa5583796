"""Stations at /settings/stations, and when tickets turn late at /settings/lateness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, get_args

from msgspec.structs import replace

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT, KitchenGone, ServiceLateness, Station, Thresholds
from kds.core.kitchen.screens import PriorityRule
from kds.core.rights import KITCHEN_PLAN
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import Command, Name
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import NO_NAME, OneForm, Read, fresh, name_of, number_of, percent, share_of
from kds.web.pages.house.lists import Chip, Entry, Group, Listed, Lists, Removal
from kds.web.pages.house.themes import themes_without

RULES: tuple[PriorityRule, ...] = get_args(PriorityRule)
MINUTE_MS = 60_000
SHARES = ("soon", "late", "critical")
NO_THRESHOLDS = Name(
    zh="时限：三个百分比都要填，依次增大；最迟分钟数是1到1440",
    en="Lateness: all three percentages, each larger than the one before, and 1 to 1440 minutes at the latest",
)
NO_RULE = Name(zh="排序规则不能重复，至少选一条", en="Choose at least one rule, and each only once")
SEEN_NOWHERE = Chip("bad", Name(zh="没有屏幕显示", en="no screen shows it"))


class Stations(Lists):
    """The stations of the kitchen."""

    right = KITCHEN_PLAN
    path = "/settings/stations"
    fragment = "setting/_station.html"
    ordered = True
    says = Listed(
        Name(zh="档口", en="Stations"),
        Name(
            zh="菜在哪里做。每个档口的单子显示在哪些屏幕上，在“屏幕”里选。",
            en="Where dishes are made. “Screens” says where the tickets of each are shown.",
        ),
        Name(zh="新档口", en="New station"),
        Name(zh="还没有档口。", en="There is no station yet."),
    )

    _made: Mapping[str, int] = {}
    """How many dishes each makes, while they are listed."""

    def groups(self, state: State) -> list[Group]:
        """The menu is counted once for all of them."""
        self._made = Counter([name for each in state.menu.dishes.values() for name in set(each.stations)])
        return super().groups(state)

    def things(self, state: State) -> Mapping[str, Station]:
        """In their order, the one of last resort at the end."""
        known = state.kitchen.stations.values()
        in_order = sorted(known, key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
        return {each.station: each for each in in_order}

    def pinned(self, state: State) -> int:
        """That one."""
        return int(CATCH_ALL in state.kitchen.stations)

    def entry(self, state: State, thing: Station) -> Entry:
        """How many dishes it makes, and which screens show it."""
        dishes = self._made.get(thing.station, 0)
        shown = [each.name for each in shown_on(state, thing.station)]
        told = [Name(zh=f"{dishes}道菜", en=f"{dishes} dishes")]
        if shown:
            on_zh, on_en = "、".join(each.in_zh for each in shown), ", ".join(each.in_en for each in shown)
            told.append(Name(zh=f"屏幕：{on_zh}", en=f"on {on_en}"))
        if thing.thresholds is not None:
            told.append(Name(zh="有自己的时限", en="its own lateness"))
        return Entry(thing.station, thing.name, tuple(told), () if shown else (SEEN_NOWHERE,))

    def written(self, state: State, thing: Station | None) -> dict[str, Any]:
        """Its rules one by one, and its own lateness or that of the house."""
        rules = Station("", Name(zh="", en="")).priority if thing is None else thing.priority
        own = None if thing is None else thing.thresholds
        named = Name(zh="", en="") if thing is None else thing.name
        return {
            "zh": named.zh,
            "en": named.en,
            "own": "on" if own is not None else "",
            **{f"rule{at}": rule for at, rule in enumerate(rules, start=1)},
            **lateness(own or state.kitchen.thresholds.value or Thresholds()),
        }

    def offered(self, state: State) -> dict[str, Any]:
        """The rules there are."""
        return {"rules": RULES}

    def read(self, state: State, before: Station | None, fields: Fields) -> Read:
        """The station as the form says."""
        name = name_of(fields)
        chosen = [fields.get(f"rule{at}", "") for at in range(1, len(RULES) + 1)]
        rules = tuple([rule for each in chosen if each for rule in RULES if rule == each])
        own = lateness_of(fields) if fields.get("own") == "on" else None
        faults = [NO_NAME] if name is None else []
        faults += [NO_RULE] if not rules or len(set(rules)) != len(rules) else []
        faults += [NO_THRESHOLDS] if own is None and fields.get("own") == "on" else []
        if faults or name is None:
            return Read(None, faults)
        base = before or Station(fresh("s", state, "kitchen", "stations", state.kitchen.stations), name)
        return Read(ChangeKitchen(stations=(replace(base, name=name, priority=rules, thresholds=own),)), [])

    def removing(self, state: State, thing: Station) -> Command:
        """It goes from the screens that show others too, and from themes."""
        screens = [
            replace(each, stations=tuple([station for station in each.stations if station != thing.station]))
            for each in state.kitchen.screens.values()
            if thing.station in each.stations
        ]
        themes = themes_without(state, station=thing.station)
        return ChangeKitchen(screens=tuple(screens), themes=themes, gone=KitchenGone(stations=(thing.station,)))

    def removal(self, state: State, thing: Station) -> Removal:
        """Where its dishes and its tickets go, and whether anybody sees them there."""
        if thing.station == CATCH_ALL:
            return Removal(
                kept=Name(
                    zh="这个档口不能删：别处没有的菜都到这里", en="It stays: what no other station makes comes here"
                )
            )
        led = [each for each in state.kitchen.routes.values() if each.station == thing.station]
        if led:
            on_zh, on_en = "、".join(each.name.in_zh for each in led), ", ".join(each.name.in_en for each in led)
            return Removal(
                kept=Name(
                    zh=f"分流规则“{on_zh}”通到这里：请先改掉或删掉它",
                    en=f"The routing rule “{on_en}” leads here: change it or remove it first",
                )
            )
        alone = [each for each in state.kitchen.screens.values() if each.stations == (thing.station,)]
        if alone:
            on_zh, on_en = "、".join(each.name.in_zh for each in alone), ", ".join(each.name.in_en for each in alone)
            return Removal(
                kept=Name(
                    zh=f"屏幕“{on_zh}”只显示这个档口：请先给它选别的档口，或先删掉它",
                    en=f"The screen “{on_en}” shows nothing else: choose other stations for it first, or remove it",
                )
            )
        return Removal(tuple(_what_becomes(state, thing)))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """Counted from one."""
        known = state.kitchen.stations
        return ChangeKitchen(
            stations=tuple([replace(known[each], position=at) for at, each in enumerate(ids, start=1)])
        )


def _what_becomes(state: State, thing: Station) -> list[Name]:
    other = state.kitchen.stations.get(CATCH_ALL, LAST_RESORT).name
    dishes = len([each for each in state.menu.dishes.values() if thing.station in each.stations])
    tickets = state.kitchen.open_tickets.count(thing.station)
    told = []
    if dishes:
        told.append(
            Name(
                zh=f"它的{dishes}道菜以后下到“{other.in_zh}”，直到您给它们选别的档口",
                en=f"Its {dishes} dishes go to “{other.in_en}” until you choose another station for them",
            )
        )
    if tickets:
        told.append(
            Name(
                zh=f"它还没做完的{tickets}张单转到“{other.in_zh}”",
                en=f"Its {tickets} open tickets go on to “{other.in_en}”",
            )
        )
    if (dishes or tickets) and not shown_on(state, CATCH_ALL):
        told.append(
            Name(
                zh=f"注意：现在没有屏幕显示“{other.in_zh}”，厨房会看不到这些菜！请先在“屏幕”里选上",
                en=f"Mind: no screen shows “{other.in_en}” now, so nobody would see them. Choose it for a screen first",
            )
        )
    return told or [Name(zh="没有菜在这里做，没有单子受影响", en="No dish is made here and no ticket is touched")]


class Lateness(OneForm):
    """When tickets of the whole house turn late."""

    right = KITCHEN_PLAN
    path = "/settings/lateness"
    fragment = "setting/_lateness.html"
    title = Name(zh="多久算超时", en="When tickets are late")

    def record(self, state: State) -> Any:
        """The house's thresholds, and those of services."""
        house = state.kitchen.thresholds.value or Thresholds()
        return house, tuple([state.kitchen.services.get(each) for each in SERVICE_NAMES])

    def written(self, state: State) -> dict[str, Any]:
        """In percent and minutes; those of services have the service behind their names."""
        house, services = self.record(state)
        said = lateness(house)
        for service, own in zip(SERVICE_NAMES, services, strict=True):
            said |= lateness(house if own is None else own.thresholds, service)
            said[f"own-{service}"] = "" if own is None else "on"
        return said

    def offered(self, state: State) -> dict[str, Any]:
        """The stations that have their own."""
        own = [each for each in state.kitchen.stations.values() if each.thresholds is not None]
        in_order = sorted(own, key=lambda each: (each.position, each.station))
        return {"own_stations": in_order, "services": SERVICE_NAMES}

    def read(self, state: State, fields: Fields) -> Read:
        """The thresholds as the form says; tickets that are there keep those that they came under."""
        house, before = lateness_of(fields), state.kitchen.services
        own = {each: lateness_of(fields, each) for each in SERVICE_NAMES if fields.get(f"own-{each}") == "on"}
        if house is None or None in own.values():
            return Read(None, [NO_THRESHOLDS])
        services = tuple([ServiceLateness(each, found) for each, found in own.items() if found is not None])
        gone = tuple([each for each in SERVICE_NAMES if each in before and each not in own])
        changed = None if house == self.record(state)[0] else house
        return Read(ChangeKitchen(thresholds=changed, services=services, gone=KitchenGone(services=gone)), [])


def lateness(limits: Thresholds, of: str = "") -> dict[str, str]:
    """Thresholds as they are typed; `of` is what they are of beside the house."""
    end = f"-{of}" if of else ""
    shares = {f"{each}{end}": percent(getattr(limits, f"{each}_permille")) for each in SHARES}
    return {**shares, f"critical_min{end}": f"{limits.critical_ms / MINUTE_MS:g}"}


def lateness_of(fields: Fields, of: str = "") -> Thresholds | None:
    """The thresholds that are typed; None where they are none, and what is wrong with their order core says."""
    end = f"-{of}" if of else ""
    soon, late, critical = [share_of(fields.get(f"{each}{end}", "")) for each in SHARES]
    minutes = number_of(fields.get(f"critical_min{end}", ""), 1, 1_440)
    if soon is None or late is None or critical is None or minutes is None:
        return None
    return Thresholds(soon, late, critical, minutes * MINUTE_MS)


def shown_on(state: State, station: str) -> list[Any]:
    """The screens that show a station, in their order."""
    screens = [each for each in state.kitchen.screens.values() if each.shows(station)]
    return sorted(screens, key=lambda each: (each.position, each.screen))
