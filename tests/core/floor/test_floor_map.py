"""The live map: two marks that never hide each other, for every table and every party."""

from __future__ import annotations

import pytest

from kds.core.day.change_house import ChangeHouse
from kds.core.floor.answers import PartyIs
from kds.core.floor.ask_bill import AskBill
from kds.core.floor.clean_table import CleanTable
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.floor_map import HOLDS_MS, MapTable, floor_map
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.reserve_table import ReserveTable
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.types import Who
from tests.house import CLOSES, DAY, MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def table(house: SmallHouse, name: str = "A01") -> MapTable:
    """A table of the map."""
    return next(each for each in floor_map(house.state, house.now).tables if each.table == name)


def marks(house: SmallHouse, name: str = "A01") -> tuple[str, str]:
    """Its two marks."""
    return table(house, name).phase, table(house, name).payment


def test_a_party_goes_through_all_of_them(house: SmallHouse) -> None:
    assert marks(house) == ("free", "none")
    session = house.ask(OpenSession("A01", 3), PartyIs).session
    assert marks(house) == ("open", "none")
    placed = house.order(want("tofu", fire="hold"))
    assert marks(house) == ("ordering", "none")
    base = house.order("twin_pot", "cola")
    assert marks(house) == ("base_waiting", "none")
    house.do(ServeLine(base.lines[0].line))
    assert marks(house) == ("waiting", "none")
    house.do(AskBill(session))
    assert marks(house) == ("waiting", "asked"), "case 46: the bill is asked for while dishes are late"
    house.do(ServeLine(base.lines[1].line))
    house.do(VoidLine(placed.lines[0].line, "late"))
    assert marks(house) == ("served", "asked")
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    assert marks(house) == ("served", "paid")
    house.do(ClearSession(session))
    assert marks(house) == ("free", "none")


def test_who_orders_again_has_to_ask_again(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(AskBill(placed.session))
    assert house.types(AskBill(placed.session)) == []
    house.order("cola")
    assert marks(house) == ("waiting", "none")


def test_who_owes_nothing_asks_for_nothing(house: SmallHouse) -> None:
    session = house.ask(OpenSession("A01", 3), PartyIs).session
    assert house.refused(AskBill(session)) == "nothing_to_pay"


def test_it_says_who_waits_for_what_since_when(house: SmallHouse) -> None:
    house.do(OpenSession("A01", 3), Who("w1", "waiter"))
    first = house.order("noodles")
    house.wait(MINUTE)
    house.order("tofu", want("cola", fire="hold"))
    there = table(house)
    assert (there.guests, there.opened_at, there.served_by, there.unserved) == (3, NOON, "w1", 3)
    assert there.oldest is not None
    assert (there.oldest.line, there.oldest.dish, there.oldest.fired_at) == (first.lines[0].line, "noodles", NOON)
    house.do(BumpTicket(first.tickets[0]))
    assert there == table(house), "what stands at the pass has still to be brought"


def test_of_several_parties_the_one_in_need_gives_the_marks(house: SmallHouse) -> None:
    one = house.order("twin_pot", guests=2)
    other = house.order("tofu", session=house.ask(OpenSession("A01", 1, share=True), PartyIs).session)
    house.do(ServeLine(other.lines[0].line))
    house.do(PayBill(other.bill, "cash", 1200))
    assert marks(house) == ("base_waiting", "none")
    assert [(each.label, each.phase, each.payment) for each in table(house).parties] == [
        ("A01-1", "base_waiting", "none"),
        ("A01-2", "served", "paid"),
    ]
    house.do(AskBill(one.session))
    assert marks(house) == ("base_waiting", "asked")
    assert table(house).guests == 3


def test_a_line_that_was_moved_is_waited_for_where_it_is_wanted(house: SmallHouse) -> None:
    one, other = house.order("tofu", "beef"), house.order("cola", table="A02")
    house.do(ServeLine(one.lines[0].line))
    house.do(ServeLine(other.lines[0].line))
    house.do(MoveLines((one.lines[1].line,), other.session))
    assert (marks(house), marks(house, "A02")) == (("served", "none"), ("waiting", "none"))


def test_those_without_a_table_are_listed_by_number(house: SmallHouse) -> None:
    house.order("tofu", table=None)
    house.order("cola", table=None, service="pickup")
    assert [each.label for each in floor_map(house.state, house.now).numbers] == ["#1", "#2"]


class TestCleaning:
    def test_a_house_that_wants_to_know_is_told(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(tables_are_cleaned=True))
        sessions = [house.ask(OpenSession("A01", 2, share=True), PartyIs).session for _ in range(2)]
        house.do(ClearSession(sessions[0]))
        assert marks(house)[0] == "open", "others sit there still"
        house.do(ClearSession(sessions[1]))
        assert (marks(house)[0], table(house).to_clean_since) == ("to_clean", NOON)
        assert house.types(CleanTable("A01")) == ["TableCleaned"]
        assert marks(house)[0] == "free"
        assert house.types(CleanTable("A01")) == []
        assert house.refused(CleanTable("Z9")) == "unknown_table"

    def test_whoever_sits_down_there_has_not_waited_for_it(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(tables_are_cleaned=True))
        for _ in range(2):
            house.do(ClearSession(house.ask(OpenSession("A01", 2), PartyIs).session))
        party = house.ask(OpenSession("A02", 2), PartyIs).session
        house.do(MoveSession(party, "A01"))
        assert house.state.floor.uncleaned == {}


class TestReserved:
    def test_a_table_is_kept_when_its_guests_come_soon(self, house: SmallHouse) -> None:
        comes_at = house.now + HOLDS_MS + MINUTE
        house.do(ReserveTable("A01", comes_at, 4))
        assert (marks(house)[0], table(house).reserved_at) == ("free", comes_at)
        house.wait(MINUTE)
        assert marks(house)[0] == "reserved"
        house.do(OpenSession("A01", 2))
        assert (marks(house)[0], table(house).reserved_at) == ("open", comes_at), "those who sit there are told by it"

    def test_what_nobody_said_a_word_of_lapses_with_its_day(self, house: SmallHouse) -> None:
        house.do(ReserveTable("A01", NOON + MINUTE))
        house.do(ReserveTable("A02", NOON + DAY))
        house.now = CLOSES
        house.tick("2026-09-22", CLOSES + DAY)
        assert [each.table for each in house.state.floor.reservations.values()] == ["A02"]
