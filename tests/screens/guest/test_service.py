"""What guests ask for from their phone: where a dish is, somebody to come, the bill."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.screens.guest.conftest import Guest, House, OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ordered(one: Guest, *dishes: str) -> Guest:
    """They are on the way to being cooked."""
    one.on().add(*dishes).cart().page.tap("#send")
    expect(one.sent).to_have_count(len(dishes))
    return one


def test_each_dish_says_how_far_it_is_and_when_to_expect_it(kitchen: House, phone: OpenPhone) -> None:
    one = ordered(phone(), "beef")
    more = one.sent.locator(".sent-more")
    expect(more).to_contain_text("大约 ")
    expect(more).to_contain_text("5 分钟后可以催")
    ticket = kitchen.events("RoundPlaced")[0]["lines"][0]["line"]
    kitchen.post(f"/lines/{ticket}/serve")
    expect(one.sent).to_have_attribute("data-state", "served")
    expect(more).to_be_hidden()


def test_the_kitchen_is_asked_and_not_again_for_a_while(kitchen: House, phone: OpenPhone) -> None:
    kitchen.set(rush_after_ms=0, rush_every_ms=180_000)
    one = ordered(phone(), "beef")
    one.page.tap(".is-rush")
    expect(one.page.locator("#toast")).to_contain_text("已经催过厨房了")
    expect(one.page.locator(".is-rush")).to_have_count(0)
    expect(one.sent.locator(".sent-more")).to_contain_text("已催 1 次")
    expect(one.sent.locator(".sent-more")).to_contain_text("3 分钟后可以催")
    assert len(kitchen.events("LineRushed")) == 1


def test_a_call_shows_on_every_phone_who_is_on_the_way_and_can_be_taken_back(kitchen: House, phone: OpenPhone) -> None:
    one, two = ordered(phone(), "beef"), phone()
    one.menu().page.tap("#service-open")
    one.page.tap("[data-kind=soup]")
    two.on().page.tap("#service-open")
    for each in (one, two):
        expect(each.page.locator(".call")).to_contain_text("已通知服务员")
    (call,) = kitchen.events("ServiceCalled")
    kitchen.post(f"/calls/{call['call']}/take")
    expect(two.page.locator(".call")).to_contain_text("服务员正在过来")
    two.page.tap(".call button")
    for each in (one, two):
        expect(each.page.locator(".call")).to_have_count(0)
    assert kitchen.events("CallEnded")[0]["withdrawn"] is True


def test_what_no_button_says_is_written(kitchen: House, phone: OpenPhone) -> None:
    one = ordered(phone(), "beef")
    one.menu().page.tap("#service-open")
    one.page.fill("#service-words", "儿童椅一把")
    one.page.press("#service-words", "Enter")
    expect(one.page.locator(".call b")).to_have_text("儿童椅一把")
    expect(one.page.locator("#service")).to_be_visible()


def test_before_anybody_has_ordered_there_is_nobody_to_call_for(phone: OpenPhone) -> None:
    one = phone()
    one.menu().page.tap("#service-open")
    expect(one.page.locator("#service-none")).to_be_visible()
    expect(one.page.locator("#service-kinds")).to_be_hidden()


def test_the_bill_is_seen_checked_and_asked_for(kitchen: House, phone: OpenPhone) -> None:
    one = ordered(phone(lang="en"), "beef", "tofu")
    bill = kitchen.events("BillOpened")[0]["bill"]
    kitchen.post(f"/bills/{bill}/reductions", {"kind": "amount", "value": 1000, "reason": "Regular guest"})
    one.menu().page.tap("#bill-open")
    rows = one.page.locator("#bill .bill-row")
    expect(one.page.locator("#ask-bill")).to_be_visible()
    expect(rows).to_have_text(
        ["1 × Marbled Beef¥88.00", "1 × Frozen Tofu¥12.00", "Regular guest-¥10.00", "Tea and place¥0.00", "Total¥90.00"]
    )
    one.page.tap("#ask-bill")
    expect(one.page.locator("#bill-asked")).to_have_text(
        re.compile(r"The staff were told at \d\d:\d\d that you would like the bill\.")
    )
    expect(one.page.locator("#ask-bill")).to_be_hidden()
    assert len(kitchen.events("BillAsked")) == 1
    kitchen.post(f"/bills/{bill}/pay", {"tender": "cash", "amount_minor": 4000})
    expect(rows.last).to_have_text("To pay¥50.00")


def test_who_has_nothing_to_pay_asks_for_no_bill(kitchen: House, phone: OpenPhone) -> None:
    one = ordered(phone(lang="en"), "cola")
    (line,) = [line["line"] for line in kitchen.events("RoundPlaced")[0]["lines"]]
    kitchen.post(f"/lines/{line}/void", {"reason": "no"})
    one.menu().page.tap("#bill-open")
    expect(one.page.locator("#bill .bill-row")).to_have_text(["Tea and place¥0.00", "Total¥0.00"])
    expect(one.page.locator("#ask-bill")).to_be_hidden()
