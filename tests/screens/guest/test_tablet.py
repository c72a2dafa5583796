"""A tablet at a table, 1280 × 800: the cart of the table on it, and nothing of one party for the next."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace
from playwright.sync_api import expect

from tests.screens.guest.conftest import Guest, House, OpenDevice, OpenPhone
from tests.screens.guest.test_phone import leave, whole
from tests.screens.order.conftest import DISHES, LONG

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENT_AWAY = """() => Array.from(document.querySelectorAll('a[href], form[action]'))
  .map((each) => each.getAttribute('href') || each.getAttribute('action'))
  .filter((each) => !each.startsWith('/guest?lang='))"""
CLIPPED = """() => Array.from(document.querySelectorAll('.base')).flatMap((base) => {
  const { left, right, bottom } = base.getBoundingClientRect();
  return Array.from(base.querySelectorAll('*')).filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width && (box.left < left || box.right > right + 0.5 || box.bottom > bottom + 0.5);
  }).map((node) => node.className);
})"""
SMALL = """() => Array.from(document.querySelectorAll('button, a, input')).filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width && (box.height < 44 || box.width < 44);
}).map((node) => node.outerHTML.slice(0, 100))"""


def ordered(one: Guest, *dishes: str) -> Guest:
    """What is sent from the tablet, whose cart is always there."""
    one.on().add(*dishes).page.tap("#send")
    expect(one.sent).to_have_count(len(dishes))
    return one


def left(kitchen: House, one: Guest) -> None:
    """The party has gone, and the tablet is of the next visit."""
    before = one.visit
    leave(kitchen)
    changed = "(before) => document.body && JSON.parse(document.body.dataset.party).visit !== before"
    one.page.wait_for_function(changed, arg=before)
    expect(one.page.locator("#link")).to_have_attribute("data-state", "live")
    expect(one.page.locator("#welcome")).to_be_visible()


def test_it_welcomes_in_both_languages_and_goes_on_in_the_one_that_is_touched(device: OpenDevice) -> None:
    one = device("tablet")
    expect(one.page.locator("#welcome")).to_contain_text("A01")
    expect(one.page.locator(".welcome-way")).to_have_text(["触摸开始点餐", "Touch to begin"])
    expect(one.page.locator("#send")).to_be_hidden()
    one.begin("en")
    expect(one.page.locator("#base-title")).to_have_text("Which soup base?")
    one.page.reload()
    expect(one.page.locator("#base-title")).to_be_visible()
    expect(one.page.locator("#welcome")).to_be_hidden()


def test_its_cart_is_the_one_of_the_phones_at_its_table(kitchen: House, device: OpenDevice, phone: OpenPhone) -> None:
    one, two = device("tablet").begin().on(), phone().on()
    one.add("beef")
    two.add("tofu").cart()
    expect(one.names).to_have_text(["雪花肥牛", "冻豆腐"])
    expect(two.names).to_have_text(["雪花肥牛", "冻豆腐"])
    two.page.tap("#send")
    expect(one.sent).to_have_count(2)
    expect(one.names).to_have_count(0)
    assert [each["channel"] for each in kitchen.events("RoundPlaced")] == ["scan"]
    one.add("cola").page.tap("#send")
    expect(two.sent).to_have_count(3)
    assert [each["channel"] for each in kitchen.events("RoundPlaced")] == ["scan", "tablet"]
    assert len({each["session"] for each in kitchen.events("RoundPlaced")}) == 1


def test_the_base_comes_first_and_is_sent_at_once(kitchen: House, device: OpenDevice) -> None:
    one = device("tablet").begin()
    one.page.tap("[data-dish=nine] .base")
    one.page.tap(".pot-cell >> nth=0")
    one.page.locator("#sheet-pot .choice-button").first.tap()
    one.page.tap("#sheet-add")
    expect(one.sent).to_have_count(1)
    assert kitchen.dishes == ["nine"]


@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_base_is_clipped_however_long_it_is_called(
    kitchen: House, device: OpenDevice, lang: str, large: bool
) -> None:
    twin = next(each for each in DISHES if each.dish == "twin")
    kitchen.post("/menu/changes", {"dishes": [msgspec.to_builtins(replace(twin, name=LONG))]})
    one = device("tablet").begin(lang)
    if large:
        one.page.tap("#larger")
    expect(one.page.locator("[data-dish=twin] .base-name")).to_have_text(LONG.zh if lang == "zh" else LONG.en)
    assert one.page.evaluate(CLIPPED) == []


def test_dishes_are_hurried_somebody_is_called_and_the_bill_is_asked_for(kitchen: House, device: OpenDevice) -> None:
    kitchen.set(rush_after_ms=0)
    one = ordered(device("tablet").begin(), "beef")
    one.page.tap(".is-rush")
    expect(one.sent.locator(".sent-more")).to_contain_text("已催 1 次")
    one.page.tap("#service-open")
    one.page.tap("[data-kind=soup]")
    expect(one.page.locator(".call")).to_have_count(1)
    one.page.tap("#service [data-close]")
    one.page.tap("#bill-open")
    expect(one.page.locator("#bill .bill-row")).to_have_count(3)
    one.page.tap("#ask-bill")
    expect(one.page.locator("#bill-asked")).to_be_visible()
    assert len(kitchen.events("BillAsked")) == len(kitchen.events("ServiceCalled")) == 1


def test_law_10_the_next_party_finds_a_clean_page_of_its_table(kitchen: House, device: OpenDevice) -> None:
    one = ordered(device("tablet").begin(), "beef")
    one.add("tofu")
    one.page.tap("#larger")
    one.page.fill("#search", "活虾")
    left(kitchen, one)
    kept = one.page.evaluate("Object.keys(localStorage).concat(JSON.stringify(localStorage))")
    assert not any("beef" in each or "tofu" in each for each in kept), kept
    one.begin().on()
    expect(one.names).to_have_count(0)
    expect(one.sent).to_have_count(0)
    expect(one.page.locator("#notices")).not_to_contain_text("冻豆腐")
    expect(one.page.locator("#larger")).to_have_attribute("aria-pressed", "false")
    expect(one.page.locator("#usual")).to_be_hidden()
    ordered(one, "cola")
    assert kitchen.dishes == ["beef", "cola"]


def test_law_10_what_was_on_its_way_when_the_party_left_is_shown_to_nobody(kitchen: House, device: OpenDevice) -> None:
    one = ordered(device("tablet").begin(), "beef")
    one.page.route("**/api/v1/rounds", lambda route: route.abort())
    one.add("tofu").page.tap("#send")
    expect(one.page.locator("#waiting")).to_contain_text("已保存在这台平板上")
    left(kitchen, one)
    one.page.unroute("**/api/v1/rounds")
    one.begin().on()
    one.page.reload()
    expect(one.page.locator("#link")).to_have_attribute("data-state", "live")
    ordered(one, "cola")
    expect(one.page.locator("body")).not_to_contain_text("没有下单的")
    expect(one.names).to_have_count(0)
    assert kitchen.dishes == ["beef", "cola"]


def test_a_party_that_moves_to_another_table_takes_its_order_along(kitchen: House, device: OpenDevice) -> None:
    one = ordered(device("tablet").begin(), "beef")
    one.add("tofu")
    session = kitchen.events("RoundPlaced")[0]["session"]
    kitchen.post(f"/sessions/{session}/move", {"table": "A02"})
    expect(one.page.locator("#welcome")).to_be_visible()
    one.begin().on()
    expect(one.names).to_have_count(0)
    expect(one.sent).to_have_count(0)


def test_what_was_chosen_on_it_goes_with_a_party_that_moves(
    kitchen: House, device: OpenDevice, phone: OpenPhone
) -> None:
    one, two = device("tablet").begin(), phone().on()
    ordered(one, "beef")
    one.add("tofu")
    expect(two.cart().names).to_have_text(["冻豆腐"])
    session = kitchen.events("RoundPlaced")[0]["session"]
    kitchen.post(f"/sessions/{session}/move", {"table": "A02"})
    expect(one.page.locator("#welcome")).to_be_visible()
    two.page.reload()
    expect(two.names).to_have_text(["冻豆腐"])


def test_it_shares_the_cart_of_a_party_that_comes_from_another_table(
    kitchen: House, device: OpenDevice, phone: OpenPhone
) -> None:
    two = phone("A02").on().add("beef").cart()
    two.page.tap("#send")
    expect(two.sent).to_have_count(1)
    one = device("tablet").begin()
    session = kitchen.events("RoundPlaced")[0]["session"]
    kitchen.post(f"/sessions/{session}/move", {"table": "A01"})
    expect(one.sent).to_have_count(1)
    two.menu().add("tofu")
    expect(one.names).to_have_text(["冻豆腐"])


def test_what_somebody_chose_who_went_without_ordering_is_cleared(device: OpenDevice, phone: OpenPhone) -> None:
    one = device("tablet", clock=True).begin().on().add("beef")
    two = phone().on().cart()
    expect(two.names).to_have_count(1)
    one.page.clock.run_for(301_000)
    expect(one.page.locator("#still")).to_be_visible()
    one.page.tap(".still-here")
    expect(one.names).to_have_count(1)
    one.page.clock.run_for(301_000)
    one.page.clock.run_for(16_000)
    expect(one.page.locator("#welcome")).to_be_visible()
    expect(two.names).to_have_count(0)


def test_who_has_ordered_is_not_asked_whether_they_are_there(kitchen: House, device: OpenDevice) -> None:
    one = ordered(device("tablet", clock=True).begin(), "beef").add("tofu")
    one.page.clock.run_for(400_000)
    expect(one.page.locator("#still")).to_be_hidden()
    expect(one.names).to_have_count(1)


def test_nothing_leads_out_of_it_and_no_press_opens_a_menu(device: OpenDevice) -> None:
    one = device("tablet").begin().on()
    assert one.page.evaluate(SENT_AWAY) == []
    stopped = "!document.body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))"
    assert one.page.evaluate(stopped)
    assert one.page.evaluate("getComputedStyle(document.querySelector('.dish-name')).userSelect") == "none"
    for path in ("/order", "/floor", "/settings"):
        one.page.goto(f"{one.house.url}{path}")
        assert one.page.locator("#dishes, .floor").count() == 0


def test_at_a_table_that_several_share_it_says_so_and_comes_back(kitchen: House, device: OpenDevice) -> None:
    one = device("tablet").begin().on()
    parties = [kitchen.post("/sessions", {"table": "A01", "guests": 2, "share": True}, 201) for _ in range(2)]
    expect(one.page.locator("#over")).to_be_visible(timeout=20_000)
    kitchen.post(f"/sessions/{parties[0]['session']}/clear")
    expect(one.page.locator("#over")).to_be_hidden(timeout=20_000)


def test_it_goes_on_where_guests_may_not_order_by_their_phones(
    kitchen: House, device: OpenDevice, phone: OpenPhone
) -> None:
    one, ann = device("tablet").begin().on(), phone(lang="en")
    kitchen.set(guests_order=False)
    expect(ann.page.locator("#over-why")).to_have_text("Ordering by phone is switched off")
    expect(ann.page.locator("#over-scan")).to_be_hidden()
    ordered(one, "beef")
    assert kitchen.dishes == ["beef"]


@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_state_is_sound_and_whole(kitchen: House, device: OpenDevice, lang: str, large: bool) -> None:
    kitchen.set(plates_a_guest_permille=1000, rush_after_ms=0)
    one = device("tablet")
    whole(one.page)
    one.begin(lang)
    if large:
        one.page.tap("#larger")
    whole(one.page)
    one.on()
    whole(one.page)
    assert one.page.evaluate(SMALL) == []
    for stays in ("#send", "#service-open", "#bill-open", "#categories", "#search", "#cart"):
        expect(one.page.locator(stays)).to_be_in_viewport(ratio=1)
    one.page.tap(".dish[data-dish=pork] [data-deed=add]")
    whole(one.page)
    one.page.keyboard.press("Escape")
    one.add("paste", "beer", "beef")
    whole(one.page)
    one.page.tap("#send")
    expect(one.sent).to_have_count(3)
    whole(one.page)
    one.page.tap("#service-open")
    whole(one.page)
    one.page.tap("#service [data-close]")
    one.page.tap("#bill-open")
    expect(one.page.locator("#bill .bill-row")).to_have_count(5)
    whole(one.page)
