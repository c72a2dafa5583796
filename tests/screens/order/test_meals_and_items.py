"""A set meal is chosen on its sheet, group by group; what is on no menu is written on a form by whoever may sell it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import Hand, OpenOrder

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def name(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


MEAL: dict[str, Any] = {
    "dish": "for_two",
    "name": name("双人套餐", "Meal for Two"),
    "kind": "dish",
    "category": "bases",
    "station": "catch_all",
    "price_minor": 6000,
    "standard_ms": 600_000,
    "code": "888",
    "meal": [
        {"group": "pot", "name": name("锅底", "Pot"), "min": 1, "max": 1, "choices": [{"dish": "twin"}]},
        {
            "group": "main",
            "name": name("主菜", "Main"),
            "min": 1,
            "max": 1,
            "choices": [{"dish": "pork"}, {"dish": "beef", "price_minor": 3000}],
        },
        {"group": "drinks", "name": name("饮料", "Drinks"), "min": 2, "max": 2, "choices": [{"dish": "cola"}]},
    ],
}


@pytest.fixture
def with_meal(kitchen: Kitchen) -> Kitchen:
    kitchen.post("/menu/changes", {"dishes": [MEAL]})
    return kitchen


def test_a_meal_is_chosen_by_touch_cooked_as_its_dishes_and_paid_as_one(
    with_meal: Kitchen, open_order: OpenOrder
) -> None:
    hand = open_order()
    hand.tap(".dish[data-dish=for_two] .dish-add")
    choices = hand.page.locator("#sheet-meal .choice-button")
    expect(choices.nth(3)).to_have_text("可乐 × 2")
    expect(hand.page.locator("#sheet-add")).to_contain_text("还差2项")
    hand.tap("#sheet-meal .choice-button >> nth=0")
    expect(hand.page.locator("#sheet-name")).to_have_text("鸳鸯锅")
    hand.tap("#sheet-pot .choice-button >> nth=0")
    hand.tap("#sheet-pot .choice-button >> nth=2")
    expect(hand.page.locator("#sheet-name")).to_have_text("双人套餐")
    expect(choices.nth(0)).to_contain_text("鸳鸯锅 (牛油 · 清汤)")
    hand.tap("#sheet-meal .choice-button >> nth=2")
    hand.tap("#sheet-add")
    hand.tap("#cart-open")
    expect(hand.page.locator(".cart-name")).to_have_text(["双人套餐"])
    expect(hand.page.locator(".cart-chosen")).to_have_text(["可乐 × 2 · 鸳鸯锅 (牛油 · 清汤) · 雪花肥牛"])
    expect(hand.page.locator(".cart-price")).to_have_text(["¥120.00"])
    hand.tap("#send")
    expect(hand.page.locator("#rounds .sent")).to_have_count(3)
    expect(hand.page.locator("#rounds .sent-what bdi")).to_have_text(
        ["可乐 (双人套餐)", "鸳鸯锅 (双人套餐)", "雪花肥牛 (双人套餐)"]
    )
    (placed,) = with_meal.events("RoundPlaced")
    assert [(line["dish"], line["qty"], line["meal"]["dish"]) for line in placed["lines"]] == [
        ("cola", 2, "for_two"),
        ("twin", 1, "for_two"),
        ("beef", 1, "for_two"),
    ]
    assert sum(line["price_minor"] for line in placed["lines"]) == 12_000
    hand.tap("#repeat")
    expect(hand.page.locator(".cart-price")).to_have_text(["¥120.00"])


def test_a_part_that_is_sold_out_is_said_on_the_sheet(with_meal: Kitchen, open_order: OpenOrder) -> None:
    with_meal.post("/dishes/beef/sold-out", {"remaining": 0})
    hand = open_order()
    hand.tap(".dish[data-dish=for_two] .dish-add")
    beef = hand.page.locator("#sheet-meal .choice-button").nth(2)
    expect(beef).to_be_disabled()
    expect(beef).to_contain_text("沽清")
    with_meal.post("/dishes/cola/sold-out", {"remaining": 1})
    hand.tap("#sheet-meal .choice-button >> nth=1")
    hand.tap("#sheet-groups .choice-button")
    hand.tap("#sheet-meal .choice-button >> nth=0")
    hand.tap("#sheet-pot .choice-button >> nth=0")
    hand.tap("#sheet-pot .choice-button >> nth=0")
    hand.tap("#sheet-add")
    hand.tap("#cart-open")
    expect(hand.page.locator(".cart-fault")).to_be_visible()
    expect(hand.page.locator("#send")).to_be_disabled()


def test_an_open_item_is_written_on_a_form_by_a_manager(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order(role="manager")
    hand.tap("#cart-open")
    hand.tap("#item-open")
    hand.tap("#item-form [type=submit]")
    expect(hand.page.locator("#item-fault")).to_have_text("请写名称，中文英文有一个就行。")
    hand.page.fill("#item-zh", "长寿面")
    hand.page.fill("#item-price", "sixty")
    hand.tap("#item-form [type=submit]")
    expect(hand.page.locator("#item-fault")).to_have_text("单价须是金额，例如 68 或 68.50。")
    hand.page.fill("#item-price", "68.5")
    hand.page.select_option("#item-station", "hot")
    hand.tap("#item-form [type=submit]")
    expect(hand.page.locator(".cart-name")).to_have_text(["长寿面"])
    hand.tap(".cart-line [data-deed=plus]")
    expect(hand.page.locator(".cart-price")).to_have_text(["¥137.00"])
    hand.tap("#send")
    expect(hand.page.locator("#rounds .sent-what bdi")).to_have_text(["长寿面"])
    (placed,) = kitchen.events("RoundPlaced")
    (line,) = placed["lines"]
    assert (line["qty"], line["price_minor"], line["item"]) == (
        2,
        13_700,
        {"name": {"zh": "长寿面", "en": ""}, "station": "hot"},
    )
    hand.tap("#repeat")
    expect(hand.page.locator(".cart-name")).to_have_text(["长寿面"])


def an_item(hand: Hand) -> None:
    """A bowl of noodles that is on no menu, into the order and sent."""
    hand.tap("#cart-open")
    hand.tap("#item-open")
    hand.page.fill("#item-zh", "长寿面")
    hand.page.fill("#item-price", "68")
    hand.page.select_option("#item-station", "hot")
    hand.tap("#item-form [type=submit]")
    hand.tap("#send")
    expect(hand.page.locator("#approving-code")).to_be_focused()


def test_a_manager_approves_of_what_a_waiter_sells_on_no_menu(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order()
    an_item(hand)
    hand.page.keyboard.type("kds_wrong")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#approving [data-own-fault]")).to_be_visible()
    hand.page.keyboard.type(kitchen.secrets["waiter"])
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#approving [data-own-fault]")).to_have_text("这个人也没有权限批准。")
    hand.page.keyboard.type(kitchen.secrets["manager"])
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#rounds .sent-what bdi")).to_have_text(["长寿面"])
    (placed,) = kitchen.events("RoundPlaced")
    assert placed["lines"][0]["price_minor"] == 6800
    kept = hand.page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert kitchen.secrets["manager"] not in kept


def test_what_nobody_approves_of_stays_in_the_order_and_says_why(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order()
    an_item(hand)
    hand.page.keyboard.press("Escape")
    expect(hand.page.locator("#cart-notices")).to_contain_text("没有权限这样做")
    expect(hand.page.locator(".cart-name")).to_have_text(["长寿面"])
    assert kitchen.events("RoundPlaced") == []
    hand.tap("#send")
    expect(hand.page.locator("#approving")).to_be_visible()


def test_what_was_changed_while_it_was_asked_is_not_sent(kitchen: Kitchen, open_order: OpenOrder) -> None:
    """Another tab of the same device."""
    hand = open_order()
    an_item(hand)
    other = open_order(beside=hand)
    other.tap("#cart-open")
    other.tap(".cart-line [data-deed=plus]")
    hand.page.bring_to_front()
    hand.page.keyboard.type(kitchen.secrets["manager"])
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("dialog[open]")).to_have_count(0)
    expect(hand.page.locator(".cart-price")).to_have_text(["¥136.00"])
    assert kitchen.events("RoundPlaced") == []
