"""Changing the kitchen: there is always a catch-all, and no ticket is left where nobody looks."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.changes.undo_change import UndoChange
from kds.core.kitchen.all_day import AllDay, all_day
from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen, KitchenSize
from kds.core.kitchen.events import KitchenChanged
from kds.core.kitchen.model import CATCH_ALL, LAST_RESORT, KitchenGone, Station, Thresholds
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.start import StartTicket
from kds.core.types import Name, Refusal
from tests.core.invariants import check_slots, moved, replay
from tests.house import FOUNDING, SCREENS, STATIONS, SmallHouse, named, only_kitchen


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def without(*stations: str, screens: tuple[str, ...] = ()) -> ChangeKitchen:
    return ChangeKitchen(gone=KitchenGone(stations, screens))


def test_a_catch_all_is_added_where_there_is_none(house: SmallHouse) -> None:
    assert sorted(house.state.kitchen.stations) == [CATCH_ALL, "cold", "drinks", "hot", "soup"]
    assert SmallHouse(()).ask(ChangeKitchen(), KitchenSize).stations == 1


def test_a_catch_all_of_the_houses_own_stays() -> None:
    house = SmallHouse(())
    own = Station(CATCH_ALL, named("Pass"))
    house.do(ChangeKitchen((own,)))
    house.do(ChangeKitchen(STATIONS[:1]))
    assert house.state.kitchen.stations[CATCH_ALL] == replace(own, position=1)


def test_an_event_holds_what_changed_and_no_more(house: SmallHouse) -> None:
    large = replace(SCREENS[0], text="large")
    (recorded,) = house.do(ChangeKitchen(STATIONS, (large, SCREENS[1]))).recorded
    assert recorded.event == KitchenChanged(screens=(replace(large, position=1),))
    assert house.types(ChangeKitchen(thresholds=Thresholds(1, 2, 3, 4))) == ["KitchenChanged"]


def test_where_nothing_is_to_change_nothing_happens(house: SmallHouse) -> None:
    for command in (ChangeKitchen(), ChangeKitchen(STATIONS, SCREENS), without("roof", screens=("bar",))):
        assert house.types(command) == []
        answer = house.ask(command, KitchenSize)
        assert (answer.stations, answer.screens, answer.hidden) == (5, 2, ())


def test_two_who_change_a_screen_each_do_not_undo_each_other(house: SmallHouse) -> None:
    wall, cold = house.state.kitchen.screens["wall"], house.state.kitchen.screens["cold"]
    house.do(ChangeKitchen(screens=(replace(wall, text="large"),)))
    house.do(ChangeKitchen(screens=(replace(cold, reserved=0),)))
    assert house.state.kitchen.screens == {"wall": replace(wall, text="large"), "cold": replace(cold, reserved=0)}


def test_a_whole_kitchen_can_take_the_place_of_another(house: SmallHouse) -> None:
    limits = Thresholds(500, 1000, 2000, 60_000)
    bar = Screen("bar", named("bar"), ("soup",))
    answer = house.ask(only_kitchen(house.state, STATIONS[:1], (bar,), limits), KitchenSize)
    assert (answer.stations, answer.screens) == (2, 1)
    assert sorted(house.state.kitchen.stations) == [CATCH_ALL, "soup"]
    assert list(house.state.kitchen.screens) == ["bar"]
    assert house.state.kitchen.thresholds[""] == limits


def test_stations_and_screens_stand_where_they_stood_or_last_or_where_they_are_put(house: SmallHouse) -> None:
    house.do(ChangeKitchen((STATIONS[2], Station("bar", named("bar")), Station("pass", named("pass"), position=-1))))
    places = {name: station.position for name, station in house.state.kitchen.stations.items()}
    assert places == {"pass": -1, "soup": 1, "cold": 2, "hot": 3, "drinks": 4, CATCH_ALL: 5, "bar": 6}


def test_tickets_of_a_station_that_is_gone_go_to_the_catch_all(house: SmallHouse) -> None:
    cold, drink = house.order("tofu", "cola").tickets
    house.do(BumpTicket(drink))
    house.do(without("cold", "hot", "drinks", screens=("cold",)))
    assert [each.ticket.ticket for each in board(house.state, [CATCH_ALL], house.now)] == [cold]
    assert all_day(house.state, [CATCH_ALL]) == [AllDay("tofu", 1, 0, named("tofu"))]
    house.do(RecallTicket(drink))
    assert len(board(house.state, [CATCH_ALL], house.now)) == 2
    house.do(BumpTicket(cold))
    house.do(BumpTicket(drink))
    assert list(house.state.kitchen.open_tickets) == []


class TestAStationThatComesBack:
    """Its tickets went to the catch-all and come home, as long as there is anything to do with them."""

    def test_by_undo_and_the_undoing_of_the_undo(self, house: SmallHouse) -> None:
        (cold,) = house.order("tofu").tickets
        house.do(without("cold", screens=("cold",)))
        for _ in range(2):
            ticket = house.state.kitchen.tickets[cold]
            assert (ticket.station, ticket.routed_to) == (CATCH_ALL, "cold")
            house.state = replay(house.recorded)
            house.do(UndoChange(last_change(house)))
            ticket = house.state.kitchen.tickets[cold]
            assert (ticket.station, ticket.routed_to) == ("cold", "")
            assert cold in house.state.kitchen.slots["cold"].tickets
            check_slots(house.state, house.now)
            house.do(UndoChange(last_change(house)))

    def test_it_is_as_new_to_see_and_leaves_the_screen_of_the_catch_all(self, house: SmallHouse) -> None:
        house.do(ChangeKitchen(screens=(Screen("rest", named("rest"), (CATCH_ALL,)), SCREENS[1])))
        (cold,) = house.order("tofu").tickets
        house.do(without("cold", screens=("cold",)))
        house.do(StartTicket(cold))
        assert house.state.kitchen.tickets[cold].seen_at is not None
        house.do(ChangeKitchen(STATIONS, SCREENS))
        assert cold not in house.state.kitchen.slots["rest"].tickets
        assert cold in house.state.kitchen.slots["cold"].tickets
        assert house.state.kitchen.tickets[cold].seen_at is None
        check_slots(house.state, house.now)

    def test_not_before_a_screen_shows_it(self, house: SmallHouse) -> None:
        """Law 12: the catch-all is seen, and the station is not."""
        house.do(ChangeKitchen(screens=(Screen("wall", named("wall"), ("soup", CATCH_ALL)), SCREENS[1])))
        (cold,) = house.order("tofu").tickets
        house.do(without("cold", screens=("cold",)))
        house.do(ChangeKitchen(tuple(each for each in STATIONS if each.station == "cold")))
        assert house.state.kitchen.tickets[cold].station == CATCH_ALL
        house.do(ChangeKitchen(screens=(SCREENS[1],)))
        assert house.state.kitchen.tickets[cold].station == "cold"
        check_slots(house.state, house.now)

    def test_what_was_bumped_or_sent_to_the_catch_all_stays_there(self, house: SmallHouse) -> None:
        (cold,) = house.order("tofu").tickets
        house.do(without("cold", screens=("cold",)))
        (stray,) = house.order("tofu").tickets
        house.do(BumpTicket(cold))
        house.do(ChangeKitchen(STATIONS, SCREENS))
        assert house.state.kitchen.tickets[cold].station == CATCH_ALL
        assert house.state.kitchen.tickets[stray].station == CATCH_ALL


def last_change(house: SmallHouse) -> str:
    return max(house.state.changes.kept.values(), key=lambda each: each.seq).change


def test_a_screen_of_the_catch_all_shows_what_comes_to_it(house: SmallHouse) -> None:
    house.do(ChangeKitchen(screens=(Screen("rest", named("rest"), (CATCH_ALL,)),)))
    (cold,) = house.order("tofu").tickets
    assert cold not in house.state.kitchen.slots["rest"].tickets
    house.do(without("cold", screens=("cold",)))
    assert cold in house.state.kitchen.slots["rest"].tickets
    assert list(house.state.kitchen.slots) == ["wall", "rest"]
    check_slots(house.state, house.now)


def test_what_does_not_change_stands_still(house: SmallHouse) -> None:
    placed = house.order("tofu", "noodles")
    before = dict(house.state.kitchen.slots)
    house.do(without("drinks"))
    house.do(ChangeKitchen(screens=(Screen("pass", named("pass")),)))
    assert list(house.state.kitchen.open_tickets["cold"]) == [placed.tickets[0]]
    assert {name: house.state.kitchen.slots[name] for name in before} == before
    house.do(ChangeKitchen(screens=(replace(SCREENS[0], reserved=1),)))
    assert moved(house.state, before["wall"].tickets, house.state.kitchen.slots["wall"].tickets) == []


def test_a_ticket_keeps_the_thresholds_it_was_stamped_with(house: SmallHouse) -> None:
    line = house.line("tofu")
    before = house.ticket(line).thresholds
    house.do(ChangeKitchen(thresholds=Thresholds(1, 2, 3, 4)))
    assert house.ticket(line).thresholds == before
    assert house.ticket(house.line("tofu")).thresholds == Thresholds(1, 2, 3, 4)
    house.do(ChangeKitchen((replace(STATIONS[0], name=named("broth")),)))
    assert house.state.kitchen.thresholds[""] == Thresholds(1, 2, 3, 4)


@pytest.mark.parametrize(
    ("command", "code", "zh"),
    [
        (ChangeKitchen((STATIONS[0], STATIONS[0])), "twice", "“soup（中）”写了两次"),
        (ChangeKitchen(screens=(SCREENS[0], SCREENS[0])), "twice", "“wall（中）”写了两次"),
        (replace(without("soup"), stations=STATIONS[:1]), "set_and_gone", "“soup（中）”既要改又要删"),
        (
            ChangeKitchen(screens=(Screen("a", named("a"), ("roof",)),)),
            "no_station",
            "屏幕“a（中）”要显示的档口“roof”不存在",
        ),
        (without("cold"), "no_station", "屏幕“cold（中）”要显示的档口“cold”不存在"),
        (without(CATCH_ALL), "catch_all_stays", "档口“其他”不能删除：别处没有的菜都到这里"),
        (ChangeKitchen((replace(STATIONS[0], priority=()),)), "priority", "“soup（中）”的排序规则为空或有重复"),
        (
            ChangeKitchen((replace(STATIONS[0], priority=("rushed",) * 2),)),
            "priority",
            "“soup（中）”的排序规则为空或有重复",
        ),
        (ChangeKitchen((Station("bar", Name(zh="", en="")),)), "no_name", "“bar”没有名称"),
        (ChangeKitchen((replace(STATIONS[0], position=1 << 70),)), "position", "“soup（中）”的排列位置超出范围"),
        (
            ChangeKitchen(screens=(replace(SCREENS[0], reserved=15),)),
            "reserved",
            "屏幕“wall（中）”保留的号位须少于它的号位总数",
        ),
        (
            ChangeKitchen((replace(STATIONS[0], thresholds=Thresholds(900, 800, 1500)),)),
            "thresholds_order",
            "soup（中）的预警比例须依次增大：快超时、超时、严重超时",
        ),
        (
            ChangeKitchen(thresholds=Thresholds(0)),
            "thresholds_order",
            "全店的预警比例须依次增大：快超时、超时、严重超时",
        ),
        (ChangeKitchen(thresholds=Thresholds(critical_ms=0)), "critical", "全店的“严重超时”超出范围"),
        (ChangeKitchen(thresholds=Thresholds(critical_ms=1 << 70)), "critical", "全店的“严重超时”超出范围"),
        (ChangeKitchen(thresholds=Thresholds(critical_permille=1 << 70)), "critical", "全店的“严重超时”超出范围"),
    ],
)
def test_a_faulty_kitchen_is_refused_in_both_languages(
    house: SmallHouse, command: ChangeKitchen, code: str, zh: str
) -> None:
    assert house.refused(command) == "bad_kitchen"
    outcome = house.attempt(command)
    assert isinstance(outcome, Refusal)
    assert [each.code for each in outcome.details["faults"]] == [code]
    assert outcome.message().zh == f"后厨设置有误：{zh}"
    assert outcome.message().en.startswith("The kitchen's settings are faulty: ")


def test_a_screen_may_show_the_catch_all_without_its_being_named_as_a_station(house: SmallHouse) -> None:
    house.do(ChangeKitchen(screens=(Screen("rest", named("rest"), (CATCH_ALL,)),)))
    assert house.state.kitchen.screens["rest"].stations == (CATCH_ALL,)


class TestHidden:
    """Law 12: a station that no screen shows is named."""

    def hidden(self, house: SmallHouse, command: ChangeKitchen) -> tuple[str, ...]:
        return house.ask(command, KitchenSize).hidden

    def test_a_screen_that_shows_all_hides_nothing(self, house: SmallHouse) -> None:
        assert self.hidden(house, ChangeKitchen((Station("bar", named("bar")),))) == ()

    def test_stations_without_a_screen_are_named_in_their_order_the_catch_all_last(self, house: SmallHouse) -> None:
        assert self.hidden(house, without(screens=("wall",))) == ("soup", "hot", "drinks", CATCH_ALL)
        rest = Screen("rest", named("rest"), ("soup", "hot", CATCH_ALL))
        assert self.hidden(house, ChangeKitchen(screens=(rest,))) == ("drinks",)
        assert self.hidden(house, without("drinks")) == ()

    def test_a_station_that_only_dishes_name_is_the_catch_all(self, house: SmallHouse) -> None:
        """`stray` belongs to the roof, which no kitchen has."""
        own = Screen("all but one", named("x"), tuple(station.station for station in STATIONS))
        house.do(ChangeKitchen(screens=(replace(own, screen="most"),), gone=KitchenGone(screens=("wall",))))
        assert self.hidden(house, ChangeKitchen()) == (CATCH_ALL,)

    def test_a_menu_without_a_kitchen_is_hidden(self) -> None:
        house = SmallHouse(FOUNDING[:3])
        assert house.state.kitchen.stations == {}
        assert self.hidden(house, ChangeKitchen()) == (CATCH_ALL,)
        assert house.state.kitchen.stations == {CATCH_ALL: replace(LAST_RESORT, position=1)}
