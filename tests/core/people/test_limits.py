"""How far a right goes: a share of a bill, a price, an amount; and whose word goes further."""

from __future__ import annotations

import pytest

from kds.core.billing.comp_line import CompLine
from kds.core.billing.reduce_bill import ReduceBill
from kds.core.billing.refund_bill import RefundBill
from kds.core.billing.split_bill import SplitBill
from kds.core.bills import price_of
from kds.core.menu.model import OpenItem
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.people.change_rights import ChangeRights
from kds.core.people.model import Limit
from kds.core.rights import RIGHTS
from kds.core.types import Name, Who
from tests.house import SmallHouse, want

CASHIER, MANAGER = Who("cai", "cashier"), Who("may", "manager")
LIMITS = (Limit("discount", 100), Limit("comp", 2_000), Limit("open_item", 5_000), Limit("refund", 1_000))


@pytest.fixture
def house() -> SmallHouse:
    """Cashiers may discount by a tenth, comp up to ¥20, sell open items up to ¥50, refund up to ¥10."""
    house = SmallHouse()
    usual = [code for code, right in RIGHTS.items() if "cashier" in right.may]
    house.do(ChangeRights("cashier", (*usual, *[each.right for each in LIMITS]), LIMITS))
    return house


def bill(house: SmallHouse, dish: str = "tofu", qty: int = 10) -> str:
    house.do(PlaceRound(channel="waiter", lines=(want(dish, qty),), table="A01"))
    (found,) = house.state.orders.bills
    return found


def line(house: SmallHouse) -> str:
    (found,) = house.state.orders.lines
    return found


def test_a_discount_goes_to_its_limit_and_an_approver_goes_further(house: SmallHouse) -> None:
    account = bill(house)
    refusal = house.refusal(ReduceBill(account, "percent", 101, "regular"), CASHIER)
    assert (refusal.reason.code, refusal.details["limit"]) == ("over_limit", 100)
    assert refusal.message().en == "This is beyond your limit (10%); ask somebody who may approve it"
    house.do(ReduceBill(account, "percent", 100, "regular"), CASHIER)
    assert house.refused(ReduceBill(account, "amount", 1, "again"), CASHIER) == "over_limit", "all of them together"
    house.do(ReduceBill(account, "amount", 1, "again"), CASHIER, MANAGER)


def test_an_amount_is_a_share_of_the_bill_too(house: SmallHouse) -> None:
    account = bill(house)
    tenth = house.state.orders.bills[account].total_minor // 10
    assert house.refused(ReduceBill(account, "amount", tenth + 1, "regular"), CASHIER) == "over_limit"
    house.do(ReduceBill(account, "amount", tenth, "regular"), CASHIER)


def test_a_comp_goes_up_to_a_price(house: SmallHouse) -> None:
    bill(house)
    price = house.state.orders.bills[next(iter(house.state.orders.bills))].total_minor
    assert price > 2_000
    refusal = house.refusal(CompLine(line(house), "late"), CASHIER)
    assert refusal.message().zh == "超过了你的权限（最多¥20.00），请让有权限的人授权"
    house.do(CompLine(line(house), "late"), CASHIER, MANAGER)


def test_an_open_item_goes_up_to_a_price(house: SmallHouse) -> None:
    def sells(price: int) -> PlaceRound:
        item = OpenItem(Name(zh="长寿面", en="Noodles"), price, "cold")
        return PlaceRound(channel="waiter", lines=(LineWanted(item=item, qty=1),), table="A01")

    assert house.refused(sells(5_001), CASHIER) == "over_limit"
    house.do(sells(5_000), CASHIER)


def test_a_refund_goes_up_to_an_amount(house: SmallHouse) -> None:
    account = bill(house)
    house.do(PayBill(account, "card", house.state.orders.bills[account].total_minor))
    assert house.refused(RefundBill(account, reason="cold", amount_minor=1_001), CASHIER) == "over_limit"
    house.do(RefundBill(account, reason="cold", amount_minor=1_000), CASHIER)


def test_of_a_bill_that_comes_to_nothing_any_discount_is_all(house: SmallHouse) -> None:
    account = bill(house)
    house.do(VoidLine(line(house), "spilt"))
    assert house.refused(ReduceBill(account, "percent", 1, "later"), CASHIER) == "over_limit"


def test_an_open_item_counts_as_often_as_it_is_ordered(house: SmallHouse) -> None:
    item = OpenItem(Name(zh="长寿面", en="Noodles"), 900, "cold")
    many = PlaceRound(channel="waiter", lines=(LineWanted(item=item, qty=6),), table="A01")
    assert house.refused(many, CASHIER) == "over_limit"


def test_refunds_of_a_bill_count_together(house: SmallHouse) -> None:
    account = bill(house)
    house.do(PayBill(account, "card", house.state.orders.bills[account].total_minor))
    house.do(RefundBill(account, reason="cold", amount_minor=600), CASHIER)
    assert house.refused(RefundBill(account, reason="cold", amount_minor=500), CASHIER) == "over_limit"
    house.do(RefundBill(account, reason="cold", amount_minor=400), CASHIER)


@pytest.mark.parametrize("shrinks", ["void", "comp", "move", "split"])
def test_a_discount_that_was_within_the_limit_stays_within_it_when_the_bill_shrinks(
    house: SmallHouse, shrinks: str
) -> None:
    placed = house.order("beef", "cola")
    account, (dear, cheap) = placed.bill, [each.line for each in placed.lines]
    whole = house.due(account)
    house.do(ReduceBill(account, "amount", whole // 10, "regular"), CASHIER)
    if shrinks == "void":
        house.do(VoidLine(dear, "spilt"))
    elif shrinks == "comp":
        house.do(CompLine(dear, "late"))
    elif shrinks == "move":
        house.do(MoveLines((dear,), to_new=True))
    else:
        house.do(SplitBill(account, "lines", ((cheap,),)))
    orders = house.state.orders
    for each in orders.bills.values():
        charged = [line for line in orders.lines_on(each) if line not in orders.voids and line not in orders.comps]
        listed = sum([price_of(house.state, orders.lines[line]) for line in charged])
        assert house.due(each.bill) >= listed - listed // 10
    assert house.due(account) < 6400 - 5800 or shrinks == "split", "it holds for what is left"


def test_what_an_approver_without_a_limit_gave_holds_whatever_becomes_of_the_bill(house: SmallHouse) -> None:
    placed = house.order("beef", "cola")
    whole = house.due(placed.bill)
    house.do(ReduceBill(placed.bill, "amount", whole // 10, "regular"), CASHIER, MANAGER)
    house.do(VoidLine(placed.lines[0].line, "spilt"))
    assert whole // 10 == 640
    assert house.due(placed.bill) == 0, "600 are left on the bill, and 640 were given"
