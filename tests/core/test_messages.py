"""What people are told is a sentence that they would say themselves, in either language, with money as money."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.floor.clear_session import ClearSession
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Command, Name
from tests.house import DISHES, SmallHouse, want

BY_ID = {each.dish: each for each in DISHES}


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def told(house: SmallHouse, command: Command) -> tuple[str, str]:
    """What the refusal says, in Chinese and in English."""
    message = house.refusal(command).message()
    return message.zh, message.en


def order(*lines: LineWanted, **more: Any) -> PlaceRound:
    return PlaceRound(channel="waiter", lines=lines, table="A01", **more)


def test_money_is_told_in_the_currency_of_the_house(house: SmallHouse) -> None:
    placed = house.order("beef")
    assert told(house, ClearSession(placed.session)) == ("账单B5还有¥58.00没付", "Bill B5 is not paid: ¥58.00 is due")
    assert told(house, PayBill(placed.bill, "cash", 5900)) == (
        "只需付¥58.00，¥59.00收多了",
        "Only ¥58.00 is due; ¥59.00 is too much",
    )
    house.do(ChangeMenu(currency="USD"))
    assert told(house, PayBill(placed.bill, "cash", 8800))[0] == "只需付$58.00，$88.00收多了"
    house.do(ChangeMenu(currency="JPY"))
    assert told(house, ClearSession(placed.session))[0] == "账单B5还有¥5,800没付"


def test_a_void_that_needs_a_refund_says_how_much_is_paid(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    house.do(PayBill(placed.bill, "cash", 1201))
    assert told(house, VoidLine(placed.lines[1].line, "no")) == (
        "账单B5已付¥12.01，这样一来只需¥12.00，请先退款",
        "¥12.01 of bill B5 is paid, and then only ¥12.00 is owed; refund first",
    )


@pytest.mark.parametrize(
    ("dish", "left", "line", "zh", "en"),
    [
        ("tofu", 0, want("tofu"), "“tofu（中）”已沽清", "“tofu” is sold out"),
        (
            "tofu",
            3,
            want("tofu", 4),
            "“tofu（中）”只剩3份，不够4份",
            "There is not enough of “tofu”: 3 left, 4 wanted",
        ),
        (
            "tripe",
            1,
            want("tripe", 3, options=("half",)),
            "“tripe（中）”只剩1份，不够1.5份",
            "There is not enough of “tripe”: 1 left, 1.5 wanted",
        ),
        (
            "shrimp",
            380,
            want("shrimp", 500),
            "“shrimp（中）”只剩380克，不够500克",
            "There is not enough of “shrimp”: 380 g left, 500 g wanted",
        ),
    ],
)
def test_what_is_left_is_told_with_what_is_wanted(
    house: SmallHouse, dish: str, left: int, line: LineWanted, zh: str, en: str
) -> None:
    house.do(MarkSoldOut(dish, left))
    assert house.refused(order(line)) == "sold_out"
    assert told(house, order(line)) == (zh, en)


def test_half_a_portion_left_is_not_sold_out(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tripe", 1))
    house.order(want("tripe", options=("half",)))
    assert told(house, order(want("tripe")))[0] == "“tripe（中）”只剩0.5份，不够1份"


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        (want("beef", options=("egg",)), "“beef（中）”的“cut（中）”须选1项", "“beef”: choose 1 of “cut”"),
        (
            want("beef", options=("thin", "egg", "leek", "small")),
            "“beef（中）”的“extras（中）”须选0到2项",
            "“beef”: choose 0 to 2 of “extras”",
        ),
        (
            want("beef", options=("thin", "thin")),
            "“beef（中）”的“thin（中）”选了两次",
            "“beef”: “thin” is chosen twice",
        ),
        (want("twin_pot", cells=()), "“twin_pot（中）”须选2格汤底", "“twin_pot”: choose 2 of the soups"),
        (want("tofu", 1000), "数量须在1到999之间", "The quantity must be between 1 and 999"),
    ],
)
def test_what_is_to_be_chosen_is_told_by_name_and_number(house: SmallHouse, line: LineWanted, zh: str, en: str) -> None:
    assert told(house, order(line)) == (zh, en)


def test_guests_are_counted_in_words(house: SmallHouse) -> None:
    assert told(house, order(want("tofu"), guests=-1))[0] == "人数须在0到9999之间"


def test_a_dish_with_one_name_is_called_by_it_in_both_languages(house: SmallHouse) -> None:
    house.do(ChangeMenu(dishes=(replace(BY_ID["tofu"], name=Name(zh="", en="Tofu")),)))
    house.do(MarkSoldOut("tofu", 0))
    assert told(house, order(want("tofu"))) == ("“Tofu”已沽清", "“Tofu” is sold out")
