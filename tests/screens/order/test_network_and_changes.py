"""What an ordering page does while prices, stock, parties and the network change under it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import Hand, OpenOrder, price, ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUNDS = "**/api/v1/rounds"


def dishes(kitchen: Kitchen) -> list[str]:
    """What the ledger has, dish by dish."""
    return [line["dish"] for placed in kitchen.events("RoundPlaced") for line in placed["lines"]]


def choose(hand: Hand, *typed: str) -> None:
    for each in typed:
        hand.type(each)
        hand.press("Enter")


def wide(open_order: OpenOrder, asked: str = "table=A01", **more: object) -> Hand:
    return open_order(asked, width=1280, height=800, lang="en", **more)


def test_a_new_price_is_shown_at_its_line_and_taken_by_a_word(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = wide(open_order)
    choose(hand, "beef", "cola")
    kitchen.post("/menu/changes", price("beef", 9200))
    expect(hand.page.locator(".is-faulty .cart-fault p").first).to_have_text(
        "The price has changed: ¥88.00 before, ¥92.00 now."
    )
    expect(hand.page.locator("#send")).to_be_disabled()
    hand.page.click("text=Take it at ¥92.00")
    expect(hand.page.locator("#send")).to_have_text("Send · ¥98.00Ctrl+Enter")
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(2)
    assert dishes(kitchen) == ["beef", "cola"]


def test_a_price_that_changes_while_the_order_is_on_its_way_is_refused_at_its_line(
    kitchen: Kitchen, open_order: OpenOrder
) -> None:
    """Law 13: before the page has heard of it."""
    hand = wide(open_order)
    choose(hand, "beef", "cola")
    hand.page.route("**/order/now*", lambda route: route.abort())
    kitchen.post("/menu/changes", price("beef", 9200))
    hand.press("Control+Enter")
    expect(hand.page.locator("#toast")).to_contain_text("Not sent")
    assert hand.lines == ["Marbled Beef", "Cola"], "all of it is back"
    assert dishes(kitchen) == []
    hand.page.unroute("**/order/now*")
    expect(hand.page.locator(".is-faulty")).to_contain_text("¥88.00 before, ¥92.00 now")
    hand.page.click("text=Take it at ¥92.00")
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(2)


def test_what_is_sold_out_meanwhile_is_said_at_its_line_with_what_can_be_done(
    kitchen: Kitchen, open_order: OpenOrder
) -> None:
    hand = wide(open_order)
    choose(hand, "3*beef", "cola")
    kitchen.post("/dishes/beef/sold-out", {"remaining": 2})
    expect(hand.page.locator(".is-faulty .cart-fault p").first).to_have_text("Only 2 left.")
    hand.page.click("text=Make it 2")
    expect(hand.page.locator(".is-faulty")).to_have_count(0)
    kitchen.post("/dishes/beef/sold-out", {"remaining": 0})
    expect(hand.page.locator(".is-faulty .cart-fault p").first).to_have_text("Sold out. Take it out of the order.")
    hand.page.fill("#search", "beef")
    expect(hand.page.locator(".dish.is-out .dish-mark")).to_have_text("sold out")
    kitchen.post("/dishes/beef/sold-out", {"remaining": None})
    expect(hand.page.locator(".is-faulty")).to_have_count(0)
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(2)


@pytest.mark.parametrize("lost", ["request", "answer"])
def test_a_network_that_is_cut_while_sending_orders_once(kitchen: Kitchen, open_order: OpenOrder, lost: str) -> None:
    hand = wide(open_order)
    choose(hand, "beef", "cola")

    def cut(route: Route) -> None:
        if lost == "answer":
            route.fetch()
        hand.page.context.set_offline(True)
        route.abort()

    hand.page.route(ROUNDS, cut, times=1)
    hand.press("Control+Enter")
    expect(hand.page.locator("#waiting")).to_contain_text("No connection. Kept on this device; it is sent by itself.")
    expect(hand.page.locator("#waiting .sent")).to_have_count(2)
    expect(hand.page.locator("#sent")).to_be_hidden()
    hand.page.context.set_offline(False)
    expect(hand.page.locator("#rounds .sent")).to_have_count(2)
    expect(hand.page.locator("#waiting")).to_be_hidden()
    assert dishes(kitchen) == ["beef", "cola"]


def test_offline_is_said_and_two_orders_arrive_in_order_after_a_reload(kitchen: Kitchen, open_order: OpenOrder) -> None:
    kitchen.order("tofu")
    hand = wide(open_order)
    hand.page.route(ROUNDS, lambda route: route.abort())
    for typed in ("beef", "cola"):
        choose(hand, typed)
        hand.press("Control+Enter")
    expect(hand.page.locator("#waiting .round")).to_have_count(2)
    hand.page.reload()
    ready(hand.page)
    expect(hand.page.locator("#waiting .round")).to_have_count(2)
    hand.page.unroute(ROUNDS)
    expect(hand.page.locator("#rounds .round")).to_have_count(3, timeout=20_000)
    assert dishes(kitchen) == ["tofu", "beef", "cola"]


def test_a_server_that_is_gone_is_told_with_since_when(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = wide(open_order)
    choose(hand, "beef")
    kitchen.kill()
    expect(hand.page.locator("#link")).to_have_attribute("data-state", "stale", timeout=15_000)
    expect(hand.page.locator("#link")).to_contain_text("offline since")
    hand.press("Control+Enter")
    expect(hand.page.locator("#waiting")).to_contain_text("Not confirmed yet")
    kitchen.start()
    expect(hand.page.locator("#rounds .sent")).to_have_count(1, timeout=30_000)
    assert dishes(kitchen) == ["beef"]


def test_a_cart_survives_a_reload_and_is_no_other_partys(open_order: OpenOrder) -> None:
    hand = wide(open_order)
    choose(hand, "beef")
    hand.page.reload()
    ready(hand.page)
    assert hand.lines == ["Marbled Beef"]
    other = wide(open_order, "table=A02", beside=hand)
    assert other.lines == []
    expect(other.page.locator(".is-kept a")).to_have_text("Table A01: 1 line not sent")


def test_two_tabs_show_one_cart_and_send_it_once(kitchen: Kitchen, open_order: OpenOrder) -> None:
    one = wide(open_order)
    two = wide(open_order, beside=one)
    choose(one, "beef", "cola")
    expect(two.page.locator(".cart-name")).to_have_text(["Marbled Beef", "Cola"])
    for hand in (one, two):
        hand.page.evaluate("setTimeout(() => document.getElementById('send').click(), 300)")
    for hand in (one, two):
        expect(hand.page.locator("#rounds .sent")).to_have_count(2)
        expect(hand.page.locator("#waiting")).to_be_hidden()
    assert dishes(kitchen) == ["beef", "cola"]


def test_a_takeaway_is_one_party_however_often_it_is_sent(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = wide(open_order, "service=takeaway")
    expect(hand.page.locator("#whose")).to_have_text("Takeaway")
    hand.page.route(ROUNDS, lambda route: (route.fetch(), route.abort()), times=1)
    choose(hand, "beef")
    hand.press("Control+Enter")
    expect(hand.page.locator("#whose")).to_have_text("Takeaway No. 1", timeout=15_000)
    choose(hand, "cola")
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .round")).to_have_count(2)
    assert len({placed["session"] for placed in kitchen.events("RoundPlaced")}) == 1


def test_where_several_parties_sit_the_page_asks_for_whom(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = wide(open_order)
    choose(hand, "beef")
    first = kitchen.post("/sessions", {"table": "A01", "guests": 2}, 201)["session"]
    kitchen.post("/sessions", {"table": "A01", "guests": 3, "share": True}, 201)
    expect(hand.page.locator("#whose-more")).not_to_be_empty()
    asked = wide(open_order, "table=A01")
    choose(asked, "cola")
    expect(asked.page.locator("#send")).to_be_disabled()
    asked.page.click("#cart-notices .button >> nth=0")
    asked.press("Control+Enter")
    expect(asked.page.locator("#rounds .sent")).to_have_count(1)
    assert kitchen.events("RoundPlaced")[0]["session"] == first


def test_a_party_that_has_left_gets_nothing_any_more(kitchen: Kitchen, open_order: OpenOrder) -> None:
    """Law 10."""
    session = kitchen.post("/sessions", {"table": "A02", "guests": 2}, 201)["session"]
    hand = wide(open_order, f"session={session}")
    choose(hand, "beef")
    kitchen.post(f"/sessions/{session}/clear")
    expect(hand.page.locator("#cart-notices")).to_contain_text("This party has left")
    expect(hand.page.locator("#send")).to_be_disabled()
    assert hand.lines == ["Marbled Beef"]
    hand.page.goto(f"{kitchen.url}/order?table=A03")
    ready(hand.page)
    assert hand.lines == [], "nothing goes to others by itself"
    hand.page.click("text=Take it over here")
    assert hand.lines == ["Marbled Beef"]
    assert dishes(kitchen) == []


def test_what_was_sent_is_followed_from_the_kitchen_to_the_table(kitchen: Kitchen, open_order: OpenOrder) -> None:
    placed = kitchen.order("beef")
    state = wide(open_order).page.locator("#rounds .sent-state")
    expect(state).to_have_text("in the kitchen")
    kitchen.post(f"/tickets/{placed['tickets'][0]}/bump")
    expect(state).to_have_text("ready")
    kitchen.post(f"/lines/{placed['lines'][0]['line']}/serve")
    expect(state).to_have_text("served")


def test_the_language_is_switched_and_the_cart_stays(open_order: OpenOrder) -> None:
    hand = wide(open_order)
    choose(hand, "beef")
    hand.page.click(".order-languages a[lang='zh-CN']")
    ready(hand.page)
    assert hand.lines == ["雪花肥牛"]
    expect(hand.page.locator("html")).to_have_attribute("lang", "zh-CN")
