"""What became of the party, the dish or the price while an order was kept: it lands where it belongs, or it is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.live.proxy import Proxy
from tests.screens.cut.conftest import Open
from tests.screens.cut.devices import Channel, Device
from tests.screens.cut.test_cut_network import there
from tests.screens.guest.conftest import House
from tests.screens.order.conftest import price

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def next_party(house: House, table: str = "A01") -> str:
    """Others sit down there."""
    return str(house.post("/sessions", {"table": table, "guests": 3}, 201)["session"])


def test_law_10_an_order_kept_in_an_outage_never_lands_on_the_next_partys_bill(
    house: House, wire: Proxy, session: str, channel: Channel, here: Device
) -> None:
    wire.set("drop")
    here.send("beef", "cola").keeps(["beef cola"], [])
    house.post(f"/sessions/{session}/clear")
    others = next_party(house)
    wire.set("pass")
    if channel == "scan":
        expect(here.page.locator("#over")).to_be_visible(timeout=30_000)
        here.arrive()
        expect(here.page.locator("#notices .is-kept")).to_contain_text("2 not sent on an earlier visit")
        expect(here.page.locator("#notices .is-kept")).to_contain_text("Marbled Beef, Cola")
    elif channel == "waiter":
        expect(here.page.locator("#cart-notices")).to_contain_text("This party has left", timeout=30_000)
        expect(here.cart).to_have_text(["Marbled Beef", "Cola"])
        expect(here.page.locator("#send")).to_be_disabled()
    else:
        expect(here.page.locator("#welcome")).to_be_visible(timeout=30_000)
        here.ready()
    expect(here.page.locator("#rounds .sent")).to_have_count(0)
    there(house, session)
    there(house, others)
    if channel == "waiter":
        # Who took it down knows whose it was, and may mean the next ones.
        here.open(f"session={others}")
        here.page.tap("text=Take it over here")
        here.send().shows([], ["beef cola"])
        there(house, others, "beef", "cola")
        return
    expect(here.cart).to_have_count(0)
    here.send("tofu").shows([], ["tofu"])
    there(house, others, "tofu")
    assert "beef" not in str(here.page.evaluate("JSON.stringify(sessionStorage)"))


def test_a_party_that_has_moved_meanwhile_gets_it_where_it_sits(
    house: House, wire: Proxy, session: str, channel: Channel, here: Device
) -> None:
    here.send("lotus").shows([], ["lotus"])
    wire.set("drop")
    here.send("beef").send("cola").keeps(["beef", "cola"], ["lotus"])
    house.post(f"/sessions/{session}/move", {"table": "A02"})
    next_party(house)
    wire.set("pass")
    if channel == "tablet":
        # It lies at A01, where others sit now: it shows them nothing, and orders nothing of it on anybody's bill.
        expect(here.page.locator("#welcome")).to_be_visible(timeout=30_000)
        here.ready().shows([], [])
        expect(here.cart).to_have_count(0)
        there(house, session, "lotus")
        return
    here.shows([], ["lotus", "beef", "cola"])
    expect(here.page.locator("#whose")).to_have_text("Table A02")
    there(house, session, "lotus", "beef", "cola")


def test_a_party_that_was_merged_meanwhile_has_it_on_the_one_bill(
    house: House, wire: Proxy, session: str, channel: Channel, here: Device
) -> None:
    hosts = next_party(house, "A02")
    wire.set("drop")
    here.send("beef").send("cola").keeps(["beef", "cola"], [])
    house.post(f"/sessions/{session}/merge", {"into": hosts})
    wire.set("pass")
    if channel == "tablet":
        # Nobody is at its table any more.
        expect(here.page.locator("#welcome")).to_be_visible(timeout=30_000)
        there(house, session)
        return
    here.shows([], ["beef", "cola"])
    assert house.dishes == ["beef", "cola"]
    assert {each["session"] for each in house.events("RoundPlaced")} <= {session, hosts}


def test_what_was_sold_out_meanwhile_is_said_at_its_line_and_the_rest_goes(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    wire.set("drop")
    here.send("beef", "cola").send("tofu").keeps(["beef cola", "tofu"], [])
    house.post("/dishes/beef/sold-out", {"remaining": 0})
    wire.set("pass")
    here.shows([], ["tofu"])
    expect(here.cart).to_have_text(["Marbled Beef", "Cola"])
    expect(here.page.locator(".is-faulty")).to_contain_text("Sold out")
    expect(here.page.locator("#send")).to_be_disabled()
    there(house, session, "tofu")
    here.page.locator(".is-faulty .cart-fault .button").first.tap()
    expect(here.cart).to_have_text(["Cola"])
    here.send().shows([], ["tofu", "cola"])
    there(house, session, "tofu", "cola")


def test_what_costs_more_by_now_is_asked_about_with_both_prices(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    """Law 13."""
    wire.set("drop")
    here.send("beef", "cola").keeps(["beef cola"], [])
    house.post("/menu/changes", price("beef", 9200))
    wire.set("pass")
    here.look()
    expect(here.page.locator(".is-faulty")).to_contain_text("¥88.00 before, ¥92.00 now", timeout=30_000)
    here.shows([], [])
    there(house, session)
    here.page.tap("text=Take it at ¥92.00")
    here.send().shows([], ["beef cola"])
    there(house, session, "beef", "cola")
    assert [line["price_minor"] for line in house.events("RoundPlaced")[0]["lines"]] == [9200, 600]


def test_of_guests_whom_the_staff_seat_meanwhile_it_is_their_first_order(
    house: House, wire: Proxy, channel: Channel, device: Open
) -> None:
    """Nobody sat there yet when it was made: it names the table."""
    one = device(channel).arrive()
    wire.set("drop")
    one.send("beef").keeps(["beef"], [])
    seated = next_party(house)
    wire.set("pass")
    one.shows([], ["beef"])
    there(house, seated, "beef")


def test_law_10_a_table_that_was_taken_and_left_meanwhile_is_nobodys_any_more(
    house: House, wire: Proxy, channel: Channel, device: Open
) -> None:
    """Others sat there and have gone, and others again are there: an order for the table alone is none of theirs."""
    one = device(channel).arrive()
    wire.set("drop")
    one.send("beef").keeps(["beef"], [])
    house.post(f"/sessions/{next_party(house)}/clear")
    others = next_party(house)
    wire.set("pass")
    told = {"scan": "#over", "waiter": "#notices .is-kept", "tablet": "#welcome"}[channel]
    expect(one.page.locator(told)).to_be_visible(timeout=30_000)
    if channel == "waiter":
        expect(one.page.locator(told)).to_contain_text("Table A01: 1 line not sent")
    expect(one.page.locator("#rounds .sent")).to_have_count(0)
    there(house, others)
