"""Routes: the first that fits says where a line is made; without any everything is as it always was."""

from __future__ import annotations

from time import process_time

import pytest
from msgspec.structs import replace

from kds.core.changes.publish_draft import PublishDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.model import KitchenChange, KitchenGone, Route
from kds.core.kitchen.routes import Way
from kds.core.kitchen.routing import stations_of
from kds.core.kitchen.rules import NAMED_MOST, ROUTES_MOST
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, MenuChange, MenuGone, OpenItem
from kds.core.types import Channel, Service
from tests.house import SmallHouse, dish, named, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def stations(house: SmallHouse, dish: str, service: Service = "dine_in", channel: Channel | None = None) -> str:
    """Where a dish is made that is ordered so."""
    table = "A01" if service == "dine_in" else None
    more = {} if channel is None else {"channel": channel}
    placed = house.order(dish, table=table, service=service, **more)
    return house.state.kitchen.tickets[house.item(placed.lines[0].line).ticket].station


def route(house: SmallHouse, station: str, name: str = "r", **takes: object) -> None:
    house.do(ChangeKitchen(routes=(Route(name, named(name), station, **takes),)))  # type: ignore[arg-type]


def test_lines_of_a_dish_or_a_category_go_another_way(house: SmallHouse) -> None:
    route(house, "hot", dishes=("tofu",))
    assert stations(house, "tofu") == "hot"
    assert stations(house, "cola") == "drinks"
    route(house, "soup", name="s", categories=("all",))
    assert stations(house, "cola") == "soup"
    assert stations(house, "tofu") == "hot", "the first that fits"


def test_by_service_and_by_channel(house: SmallHouse) -> None:
    route(house, "hot", services=("takeaway", "delivery"), channels=("delivery", "api"))
    assert stations(house, "tofu") == "cold"
    assert stations(house, "tofu", "takeaway", "api") == "hot"
    assert stations(house, "tofu", "takeaway", "counter") == "cold"


def test_the_order_of_the_routes_is_theirs(house: SmallHouse) -> None:
    route(house, "hot", name="b")
    route(house, "soup", name="a")
    assert stations(house, "tofu") == "hot"
    house.do(ChangeKitchen(routes=(Route("a", named("a"), "soup", position=-1),)))
    assert stations(house, "tofu") == "soup"
    house.do(ChangeKitchen(gone=KitchenGone(routes=("a", "b"))))
    assert stations(house, "tofu") == "cold"


def test_open_tickets_do_not_move(house: SmallHouse) -> None:
    placed = house.order("tofu")
    before = dict(house.state.kitchen.tickets)
    route(house, "hot")
    assert house.state.kitchen.tickets == before
    assert house.item(placed.lines[0].line).state == "fired"


def test_an_open_item_is_made_where_it_was_said(house: SmallHouse) -> None:
    route(house, "hot")
    placed = house.order(want("", item=OpenItem(named("cake"), 1000, "drinks")), "tofu")
    made = [house.state.kitchen.tickets[house.item(each.line).ticket].station for each in placed.lines]
    assert sorted(made) == ["drinks", "hot"]


def test_a_route_leads_to_a_station_that_is_there(house: SmallHouse) -> None:
    assert house.refused(ChangeKitchen(routes=(Route("r", named("r"), "roof"),))) == "bad_kitchen"
    assert house.refused(ChangeKitchen(routes=(Route("r", named(""), "hot"),) * 2)) == "bad_kitchen"
    route(house, "drinks")
    assert house.refused(ChangeKitchen(gone=KitchenGone(stations=("drinks",)))) == "bad_kitchen"
    many = tuple([Route(f"x{number}", named("x"), "hot") for number in range(ROUTES_MOST)])
    assert house.refused(ChangeKitchen(routes=many)) == "bad_kitchen"
    long = Route("r", named("r"), "hot", dishes=tuple([f"d{number}" for number in range(NAMED_MOST + 1)]))
    assert house.refused(ChangeKitchen(routes=(long,))) == "bad_kitchen"


def test_as_many_routes_and_names_as_there_may_be_cost_an_order_little(house: SmallHouse) -> None:
    names = [f"d{number}" for number in range(60)]
    others = tuple([f"x{number}" for number in range(NAMED_MOST - 1)])
    house.do(ChangeMenu(dishes=tuple([dish(name) for name in (*names, *others)])))
    routes = [Route(f"r{number}", named("r"), "hot", dishes=others) for number in range(ROUTES_MOST - 1)]
    house.do(ChangeKitchen(routes=(*routes, Route("z", named("z"), "hot", dishes=(*others, "d59"), position=200))))
    way, took = Way("dine_in", "scan", ""), []
    for _ in range(5):
        started = process_time()
        found = stations_of(house.state, names, way)
        took.append(process_time() - started)
    assert (found["d0"], found["d59"]) == ("cold", "hot")
    assert min(took) < 0.015


LUNCH = Daypart("lunch", named("lunch"), 660)


@pytest.mark.parametrize(
    ("takes", "code"), [({"dishes": ("ghost",)}, "route_dish"), ({"dayparts": ("never",)}, "route_daypart")]
)
def test_a_route_names_what_there_is(house: SmallHouse, takes: dict[str, tuple[str, ...]], code: str) -> None:
    stray = Route("r", named("r"), "hot", **takes)  # type: ignore[arg-type]
    assert [each.code for each in house.refusal(ChangeKitchen(routes=(stray,))).details["faults"]] == [code]
    assert house.refused(PutInDraft(kitchen=KitchenChange(routes=(stray,)))) == "cannot_be"


def test_a_part_of_the_day_stays_while_a_route_names_it(house: SmallHouse) -> None:
    house.do(ChangeMenu(dayparts=(LUNCH,)))
    route(house, "hot", dayparts=("lunch",))
    gone = MenuGone(dayparts=("lunch",))
    assert [each.code for each in house.refusal(ChangeMenu(gone=gone)).details["faults"]] == ["daypart_routed"]
    assert house.refused(PutInDraft(menu=MenuChange(gone=gone))) == "cannot_be"
    house.do(PutInDraft(menu=MenuChange(gone=gone), kitchen=KitchenChange(gone=KitchenGone(routes=("r",)))))
    house.do(PublishDraft(max(house.state.changes.drafts)))
    assert not house.state.menu.dayparts
    assert not house.state.kitchen.routes


def test_what_is_new_in_a_draft_can_be_named_there(house: SmallHouse) -> None:
    soup = replace(house.state.menu.dishes["tofu"], dish="soup", name=named("soup"))
    routes = (Route("r", named("r"), "hot", dishes=("soup",), dayparts=("lunch",)),)
    house.do(PutInDraft(menu=MenuChange(dishes=(soup,), dayparts=(LUNCH,)), kitchen=KitchenChange(routes=routes)))
    house.do(PublishDraft(max(house.state.changes.drafts)))
    assert house.state.kitchen.routes["r"].dayparts == ("lunch",)


def test_a_route_may_name_a_dish_that_has_gone(house: SmallHouse) -> None:
    house.do(ChangeMenu(gone=MenuGone(dishes=("tofu",))))
    route(house, "hot", dishes=("tofu",))
