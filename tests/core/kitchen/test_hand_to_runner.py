"""What is done is handed to who carries it; that changes nothing for the kitchen, and nothing is served by it."""

from __future__ import annotations

import pytest

from kds.core.kitchen.answers import LinesAre
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.hand_to_runner import HandToRunner
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.unserve_line import UnserveLine
from kds.core.orders.void_line import VoidLine
from tests.house import MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def done(house: SmallHouse, *dishes: str) -> list[str]:
    """Lines that stand at the pass."""
    placed = house.order(*dishes)
    for ticket in placed.tickets:
        house.do(BumpTicket(ticket))
    return [each.line for each in placed.lines]


def test_it_is_on_its_way_and_done_still(house: SmallHouse) -> None:
    tofu, cola = done(house, "tofu", "cola")
    house.wait(MINUTE)
    before = house.ticket(tofu)
    answer = house.ask(HandToRunner((tofu,)), LinesAre)
    assert (answer.lines, answer.left) == ((tofu,), ())
    assert (house.item(tofu).state, house.item(tofu).handed_at) == ("done", NOON + MINUTE)
    assert house.item(cola).handed_at is None
    assert house.ticket(tofu) == before, "the kitchen has nothing to do with it"


def test_what_is_not_done_is_left_at_its_station(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef", want("cola", fire="hold"))
    tofu, beef, cola = (each.line for each in placed.lines)
    house.do(BumpTicket(house.ticket(tofu).ticket, (tofu,)))
    answer = house.ask(HandToRunner((tofu, beef, cola)), LinesAre)
    assert (answer.lines, answer.left) == ((tofu,), (beef, cola))
    assert house.refused(HandToRunner((beef,))) == "not_done_yet"
    assert house.refused(HandToRunner((cola,))) == "line_held"
    assert house.refused(HandToRunner(())) == "out_of_range"


def test_nobody_carries_it_twice_and_it_can_be_put_down_again(house: SmallHouse) -> None:
    (tofu,) = done(house, "tofu")
    assert house.refused(HandToRunner((tofu,), back=True)) == "not_handed"
    house.do(HandToRunner((tofu,)))
    assert house.refused(HandToRunner((tofu,))) == "already_handed"
    house.do(HandToRunner((tofu,), back=True))
    assert house.item(tofu).handed_at is None
    house.do(HandToRunner((tofu,)))


def test_what_is_served_or_voided_is_carried_no_more(house: SmallHouse) -> None:
    tofu, beef = done(house, "tofu", "beef")
    house.do(HandToRunner((tofu, beef)))
    house.do(ServeLine(tofu))
    house.do(VoidLine(beef, "dropped"))
    assert house.refused(HandToRunner((tofu,), back=True)) == "already_served"
    assert house.refused(HandToRunner((beef,), back=True)) == "line_voided"
    house.do(UnserveLine(tofu))
    assert house.item(tofu).handed_at is not None, "it is where it was before it was served"


def test_what_the_kitchen_takes_back_is_made_again_and_handed_over_anew(house: SmallHouse) -> None:
    (tofu,) = done(house, "tofu")
    house.do(HandToRunner((tofu,)))
    house.do(RecallTicket(house.ticket(tofu).ticket))
    assert (house.item(tofu).state, house.item(tofu).handed_at) == ("fired", None)
