"""Changing the floor: every table in an area, no table taken from under its guests."""

from __future__ import annotations

import pytest

from kds.core.floor.change_floor import ChangeFloor, FloorSize
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.events import FloorChanged
from kds.core.floor.model import Area, FloorGone, Table
from kds.core.orders.pay_bill import PayBill
from kds.core.types import Name, Refusal
from tests.house import AREAS, TABLES, SmallHouse, only_floor


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def gone(*tables: str) -> ChangeFloor:
    return ChangeFloor(gone=FloorGone(tables=tables))


def test_an_event_holds_what_changed_and_no_more(house: SmallHouse) -> None:
    (recorded,) = house.do(
        ChangeFloor(AREAS, (*TABLES[:2], Table("B01", "hall", 2)), FloorGone(tables=("A03", "Z9")))
    ).recorded
    assert recorded.event == FloorChanged(tables=(Table("B01", "hall", 2),), tables_gone=("A03",))
    assert sorted(house.state.floor.tables) == ["A01", "A02", "B01", "V01"]
    assert sorted(house.state.floor.areas) == ["hall", "vip"]


def test_where_nothing_is_to_change_nothing_happens(house: SmallHouse) -> None:
    for command in (ChangeFloor(), ChangeFloor(AREAS, TABLES), gone("Z9")):
        assert house.types(command) == []
        assert house.ask(command, FloorSize).tables == len(TABLES)


def test_a_whole_floor_can_take_the_place_of_another(house: SmallHouse) -> None:
    assert house.ask(only_floor(house.state, AREAS[:1], (Table("B01", "hall", 2),)), FloorSize).tables == 1
    assert list(house.state.floor.tables) == ["B01"]
    assert list(house.state.floor.areas) == ["hall"]


@pytest.mark.parametrize(
    ("command", "code", "zh"),
    [
        (ChangeFloor(tables=(TABLES[0], TABLES[0])), "twice", "“A01”写了两次"),
        (ChangeFloor(areas=(AREAS[0], AREAS[0])), "twice", "“hall（中）”写了两次"),
        (ChangeFloor(tables=TABLES[:1], gone=FloorGone(tables=("A01",))), "set_and_gone", "“A01”既要改又要删"),
        (ChangeFloor(tables=(Table("B01", "garden", 2),)), "no_area", "B01桌所属的区域“garden”不存在"),
        (ChangeFloor(tables=(Table("B01", "hall", 0),)), "seats", "B01桌的座位须是1到99个"),
        (ChangeFloor(tables=(Table("B01", "hall", 100),)), "seats", "B01桌的座位须是1到99个"),
        (ChangeFloor(areas=(Area("bar", Name(zh="", en="")),)), "no_name", "“bar”没有名称"),
        (ChangeFloor(gone=FloorGone(areas=("hall",))), "area_in_use", "区域“hall（中）”里还有3张桌，不能删除"),
    ],
)
def test_a_faulty_floor_is_refused_in_both_languages(
    house: SmallHouse, command: ChangeFloor, code: str, zh: str
) -> None:
    assert house.refused(command) == "bad_floor"
    outcome = house.attempt(command)
    assert isinstance(outcome, Refusal)
    assert [each.code for each in outcome.details["faults"]] == [code]
    assert outcome.message().zh == f"桌台设置有误：{zh}"
    assert outcome.message().en.startswith("The floor is faulty: ")


def test_a_table_with_guests_stays(house: SmallHouse) -> None:
    placed = house.order("tofu", table="A02")
    assert house.refused(gone("A03", "A02")) == "table_in_use"
    assert "A03" in house.state.floor.tables
    house.do(PayBill(placed.bill, "cash", 1200))
    house.do(ClearSession(placed.session))
    house.do(gone("A02"))
    assert "A02" not in house.state.floor.tables


def test_a_party_keeps_its_session_when_its_table_moves_to_another_area(house: SmallHouse) -> None:
    session = house.order("tofu").session
    house.do(ChangeFloor(tables=(Table("A01", "vip", 8),), gone=FloorGone()))
    assert house.state.floor.tables["A01"].area == "vip"
    assert house.order("cola").session == session
