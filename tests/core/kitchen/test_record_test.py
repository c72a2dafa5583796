"""How the last morning test went is kept; a test is no order and leaves nothing else."""

from __future__ import annotations

import pytest

from kds.core.journal import ONLY
from kds.core.kitchen.model import AskedPart, KitchenTest
from kds.core.kitchen.record_test import PARTS_MOST, RecordTest, ResultKept
from tests.house import NOON, SmallHouse

PARTS = (AskedPart("screen", "wall", answered_ms=90), AskedPart("bar", "wall", "hot"))


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_the_last_one_is_kept_with_what_did_not_answer(house: SmallHouse) -> None:
    house.do(RecordTest(100, PARTS[:1]), who="ann")
    house.wait(5_000)
    assert house.ask(RecordTest(9_000, PARTS), ResultKept) == ResultKept(house.state.seq, 2, 1)
    assert house.state.kitchen.tested.value == KitchenTest(
        house.state.day.current[ONLY].business_day, NOON + 5_000, "ann", PARTS
    )


def test_it_makes_no_order_and_no_ticket(house: SmallHouse) -> None:
    assert house.types(RecordTest(100, PARTS)) == ["KitchenTested"]
    assert (dict(house.state.kitchen.tickets), dict(house.state.orders.rounds)) == ({}, {})


@pytest.mark.parametrize(
    "command", [RecordTest(0, ()), RecordTest(-1, PARTS), RecordTest(1, PARTS[:1] * (PARTS_MOST + 1))]
)
def test_nothing_and_far_too_much_are_refused(house: SmallHouse, command: RecordTest) -> None:
    assert house.refused(command) == "out_of_range"
