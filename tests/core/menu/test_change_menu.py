"""Changing the menu: what is given and no more, whole or not at all, and what is cooking stays what it was."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.menu.change_menu import ChangeMenu, MenuVersion
from kds.core.menu.dish_faults import dish_faults
from kds.core.menu.events import MenuChanged
from kds.core.menu.mark_sold_out import MarkSoldOut
from kds.core.menu.menu_view import menu_view
from kds.core.menu.model import Category, Cells, Choice, MenuGone, OptionGroup, Soup
from kds.core.menu.rules import faults
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Name, Refusal
from tests.core.invariants import indexes, rebuilt
from tests.house import CATEGORIES, DISHES, SmallHouse, dish, named, only_menu

TOFU = DISHES[4]
DRINKS = Category("drinks", named("drinks"))


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def group(least: int, most: int, *prices: int) -> OptionGroup:
    choices = tuple(Choice(f"o{number}", named("o"), price) for number, price in enumerate(prices))
    return OptionGroup("g", named("g"), least, most, choices)


def soups(*prices: int) -> tuple[Soup, ...]:
    return tuple(Soup(f"s{number}", named("s"), price) for number, price in enumerate(prices))


def gone(*dishes: str) -> ChangeMenu:
    return ChangeMenu(gone=MenuGone(dishes=dishes))


def changed(house: SmallHouse, command: ChangeMenu) -> MenuChanged:
    """The one event that a change is."""
    (recorded,) = house.do(command).recorded
    assert isinstance(recorded.event, MenuChanged)
    return recorded.event


def listed(house: SmallHouse) -> list[str]:
    return [each.dish for each in menu_view(house.state).dishes]


def refusal(house: SmallHouse, command: ChangeMenu) -> Refusal:
    assert house.refused(command) == "bad_menu"
    outcome = house.attempt(command)
    assert isinstance(outcome, Refusal)
    return outcome


def test_a_first_menu_has_the_currency_of_the_house_unless_it_says_otherwise() -> None:
    house = SmallHouse(())
    assert house.refused(ChangeMenu(CATEGORIES, DISHES)) == "bad_menu"
    assert house.ask(ChangeMenu(CATEGORIES, DISHES, currency="USD"), MenuVersion).version == 1
    assert menu_view(house.state).currency == "USD"
    assert menu_view(SmallHouse().state).currency == "CNY"


def test_an_event_holds_what_changed_and_no_more(house: SmallHouse) -> None:
    before = dict(house.state.menu.dishes)
    dearer = replace(TOFU, price_minor=1300)
    event = changed(house, ChangeMenu(CATEGORIES, (dearer, DISHES[0])))
    assert event == MenuChanged(version=2, currency="CNY", dishes=(replace(dearer, position=5, priced_in=2),))
    assert house.state.menu.dishes == {**before, "tofu": replace(dearer, position=5, priced_in=2)}
    assert house.bill(house.order("tofu").bill).total_minor == 1300


def test_where_nothing_is_to_change_nothing_happens(house: SmallHouse) -> None:
    for command in (ChangeMenu(), ChangeMenu(CATEGORIES, DISHES), gone("unicorn"), ChangeMenu(currency="CNY")):
        assert house.types(command) == []
        assert house.ask(command, MenuVersion).version == 1
    assert SmallHouse(()).ask(ChangeMenu(currency="CNY"), MenuVersion).version == 1


def test_a_dish_stands_where_it_stood_or_last_or_where_it_is_put(house: SmallHouse) -> None:
    order = [each.dish for each in DISHES]
    house.do(ChangeMenu(dishes=(replace(TOFU, price_minor=1), dish("new"))))
    assert listed(house) == [*order, "new"]
    house.do(ChangeMenu(dishes=(dish("first", position=-1), replace(dish("new"), position=3))))
    assert listed(house) == ["first", *order[:3], "new", *order[3:]]


def test_categories_stand_in_their_places_and_keep_their_dishes_together(house: SmallHouse) -> None:
    house.do(ChangeMenu((DRINKS,), (replace(DISHES[7], category="drinks"),)))
    assert [each.category for each in menu_view(house.state).categories] == ["all", "drinks"]
    assert listed(house)[-1] == "cola"
    house.do(ChangeMenu((replace(DRINKS, position=-5),)))
    assert [each.category for each in menu_view(house.state).categories] == ["drinks", "all"]
    assert listed(house)[0] == "cola"


def test_a_dish_that_leaves_the_menu_takes_its_count_along(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 3))
    house.do(MarkSoldOut("cola", 4))
    house.do(gone("tofu"))
    assert sorted(house.state.menu.stock) == ["cola"]
    house.do(ChangeMenu(CATEGORIES, DISHES))
    assert house.order("tofu").lines


def test_a_dish_that_changes_keeps_its_count(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 3))
    house.do(ChangeMenu(dishes=(replace(TOFU, price_minor=1),)))
    assert house.state.menu.stock["tofu"].remaining == 3


def test_lines_of_a_dish_that_left_the_menu_can_still_be_taken_back(house: SmallHouse) -> None:
    house.do(MarkSoldOut("tofu", 3))
    line = house.line("tofu")
    house.do(only_menu(house.state, DISHES[:1]))
    assert house.types(VoidLine(line, "no")) == ["LineVoided"]


def test_a_dish_that_left_the_menu_is_called_what_it_was_as_long_as_somebody_has_it(house: SmallHouse) -> None:
    one, other = house.order("tofu"), house.order("tofu", table="A02")
    house.order("cola", table="A03")
    house.do(gone("tofu", "cola", "beef"))
    assert house.state.menu.known("tofu") == replace(TOFU, position=5, priced_in=1)
    assert house.state.menu.known("beef") is None
    assert house.types(gone("tofu")) == []
    for number, placed in enumerate((one, other), start=1):
        house.do(BumpTicket(placed.tickets[0]))
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(ClearSession(placed.session))
        assert house.go() == ["PartiesLeft"]
        assert (house.state.menu.known("tofu") is None) == (number == 2)
        assert indexes(house.state) == indexes(rebuilt(house.state))
    assert list(house.state.menu.former) == ["cola"]


def test_a_dish_that_comes_back_is_what_it_is_now(house: SmallHouse) -> None:
    house.order("tofu")
    house.do(gone("tofu"))
    house.do(ChangeMenu(dishes=(replace(TOFU, price_minor=1),)))
    known = house.state.menu.known("tofu")
    assert known is not None
    assert known.price_minor == 1
    assert (dict(house.state.menu.former), list(house.state.menu.former_of)) == ({}, [])


def test_the_small_house_has_no_faults(house: SmallHouse) -> None:
    assert faults(house.state, ChangeMenu(CATEGORIES, DISHES)) == []


@pytest.mark.parametrize(
    ("command", "code", "about", "zh"),
    [
        (ChangeMenu(dishes=(dish("a"), dish("a"))), "twice", "a", "“a（中）”写了两次"),
        (
            ChangeMenu(dishes=(TOFU,), gone=MenuGone(dishes=("tofu",))),
            "set_and_gone",
            "tofu",
            "“tofu（中）”既要改又要删",
        ),
        (gone("tofu", "tofu"), "twice", "tofu", "“tofu”写了两次"),
        (ChangeMenu(dishes=(replace(dish("a"), category="x"),)), "no_category", "a", "“a（中）”所属的分类“x”不存在"),
        (
            ChangeMenu(dishes=(TOFU,), gone=MenuGone(categories=("all",))),
            "no_category",
            "tofu",
            "“tofu（中）”所属的分类“all”不存在（另有1处）",
        ),
        (
            ChangeMenu(gone=MenuGone(categories=("all",))),
            "category_in_use",
            "all",
            "分类“all（中）”里还有13道菜，不能删除",
        ),
        (ChangeMenu((replace(DRINKS, name=Name(zh="", en="")),)), "no_name", "drinks", "“drinks”没有名称"),
        (ChangeMenu((replace(DRINKS, position=1 << 70),)), "position", "drinks", "“drinks（中）”的排列位置超出范围"),
        (ChangeMenu(dishes=(dish("a", price=-1),)), "price", "a", "“a（中）”的价格太大或小于零"),
        (ChangeMenu(currency="yuan"), "currency", "yuan", "币种“yuan”须是三个大写字母，例如CNY"),
    ],
)
def test_a_faulty_menu_is_refused_and_says_where_in_both_languages(
    house: SmallHouse, command: ChangeMenu, code: str, about: str, zh: str
) -> None:
    refused = refusal(house, command)
    first = refused.details["faults"][0]
    assert (first.code, first.about) == (code, about)
    assert refused.message().zh == f"菜单有误：{zh}"
    assert refused.message().en.startswith("The menu is faulty: ")
    assert first.message.en.isascii() or "“" in first.message.en


def test_all_faults_are_told_at_once(house: SmallHouse) -> None:
    wrong = tuple(dish(f"d{number}", price=-1, minutes=0) for number in range(400))
    refused = refusal(house, ChangeMenu(dishes=wrong))
    assert (refused.details["count"], len(refused.details["faults"])) == (800, 500)
    assert {each.code for each in refused.details["faults"]} == {"price", "standard_time"}
    assert refused.message().en.endswith("(and 799 more)")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"price_minor": 1 << 70}, "price"),
        ({"standard_ms": 0}, "standard_time"),
        ({"standard_ms": 1 << 70}, "standard_time"),
        ({"late_permille": -1}, "thresholds"),
        ({"late_permille": 1 << 70}, "thresholds"),
        ({"options": (replace(group(0, 1, 5), choices=(Choice("o", named("o")),) * 2),)}, "option_twice"),
        ({"options": (replace(group(0, 1, 5), choices=(Choice("o", Name(zh="", en="")),)),)}, "option_name"),
        ({"options": (group(0, 1, 1 << 70),)}, "option_price"),
        ({"options": (group(2, 1, 5, 5),)}, "group_count"),
        ({"options": (group(0, 0, 5),)}, "group_count"),
        ({"options": (group(0, 3, 5, 5),)}, "group_count"),
        ({"options": (group(-1, 1, 5),)}, "group_count"),
        ({"options": (group(0, 2, -600, -500),)}, "below_zero"),
        ({"cells": Cells(1, 10, "sum", soups(0))}, "pot"),
        ({"cells": Cells(0, 1, "sum", soups(0))}, "pot"),
        ({"cells": Cells(2, 1, "sum", soups(0))}, "pot"),
        ({"cells": Cells(1, 1, "sum", ())}, "pot"),
        ({"cells": Cells(1, 1, "sum", soups(0) * 2)}, "soup_twice"),
        ({"cells": Cells(1, 1, "sum", (Soup("s", Name(zh="", en="")),))}, "soup_name"),
        ({"cells": Cells(1, 1, "sum", soups(-1))}, "soup_price"),
    ],
)
def test_a_faulty_dish_is_found(change: dict[str, Any], code: str) -> None:
    (fault,) = dish_faults(replace(dish("a"), **change))
    assert (fault.code, fault.about) == (code, "a")
    assert "a（中）" in fault.message.zh
    assert "“a”" in fault.message.en


def test_an_option_may_take_something_off_as_long_as_the_dish_never_pays_the_guest() -> None:
    assert dish_faults(dish("a", price=1000, options=(group(1, 1, -1000, 0),))) == []


def test_a_quick_code_belongs_to_one_dish(house: SmallHouse) -> None:
    beef = next(each for each in DISHES if each.dish == "beef")
    changed(house, ChangeMenu(dishes=(replace(TOFU, code="12"),)))
    assert menu_view(house.state).dishes[4].code == "12"
    (fault,) = faults(house.state, ChangeMenu(dishes=(replace(beef, code="12"),)))
    assert (fault.code, fault.about) == ("code_twice", "beef")
    assert faults(house.state, ChangeMenu(dishes=(replace(beef, code="7"), replace(TOFU, code="7"))))
    swapped = ChangeMenu(dishes=(replace(beef, code="12"), replace(TOFU, code="")))
    assert sorted(each.code for each in changed(house, swapped).dishes) == ["", "12"]
    assert not faults(house.state, ChangeMenu(dishes=(replace(beef, code=""), replace(TOFU, code=""))))


def test_what_left_the_menu_long_ago_is_still_called_what_it_was(house: SmallHouse) -> None:
    house.do(gone("tofu"))
    assert house.state.menu.known("tofu") is None
    assert house.state.menu.name_of("tofu") == TOFU.name
    house.do(ChangeMenu(dishes=(replace(TOFU, price_minor=1),)))
    assert dict(house.state.menu.retired) == {}
    assert indexes(house.state) == indexes(rebuilt(house.state))


def test_the_last_dishes_that_left_are_remembered(house: SmallHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kds.core.menu.events.RETIRED_MOST", 2)
    for each in ("tofu", "cola", "beef"):
        house.do(gone(each))
    assert sorted(house.state.menu.retired) == ["beef", "cola"]
    assert house.state.menu.name_of("tofu") == Name("tofu", "tofu")
