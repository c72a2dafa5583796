"""Phones at a table share one cart, and what they send is ordered once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.screens.guest.conftest import Guest, House, OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUNDS = "**/api/v1/rounds"


def held(guest: Guest) -> list[Route]:
    """Orders of this phone from now on, which wait on their way."""
    waiting: list[Route] = []
    guest.page.route(ROUNDS, lambda route: waiting.append(route))
    return waiting


def is_held(guest: Guest, waiting: list[Route]) -> None:
    """An order is on its way."""
    for _ in range(200):
        if waiting:
            return
        guest.page.wait_for_timeout(20)
    raise AssertionError("nothing was sent")


def test_what_one_chooses_the_others_see_with_who_it_was(phone: OpenPhone) -> None:
    one, two = phone().on(), phone().on()
    two.cart().page.fill("#nickname", "小王")
    two.page.press("#nickname", "Enter")
    two.menu().add("beef")
    one.add("tofu").cart()
    expect(one.names).to_have_text(["雪花肥牛", "冻豆腐"])
    expect(one.page.locator("#cart-lines .cart-who:visible")).to_have_text(["小王"])
    expect(two.cart().page.locator("#cart-lines .cart-who:visible")).to_have_text(["同桌"])
    one.page.tap("#cart-lines .cart-line:first-child [data-deed=plus]")
    expect(two.page.locator("#cart-lines .cart-qty").first).to_have_text("2 ×")
    two.page.tap("#cart-lines .cart-line:nth-child(2) [data-deed=less]")
    expect(one.names).to_have_text(["雪花肥牛"])


def test_they_send_all_of_it_together_and_are_asked_whether_they_want_both(kitchen: House, phone: OpenPhone) -> None:
    one, two = phone().on(), phone().on()
    one.add("beef", "tofu")
    two.add("beef").cart()
    expect(two.names).to_have_count(3)
    two.page.tap("#send")
    expect(two.page.locator("#question-slips")).to_contain_text("雪花肥牛")
    two.page.tap("#question-yes")
    for each in (one.cart(), two):
        expect(each.sent).to_have_count(3)
        expect(each.names).to_have_count(0)
    assert sorted(kitchen.dishes) == ["beef", "beef", "tofu"]


def test_or_each_only_what_is_theirs(kitchen: House, phone: OpenPhone) -> None:
    one, two = phone().on(), phone().on()
    one.add("beef")
    two.add("tofu", "cola").cart()
    expect(two.page.locator("#send-own")).to_have_text("只下我点的（2）")
    two.page.tap("#send-own")
    expect(one.cart().sent).to_have_count(2)
    expect(one.names).to_have_text(["雪花肥牛"])
    expect(one.page.locator("#send-own")).to_be_hidden()
    assert kitchen.dishes == ["tofu", "cola"]


def test_who_send_the_same_cart_at_once_order_it_once(kitchen: House, phone: OpenPhone) -> None:
    one, two = phone().on(), phone().on()
    one.add("beef")
    two.add("tofu")
    for each in (one, two):
        expect(each.cart().names).to_have_count(2)
    waiting = {each.visit: held(each) for each in (one, two)}
    for each in (one, two):
        each.page.tap("#send")
        is_held(each, waiting[each.visit])
    for each in (one, two):
        waiting[each.visit][0].continue_()
    for each in (one, two):
        expect(each.sent).to_have_count(2)
        expect(each.names).to_have_count(0)
        expect(each.page.locator("#waiting")).to_be_hidden()
    assert sorted(kitchen.dishes) == ["beef", "tofu"]


def test_who_takes_out_what_another_has_just_sent_is_told(kitchen: House, phone: OpenPhone) -> None:
    one, two = phone().on(), phone().on()
    one.add("beef")
    expect(two.cart().names).to_have_count(1)
    waiting = held(one)
    one.cart().page.tap("#send")
    is_held(one, waiting)
    two.page.tap("#cart-lines [data-deed=less]")
    expect(two.names).to_have_count(0)
    waiting[0].continue_()
    expect(two.page.locator("#toast")).to_contain_text("雪花肥牛 已经有人下单了")
    expect(two.sent).to_have_count(1)
    assert kitchen.dishes == ["beef"]


def test_the_same_line_with_other_choices_is_not_ordered_a_second_time(kitchen: House, phone: OpenPhone) -> None:
    """One makes it two while the other sends it as it was: the line stands as it was sent."""
    one, two = phone().on(), phone().on()
    one.add("beef")
    expect(two.cart().names).to_have_count(1)
    waiting = held(one)
    one.cart().page.tap("#send")
    is_held(one, waiting)
    two.page.tap("#cart-lines [data-deed=plus]")
    waiting[0].continue_()
    for each in (one, two):
        expect(each.sent).to_have_count(1)
        expect(each.names).to_have_count(0)
    (placed,) = kitchen.events("RoundPlaced")
    assert [line["qty"] for line in placed["lines"]] == [1]


def test_a_server_that_begins_anew_hears_of_the_cart_again(kitchen: House, phone: OpenPhone) -> None:
    one, two = phone().on(), phone().on()
    one.add("beef", "tofu").cart()
    expect(two.cart().names).to_have_count(2)
    two.page.tap("#cart-lines .cart-line:nth-child(2) [data-deed=less]")
    two.menu().add("cola")
    expect(one.names).to_have_count(2)
    kitchen.kill()
    expect(one.page.locator("#link")).to_have_attribute("data-state", "stale", timeout=20_000)
    one.menu().add("lettuce").cart()
    kitchen.start()
    expect(two.cart().names).to_have_text(["雪花肥牛", "可乐", "生菜"], timeout=30_000)
    expect(one.names).to_have_text(["雪花肥牛", "可乐", "生菜"])
    one.page.tap("#send")
    expect(two.sent).to_have_count(3)
    assert sorted(kitchen.dishes) == ["beef", "cola", "lettuce"]


def test_a_phone_that_is_opened_again_has_its_cart(phone: OpenPhone) -> None:
    one = phone().on().add("beef")
    one.page.reload()
    expect(one.cart().names).to_have_text(["雪花肥牛"])
    expect(one.page.locator("#base-first")).to_be_hidden()
