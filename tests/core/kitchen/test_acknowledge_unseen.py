"""The alarm of a screen is taken charge of with one key: what it named then, and nothing that came since."""

from __future__ import annotations

import pytest

from kds.core.kitchen.acknowledge_unseen import AcknowledgeUnseen, UnseenKnown
from tests.house import SmallHouse

WITHIN_MS = 5_000
PRESSED_MS = 3_000


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_all_that_ought_to_have_been_seen_is_known(house: SmallHouse) -> None:
    first, second = house.order("tofu").tickets[0], house.order("noodles").tickets[0]
    house.wait(WITHIN_MS)
    assert house.ask(AcknowledgeUnseen("wall"), UnseenKnown).tickets == tuple(sorted((first, second)))
    assert all(house.state.kitchen.tickets[each].seen_at is not None for each in (first, second))
    assert house.refused(AcknowledgeUnseen("wall")) == "already_seen"


def test_a_screen_answers_for_its_own_stations(house: SmallHouse) -> None:
    cold = house.order("tofu").tickets[0]
    hot = house.order("noodles").tickets[0]
    house.wait(WITHIN_MS)
    assert house.ask(AcknowledgeUnseen("cold"), UnseenKnown).tickets == (cold,)
    assert house.state.kitchen.tickets[hot].seen_at is None


def test_what_was_not_alarmed_about_when_the_key_was_pressed_stays_an_alarm(house: SmallHouse) -> None:
    old = house.order("tofu").tickets[0]
    house.wait(PRESSED_MS)
    new = house.order("tofu", table="A02").tickets[0]
    house.wait(WITHIN_MS)
    assert house.ask(AcknowledgeUnseen("wall", PRESSED_MS), UnseenKnown).tickets == (old,)
    assert house.state.kitchen.tickets[new].seen_at is None


def test_a_screen_that_there_is_not_and_a_kitchen_that_has_seen_all(house: SmallHouse) -> None:
    house.order("tofu")
    assert house.refused(AcknowledgeUnseen("roof")) == "unknown_screen"
    assert house.refused(AcknowledgeUnseen("wall")) == "already_seen"
