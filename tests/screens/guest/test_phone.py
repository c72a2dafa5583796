"""A guest's phone: whose it is, what it sends, what it shows when things change, and that anybody can use it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.screens.guest.conftest import Guest, House, OpenPhone
from tests.screens.order.conftest import price
from tests.screens.people.looking import sound

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CUT = """() => Array.from(document.querySelectorAll('button, p, li, h1, h2, bdi, span, b, small, a')).filter((node) => {
  const box = node.getBoundingClientRect();
  if (!box.width || !node.textContent.trim()) return false;
  const style = getComputedStyle(node);
  if (style.overflowX !== 'visible' || style.display === 'inline') return false;
  return node.scrollWidth > node.clientWidth + 1;
}).map((node) => node.outerHTML.slice(0, 120))"""


def whole(page: Page) -> None:
    """Nothing grave, nothing wider than the phone, and no letter outside of what it stands in."""
    sound(page)
    assert page.evaluate(CUT) == []


def ordered(one: Guest, *dishes: str) -> Guest:
    one.on().add(*dishes).cart().page.tap("#send")
    expect(one.sent).to_have_count(len(dishes))
    return one


def test_who_loads_the_page_again_has_not_scanned_again(kitchen: House, phone: OpenPhone) -> None:
    """A scan is who sits down now; the page of last week, opened again at home, is not."""
    one = phone()
    assert one.page.url == f"{kitchen.url}/guest"
    visit = one.visit
    one.page.reload()
    expect(one.page.locator("#link")).to_have_attribute("data-state", "live")
    assert (one.page.url, one.visit) == (f"{kitchen.url}/guest", visit)


def leave(kitchen: House) -> None:
    """The party at A01 pays and goes."""
    placed = kitchen.events("RoundPlaced")[-1]
    bill = kitchen.events("BillOpened")[-1]["bill"]
    kitchen.post(f"/bills/{bill}/pay", {"tender": "card", "amount_minor": kitchen.get(f"/bills/{bill}")["due_minor"]})
    kitchen.post(f"/sessions/{placed['session']}/clear")


def test_the_next_party_sees_nothing_of_the_last(kitchen: House, phone: OpenPhone) -> None:
    one = ordered(phone(), "beef")
    one.page.fill("#nickname", "小王")
    one.page.press("#nickname", "Enter")
    one.menu().add("tofu")
    leave(kitchen)
    two = phone()
    expect(two.on().cart().names).to_have_count(0)
    expect(two.sent).to_have_count(0)
    assert "小王" not in two.page.content()
    two.menu().add("cola")
    expect(one.page.locator("#over")).to_be_visible()
    expect(one.page.locator("#over-why")).to_have_text("这桌已经结束，谢谢光临")
    expect(two.cart().names).to_have_text(["可乐"])


def test_what_was_kept_of_a_visit_that_is_over_is_never_sent_and_told(kitchen: House, phone: OpenPhone) -> None:
    """Law 10: it was on its way while the network was gone, and the table has another party by now."""
    one = ordered(phone(), "beef")
    one.page.route("**/api/v1/rounds", lambda route: route.abort())
    one.menu().add("tofu").cart().page.tap("#send")
    expect(one.page.locator("#waiting")).to_contain_text("冻豆腐")
    expect(one.page.locator("#waiting")).to_contain_text("已保存在这部手机上")
    leave(kitchen)
    ordered(phone(), "cola")
    one.page.unroute("**/api/v1/rounds")
    expect(one.page.locator("#over")).to_be_visible()
    one.scan("A01").on()
    expect(one.page.locator("#notices .is-kept")).to_contain_text("冻豆腐")
    assert kitchen.dishes == ["beef", "cola"]
    expect(one.cart().names).to_have_count(0)
    one.menu().page.tap("#notices .is-kept button")
    expect(one.page.locator("#notices .is-kept")).to_have_count(0)


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in a message, with what it is called."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from ((key, each),) if isinstance(each, str) else texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


SAID = {"channel", "session", "table", "service", "fire", "id", "dish", "options", "note", "soup", "kind", "text"}
"""What a phone says of an order or a call: none of it is about a person."""


def test_a_whole_dinner_sends_nothing_personal(kitchen: House, phone: OpenPhone) -> None:
    kitchen.set(rush_after_ms=0)
    one = phone(table=None)
    socket: list[str] = []

    def listen(opened: WebSocket) -> None:
        opened.on("framesent", lambda frame: socket.append(str(frame)))

    one.page.on("websocket", listen)
    one.scan().on().cart()
    one.page.fill("#nickname", "小王")
    one.page.press("#nickname", "Enter")
    one.menu()
    ordered(one, "beef", "tofu")
    one.page.tap(".is-rush >> nth=0")
    one.menu().page.tap("#service-open")
    one.page.tap("[data-kind=tissues]")
    expect(one.page.locator(".call")).to_have_count(1)
    one.page.tap("#service [data-close]")
    one.page.tap("#bill-open")
    one.page.tap("#ask-bill")
    expect(one.page.locator("#bill-asked")).to_be_visible()
    posted = [asked for asked in one.asked if asked.method == "POST"]
    assert len(posted) == 4
    for asked in one.asked:
        assert asked.url.startswith(kitchen.url), "nobody else is asked anything"
        assert "小王" not in asked.url
    said = [pair for asked in posted for pair in texts(json.loads(asked.post_data or "{}"))]
    assert {key for key, _ in said} <= SAID
    for asked in posted:
        assert "小王" not in (asked.post_data or "")
        assert set(asked.all_headers()) & {"authorization", "x-forwarded-for", "from"} == set()
    assert any("小王" in frame for frame in socket), "the table's phones are told it"
    assert "小王" not in json.dumps(kitchen.get("/events?since=0&limit=1000"), ensure_ascii=False)
    assert one.page.locator("input[type=tel], input[type=email], input[type=checkbox]").count() == 0


def test_what_sells_out_is_shown_while_the_page_is_open(kitchen: House, phone: OpenPhone) -> None:
    one = phone().on().add("beef")
    kitchen.post("/dishes/beef/sold-out", {"remaining": 0})
    expect(one.page.locator(".dish[data-dish=beef] .dish-mark")).to_have_text("沽清", timeout=15_000)
    expect(one.page.locator(".dish[data-dish=beef] .dish-plus")).to_be_disabled()
    expect(one.cart().page.locator(".is-faulty")).to_contain_text("沽清")
    expect(one.page.locator("#send")).to_be_disabled()
    one.page.tap(".cart-fault .button")
    expect(one.names).to_have_count(0)


def test_a_price_that_has_changed_is_agreed_to_line_by_line(kitchen: House, phone: OpenPhone) -> None:
    one = phone(lang="en").on().add("beef", "tofu").cart()
    kitchen.post("/menu/changes", price("beef", 9200))
    expect(one.page.locator(".is-faulty")).to_contain_text("¥88.00 before, ¥92.00 now", timeout=15_000)
    one.page.tap("text=Take it at ¥92.00")
    one.page.tap("#send")
    expect(one.sent).to_have_count(2)
    assert [line["price_minor"] for line in kitchen.events("RoundPlaced")[0]["lines"]] == [9200, 1200]


def test_an_order_without_a_network_is_kept_and_goes_by_itself(kitchen: House, phone: OpenPhone) -> None:
    one = phone(lang="en").on().add("beef")
    one.page.context.set_offline(True)
    one.cart().page.tap("#send")
    expect(one.page.locator("#waiting")).to_contain_text("Kept on this phone; it will be sent by itself")
    expect(one.sent).to_have_count(0)
    one.page.context.set_offline(False)
    expect(one.sent).to_have_count(1, timeout=20_000)
    assert kitchen.dishes == ["beef"]


def test_it_is_used_by_keyboard_alone(kitchen: House, phone: OpenPhone) -> None:
    one = phone(lang="en")
    expect(one.page.locator("#base-title")).to_be_focused()
    one.page.focus("#no-base")
    one.page.keyboard.press("Enter")
    one.page.focus("#search")
    one.page.keyboard.type("marbled")
    one.page.focus(".dish[data-dish=beef] .dish-add")
    one.page.keyboard.press("Enter")
    expect(one.page.locator("#sheet .sheet")).to_be_focused()
    one.page.keyboard.press("Enter")
    one.page.focus("#cart-open")
    one.page.keyboard.press("Enter")
    expect(one.page.locator("#cart-close")).to_be_focused()
    expect(one.names).to_have_text(["Marbled Beef"])
    one.page.keyboard.press("Escape")
    expect(one.page.locator("#cart-open")).to_be_focused()
    one.page.keyboard.press("Enter")
    one.page.focus("#send")
    one.page.keyboard.press("Enter")
    expect(one.sent).to_have_count(1)
    assert kitchen.dishes == ["beef"]


def test_the_first_load_is_small_and_needs_no_waterfall(kitchen: House, phone: OpenPhone) -> None:
    one = phone(table=None)
    one.scan()
    got = [asked for asked in one.asked if asked.response() is not None]
    size = sum(asked.sizes()["responseBodySize"] + asked.sizes()["responseHeadersSize"] for asked in got)
    assert size < 200_000, size
    scripts = {asked.url for asked in got if asked.url.endswith(".js")}
    named = one.page.evaluate(
        "Array.from(document.querySelectorAll('link[rel=modulepreload], script[src]'), (each) => each.href || each.src)"
    )
    assert scripts == set(named), "what is named in the page is all that it is made of"


def test_larger_letters_stay_on_this_phone(phone: OpenPhone) -> None:
    one = phone()
    size = "getComputedStyle(document.body).fontSize"
    assert one.page.evaluate(size) == "16px"
    one.page.tap("#larger")
    assert one.page.evaluate(size) == "20.8px"
    one.page.reload()
    expect(one.page.locator("#larger")).to_have_attribute("aria-pressed", "true")
    assert one.page.evaluate(size) == "20.8px"


@pytest.mark.parametrize("large", [False, True], ids=["plain", "large"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_state_is_sound_and_whole(kitchen: House, phone: OpenPhone, lang: str, large: bool) -> None:
    kitchen.set(plates_a_guest_permille=1000, rush_after_ms=0)
    one = phone(lang=lang)
    if large:
        one.page.tap("#larger")
    whole(one.page)
    one.page.tap("[data-dish=nine] .base")
    whole(one.page)
    one.page.keyboard.press("Escape")
    one.on()
    whole(one.page)
    one.add("paste", "beer", "beef").cart()
    whole(one.page)
    for stays in ("#send", "#cart-close", "#larger", "#link"):
        expect(one.page.locator(stays)).to_be_in_viewport(ratio=1)
    one.page.tap("#send")
    expect(one.sent).to_have_count(3)
    whole(one.page)
    one.menu().page.tap("#service-open")
    one.page.tap("[data-kind=charcoal]")
    expect(one.page.locator(".call")).to_have_count(1)
    whole(one.page)
    one.page.tap("#service [data-close]")
    one.page.tap("#bill-open")
    expect(one.page.locator("#bill .bill-row")).to_have_count(5)
    whole(one.page)
    one.page.tap("#bill [data-close]")
    leave(kitchen)
    expect(one.page.locator("#over")).to_be_visible()
    whole(one.page)
