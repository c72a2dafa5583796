"""The base first, the seating first, what is charged first; and what comes after."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.screens.guest.conftest import House, OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SOUPS = "#sheet-pot .choice-button"


def choose_base(one: object) -> None:
    """A twin pot with two soups, taken with its price."""
    page = one.page  # type: ignore[attr-defined]
    page.tap("[data-dish=twin] .base")
    for soup in (0, 1):
        page.tap(f"{SOUPS} >> nth={soup}")
    page.tap("#sheet-add")


def test_the_base_is_asked_for_first_and_cooks_while_they_go_on_choosing(kitchen: House, phone: OpenPhone) -> None:
    one = phone()
    expect(one.page.locator("#base-title")).to_be_focused()
    expect(one.page.locator("#dishes")).to_be_hidden()
    choose_base(one)
    expect(one.page.locator("#toast")).to_contain_text("锅底已下单，先煮着")
    expect(one.page.locator("#base-first")).to_be_hidden()
    assert kitchen.dishes == ["twin"]
    two = phone()
    expect(two.page.locator("#base-first")).to_be_hidden()
    expect(two.cart().sent).to_have_count(1)


def test_nothing_of_the_base_goes_before_its_price_is_seen_and_all_of_it_can_be_said(
    kitchen: House, phone: OpenPhone
) -> None:
    one = phone(lang="en")
    one.page.tap("[data-dish=twin] .base")
    expect(one.page.locator("#sheet-price")).to_have_text("So far ¥20.00")
    one.page.tap(f"{SOUPS} >> nth=1")
    expect(one.page.locator("#sheet-price")).to_have_text("So far ¥30.00")
    one.page.tap(f"{SOUPS} >> nth=0")
    expect(one.page.locator("#sheet-add span")).to_have_text("Send the base · ¥50.00")
    expect(one.page.locator("#sheet-price")).to_be_hidden()
    expect(one.page.locator("#sheet")).to_be_visible()
    assert kitchen.dishes == []
    one.page.fill("#sheet-note", "little oil")
    for _ in range(2):
        one.page.tap("#sheet-heads [data-step='1']")
    one.page.tap("#sheet-add")
    expect(one.cart().sent).to_have_count(1)
    (placed,) = kitchen.events("RoundPlaced")
    assert [(line["dish"], line["note"]) for line in placed["lines"]] == [("twin", "little oil")]
    assert kitchen.events("SessionOpened")[0]["guests"] == 2
    one.menu().page.tap(".dish[data-dish=twin] .dish-add")
    expect(one.page.locator("#sheet-heads .cart-guests")).to_be_hidden()


def test_who_chooses_a_base_on_a_second_phone_is_asked_whether_the_table_gets_another(
    kitchen: House, phone: OpenPhone
) -> None:
    one, two = phone(), phone(lang="en")
    two.page.tap("[data-dish=twin] .base")
    for soup in (1, 2):
        two.page.tap(f"{SOUPS} >> nth={soup}")
    choose_base(one)
    expect(two.page.locator("#base-first")).to_be_hidden()
    expect(two.page.locator("#sheet")).to_be_visible()
    two.page.tap("#sheet-add")
    expect(two.page.locator("#question-slips")).to_have_text("1 × Twin Pot: your table has a pot already. Another one?")
    assert kitchen.dishes == ["twin"]
    two.page.tap("#question-no")
    expect(two.cart().names).to_have_text(["Twin Pot"])
    two.page.tap("#send")
    two.page.tap("#question-yes")
    expect(two.sent).to_have_count(2)
    assert kitchen.dishes == ["twin", "twin"]


def test_where_the_house_does_not_want_it_the_base_waits_with_the_others(kitchen: House, phone: OpenPhone) -> None:
    kitchen.set(base_at_once=False)
    one = phone()
    choose_base(one)
    expect(one.page.locator("#base-first")).to_be_hidden()
    expect(one.cart().names).to_have_text(["鸳鸯锅"])
    assert kitchen.dishes == []


def test_whoever_only_drinks_goes_on_without_a_base(kitchen: House, phone: OpenPhone) -> None:
    one = phone()
    one.page.tap("#no-base")
    one.add("cola").cart().page.tap("#send")
    expect(one.sent).to_have_count(1)
    assert kitchen.dishes == ["cola"]


def test_what_is_charged_a_head_is_said_before_the_first_dish_and_reckoned_of_those_who_are_there(
    phone: OpenPhone,
) -> None:
    one = phone()
    expect(one.page.locator("#base-notices")).to_have_text("菜品之外另收：茶位费 ¥3.00/位")
    for _ in range(3):
        one.page.tap("#base-first [data-step='1']")
    choose_base(one)
    expect(one.page.locator("#toast")).to_contain_text("锅底已下单")
    one.page.tap("#bill-open")
    expect(one.page.locator("#bill .bill-row")).to_have_text(["1 × 鸳鸯锅¥50.00", "茶位费 · 3位¥9.00", "总计¥59.00"])
    expect(one.page.locator("#bill")).to_contain_text("到收银台付现金")


def test_where_the_staff_seat_guests_the_first_order_waits_and_goes_by_itself(kitchen: House, phone: OpenPhone) -> None:
    kitchen.set(seated_first=True)
    one = phone().on().add("beef")
    one.cart().page.tap("#send")
    expect(one.page.locator("#cart-notices .is-waiting")).to_contain_text("服务员马上来确认您的桌号")
    expect(one.names).to_have_text(["雪花肥牛"])
    expect(one.page.locator("#send")).to_be_disabled()
    assert kitchen.dishes == []
    kitchen.post("/sessions", {"table": "A01", "guests": 2}, 201)
    expect(one.sent).to_have_count(1)
    expect(one.page.locator("#cart-notices .is-waiting")).to_have_count(0)
    assert kitchen.dishes == ["beef"]


def test_the_usual_of_a_phone_is_offered_and_forgotten_by_one_press(kitchen: House, phone: OpenPhone) -> None:
    one = phone().on().add("beef", "cola")
    expect(one.page.locator("#usual")).to_be_hidden()
    one.cart().page.tap("#send")
    expect(one.sent).to_have_count(2)
    one.scan("A02").on()
    expect(one.page.locator("#usual-dishes li")).to_have_text(["+ 雪花肥牛 ¥88.00", "+ 可乐 ¥6.00"])
    one.page.tap("#usual-dishes li:first-child button")
    expect(one.page.locator("#usual-dishes li")).to_have_count(1)
    one.page.tap("#usual-forget")
    expect(one.page.locator("#usual")).to_be_hidden()
    assert "kds.usual" not in one.page.evaluate("Object.keys(localStorage)")
    assert phone().page.locator("#usual").is_hidden(), "of this phone alone"


def test_how_many_what_is_chosen_is_enough_for(kitchen: House, phone: OpenPhone) -> None:
    kitchen.set(plates_a_guest_permille=1500)
    one = phone().on().add("beef", "cola").cart()
    expect(one.page.locator("#plates")).to_be_hidden()
    one.menu().add("tofu", "lettuce")
    expect(one.cart().page.locator("#plates")).to_have_text("够 2 人吃了")
    one.page.tap("#send")
    expect(one.sent).to_have_count(4)
    expect(one.page.locator("#plates")).to_have_text("够 2 人吃了")


def test_more_than_twice_as_many_guests_as_seats_are_asked_about(kitchen: House, phone: OpenPhone) -> None:
    seats = next(each["seats"] for each in kitchen.get("/tables")["tables"] if each["table"] == "A01")
    one = phone(lang="en")
    doubt = one.page.locator("#base-first [data-doubt]")
    for _ in range(2 * seats):
        one.page.tap("#base-first [data-step='1']")
    expect(doubt).to_be_hidden()
    one.page.tap("#base-first [data-step='1']")
    expect(doubt).to_have_text(f"{2 * seats + 1} guests at a table for {seats}: is that right?")
    one.page.tap("#base-first [data-step='-1']")
    expect(doubt).to_be_hidden()


def test_a_line_is_ninety_nine_at_most(kitchen: House, phone: OpenPhone) -> None:
    one = phone(lang="en").on()
    one.page.tap(".dish[data-dish=tofu] .dish-add")
    one.page.fill("#sheet-qty", "500")
    expect(one.page.locator("#sheet-qty")).to_have_value("99")
    expect(one.page.locator("#sheet-add")).to_contain_text("¥1,188.00")
    one.page.tap("#sheet-add")
    one.add("tofu").cart()
    expect(one.page.locator("#cart-lines .cart-qty")).to_have_text("99 ×")
    one.page.tap("#cart-lines [data-deed=plus]")
    expect(one.page.locator("#cart-lines .cart-qty")).to_have_text("99 ×")


def test_the_last_ones_that_lie_in_ones_own_cart_are_not_called_sold_out(kitchen: House, phone: OpenPhone) -> None:
    one = phone(lang="en").on()
    kitchen.post("/dishes/beef/sold-out", {"remaining": 1})
    row = one.page.locator(".dish[data-dish=beef]")
    expect(row).to_contain_text("1 left")
    one.add("beef")
    expect(row).to_contain_text("the last ones are in your cart")
    expect(row).not_to_have_class(re.compile(r"\bis-out\b"))
    expect(row.locator("[data-deed=add]")).to_be_disabled()
    kitchen.post("/dishes/beef/sold-out", {"remaining": 0})
    expect(row).to_contain_text("sold out")
    expect(row).to_have_class(re.compile(r"\bis-out\b"))


def test_alcohol_and_allergens_are_said_where_a_dish_is_looked_at(phone: OpenPhone) -> None:
    one = phone(lang="en").on()
    expect(one.page.locator(".dish[data-dish=beer]")).to_contain_text("alcohol, sold to adults only")
    one.page.tap(".dish[data-dish=shrimp] .dish-add")
    expect(one.page.locator("#sheet-about")).to_contain_text("Contains: ")


def test_a_dish_is_found_by_name_pinyin_and_initials(phone: OpenPhone) -> None:
    one = phone().on()
    for typed in ("肥牛", "feiniu", "xhfn", "marbled"):
        one.page.fill("#search", typed)
        expect(one.page.locator(".dish .dish-name")).to_have_text(["雪花肥牛"])
