"""Dishes that are weighed after they were ordered: the bill waits for the scale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.comp_line import CompLine
from kds.core.billing.model import SurchargeRule
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.split_bill import SplitBill
from kds.core.billing.weigh_line import LineWeighs, WeighLine
from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bill_view import bill_view
from kds.core.kitchen.serve_line import ServeLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command
from tests.house import DISHES, SmallHouse, named, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_it_costs_what_it_weighs_without_its_vessel_and_all_of_it_is_kept(house: SmallHouse) -> None:
    placed = house.order(want("fish", 500), "tofu")
    fish = placed.lines[0].line
    assert (placed.lines[0].price_minor, house.due(placed.bill)) == (0, 1200)
    assert house.refused(PayBill(placed.bill, "cash", 1200)) == "weight_missing"
    assert house.refused(SplitBill(placed.bill, "equal", parts=2)) == "weight_missing"
    weighs = house.ask(WeighLine(fish, 801, 150), LineWeighs)
    assert (weighs.net_g, weighs.price_minor, weighs.total_minor) == (651, 12_759, 13_959)
    line = bill_view(house.state, house.bill(placed.bill), house.now).lines[0]
    assert (line.qty, line.gross_g, line.tare_g, line.net_g, line.price_minor) == (500, 801, 150, 651, 12_759)
    house.do(PayBill(placed.bill, "cash", 13_959))
    assert house.refused(WeighLine(fish, 700)) == "bill_closed"


def test_the_last_weight_counts(house: SmallHouse) -> None:
    fish = house.line(want("fish", 500))
    house.do(WeighLine(fish, 600))
    assert house.do(WeighLine(fish, 600)).recorded == []
    house.do(ReduceBill(house.state.orders.rounds[house.state.orders.lines[fish].round].bill, "percent", 100, "x"))
    assert house.ask(WeighLine(fish, 500), LineWeighs).total_minor == 9_800 - 980
    house.do(VoidLine(fish, "gone"))
    assert house.refused(WeighLine(fish, 500)) == "line_voided"


def test_what_is_charged_of_a_dish_goes_down_with_its_weight_and_a_bill_is_never_paid_beyond_that(
    house: SmallHouse,
) -> None:
    house.do(ChangeBilling(surcharges=(SurchargeRule("service", named("service"), "percent", 100),)))
    placed = house.order(want("fish", 500))
    fish = placed.lines[0].line
    assert house.ask(WeighLine(fish, 1000), LineWeighs).total_minor == 19_600 + 1_960
    house.do(PayBill(placed.bill, "card", 11_000))
    refusal = house.refusal(WeighLine(fish, 505))  # 9,898 and 989 of it: less than was paid
    assert (refusal.reason.code, refusal.details["rest_minor"]) == ("refund_needed", 10_887)
    assert house.ask(WeighLine(fish, 520), LineWeighs).total_minor == 10_192 + 1_019


def test_weighed_again_to_what_was_paid_the_bill_is_closed(house: SmallHouse) -> None:
    placed = house.order(want("fish", 500))
    fish = placed.lines[0].line
    house.do(WeighLine(fish, 1000))
    house.do(PayBill(placed.bill, "card", 9_800))
    assert house.types(WeighLine(fish, 500)) == ["LineWeighed", "BillClosed"]
    assert house.bill(placed.bill).state == "paid"


def test_nobody_leaves_without_the_scale(house: SmallHouse) -> None:
    placed = house.order(want("fish", 500))
    assert house.refused(ClearSession(placed.session)) == "weight_missing"
    house.do(CompLine(placed.lines[0].line, "late"))
    house.do(ClearSession(placed.session))


@pytest.mark.parametrize(
    "leaves",
    [
        lambda line, bill: VoidLine(line, "late"),
        lambda line, bill: CompLine(line, "late"),
        lambda line, bill: ReduceBill(bill, "amount", 1200, "late"),
        lambda line, bill: MoveLines((line,), to_new=True),
        lambda line, bill: SplitBill(bill, "lines", ((line,),)),
    ],
    ids=["void", "comp", "reduce", "move", "split"],
)
def test_a_bill_is_not_closed_while_a_dish_of_it_waits_for_the_scale(
    house: SmallHouse, leaves: Callable[[str, str], Command]
) -> None:
    """Nobody could weigh it, take it back or clear the table after that."""
    placed = house.order("tofu", "tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    fish = house.line(want("fish", 500))
    assert "BillClosed" not in house.types(leaves(placed.lines[1].line, placed.bill))
    assert house.bill(placed.bill).state == "open"
    house.do(WeighLine(fish, 500))
    assert house.due(placed.bill) == 9_800
    house.do(PayBill(placed.bill, "cash", 9_800))
    assert house.bill(placed.bill).state == "paid"


@pytest.mark.parametrize("leaves", [VoidLine, CompLine])
def test_a_bill_is_closed_once_what_waited_for_the_scale_is_not_to_be_paid(
    house: SmallHouse, leaves: type[VoidLine] | type[CompLine]
) -> None:
    placed = house.order("tofu", "tofu")
    house.do(PayBill(placed.bill, "cash", 1200))
    fish = house.line(want("fish", 500))
    house.do(VoidLine(placed.lines[1].line, "late"))
    assert house.types(leaves(fish, "late"))[-1] == "BillClosed"


def test_a_takeaway_that_was_not_weighed_is_not_over(house: SmallHouse) -> None:
    placed = house.order(want("fish", 500), table=None)
    house.do(ServeLine(placed.lines[0].line))
    assert house.go() == []
    house.do(WeighLine(placed.lines[0].line, 500))
    house.do(PayBill(placed.bill, "cash", 9_800))
    assert house.go() == ["PartiesLeft"]


@pytest.mark.parametrize(("gross", "tare"), [(0, 0), (100, 100), (100, -1), (100_000, 0)])
def test_a_scale_says_what_a_scale_can_say(house: SmallHouse, gross: int, tare: int) -> None:
    assert house.refused(WeighLine(house.line(want("fish", 500)), gross, tare)) == "out_of_range"


def test_only_what_is_sold_so_is_weighed(house: SmallHouse) -> None:
    assert house.refused(WeighLine(house.line("tofu"), 500)) == "nothing_to_weigh"
    tofu = next(each for each in DISHES if each.dish == "tofu")
    assert house.refused(ChangeMenu(dishes=(replace(tofu, to_weigh=True),))) == "bad_menu"
