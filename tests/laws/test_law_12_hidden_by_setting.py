"""Law 12, Nothing hidden by a setting: whatever is changed in a house in which everything is seen, at once, by a draft,
at a time or back again, every dish that can be ordered still reaches a screen in every way, or the change was refused.
"""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.changes.items import parts_of
from kds.core.changes.model import Wanted
from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.changes.undo_change import UndoChange
from kds.core.deadlines import Tick
from kds.core.holes import plan_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenChange, KitchenGone, Route
from kds.core.kitchen.proof import shown_stations
from kds.core.kitchen.routing import station_of
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import MenuChange
from kds.core.types import Command
from tests.core.plays import PLAYS
from tests.house import DISHES, MINUTE, STATIONS, SmallHouse, named

SEATS = (*[each.station for each in STATIONS], CATCH_ALL)


def lit_house() -> SmallHouse:
    """A screen for each station, and none that shows all."""
    house = SmallHouse()
    screens = tuple([Screen(each, named(each), (each,)) for each in SEATS])
    house.do(ChangeKitchen(screens=screens, gone=KitchenGone(screens=("wall",))))
    return house


def wanted(house: SmallHouse, chance: Random) -> Wanted:
    """A change of dishes, stations, screens or routes, as the random runs make them, or one that hides on purpose."""
    station, screen, dish = chance.choice(SEATS), chance.choice(SEATS), chance.choice(DISHES)
    route = Route("r", named("r"), station, dishes=(dish.dish,), channels=chance.choice(((), ("scan",))))
    found: Command = chance.choice(
        (
            PLAYS[ChangeMenu].command(house, "", chance),
            PLAYS[ChangeKitchen].command(house, "", chance),
            ChangeMenu(dishes=(replace(dish, station=station),)),
            ChangeKitchen(gone=KitchenGone(screens=(screen,))),
            ChangeKitchen(screens=(Screen(screen, named(screen), (station,)),)),
            ChangeKitchen(routes=(route,)),
        )
    )
    if isinstance(found, ChangeMenu):
        return Wanted(menu=MenuChange(**{name: getattr(found, name) for name in MenuChange.__struct_fields__}))
    fields = {name: getattr(found, name) for name in KitchenChange.__struct_fields__}
    return Wanted(kitchen=KitchenChange(**fields))


def go_live(house: SmallHouse, change: Wanted, chance: Random) -> None:
    """At once, by a draft that is published, or by one at its time; now and then a change is taken back."""
    [(part, record)] = parts_of(change)
    fields = {name: getattr(record, name) for name in type(record).__struct_fields__}
    way = chance.choice(("at once", "draft", "time", "back"))
    if way == "at once":
        at_once = ChangeMenu if part == "menu" else ChangeKitchen
        house.attempt(at_once(**fields, knowingly=()))
        return
    if way == "back":
        house.attempt(UndoChange(chance.choice(sorted(house.state.changes.kept))))
        return
    known = set(house.state.changes.drafts)
    house.attempt(PutInDraft("", "x", **{part: record}))
    for draft in house.state.changes.drafts.keys() - known:
        house.attempt(PublishDraft(draft) if way == "draft" else TimeDraft(draft, house.now + MINUTE))
    house.wait(MINUTE)
    house.attempt(Tick())


def unseen(house: SmallHouse) -> list[str]:
    """The dishes that can be ordered so that nobody sees them: asked of routing, one by one."""
    plan = plan_of(house.state)
    shown = shown_stations(plan)
    return [
        dish.dish
        for dish in house.state.menu.dishes.values()
        if not dish.meal and any(station_of(house.state, dish.dish, way) not in shown for way in plan.ways)
    ]


@given(st.integers(0, 1_000_000), st.integers(1, 12))
def test_whatever_goes_live_hides_nothing(seed: int, steps: int) -> None:
    house, chance = lit_house(), Random(seed)
    assert unseen(house) == []
    for _ in range(steps):
        go_live(house, wanted(house, chance), chance)
        assert unseen(house) == []
