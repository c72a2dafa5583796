"""Base first: dishes of a table wait until its base is served, or for so long, and never for anything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kds.core.day.change_house import ChangeHouse
from kds.core.deadlines import Tick, next_deadline
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.move_session import MoveSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.void_line import VoidLine
from tests.core.invariants import replay
from tests.house import MINUTE, SmallHouse, want

GATE = 10 * MINUTE


@pytest.fixture
def house() -> SmallHouse:
    made = SmallHouse()
    made.do(ChangeHouse(base_gate_ms=GATE))
    return made


def lines(house: SmallHouse, *dishes: str, table: str | None = "A01", **more: object) -> list[str]:
    return [each.line for each in house.order(*dishes, table=table, **more).lines]


def states(house: SmallHouse, *names: str) -> list[str]:
    return [house.item(each).state for each in names]


def test_dishes_wait_for_the_base_and_drinks_and_the_base_do_not(house: SmallHouse) -> None:
    pot, tofu, cola = lines(house, "plain_pot", "tofu", "cola")
    assert states(house, pot, tofu, cola) == ["fired", "held", "fired"]
    item = house.item(tofu)
    assert (item.waits, item.fires_at) == ("base", house.now + GATE)
    assert house.ticket(tofu).state == "held"


def test_they_are_fired_when_the_base_is_served_and_not_when_it_is_bumped(house: SmallHouse) -> None:
    pot, tofu = lines(house, "plain_pot", "tofu")
    house.do(BumpTicket(house.ticket(pot).ticket))
    assert states(house, tofu) == ["held"]
    house.wait(MINUTE)
    house.do(ServeLine(pot))
    item = house.item(tofu)
    assert (item.state, item.fired_at, item.waits, item.fires_at) == ("fired", house.now, None, None)


@pytest.mark.parametrize("deed", ["void", "end"])
def test_a_base_that_does_not_come_keeps_nobody_waiting(house: SmallHouse, deed: str) -> None:
    pot, tofu = lines(house, "plain_pot", "tofu")
    ticket = house.ticket(pot).ticket
    house.do(VoidLine(pot, "too spicy") if deed == "void" else EndTicket(ticket, "not_made", reason="out of gas"))
    assert states(house, tofu) == ["fired"]


def test_the_last_of_two_bases_counts(house: SmallHouse) -> None:
    first, second, tofu = lines(house, "plain_pot", "plain_pot", "tofu")
    house.do(ServeLine(first))
    assert states(house, tofu) == ["held"]
    house.do(ServeLine(second))
    assert states(house, tofu) == ["fired"]


def test_in_a_silent_kitchen_they_are_fired_once_they_have_waited_for_long_enough(house: SmallHouse) -> None:
    _, tofu = lines(house, "plain_pot", "tofu")
    house.wait(GATE - 1)
    house.types(Tick())
    assert states(house, tofu) == ["held"]
    assert next_deadline(house.state) == house.now + 1
    house.wait(1)
    assert house.types(Tick()) == ["LineFired"]
    assert states(house, tofu) == ["fired"]


def test_what_comes_later_waits_as_long_as_the_base_that_was_sent_before(house: SmallHouse) -> None:
    (pot,) = lines(house, "plain_pot")
    house.wait(4 * MINUTE)
    (tofu,) = lines(house, "tofu")
    assert house.item(tofu).fires_at == house.now + 6 * MINUTE
    house.wait(6 * MINUTE)
    (beef,) = lines(house, "beef")
    assert states(house, beef) == ["fired"], "the base is late: nobody starves for it"
    house.do(ServeLine(pot))
    (lettuce,) = lines(house, "tofu")
    assert states(house, lettuce) == ["fired"]


def test_what_somebody_holds_waits_for_them_alone(house: SmallHouse) -> None:
    pot, tofu = [each.line for each in house.order("plain_pot", want("tofu", fire="hold")).lines]
    assert house.item(tofu).waits is None
    house.do(ServeLine(pot))
    assert states(house, tofu) == ["held"]


def test_whoever_calls_for_it_gets_it(house: SmallHouse) -> None:
    _, tofu = lines(house, "plain_pot", "tofu")
    house.do(FireLine(tofu))
    assert (house.item(tofu).state, house.item(tofu).fires_at) == ("fired", None)
    house.wait(GATE)
    assert house.types(Tick()) == []


def test_without_a_table_and_at_a_table_of_its_own_mind_nothing_waits(house: SmallHouse) -> None:
    _, tofu = lines(house, "plain_pot", "tofu", table=None, service="takeaway")
    assert states(house, tofu) == ["fired"]
    table = house.state.floor.tables["A02"]
    house.do(ChangeFloor(tables=(replace(table, base_gate_ms=0),)))
    _, beef = lines(house, "plain_pot", "beef", table="A02")
    assert states(house, beef) == ["fired"]
    house.do(ChangeHouse(base_gate_ms=0))
    house.do(ChangeFloor(tables=(replace(table, base_gate_ms=3 * MINUTE),)))
    _, more = lines(house, "plain_pot", "beef", table="A02")
    assert house.item(more).fires_at == house.now + 3 * MINUTE


def test_law_11_who_moves_fires_nothing(house: SmallHouse) -> None:
    placed = house.order("plain_pot", "tofu", table="A01")
    tofu = placed.lines[1].line
    before = house.item(tofu)
    house.do(MoveSession(placed.session, "A03"))
    assert house.item(tofu) == before


@given(at=st.integers(0, 15), served=st.booleans())
def test_a_replay_and_a_snapshot_know_what_waits(at: int, served: bool) -> None:
    house = SmallHouse()
    house.do(ChangeHouse(base_gate_ms=GATE))
    pot, tofu = lines(house, "plain_pot", "tofu")
    house.wait(at * MINUTE)
    house.types(Tick())
    if served and house.item(pot).state == "fired":
        house.do(ServeLine(pot))
    assert (house.item(tofu).state == "held") == (at < 10 and not served)
    assert replay(house.recorded).books() == house.state.books()
