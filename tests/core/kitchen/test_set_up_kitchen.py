"""Setting up the kitchen: there is always a catch-all, and no ticket is left where nobody looks."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.kitchen.all_day import AllDay, all_day
from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.model import CATCH_ALL, Screen, Station, Thresholds
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.set_up_kitchen import KitchenSize, SetUpKitchen
from tests.house import STATIONS, SmallHouse, named


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_catch_all_is_added_where_there_is_none(house: SmallHouse) -> None:
    assert sorted(house.state.kitchen.stations) == [CATCH_ALL, "cold", "drinks", "hot", "soup"]
    assert house.ask(SetUpKitchen((), ()), KitchenSize).stations == 1


def test_a_catch_all_of_the_houses_own_stays(house: SmallHouse) -> None:
    own = Station(CATCH_ALL, named("Pass"))
    house.do(SetUpKitchen((own,), ()))
    assert house.state.kitchen.stations == {CATCH_ALL: own}


def test_a_new_kitchen_replaces_the_old(house: SmallHouse) -> None:
    limits = Thresholds(500, 1000, 2000, 60_000)
    answer = house.ask(SetUpKitchen(STATIONS[:1], (Screen("bar", named("bar"), ("soup",)),), limits), KitchenSize)
    assert (answer.stations, answer.screens) == (2, 1)
    assert sorted(house.state.kitchen.stations) == [CATCH_ALL, "soup"]
    assert list(house.state.kitchen.screens) == ["bar"]
    assert house.state.kitchen.thresholds[""] == limits


def test_tickets_of_a_station_that_is_gone_go_to_the_catch_all(house: SmallHouse) -> None:
    cold, drink = house.order("tofu", "cola").tickets
    house.do(BumpTicket(drink))
    house.do(SetUpKitchen(STATIONS[:1], ()))
    assert [each.ticket.ticket for each in board(house.state, [CATCH_ALL], house.now)] == [cold]
    assert all_day(house.state, [CATCH_ALL]) == [AllDay("tofu", 1, 0)]
    house.do(RecallTicket(drink))
    assert len(board(house.state, [CATCH_ALL], house.now)) == 2
    house.do(BumpTicket(cold))
    house.do(BumpTicket(drink))
    assert list(house.state.kitchen.open_tickets) == []


def test_tickets_of_stations_that_stay_do_not_move(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(SetUpKitchen(STATIONS, ()))
    assert list(house.state.kitchen.open_tickets["cold"]) == list(placed.tickets)


def test_a_ticket_keeps_the_thresholds_it_was_stamped_with(house: SmallHouse) -> None:
    line = house.line("tofu")
    before = house.ticket(line).thresholds
    house.do(SetUpKitchen(STATIONS, (), Thresholds(1, 2, 3, 4)))
    assert house.ticket(line).thresholds == before
    assert house.ticket(house.line("tofu")).thresholds == Thresholds(1, 2, 3, 4)


@pytest.mark.parametrize(
    "kitchen",
    [
        SetUpKitchen((*STATIONS, STATIONS[0]), ()),
        SetUpKitchen(STATIONS, (Screen("a", named("a")), Screen("a", named("a")))),
        SetUpKitchen(STATIONS, (Screen("a", named("a"), ("roof",)),)),
        SetUpKitchen((replace(STATIONS[0], priority=()),), ()),
        SetUpKitchen((replace(STATIONS[0], priority=("rushed", "rushed")),), ()),
        SetUpKitchen((replace(STATIONS[0], thresholds=Thresholds(900, 800, 1500)),), ()),
        SetUpKitchen(STATIONS, (), Thresholds(0, 1000, 1500)),
        SetUpKitchen(STATIONS, (), Thresholds(700, 1600, 1500)),
        SetUpKitchen(STATIONS, (), Thresholds(critical_ms=0)),
        SetUpKitchen(STATIONS, (), Thresholds(critical_ms=1 << 70)),
        SetUpKitchen(STATIONS, (), Thresholds(critical_permille=1 << 70)),
    ],
)
def test_a_faulty_kitchen_is_refused(house: SmallHouse, kitchen: SetUpKitchen) -> None:
    assert house.refused(kitchen) == "bad_kitchen"


def test_a_screen_may_show_the_catch_all_without_its_being_named_as_a_station(house: SmallHouse) -> None:
    house.do(SetUpKitchen(STATIONS, (Screen("rest", named("rest"), (CATCH_ALL,)),)))
    assert house.state.kitchen.screens["rest"].stations == (CATCH_ALL,)
