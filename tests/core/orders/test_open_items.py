"""Open items (临时菜): ordered by name, price and station; from then on they are lines like all others."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.billing.comp_line import CompLine
from kds.core.billing.split_bill import SplitBill
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.bill_view import bill_view
from kds.core.kitchen.board import board
from kds.core.kitchen.bump import BumpTicket
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.model import OpenItem
from kds.core.orders.answered import RoundIs
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Name, Refusal, Who
from tests.house import DISHES, SmallHouse, dish, named, only_kitchen, want

WAITER, BOSS = Who("wei", "waiter"), Who("bo", "manager")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def cake(price: int = 6800, station: str = "hot", qty: int = 1, **more: Any) -> LineWanted:
    return LineWanted(qty=qty, item=OpenItem(named("cake"), price, station), **more)


def placing(*lines: LineWanted, **more: Any) -> PlaceRound:
    return PlaceRound("waiter", lines, table="A01", **more)


class TestItIsALineLikeAnyOther:
    def test_it_goes_to_its_own_station_and_is_called_by_its_own_name(self, house: SmallHouse) -> None:
        placed = house.order(cake(qty=2), "tofu")
        line = placed.lines[0].line
        assert placed.lines[0].price_minor == 13_600
        assert house.ticket(line).station == "hot"
        shown = [each for ticket in board(house.state, ["hot"], house.now) for each in ticket.lines]
        assert [(each.name, each.qty) for each in shown] == [(named("cake"), 2)]
        view = bill_view(house.state, house.bill(placed.bill), house.now)
        assert [(each.name, each.price_minor) for each in view.lines] == [
            (named("cake"), 13_600),
            (named("tofu"), 1200),
        ]
        assert view.unserved[0].name == named("cake")
        assert view.total_minor == 14_800

    def test_it_has_its_name_where_a_station_counts_what_it_has_to_make(self, house: SmallHouse) -> None:
        house.order(cake(qty=2), cake(), "beef")
        assert [(each.name, each.qty) for each in all_day(house.state, ["hot"])] == [
            (named("cake"), 2),
            (named("cake"), 1),
        ]

    def test_it_is_made_voided_given_free_split_and_moved(self, house: SmallHouse) -> None:
        placed = house.order(cake(100), cake(200), cake(400), cake(800))
        made, voided, free, split = [each.line for each in placed.lines]
        house.do(BumpTicket(house.ticket(made).ticket))
        house.do(VoidLine(voided, "not there"))
        house.do(CompLine(free, "a birthday"))
        assert house.due(placed.bill) == 900
        house.do(SplitBill(placed.bill, "lines", lines=((split,),)))
        assert house.due(placed.bill) == 100
        other = house.order("cola", table="A02")
        house.do(MoveLines((made,), to_session=other.session))
        assert house.due(other.bill) == 700

    def test_it_keeps_its_name_with_another_party_after_its_own_has_left(self, house: SmallHouse) -> None:
        placed, other = house.order(cake()), house.order("cola", table="A02")
        line = placed.lines[0].line
        house.do(MergeSession(placed.session, other.session))
        assert house.state.menu.name_of(f"#{line}") == named("cake")
        assert list(house.state.menu.former_of[other.session]) == [f"#{line}"]

    def test_it_is_forgotten_with_its_party(self, house: SmallHouse) -> None:
        placed = house.order(cake())
        house.do(BumpTicket(placed.tickets[0]))
        house.do(PayBill(placed.bill, "cash", 6800))
        house.do(ClearSession(placed.session))
        assert house.state.menu.name_of(placed.lines[0].dish) == named("cake")
        house.go()
        assert placed.session not in house.state.floor.sessions
        assert dict(house.state.menu.former) == {}

    def test_it_is_on_no_menu(self, house: SmallHouse) -> None:
        line = house.line(cake())
        assert house.refused(MarkSoldOut(f"#{line}", 0)) == "bad_text"
        assert house.refused(ChangeMenu(dishes=(dish(f"#{line}"),))) == "bad_text"
        assert house.state.menu.dishes.keys() == {each.dish for each in DISHES}


class TestTheSameAgain:
    def test_adds_nothing(self, house: SmallHouse) -> None:
        first = house.ask(placing(cake(id="d1")), RoundIs)
        assert house.types(placing(cake(id="d1"))) == []
        assert house.ask(placing(cake(id="d1")), RoundIs).lines == first.lines

    def test_at_another_price_or_name_or_station_it_is_refused(self, house: SmallHouse) -> None:
        house.do(placing(cake(id="d1")))
        for other in (cake(6801, id="d1"), cake(station="cold", id="d1"), want("tofu", id="d1")):
            refusal = house.refusal(placing(other))
            assert refusal.reason.code == "line_differs"
            assert "item" in refusal.details["lines"][0]["differs"]
            assert "“cake”" in refusal.message().en

    def test_by_a_platforms_number_it_is_the_same_order(self, house: SmallHouse) -> None:
        house.do(placing(cake(), external_id="E1"))
        assert house.types(placing(cake(), external_id="E1")) == []
        assert house.refused(placing(cake(1), external_id="E1")) == "order_differs"

    def test_within_a_minute_whoever_types_is_asked(self, house: SmallHouse) -> None:
        house.do(placing(cake()))
        refusal = house.refusal(placing(cake(), confirmed=False))
        assert refusal.reason.code == "are_you_sure"
        assert "“cake”" in refusal.message().en
        house.do(placing(cake(1), confirmed=False))


class TestWhoMay:
    def test_a_manager_or_whom_a_manager_approves(self, house: SmallHouse) -> None:
        house.do(placing(cake()), BOSS)
        house.do(placing(cake()), WAITER, BOSS)

    @pytest.mark.parametrize("role", ["waiter", "integration"])
    def test_nobody_else(self, house: SmallHouse, role: Any) -> None:
        assert house.refused(placing(cake()), Who("x", role)) == "forbidden"

    def test_what_a_manager_ordered_can_be_sent_again_by_a_waiter(self, house: SmallHouse) -> None:
        house.do(placing(cake(id="d1")), BOSS)
        assert not isinstance(house.attempt(placing(cake(id="d1")), WAITER), Refusal)


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (LineWanted("tofu", item=OpenItem(named("cake"), 1, "hot")), "item_or_dish"),
            (LineWanted(), "item_or_dish"),
            (cake(options=("thin",)), "item_or_dish"),
            (LineWanted(item=OpenItem(Name("", "\u200b"), 1, "hot")), "item_unnamed"),
            (LineWanted(item=OpenItem(Name("蛋糕\x00", ""), 1, "hot")), "bad_text"),
            (LineWanted(item=OpenItem(Name("蛋" * 201, ""), 1, "hot")), "malformed"),
            (cake(-1), "out_of_range"),
            (cake(1_000_000_001), "out_of_range"),
            (cake(qty=0), "out_of_range"),
            (cake(qty=1_000), "out_of_range"),
            (cake(station="roof"), "unknown_station"),
            (cake(price_minor=1), "price_changed"),
        ],
    )
    def test_by_its_reason(self, house: SmallHouse, line: LineWanted, code: str) -> None:
        assert house.refused(placing(line)) == code

    def test_a_station_that_no_screen_shows(self, house: SmallHouse) -> None:
        screens = [each for each in house.state.kitchen.screens.values() if each.screen == "cold"]
        house.do(only_kitchen(house.state, list(house.state.kitchen.stations.values()), screens))
        assert house.refused(placing(cake())) == "station_hidden"
        house.do(placing(cake(station="cold")))

    def test_a_name_in_one_language_is_enough(self, house: SmallHouse) -> None:
        line = house.line(LineWanted(item=OpenItem(Name("  长寿面 ", ""), 1800, "hot")))
        assert house.state.menu.name_of(f"#{line}") == Name("长寿面", "")
