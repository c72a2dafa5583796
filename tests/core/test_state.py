"""The state as bytes: a snapshot reads back as the state it was made from, whatever order it was made in."""

from __future__ import annotations

import msgspec
import pytest

import kds.core.state as keeping
from kds.core.floor.model import Table
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.state import State, digest, of_books, pack, unpack
from tests.core.invariants import indexes
from tests.house import SmallHouse, want


def busy() -> SmallHouse:
    house = SmallHouse()
    first = house.order(want("twin_pot", id="a"), "beef", want("tofu", fire="hold"), "stray")
    house.order("cola", table="A02", channel="api", external_id="E1")
    house.order("tofu", table=None)
    house.do(VoidLine(first.lines[1].line, "no"))
    house.do(BumpTicket(first.tickets[0]))
    house.do(PayBill(first.bill, "cash", 100))
    return house


def test_a_snapshot_reads_back_as_the_state_it_was_made_from() -> None:
    house = busy()
    again = unpack(house.state.seq, house.state.at, pack(house.state.books()))
    assert again.books() == house.state.books()
    assert digest(again.books()) == digest(house.state.books())
    assert indexes(again) == indexes(house.state)
    assert (again.seq, again.at) == (house.state.seq, house.state.at)


def test_a_state_from_a_snapshot_cannot_be_undone_into_nothing() -> None:
    house = busy()
    again = unpack(house.state.seq, house.state.at, pack(house.state.books()))
    again.journal.undo()
    assert again.books() == house.state.books()


def test_life_goes_on_from_a_snapshot_as_if_it_had_not_been() -> None:
    house, other = busy(), busy()
    other.state = unpack(house.state.seq, house.state.at, pack(house.state.books()))
    for each in (house, other):
        each.order(want("twin_pot", id="a"), "beef")
        each.order("beef", table="A03")
    assert other.digest() == house.digest()


def test_books_are_copied_for_the_snapshot_and_later_changes_leave_them_alone() -> None:
    house = busy()
    books, before = house.state.books(), digest(house.state.books())
    house.order("tofu")
    assert digest(books) == before != digest(house.state.books())


@pytest.mark.parametrize("chunk", [1, 2, 3, 500])
def test_a_snapshot_is_read_whatever_its_chunks(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    house = busy()
    monkeypatch.setattr(keeping, "CHUNK", chunk)
    chunks = list(pack(house.state.books()))
    assert unpack(1, 1, chunks).books() == house.state.books()


def test_an_empty_state_has_no_bytes() -> None:
    assert list(pack(State().books())) == []
    assert unpack(0, 0, []).books() == State().books()


def test_the_order_in_which_records_came_leaves_no_trace_in_the_bytes() -> None:
    tables = [Table(f"A{number:02}", "hall", 4) for number in range(20)]
    one, other = State(), State()
    for table in tables:
        one.floor.tables[table.table] = table
    for table in reversed(tables):
        other.floor.tables[table.table] = table
    assert list(pack(one.books())) == list(pack(other.books()))


def test_a_changed_record_changes_the_digest() -> None:
    house = busy()
    before = digest(house.state.books())
    house.state.floor.tables["A01"] = Table("A01", "hall", 5)
    assert digest(house.state.books()) != before


@pytest.mark.parametrize(
    "chunk",
    [
        b"",
        b"\x93",
        b"damaged",
        msgspec.msgpack.encode(("seq", [])),
        msgspec.msgpack.encode(("nonsense", [])),
        msgspec.msgpack.encode(("floor.tables", [("A01", {"table": "A01"})])),
        msgspec.msgpack.encode(("floor.tables", [("A01", 7)])),
    ],
)
def test_damaged_chunks_are_told_from_good_ones(chunk: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        unpack(1, 1, [chunk])


def test_a_copy_is_the_state_and_a_life_of_its_own() -> None:
    house, other = busy(), busy()
    before = digest(house.state.books())
    other.state = of_books(house.state.seq, house.state.at, house.state.books())
    assert other.state.books() == house.state.books()
    assert indexes(other.state) == indexes(house.state)
    other.order(want("twin_pot", id="b"), "beef", table="A03")
    assert digest(house.state.books()) == before
    house.order(want("twin_pot", id="b"), "beef", table="A03")
    assert digest(house.state.books()) == digest(other.state.books())
