"""A kiosk, 1080 × 1920: one guest after the other, each order called by its number and paid at the till."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.guest.conftest import Guest, House, OpenDevice
from tests.screens.guest.test_phone import CUT, whole
from tests.screens.order.conftest import price

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HIGH = 640
"""Where the lower two thirds begin."""
PRESSED = """(least) => Array.from(document.querySelectorAll('button, a, input')).filter((node) => {
  const box = node.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return box.width && at && node.contains(at) && !node.disabled && box.top < least;
}).map((node) => node.outerHTML.slice(0, 100))"""
SMALL = """() => Array.from(document.querySelectorAll('button, a, input')).filter((node) => {
  const box = node.getBoundingClientRect();
  return box.width && (box.height < 64 || box.width < 64);
}).map((node) => node.outerHTML.slice(0, 100))"""


def chose(one: Guest, *dishes: str, lang: str = "zh") -> Guest:
    """Begun, with these in the cart, which is open."""
    return one.begin(lang).add(*dishes).cart()


def sent(one: Guest) -> str:
    """Ordered; the number by which it is called."""
    one.page.tap("#send")
    expect(one.page.locator("#called-number")).not_to_be_empty()
    return one.page.locator("#called-number").inner_text()


def test_touch_order_and_pay_at_the_till(kitchen: House, device: OpenDevice) -> None:
    one = device("kiosk")
    expect(one.page.locator(".welcome-way:visible")).to_have_text(["触摸开始点餐", "Touch to begin"])
    chose(one, "beef", lang="en")
    expect(one.page.locator("#send")).to_have_text("Order, and pay at the till · ¥88.00")
    assert sent(one) == "No. 1"
    expect(one.page.locator("#called-pay")).to_have_text("Please pay ¥88.00 at the till, in cash or by phone.")
    (placed,) = kitchen.events("RoundPlaced")
    (opened,) = kitchen.events("SessionOpened")
    assert (placed["channel"], opened["service"], opened["number"]) == ("kiosk", "takeaway", 1)


def test_where_guests_are_called_by_number_it_asks_where_they_eat(kitchen: House, device: OpenDevice) -> None:
    kitchen.set(dine_in_by_number=True)
    one = device("kiosk").begin()
    one.page.tap("[data-service=dine_in]")
    expect(one.page.locator("#base-first")).to_be_visible()
    expect(one.page.locator("#base-notices")).to_contain_text("茶位费")
    one.on().add("beef").cart()
    sent(one)
    one.page.tap("#called-done")
    one.begin()
    one.page.tap("[data-service=takeaway]")
    expect(one.page.locator("#base-first")).to_be_hidden()
    one.add("tofu").cart()
    sent(one)
    assert [each["service"] for each in kitchen.events("SessionOpened")] == ["dine_in", "takeaway"]


def test_who_eats_here_says_which_number_plate_they_took(kitchen: House, device: OpenDevice) -> None:
    kitchen.set(dine_in_by_number=True, number_plates=True)
    one = device("kiosk").begin("en")
    one.page.tap("[data-service=dine_in]")
    expect(one.page.locator("#kiosk-plate-title")).to_be_visible()
    expect(one.page.locator("#plate-done")).to_be_disabled()
    for digit in "274":
        one.page.tap(f"[data-digit='{digit}']")
    one.page.tap("[data-deed=erase]")
    expect(one.page.locator("#plate-typed")).to_have_text("27")
    one.page.tap("#plate-done")
    one.on().add("beef").cart()
    sent(one)
    expect(one.page.locator("#called-by")).to_have_text("Your dishes are brought to number plate 27.")
    one.page.tap("#called-done")
    one.begin("en")
    one.page.tap("[data-service=dine_in]")
    expect(one.page.locator("#plate-typed")).to_have_text("–")
    one.page.tap("[data-deed=none]")
    one.on().add("tofu").cart()
    sent(one)
    one.page.tap("#called-done")
    one.begin("en")
    one.page.tap("[data-service=takeaway]")
    one.add("cola").cart()
    sent(one)
    assert [each.get("plate", "") for each in kitchen.events("SessionOpened")] == ["27", "", ""]


def took(kitchen: House, plate: str) -> None:
    """Somebody else has ordered with that plate."""
    lines = [{"dish": "cola", "qty": 1}]
    kitchen.post("/rounds", {"channel": "waiter", "service": "dine_in", "plate": plate, "lines": lines}, 201)


def plated(one: Guest, number: str) -> Guest:
    """Eats here, and types a number plate."""
    one.begin("en")
    one.page.tap("[data-service=dine_in]")
    for digit in number:
        one.page.tap(f"[data-digit='{digit}']")
    return one


def test_a_number_plate_that_is_out_is_refused_and_theirs_is_shown_and_can_be_changed(
    kitchen: House, device: OpenDevice
) -> None:
    kitchen.set(dine_in_by_number=True, number_plates=True)
    took(kitchen, "27")
    one = plated(device("kiosk"), "27")
    expect(one.page.locator("#plate-why")).to_contain_text("Number plate 27 is out already")
    expect(one.page.locator("#plate-done")).to_be_disabled()
    one.page.tap("[data-deed=erase]")
    expect(one.page.locator("#plate-why")).to_be_hidden()
    one.page.tap("#plate-done")
    shown = one.on().add("beef").page.locator(".order-dock [data-plate]")
    expect(shown).to_contain_text("Number plate 2")
    shown.get_by_role("button", name="Change").tap()
    expect(one.page.locator("#plate-typed")).to_have_text("–")
    for digit in "31":
        one.page.tap(f"[data-digit='{digit}']")
    one.page.tap("#plate-done")
    one.cart()
    expect(one.page.locator(".cart-body [data-plate]")).to_contain_text("Number plate 31")
    expect(one.names).to_have_text(["Marbled Beef"])
    sent(one)
    assert [each.get("plate", "") for each in kitchen.events("SessionOpened")] == ["27", "31"]


def test_of_two_who_take_the_same_plate_at_once_the_second_is_asked_again_and_loses_nothing(
    kitchen: House, device: OpenDevice
) -> None:
    kitchen.set(dine_in_by_number=True, number_plates=True)
    one = plated(device("kiosk"), "27")
    one.page.tap("#plate-done")
    one.on().add("beef")
    with one.page.expect_response("**/guest/now*"):
        pass
    took(kitchen, "27")
    one.cart().page.tap("#send")
    expect(one.page.locator("#kiosk-plate-title")).to_be_visible()
    for digit in "28":
        one.page.tap(f"[data-digit='{digit}']")
    one.page.tap("#plate-done")
    expect(one.names).to_have_text(["Marbled Beef"])
    sent(one)
    assert [each.get("plate", "") for each in kitchen.events("SessionOpened")] == ["27", "28"]


def test_a_base_is_part_of_its_order_and_not_sent_by_itself(kitchen: House, device: OpenDevice) -> None:
    kitchen.set(dine_in_by_number=True)
    one = device("kiosk").begin()
    one.page.tap("[data-service=dine_in]")
    one.page.tap("[data-dish=nine] .base")
    one.page.tap(".pot-cell >> nth=0")
    one.page.locator("#sheet-pot .choice-button").first.tap()
    one.page.tap("#sheet-add")
    one.add("beef").cart()
    expect(one.names).to_have_text(["九宫格", "雪花肥牛"])
    assert kitchen.dishes == []
    sent(one)
    assert kitchen.dishes == ["nine", "beef"]
    assert len(kitchen.events("SessionOpened")) == 1


def test_after_a_while_it_is_the_next_guests_and_each_has_a_number(kitchen: House, device: OpenDevice) -> None:
    one = device("kiosk", clock=True)
    assert sent(chose(one, "beef")) == "1 号"
    expect(one.page.locator("#called-in")).to_contain_text("20 秒")
    one.page.clock.run_for(19_000)
    expect(one.page.locator("#kiosk-called")).to_be_visible()
    one.page.clock.run_for(1_500)
    expect(one.page.locator("#welcome")).to_be_visible()
    one.begin()
    expect(one.cart().names).to_have_count(0)
    expect(one.sent).to_have_count(0)
    one.menu().add("tofu").cart()
    assert sent(one) == "2 号"
    assert kitchen.dishes == ["beef", "tofu"]


def test_law_10_abandoned_it_asks_clears_and_begins_anew(kitchen: House, device: OpenDevice) -> None:
    one = device("kiosk", clock=True).begin().add("beef")
    one.page.tap("#larger")
    one.page.tap("#lower")
    one.page.fill("#search", "活虾")
    one.page.clock.run_for(59_000)
    expect(one.page.locator("#still")).to_be_hidden()
    one.page.clock.run_for(1_500)
    expect(one.page.locator("#still-in")).to_contain_text("15 秒")
    one.page.clock.run_for(16_000)
    expect(one.page.locator("#welcome")).to_be_visible()
    assert "beef" not in one.page.evaluate("JSON.stringify(localStorage)")
    one.begin()
    expect(one.page.locator("#search")).to_have_value("")
    expect(one.page.locator("#larger")).to_have_attribute("aria-pressed", "false")
    expect(one.page.locator("#toast")).to_be_hidden()
    expect(one.cart().names).to_have_count(0)
    one.page.reload()
    expect(one.page.locator("#link")).to_have_attribute("data-state", "live")
    expect(one.names).to_have_count(0)
    assert kitchen.dishes == []


def test_who_is_still_there_goes_on_where_they_were(device: OpenDevice) -> None:
    one = device("kiosk", clock=True).begin().add("beef")
    one.page.clock.run_for(61_000)
    one.page.tap(".still-here")
    one.page.clock.run_for(20_000)
    expect(one.page.locator("#still")).to_be_hidden()
    expect(one.cart().names).to_have_text(["雪花肥牛"])


def test_start_over_clears_the_cart(device: OpenDevice) -> None:
    one = device("kiosk").begin().add("beef")
    one.page.tap("#anew")
    expect(one.page.locator("#welcome")).to_be_visible()
    expect(one.begin().cart().names).to_have_count(0)


def test_an_order_that_is_not_sent_yet_says_so_and_goes_by_itself(kitchen: House, device: OpenDevice) -> None:
    one = chose(device("kiosk"), "beef", lang="en")
    one.page.route("**/api/v1/rounds", lambda route: route.abort())
    one.page.tap("#send")
    expect(one.page.locator("#sending-says")).to_contain_text("it is not known whether your order was sent")
    expect(one.page.locator("#kiosk-called")).to_be_hidden()
    one.page.reload()
    expect(one.page.locator("#sending-says")).to_contain_text("it is not known whether your order was sent")
    one.page.unroute("**/api/v1/rounds")
    expect(one.page.locator("#called-number")).to_have_text("No. 1", timeout=20_000)
    assert kitchen.dishes == ["beef"]


def test_who_does_not_wait_for_the_network_gives_their_order_up(kitchen: House, device: OpenDevice) -> None:
    one = chose(device("kiosk"), "beef", lang="en")
    one.page.route("**/api/v1/rounds", lambda route: route.abort())
    one.page.tap("#send")
    expect(one.page.locator("#give-up")).to_have_text("Do not send it: I order at the till")
    one.page.tap("#give-up")
    expect(one.page.locator("#welcome")).to_be_visible()
    one.page.unroute("**/api/v1/rounds")
    one.page.reload()
    one.begin("en").add("tofu").cart()
    sent(one)
    assert kitchen.dishes == ["tofu"]


def test_an_order_that_cannot_be_taken_comes_back_with_what_is_wrong(kitchen: House, device: OpenDevice) -> None:
    one = chose(device("kiosk"), "beef", "tofu")
    kitchen.post("/dishes/beef/sold-out", {"remaining": 0})
    one.page.tap("#send")
    expect(one.page.locator("#cart .is-faulty")).to_contain_text("沽清")
    expect(one.page.locator("#kiosk-called")).to_be_hidden()
    assert kitchen.dishes == []


def test_its_number_is_told_again_after_a_reload_and_when_it_came_late(kitchen: House, device: OpenDevice) -> None:
    one = chose(device("kiosk"), "beef", lang="en")
    one.page.route("**/guest/called*", lambda route: route.abort())
    one.page.tap("#send")
    expect(one.page.locator("#called-none")).to_have_text("Its number comes in a moment.")
    one.page.unroute("**/guest/called*")
    expect(one.page.locator("#called-number")).to_have_text("No. 1")
    one.page.reload()
    expect(one.page.locator("#called-number")).to_have_text("No. 1")


def test_without_a_network_nobody_begins(kitchen: House, device: OpenDevice) -> None:
    one = device("kiosk")
    kitchen.kill()
    expect(one.page.locator("[data-begin=zh]")).to_be_disabled(timeout=20_000)
    kitchen.start()
    expect(one.page.locator("[data-begin=zh]")).to_be_enabled(timeout=20_000)


def test_the_menu_and_the_prices_are_those_of_the_kiosk(kitchen: House, device: OpenDevice) -> None:
    dear = price("beef", 8800)
    dear["dishes"][0]["prices"] = [{"channels": ["kiosk"], "price_minor": 7700}]
    kitchen.post("/menu/changes", dear)
    one = chose(device("kiosk"), "beef")
    expect(one.page.locator("#cart-lines .cart-price")).to_have_text("¥77.00")
    sent(one)
    assert [line["price_minor"] for line in kitchen.events("RoundPlaced")[0]["lines"]] == [7700]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_that_is_pressed_is_reached_from_a_wheelchair(kitchen: House, device: OpenDevice, lang: str) -> None:
    kitchen.set(dine_in_by_number=True, number_plates=True)
    one = device("kiosk")
    low = [one.page.evaluate(PRESSED, HIGH)]
    one.begin(lang)
    low.append(one.page.evaluate(PRESSED, HIGH))
    one.page.tap("[data-service=dine_in]")
    low.append(one.page.evaluate(PRESSED, HIGH))
    one.page.tap("[data-deed=none]")
    assert one.page.locator("#lower").bounding_box()["y"] > HIGH  # type: ignore[index]
    one.page.tap("#lower")
    low.append(one.page.evaluate(PRESSED, HIGH))
    one.on()
    low.append(one.page.evaluate(PRESSED, HIGH))
    one.page.tap("#lower")
    one.page.tap(".dish[data-dish=pork] [data-deed=add]")
    low.append(one.page.evaluate(PRESSED, HIGH))
    one.page.keyboard.press("Escape")
    one.add("beef").cart()
    low.append(one.page.evaluate(PRESSED, HIGH))
    sent(one)
    low.append(one.page.evaluate(PRESSED, HIGH))
    assert low == [[]] * 8


@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_state_is_sound_and_whole(kitchen: House, device: OpenDevice, lang: str, large: bool) -> None:
    kitchen.set(dine_in_by_number=True, number_plates=True)
    one = device("kiosk", clock=True)
    whole(one.page)
    one.begin(lang)
    whole(one.page)
    one.page.tap("[data-service=dine_in]")
    whole(one.page)
    assert one.page.evaluate(SMALL) == []
    one.page.tap("[data-deed=none]")
    if large:
        one.page.tap("#larger")
    whole(one.page)
    one.on()
    whole(one.page)
    assert one.page.evaluate(SMALL) == []
    for stays in ("#cart-open", "#search", "#lower", "#anew", "#larger"):
        expect(one.page.locator(stays)).to_be_in_viewport(ratio=1)
    one.page.tap(".dish[data-dish=pork] [data-deed=add]")
    whole(one.page)
    one.page.keyboard.press("Escape")
    one.add("paste", "beer", "beef").cart()
    whole(one.page)
    expect(one.page.locator("#send")).to_be_in_viewport(ratio=1)
    one.page.clock.run_for(61_000)
    expect(one.page.locator("#still")).to_be_visible()
    assert one.page.evaluate(CUT) == []
    one.page.tap(".still-here")
    sent(one)
    whole(one.page)
