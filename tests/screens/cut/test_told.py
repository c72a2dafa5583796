"""What was kept and is refused when the network is back: nobody misses it, and it is told until somebody has looked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.live.proxy import Proxy
from tests.screens.cut.conftest import Open
from tests.screens.cut.devices import Channel, Device
from tests.screens.cut.test_cut_network import there
from tests.screens.guest.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ON_RETURN_MS = 30_000


@pytest.fixture(params=["scan", "tablet"])
def guests(request: pytest.FixtureRequest, device: Open, session: str) -> Device:
    """A page of guests at A01."""
    channel: Channel = request.param
    return device(channel).arrive()


def told(here: Device) -> Locator:
    """What says so outside the cart."""
    return here.page.locator("#notices .is-unsent")


def shut(here: Device) -> None:
    """The menu covers the cart, where there is room for one of them alone."""
    if here.channel == "scan":
        here.page.tap("#cart-close")


def refused(house: House, wire: Proxy, here: Device) -> None:
    """Of two dishes that were kept one is sold out, and nobody looks into the cart."""
    wire.set("drop")
    here.send("beef", "cola").keeps(["beef cola"], [])
    shut(here)
    house.post("/dishes/beef/sold-out", {"remaining": 0})
    wire.set("pass")
    expect(told(here).locator("li")).to_have_text(
        ["1 × Marbled Beef: Sold out. Take it out of the order.", "1 × Cola"], timeout=ON_RETURN_MS
    )


def test_what_was_refused_is_told_outside_the_cart_also_after_a_reload_until_somebody_looks(
    house: House, wire: Proxy, session: str, guests: Device
) -> None:
    refused(house, wire, guests)
    guests.page.reload()
    guests.ready()
    expect(told(guests)).to_contain_text("Not ordered. It waits in your cart:")
    expect(told(guests).locator("li")).to_have_count(2)
    told(guests).get_by_role("button", name="Look at it").tap()
    expect(told(guests)).to_have_count(0)
    expect(guests.cart).to_have_text(["Marbled Beef", "Cola"])
    expect(guests.page.locator("#cart")).to_be_visible()
    guests.page.reload()
    guests.ready()
    expect(told(guests)).to_have_count(0)
    there(house, session)


def test_what_can_be_had_of_it_goes_by_one_press_and_is_not_kept_back_by_the_rest(
    house: House, wire: Proxy, session: str, guests: Device
) -> None:
    refused(house, wire, guests)
    told(guests).get_by_role("button", name="Send the other 1").tap()
    expect(told(guests).locator("li")).to_have_count(1)
    expect(told(guests).get_by_role("button")).to_have_text(["Look at it"])
    guests.shows([], ["cola"])
    expect(guests.cart).to_have_text(["Marbled Beef"])
    there(house, session, "cola")


def test_of_what_waited_for_a_seat_what_is_sold_out_stays_and_the_rest_goes(house: House, device: Open) -> None:
    house.set(seated_first=True)
    one = device("scan").arrive().add("beef", "cola").look()
    one.page.tap("#send")
    expect(one.page.locator("#cart-notices .is-waiting")).to_be_visible()
    shut(one)
    house.post("/dishes/beef/sold-out", {"remaining": 0})
    expect(one.page.locator(".dish[data-dish=beef]")).to_contain_text("sold out")
    seated = house.post("/sessions", {"table": "A01", "guests": 2}, 201)["session"]
    expect(told(one).locator("li")).to_have_text(["1 × Marbled Beef: Sold out. Take it out of the order."])
    one.shows([], ["cola"])
    there(house, seated, "cola")


def test_law_10_guests_who_have_left_read_what_was_not_ordered_and_nobody_else_does(
    house: House, wire: Proxy, session: str, guests: Device
) -> None:
    wire.set("drop")
    guests.send("beef", "cola").keeps(["beef cola"], [])
    house.post(f"/sessions/{session}/clear")
    wire.set("pass")
    if guests.channel == "scan":
        expect(guests.page.locator("#over-unsent")).to_have_text(
            "Not ordered: 1 × Marbled Beef, 1 × Cola", timeout=ON_RETURN_MS
        )
        assert house.dishes == []
        return
    expect(guests.page.locator("#welcome")).to_be_visible(timeout=ON_RETURN_MS)
    expect(guests.page.locator("#over-unsent")).to_be_hidden()
    assert house.dishes == []
