"""Where does this dish go? The page answers as routing would, way by way, and says what nobody sees."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from kds.core.holes import plan_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenGone, Route, Station
from kds.core.kitchen.proof import groups_of, in_blocks, places_of
from kds.core.kitchen.routes import Way
from kds.core.kitchen.routing import station_of
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, Dish
from kds.runtime.messages import HOUSE
from tests.house import DISHES, FOR_TWO, SmallHouse, named
from tests.web.served import Api
from tests.web.test_changes import words
from tests.web.test_changing import put
from tests.web.test_menu_editor import get

ROUTES = (
    Route("r", named("boxes"), "drinks", services=("delivery",), channels=("delivery", "api")),
    Route("s", named("lunch"), "hot", dishes=("tofu",), dayparts=("lunch",)),
)
PARTS = (Daypart("lunch", named("lunch"), 660), Daypart("dinner", named("dinner"), 1020))


def test_places_are_what_routing_does_and_blocks_are_those_ways() -> None:
    small = SmallHouse()
    small.do(ChangeMenu(dayparts=PARTS))
    small.do(ChangeKitchen(routes=ROUTES))
    plan = plan_of(small.state)
    for dish in DISHES:
        places = places_of(plan, dish)
        assert sorted(way for place in places for way in place.ways) == sorted(plan.ways)
        for place in places:
            assert {station_of(small.state, dish.dish, way) for way in place.ways} == {place.station}
            blocks = in_blocks(place.ways)
            found = [
                Way(s, c, p) for each in blocks for s in each.services for c in each.channels for p in each.dayparts
            ]
            assert sorted(found) == sorted(place.ways)


@pytest.mark.parametrize("meals", [(), (FOR_TWO,)])
def test_a_part_of_a_set_meal_goes_where_the_meal_is_ordered(meals: tuple[Dish, ...]) -> None:
    small = SmallHouse()
    noodles = replace(
        next(each for each in DISHES if each.dish == "noodles"), channels=("waiter",), dayparts=("lunch",)
    )
    small.do(ChangeMenu(dishes=(noodles, *meals), dayparts=PARTS))
    small.do(ChangeKitchen(routes=(Route("k", named("kiosk"), "cold", dishes=("noodles",), channels=("kiosk",)),)))
    plan = plan_of(small.state)
    places = {place.station: place.ways for place in places_of(plan, noodles)}
    assert set(places) == ({"hot", "cold"} if meals else {"hot"})
    (group,) = [each for each in groups_of(plan, plan.ways) if "noodles" in each.dishes]
    for station, ways in places.items():
        assert sum(1 << plan.ways.index(way) for way in ways) == group.stations[station]


async def test_without_routes_it_goes_to_its_own_station_and_the_screens_of_that(api: Api) -> None:
    text = words(await get(api, "/where?dish=tofu"))
    assert re.search(r"however it is ordered cold wall not connected now cold not connected now", text)


async def test_each_way_is_told_with_its_route(api: Api) -> None:
    await api.store.submit(ChangeMenu(dayparts=PARTS), HOUSE)
    await api.store.submit(ChangeKitchen(routes=ROUTES), HOUSE)
    text = words(await get(api, "/where?dish=tofu"))
    assert "delivery · Delivery platform, Other systems drinks by the route “boxes”" in text
    assert "by the route “lunch”" in text


async def test_what_no_screen_shows_is_said(api: Api) -> None:
    cold = ChangeKitchen(screens=(Screen("cold", named("cold"), ("cold",)),), gone=KitchenGone(screens=("wall",)))
    await api.store.submit(cold, HOUSE)
    assert "no screen: nobody sees it" in words(await get(api, "/where?dish=cola"))
    assert "no screen: nobody sees it" not in words(await get(api, "/where?dish=tofu"))


async def test_dishes_are_found_by_name_and_code_and_not_found_politely(api: Api) -> None:
    assert 'href="/where?dish=tofu"' in (await get(api, "/where?q=TOF")).text
    assert "No dish is called so." in (await get(api, "/where?q=unicorn")).text
    assert (await get(api, "/where?dish=unicorn")).status_code == 404


async def test_a_set_meal_leads_to_its_dishes(api: Api) -> None:
    await api.store.submit(ChangeMenu(dishes=(FOR_TWO,)), HOUSE)
    text = (await get(api, "/where?dish=for_two")).text
    assert "each of its dishes goes its own way" in text
    assert 'href="/where?dish=noodles"' in text


async def test_it_answers_for_the_house_as_a_draft_would_make_it(api: Api) -> None:
    await api.store.submit(ChangeKitchen((Station("pack", named("pack")),)), HOUSE)
    draft = await put(api, station="pack")
    text = words(await get(api, f"/where?dish=tofu&draft={draft}"))
    assert "however it is ordered pack" in text
    assert "Nothing of it holds before the draft is published" in text
    assert "however it is ordered cold" in words(await get(api, "/where?dish=tofu"))


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("waiter", 403), ("guest", 403)])
async def test_who_may_ask(api: Api, role: str, status: int) -> None:
    assert (await get(api, "/where", role)).status_code == status


async def test_a_screen_that_shows_some_stations_says_how_much_it_hides(api: Api) -> None:
    text = words(await get(api, "/screens/cold/settings"))
    cold = [each for each in DISHES if each.station == "cold"]
    assert "This screen shows only: cold . 9 of 13" in text
    assert f"{len(DISHES) - len(cold)} of {len(DISHES)} dishes never come here." in text
    assert "It does not show: soup , hot , drinks" in text
    route = Route("r", named("r"), "cold", services=("delivery",))
    await api.store.submit(ChangeKitchen(routes=(route,)), HOUSE)
    assert f"0 of {len(DISHES)} dishes never come here." in words(await get(api, "/screens/cold/settings"))
    assert "never come here" not in words(await get(api, "/screens/wall/settings"))


async def test_the_ways_are_narrowed_by_an_address_which_every_link_keeps(api: Api) -> None:
    await api.store.submit(ChangeMenu(dayparts=PARTS), HOUSE)
    await api.store.submit(ChangeKitchen(routes=ROUTES), HOUSE)
    asked = "service=delivery&channel=api&daypart=dinner"
    text = words(await get(api, f"/where?dish=tofu&{asked}"))
    assert "drinks by the route “boxes”" in text
    assert "by the route “lunch”" not in text
    html = (await get(api, f"/where?q=tofu&{asked}")).text
    assert f'href="/where?dish=tofu&amp;{asked.replace("&", "&amp;")}"' in html
    for chosen in ("delivery", "api", "dinner"):
        assert f'value="{chosen}" selected' in html
    only_lunch = words(await get(api, "/where?dish=tofu&service=dine_in&daypart=lunch"))
    assert "hot by the route “lunch”" in only_lunch
    assert "boxes" not in only_lunch


async def test_now_is_the_part_of_the_day_under_way(api: Api) -> None:
    await api.store.submit(ChangeMenu(dayparts=PARTS), HOUSE)
    await api.store.submit(ChangeKitchen(routes=ROUTES), HOUSE)
    part = api.store.state.menu.daypart
    assert part in ("lunch", "dinner")
    now = words(await get(api, "/where?dish=tofu&service=dine_in&daypart=now"))
    assert ("by the route “lunch”" in now) is (part == "lunch")
    assert f"now: {part}" in now


async def test_a_way_in_which_it_is_not_sold_is_said_so(api: Api) -> None:
    tofu = replace(next(each for each in DISHES if each.dish == "tofu"), channels=("waiter",))
    await api.store.submit(ChangeMenu(dishes=(tofu,)), HOUSE)
    assert "It is not sold in this way." in words(await get(api, "/where?dish=tofu&channel=kiosk"))
    assert "It is not sold" not in words(await get(api, "/where?dish=tofu&channel=waiter"))


@pytest.mark.parametrize("asked", ["service=flying", "channel=pigeon", "daypart=never"])
async def test_a_way_that_there_is_not_is_not_found(api: Api, asked: str) -> None:
    assert (await get(api, f"/where?dish=tofu&{asked}")).status_code == 404
