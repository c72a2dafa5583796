"""What was learnt of how long dishes take can be forgotten: of one, or of all."""

from __future__ import annotations

import pytest

from kds.core.kitchen.forget_times import ForgetTimes, TimesKept
from kds.core.types import Who
from tests.core.kitchen.test_learning import close, make
from tests.house import MINUTE, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    made = SmallHouse()
    for dish in ("tofu", "noodles"):
        make(made, *[5 * MINUTE] * 8, dish_id=dish)
    close(made)
    return made


def test_of_one_dish(house: SmallHouse) -> None:
    assert house.ask(ForgetTimes("tofu"), TimesKept) == TimesKept(house.state.seq, 1)
    kitchen = house.state.kitchen
    assert {each.dish for each in kitchen.learnt.values()} == {"noodles"}
    assert {each.dish for each in kitchen.timings.values()} == {"noodles"}
    assert house.item(house.line("tofu")).usual_ms == 0


def test_of_all(house: SmallHouse) -> None:
    make(house, 5 * MINUTE)
    assert house.types(ForgetTimes()) == ["TimesForgotten"]
    kitchen = house.state.kitchen
    assert not kitchen.learnt
    assert not kitchen.timings
    make(house, *[5 * MINUTE] * 8)
    close(house, 2)
    assert {each.count for each in kitchen.learnt.values()} == {8}, "it begins anew, with what comes"


def test_what_nobody_knows_cannot_be_forgotten(house: SmallHouse) -> None:
    assert house.refused(ForgetTimes("crab")) == "nothing_learnt"
    house.do(ForgetTimes())
    assert house.refused(ForgetTimes()) == "nothing_learnt"


def test_who_may(house: SmallHouse) -> None:
    assert house.refused(ForgetTimes(), Who("wen", "waiter")) == "forbidden"
    house.do(ForgetTimes(), Who("mei", "manager"))
