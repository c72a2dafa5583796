"""Routing rules at /settings/routes: which dishes are made elsewhere than at their own station, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from kds.core.channels import CALLED
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Route
from kds.core.rights import KITCHEN_PLAN
from kds.core.services import SERVICE_NAMES
from kds.core.state import State
from kds.core.types import CHANNELS, Command, Name
from kds.web.pages.forms import Fields
from kds.web.pages.house.forms import NO_NAME, Read, as_before, fresh, name_of, ticks
from kds.web.pages.house.lists import Entry, Listed, Lists, Removal

NO_STATION = Name(zh="请选择去哪个档口", en="Choose the station that they go to")
BACK_HOME = Name(
    zh="这些菜以后回到各自的档口；已经下的单不动", en="Its dishes go to their own stations again; open tickets stay"
)


class Routes(Lists):
    """The rules, the first that fits counts."""

    right = KITCHEN_PLAN
    path = "/settings/routes"
    fragment = "setting/_route.html"
    ordered = True
    says = Listed(
        Name(zh="分流规则", en="Routing rules"),
        Name(
            zh="例如：外卖的饮料去外卖台。从上往下，第一条符合的算数；都不符合就去菜自己的档口。",
            en="For example: drinks for delivery go to the delivery desk. The first that fits counts; where none does, "
            "a dish goes to its own station.",
        ),
        Name(zh="新规则", en="New rule"),
        Name(zh="没有规则：每道菜都去自己的档口。", en="There is no rule: every dish goes to its own station."),
    )

    def things(self, state: State) -> Mapping[str, Route]:
        """In their order."""
        in_order = sorted(state.kitchen.routes.values(), key=lambda each: (each.position, each.route))
        return {each.route: each for each in in_order}

    def entry(self, state: State, thing: Route) -> Entry:
        """What it takes, and where that goes."""
        station = state.kitchen.stations.get(thing.station)
        to = Name(zh=thing.station, en=thing.station) if station is None else station.name
        menu, told = state.menu, [Name(zh=f"去{to.in_zh}", en=f"to {to.in_en}")]
        told += [menu.categories[each].name for each in thing.categories if each in menu.categories]
        if thing.dishes:
            told.append(Name(zh=f"{len(thing.dishes)}道菜", en=f"{len(thing.dishes)} dishes"))
        told += [SERVICE_NAMES[each] for each in thing.services] + [CALLED[each] for each in thing.channels]
        told += [menu.dayparts[each].name for each in thing.dayparts if each in menu.dayparts]
        return Entry(thing.route, thing.name, tuple(told))

    def written(self, state: State, thing: Route | None) -> dict[str, Any]:
        """As it stands."""
        if thing is None:
            return {"zh": "", "en": "", "station": ""}
        lists = ("categories", "dishes", "services", "channels", "dayparts")
        return {
            "zh": thing.name.zh,
            "en": thing.name.en,
            "station": thing.station,
            **{name: "\n".join(getattr(thing, name)) for name in lists},
        }

    def offered(self, state: State) -> dict[str, Any]:
        """Stations, and all by which lines can be told."""
        known = state.kitchen.stations.values()
        stations = sorted(known, key=lambda each: (each.station == CATCH_ALL, each.position, each.station))
        dishes: dict[str, list[Any]] = {}
        for dish in sorted(state.menu.dishes.values(), key=lambda each: (each.position, each.dish)):
            dishes.setdefault(dish.category, []).append(dish)
        categories = sorted(state.menu.categories.values(), key=lambda each: (each.position, each.category))
        dayparts = {each.daypart: each.name for each in state.menu.dayparts.values()}
        return {
            "stations": stations,
            "categories": categories,
            "dishes": dishes,
            "services": SERVICE_NAMES,
            "channels": CALLED,
            "dayparts": dayparts,
        }

    def read(self, state: State, before: Route | None, fields: Fields) -> Read:
        """The rule as the form says; what has left the menu meanwhile goes from it too."""
        name, station, known = name_of(fields), fields.get("station", ""), self.things(state)
        faults = [NO_NAME] if name is None else []
        faults += [NO_STATION] if station not in state.kitchen.stations else []
        if faults or name is None:
            return Read(None, faults)
        base = before or Route(fresh("r", state, "kitchen", "routes", known), name, station)
        said: dict[str, list[Any]] = {
            "categories": [each for each in ticks(fields, "categories") if each in state.menu.categories],
            "dishes": [each for each in ticks(fields, "dishes") if each in state.menu.dishes],
            "services": [each for each in SERVICE_NAMES if each in ticks(fields, "services")],
            "channels": [each for each in CHANNELS if each in ticks(fields, "channels")],
            "dayparts": [each for each in ticks(fields, "dayparts") if each in state.menu.dayparts],
        }
        lists = {each: as_before(getattr(base, each), tuple(found)) for each, found in said.items()}
        route = replace(base, name=name, station=station, **lists)
        return Read(ChangeKitchen(routes=(route,)), [])

    def removing(self, state: State, thing: Route) -> Command:
        """It alone."""
        return ChangeKitchen(gone=KitchenGone(routes=(thing.route,)))

    def removal(self, state: State, thing: Route) -> Removal:
        """What it took goes home."""
        return Removal((BACK_HOME,))

    def reordered(self, state: State, ids: list[str]) -> Command:
        """Counted from one."""
        known = state.kitchen.routes
        return ChangeKitchen(routes=tuple([replace(known[each], position=at) for at, each in enumerate(ids, start=1)]))
