"""Laying out the floor: every table in an area, no table taken from under its guests."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.floor.lay_out_floor import FloorSize, LayOutFloor
from kds.core.floor.model import Table
from kds.core.orders.pay_bill import PayBill
from tests.house import AREAS, TABLES, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def test_a_new_floor_replaces_the_old(house: SmallHouse) -> None:
    answer = house.ask(LayOutFloor(AREAS[:1], (Table("B01", "hall", 2),)), FloorSize)
    assert answer.tables == 1
    assert list(house.state.floor.tables) == ["B01"]
    assert list(house.state.floor.areas) == ["hall"]


@pytest.mark.parametrize(
    "floor",
    [
        LayOutFloor(AREAS, (*TABLES, TABLES[0])),
        LayOutFloor((*AREAS, AREAS[0]), TABLES),
        LayOutFloor(AREAS, (Table("B01", "garden", 2),)),
        LayOutFloor(AREAS, (Table("B01", "hall", 0),)),
        LayOutFloor(AREAS, (Table("B01", "hall", 100),)),
    ],
)
def test_a_faulty_floor_is_refused(house: SmallHouse, floor: LayOutFloor) -> None:
    assert house.refused(floor) == "bad_floor"


def test_a_table_with_guests_stays(house: SmallHouse) -> None:
    placed = house.order("tofu", table="A02")
    without = LayOutFloor(AREAS, tuple(each for each in TABLES if each.table != "A02"))
    assert house.refused(without) == "table_in_use"
    house.do(PayBill(placed.bill, "cash", 1200))
    house.do(ClearSession(placed.session))
    house.do(without)
    assert "A02" not in house.state.floor.tables


def test_a_party_keeps_its_session_when_its_table_moves_to_another_area(house: SmallHouse) -> None:
    session = house.order("tofu").session
    house.do(LayOutFloor(AREAS, (Table("A01", "vip", 8), *TABLES[1:])))
    assert house.state.floor.tables["A01"].area == "vip"
    assert house.order("cola").session == session
