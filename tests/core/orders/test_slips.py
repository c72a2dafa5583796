"""What whoever types is asked about once: a digit too many, the same dish by two hands."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.orders.wanted import LineWanted
from kds.core.types import Who
from tests.house import MINUTE, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def typed(*lines: LineWanted, confirmed: bool | None = False, **more: Any) -> PlaceRound:
    return PlaceRound("waiter", lines, table="A01", confirmed=confirmed, **more)


def slips(house: SmallHouse, command: PlaceRound) -> list[tuple[str, str]]:
    refusal = house.refusal(command)
    assert refusal.reason.code == "are_you_sure"
    return [(each.slip, each.dish) for each in refusal.details["slips"]]


def test_very_much_of_a_dish_is_asked_about_and_placed_when_it_is_meant(house: SmallHouse) -> None:
    house.do(typed(want("tofu", 20)))
    house.wait(MINUTE)
    assert slips(house, typed(want("tofu", 21), want("cola"))) == [("odd_quantity", "tofu")]
    assert slips(house, typed(want("shrimp", 5001))) == [("odd_quantity", "shrimp")]
    house.do(typed(want("tofu", 21), confirmed=True))


def test_the_same_dish_within_a_minute_is_asked_about(house: SmallHouse) -> None:
    house.do(typed(want("beef", options=("thin",)), want("cola")))
    assert slips(house, typed(want("beef", options=("thin",), note="rare"), want("tofu"))) == [("again", "beef")]
    house.do(typed(want("beef", options=("thick",))))
    house.wait(MINUTE)
    house.do(typed(want("beef", options=("thin",))))


def test_twice_in_one_order_is_asked_about_and_what_was_taken_back_is_not(house: SmallHouse) -> None:
    assert slips(house, typed(want("tofu"), want("tofu", 2))) == [("again", "tofu")]
    house.do(VoidLine(house.line("cola"), "no"))
    house.do(typed(want("cola")))


def test_what_a_program_sends_and_what_stands_already_is_not_asked_about(house: SmallHouse) -> None:
    house.do(typed(want("tofu", 500), want("tofu"), confirmed=None))
    house.do(typed(want("cola", id="d1")))
    assert house.do(typed(want("cola", id="d1"))).recorded == [], "it is the same line, sent again"


def test_guests_who_have_a_pot_are_asked_before_another_whichever_soups_and_whenever(house: SmallHouse) -> None:
    """Two of them choose on two phones, and neither sees what the other has just sent."""

    def scanned(confirmed: bool = False) -> PlaceRound:
        return PlaceRound("scan", (want("plain_pot"), want("cola")), table="A01", confirmed=confirmed)

    guest = Who("phone", "guest", "A01", "scan")
    house.do(typed(want("four_pot")))
    house.wait(10 * MINUTE)
    refusal = house.refusal(scanned(), guest)
    assert [(each.slip, each.dish) for each in refusal.details["slips"]] == [("pot_there", "plain_pot")]
    house.do(scanned(confirmed=True), guest)
    house.wait(MINUTE)
    house.do(typed(want("plain_pot")))  # Who serves knows what stands on the table.


def test_a_pot_that_was_taken_back_is_none(house: SmallHouse) -> None:
    guest = Who("phone", "guest", "A01", "scan")
    house.do(VoidLine(house.line("plain_pot"), "no"))
    house.wait(MINUTE)
    house.do(PlaceRound("scan", (want("plain_pot"),), table="A01", confirmed=False), guest)
