"""The house's settings change one by one, and a day that is under way ends when it was to end."""

from __future__ import annotations

from typing import Any

import pytest

from kds.core.day.change_house import ChangeHouse, HouseSettings
from kds.core.day.rules import HOUR_MS, PATIENCE_MOST_MS
from kds.core.journal import ONLY
from kds.core.types import Name, Who
from tests.house import CLOSES, DAY, FOUNDING, HOUSE, MINUTE, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_what_is_given_is_set_and_the_rest_stays(house: SmallHouse) -> None:
    name = Name(zh="老灶火锅", en="Old Stove")
    told = house.ask(ChangeHouse(name=name, rush_after_ms=0), HouseSettings)
    assert (told.house.name, told.house.rush_after_ms) == (name, 0)
    assert (told.house.cutoff_minute, told.house.currency) == (HOUSE.cutoff_minute, HOUSE.currency)


def test_nothing_new_is_no_event(house: SmallHouse) -> None:
    assert house.types(ChangeHouse(cutoff_minute=HOUSE.cutoff_minute)) == []
    assert house.types(ChangeHouse()) == []


def test_a_new_cut_off_holds_from_the_next_day(house: SmallHouse) -> None:
    told = house.ask(ChangeHouse(cutoff_minute=150), HouseSettings)
    assert told.closes_at == CLOSES
    house.now = CLOSES
    assert house.tick("2026-09-22", CLOSES + DAY) == ["DayClosed", "DaySettled"]
    assert house.state.day.house[ONLY].cutoff_minute == 150


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"cutoff_minute": -1}, "bad_cutoff"),
        ({"cutoff_minute": 1440}, "bad_cutoff"),
        ({"currency": "eur"}, "bad_currency"),
        ({"shown_within_ms": 999}, "out_of_range"),
        ({"rush_after_ms": -1}, "out_of_range"),
        ({"rush_every_ms": PATIENCE_MOST_MS + 1}, "out_of_range"),
        ({"calls_after_ms": HOUR_MS + 1}, "out_of_range"),
        ({"nobody_after_permille": 999}, "out_of_range"),
        ({"paper_dark_ms": 4_999}, "out_of_range"),
        ({"paper_unseen_ms": HOUR_MS + 1}, "out_of_range"),
        ({"batch_window_ms": 2 * HOUR_MS + 1}, "out_of_range"),
        ({"batch_most": 1}, "out_of_range"),
        ({"batch_most": 100}, "out_of_range"),
    ],
)
def test_what_cannot_be_is_refused(house: SmallHouse, wrong: dict[str, Any], reason: str) -> None:
    before = house.digest()
    assert house.refused(ChangeHouse(**wrong)) == reason
    assert house.digest() == before


def test_only_managers_may(house: SmallHouse) -> None:
    assert house.refused(ChangeHouse(rush_after_ms=MINUTE), Who("lin", "waiter")) == "forbidden"


def test_currency_and_time_zone_are_chosen_before_anything_has_a_price_or_is_sold() -> None:
    house = SmallHouse((FOUNDING[0],))
    told = house.ask(ChangeHouse(currency="EUR", timezone="Europe/Berlin"), HouseSettings)
    assert (told.house.currency, told.house.timezone) == ("EUR", "Europe/Berlin")
    house = SmallHouse()
    assert house.refused(ChangeHouse(currency="EUR")) == "for_good", "there are prices"
    house.do(ChangeHouse(timezone="Europe/Berlin", currency=HOUSE.currency))
    house.wait(DAY)
    house.tick("2026-09-22", CLOSES + DAY)
    house.do(ChangeHouse(timezone="Europe/Paris"))
    house.do(ChangeHouse(timezone="Europe/Berlin"))
    house.order("tofu")
    assert house.refused(ChangeHouse(timezone="Asia/Tokyo")) == "for_good", "something was sold"
    assert house.types(ChangeHouse(timezone="Europe/Berlin")) == []


@pytest.mark.parametrize("address", ["http://192.168.1.20:8000", "https://kds.example.com", "http://[fd00::1]", ""])
def test_the_house_says_how_it_is_reached(address: str) -> None:
    house = SmallHouse()
    house.do(ChangeHouse(address="http://before"))
    house.do(ChangeHouse(address=address))
    assert house.state.day.house[ONLY].address == address


@pytest.mark.parametrize(
    "address", ["192.168.1.20", "http://", "http://a/b", "ftp://a", "http://a:0", "http://-a", "http://a?b"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert SmallHouse().refused(ChangeHouse(address=address)) in ("bad_address", "invalid_id")
