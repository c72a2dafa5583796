"""Law 12: every dish, in every way it can be ordered, reaches a screen; or the hole is named, and refused."""

from __future__ import annotations

from itertools import product
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.holes import new_holes, plan_of
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Route, Station
from kds.core.kitchen.proof import CHANNELS, SERVICES, Plan, holes, shown_stations
from kds.core.kitchen.routes import Way
from kds.core.kitchen.routing import station_of
from kds.core.kitchen.screens import Screen
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, Dish
from kds.core.types import Refusal
from tests.core.kitchen.pork import with_pork
from tests.house import DISHES, FOR_TWO, PORK, SmallHouse, dish, named

STATIONS = ("soup", "cold", "hot", "drinks")
PARTS = ("lunch", "dinner")


@pytest.fixture
def house() -> SmallHouse:
    """A house in which no screen shows everything."""
    small = SmallHouse()
    screens = [Screen(each, named(each), (each,)) for each in (*STATIONS, CATCH_ALL)]
    small.do(ChangeKitchen(screens=tuple(screens), gone=KitchenGone(screens=("wall",))))
    return small


def few(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


ROUTES = st.lists(
    st.builds(
        Route,
        route=st.sampled_from(("a", "b", "c", "d", "e")),
        name=st.just(named("route")),
        station=st.sampled_from(STATIONS),
        categories=few(("all", "other")),
        dishes=few(("beef", "tofu", "cola")),
        services=few(SERVICES),
        channels=few(CHANNELS),
        position=st.integers(0, 5),
    ),
    unique_by=lambda each: each.route,
    max_size=5,
)


@given(ROUTES, few(STATIONS))
def test_it_is_what_routing_does_dish_by_dish_and_way_by_way(routes: list[Route], shown: tuple[str, ...]) -> None:
    small = with_pork()
    small.do(ChangeKitchen(screens=(Screen("one", named("one"), shown),), gone=KitchenGone(screens=("wall", "cold"))))
    small.do(ChangeKitchen(routes=tuple(routes)))
    plan = plan_of(small.state)
    seen = shown_stations(plan)
    expected = {
        (each.dish, station, way)
        for each in (*DISHES, PORK)
        for way in plan.ways
        for station in (station_of(small.state, each.dish, way), *[step.station for step in each.steps])
        if station not in seen
    }
    found = {
        (each, hole.station, Way(*way))
        for hole in holes(plan)
        for each in hole.dishes
        for way in (hole.ways or plan.ways)
    }
    assert found == expected


def test_a_house_in_which_everything_is_shown_has_no_hole(house: SmallHouse) -> None:
    assert holes(plan_of(house.state)) == []


def test_a_screen_that_goes_leaves_a_hole_that_names_its_dishes(house: SmallHouse) -> None:
    change = ChangeKitchen(gone=KitchenGone(screens=("drinks",)))
    [hole] = new_holes(house.state, None, change)
    assert (hole.station, hole.dishes, hole.ways) == ("drinks", ("cola",), ())
    refusal = house.attempt(replace(change, knowingly=()))
    assert isinstance(refusal, Refusal)
    assert refusal.reason.code == "new_hole"
    assert "cola would go to “drinks”, which no screen shows" in refusal.message().en
    assert "cola（中）会到没有屏幕显示的档口“drinks（中）”" in refusal.message().zh


class TestOpenTickets:
    """What is being made is asked for as well as what can be ordered."""

    def test_it_says_how_many_nobody_would_see_and_whose(self, house: SmallHouse) -> None:
        first, second = house.order("cola").tickets[0], house.order("cola").tickets[0]
        change = ChangeKitchen(gone=KitchenGone(screens=("drinks",)), knowingly=())
        [hole] = new_holes(house.state, None, change)
        assert (hole.dishes, hole.tickets) == (("cola",), (first, second))
        refusal = house.attempt(change)
        assert isinstance(refusal, Refusal)
        labels = list(dict.fromkeys([house.state.kitchen.tickets[each].label for each in (first, second)]))
        assert f"with the 2 open tickets there ({', '.join(labels)})" in refusal.message().en
        assert f"那里还有2张没做完的单子（{'、'.join(labels)}）" in refusal.message().zh

    def test_at_a_station_to_which_no_dish_comes_any_more(self, house: SmallHouse) -> None:
        (ticket,) = house.order("cola").tickets
        house.do(ChangeMenu(dishes=(dish("cola", "hot", 700, 1, "drink"),)))
        change = ChangeKitchen(gone=KitchenGone(screens=("drinks",)), knowingly=())
        [hole] = new_holes(house.state, None, change)
        assert (hole.station, hole.dishes, hole.tickets) == ("drinks", (), (ticket,))
        refusal = house.attempt(change)
        assert isinstance(refusal, Refusal)
        assert "1 open ticket (" in refusal.message().en
        assert "档口“drinks（中）”还有1张没做完的单子" in refusal.message().zh
        house.do(replace(change, knowingly=("drinks",)))

    def test_those_of_a_station_that_goes_stand_at_the_catch_all(self, house: SmallHouse) -> None:
        (ticket,) = house.order("cola").tickets
        gone = KitchenGone(("drinks",), ("drinks", CATCH_ALL))
        assert [each.tickets for each in new_holes(house.state, None, ChangeKitchen(gone=gone))] == [(ticket,)]
        seen = ChangeKitchen(gone=KitchenGone(("drinks",), ("drinks",)))
        assert new_holes(house.state, None, seen) == []

    def test_what_is_done_or_hidden_already_is_not_counted(self, house: SmallHouse) -> None:
        (ticket,) = house.order("cola").tickets
        change = ChangeKitchen(gone=KitchenGone(screens=("drinks",)))
        house.do(BumpTicket(ticket))
        assert [each.tickets for each in new_holes(house.state, None, change)] == [()]
        house.order("cola")
        house.do(change)
        assert new_holes(house.state, None, ChangeKitchen(gone=KitchenGone(screens=("soup",))))[0].tickets == ()


def test_done_knowingly_it_is_in_the_event(house: SmallHouse) -> None:
    house.do(ChangeKitchen(gone=KitchenGone(screens=("drinks",)), knowingly=("drinks",)))
    assert house.recorded[-1].event.knowingly == ("drinks",)  # type: ignore[attr-defined]
    house.do(ChangeKitchen(screens=(Screen("drinks", named("drinks"), ("drinks",)),), knowingly=("roof",)))
    assert house.recorded[-1].event.knowingly == ()  # type: ignore[attr-defined]


def test_what_is_a_hole_already_is_none_that_is_new(house: SmallHouse) -> None:
    house.do(ChangeKitchen(gone=KitchenGone(screens=("drinks",)), knowingly=None))
    house.do(ChangeMenu(dishes=(dish("cola", "drinks", 700, 1, "drink"),), knowingly=()))
    assert house.refused(ChangeMenu(dishes=(dish("tea", "drinks"),), knowingly=())) == "new_hole"
    assert house.refused(ChangeMenu(dishes=(dish("tofu", "drinks"),), knowingly=("hot",))) == "new_hole"
    house.do(ChangeMenu(dishes=(dish("tofu", "drinks"),), knowingly=("drinks",)))


def test_a_route_makes_a_hole_for_the_ways_it_takes(house: SmallHouse) -> None:
    house.do(ChangeKitchen((Station("pack", named("pack")),)))
    route = Route("r", named("r"), "pack", dishes=("tofu",), services=("delivery", "takeaway"), channels=("api",))
    [hole] = new_holes(house.state, None, ChangeKitchen(routes=(route,)))
    assert (hole.station, hole.dishes) == ("pack", ("tofu",))
    assert set(hole.ways) == {("delivery", "api", ""), ("takeaway", "api", "")}
    refusal = house.attempt(ChangeKitchen(routes=(route,), knowingly=()))
    assert isinstance(refusal, Refusal)
    assert "tofu (takeaway, delivery, Other systems) would go to “pack”" in refusal.message().en


def test_a_dish_has_holes_only_where_and_when_it_is_sold(house: SmallHouse) -> None:
    house.do(ChangeMenu(dayparts=(Daypart("lunch", named("lunch"), 660), Daypart("dinner", named("dinner"), 1020))))
    house.do(ChangeKitchen((Station("pack", named("pack")),)))
    kitchen = ChangeKitchen(routes=(Route("r", named("r"), "pack", channels=("delivery",), dayparts=("dinner",)),))
    tofu = house.state.menu.dishes["tofu"]

    def hidden(dish: Dish) -> set[str]:
        found = [each for each in new_holes(house.state, ChangeMenu(dishes=(dish,)), kitchen) if "tofu" in each.dishes]
        return {part for each in found for _, _, part in each.ways}

    assert hidden(replace(tofu, channels=("waiter",))) == set()
    assert hidden(replace(tofu, dayparts=("lunch",))) == set()
    assert hidden(replace(tofu, dayparts=("dinner", "lunch"))) == {"dinner"}
    assert hidden(tofu) == {"dinner"}
    refusal = house.attempt(replace(kitchen, knowingly=()))
    assert isinstance(refusal, Refusal)
    assert "(Delivery platform, dinner)" in refusal.message().en


def test_parts_of_a_set_meal_are_dishes_of_their_own(house: SmallHouse) -> None:
    house.do(ChangeKitchen(gone=KitchenGone(screens=(CATCH_ALL,))))
    meal = replace(FOR_TWO, station="roof", price_minor=100)
    assert [each.dishes for each in holes(plan_of(house.state))] == [("stray",)]
    house.do(ChangeMenu(dishes=(meal,), knowingly=()))


def test_it_is_fast_for_a_large_house() -> None:
    """3,000 dishes, 4 services, 8 channels, 5 parts of the day, 40 routes."""
    dishes = {f"d{each}": replace(dish(f"d{each}", f"s{each % 40}"), category=f"c{each % 60}") for each in range(3000)}
    stations = {f"s{each}": Station(f"s{each}", named("s")) for each in range(41)}
    screens = {f"w{each}": Screen(f"w{each}", named("w"), (f"s{each}",)) for each in range(40)}
    parts = tuple([f"p{each}" for each in range(5)])
    routes = {
        f"r{number}": Route(
            f"r{number}",
            named("r"),
            f"s{number % 41}",
            categories=(f"c{number}",),
            services=(service,),
            channels=(channel,),
            dayparts=(parts[number % 5],),
        )
        for number, (service, channel) in enumerate(list(product(SERVICES, CHANNELS)) + [("dine_in", "waiter")] * 9)
    }
    started = process_time()
    found = holes(Plan(dishes, stations, screens, routes, parts))
    assert process_time() - started < 0.5
    assert [each.station for each in found] == ["s40"]
