"""Orders while the network is cut, at every moment and in every way: each dish is there once, on its party's bill, in
order, and nothing ever looks sent that is not."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.live.proxy import Mode, Proxy
from tests.screens.cut.devices import ROUNDS, Device
from tests.screens.guest.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def there(house: House, session: str, *dishes: str) -> None:
    """All that the house has is these, on that party's bill, in this order."""
    assert house.dishes == list(dishes)
    assert {each["session"] for each in house.events("RoundPlaced")} <= {session}


def test_cut_before_it_is_sent(house: House, wire: Proxy, session: str, here: Device) -> None:
    wire.set("drop")
    here.send("beef", "cola").keeps(["beef cola"], [])
    here.send("tofu").keeps(["beef cola", "tofu"], [])
    there(house, session)
    wire.set("pass")
    here.shows([], ["beef cola", "tofu"])
    there(house, session, "beef", "cola", "tofu")


@pytest.mark.parametrize("how", ["deaf", "half", "torn"])
def test_the_answer_is_lost_after_it_was_written_down(
    house: House, wire: Proxy, session: str, here: Device, how: Mode
) -> None:
    here.send("lotus").shows([], ["lotus"])
    before = wire.marked
    wire.mark(ROUNDS, how)
    here.send("beef", "cola")
    wire.met(before + 1)
    written(house, 2)
    wire.set("drop")
    here.keeps(["beef cola"], ["lotus"])
    there(house, session, "lotus", "beef", "cola")
    wire.mark(ROUNDS, "pass")
    wire.set("pass")
    here.shows([], ["lotus", "beef cola"])
    there(house, session, "lotus", "beef", "cola")


def test_cut_again_while_what_was_kept_goes_out(house: House, wire: Proxy, session: str, here: Device) -> None:
    """The first arrives, the second too but for its answer, the third not at all; then all is cut once more."""
    wire.set("drop")
    here.send("beef").send("cola").send("tofu").keeps(["beef", "cola", "tofu"], [])
    wire.mark(ROUNDS, "pass", "deaf")
    wire.set("pass")
    written(house, 2)
    wire.set("drop")
    here.keeps(["cola", "tofu"], ["beef"])
    there(house, session, "beef", "cola")
    wire.mark(ROUNDS, "lose", "pass", "pass")
    wire.set("pass")
    here.shows([], ["beef", "cola", "tofu"])
    there(house, session, "beef", "cola", "tofu")


def test_an_order_that_was_given_up_comes_after_all_and_after_a_later_one(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    """The network has kept a copy of it: it is what was ordered already."""
    wire.mark(ROUNDS, "late", "late", "pass")
    here.send("beef", "cola").shows([], ["beef cola"])
    here.send("tofu").shows([], ["beef cola", "tofu"])
    there(house, session, "beef", "cola", "tofu")
    assert wire.release() == [201, 201]
    there(house, session, "beef", "cola", "tofu")
    here.send("lettuce").shows([], ["beef cola", "tofu", "lettuce"])


def test_a_slow_network_shows_nothing_before_its_time(house: House, wire: Proxy, session: str, here: Device) -> None:
    wire.delay_s = 1.5
    here.send("beef", "cola").shows(["beef cola"], [])
    here.shows([], ["beef cola"])
    there(house, session, "beef", "cola")


def test_a_network_that_holds_everything_for_longer_than_anybody_waits(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    wire.set("stall")
    here.send("beef").send("cola").shows(["beef", "cola"], [])
    here.keeps(["beef", "cola"], [])
    there(house, session)
    wire.set("pass")
    here.shows([], ["beef", "cola"])
    there(house, session, "beef", "cola")


def test_an_answer_that_stops_in_its_middle_is_none(house: House, wire: Proxy, session: str, here: Device) -> None:
    """It was promised how long it is, and the rest never comes: nobody waits for that for ever."""
    wire.mark(ROUNDS, "stuck")
    here.send("beef")
    written(house, 1)
    here.keeps(["beef"], [])
    wire.mark(ROUNDS, "pass")
    wire.set("pass")
    here.shows([], ["beef"])
    there(house, session, "beef")


def written(house: House, rounds: int) -> None:
    """Wait until the house has so many orders."""
    for _ in range(1_500):
        if len(house.events("RoundPlaced")) >= rounds:
            return
        time.sleep(0.02)
    raise AssertionError(f"{len(house.events('RoundPlaced'))} of {rounds} came")


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "json": {"ok": True}},
        {"status": 200, "json": None},
        {"status": 201, "body": "<html>sign in to this network</html>", "content_type": "text/html"},
        {"status": 401, "json": {}},
        {"status": 403, "json": {"error": "blocked"}},
        {"status": 404, "json": ["no"]},
    ],
    ids=["another's yes", "null", "a portal", "another's 401", "another's no", "a list"],
)
def test_who_answers_in_the_houses_place_says_nothing_of_the_order(
    house: House, session: str, here: Device, answer: dict[str, Any]
) -> None:
    here.page.route("**/api/v1/rounds", lambda route: route.fulfill(**answer))
    here.send("beef", "cola").keeps(["beef cola"], [])
    there(house, session)
    here.page.unroute("**/api/v1/rounds")
    here.shows([], ["beef cola"])
    there(house, session, "beef", "cola")
