"""How tables and parties stand: the service and the payment, each for itself."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.change_floor import ChangeFloor
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.model import FloorGone
from kds.core.floor.open_session import OpenSession
from kds.core.floor.table_view import (
    PartyLine,
    guests_table_line,
    guests_table_view,
    open_parties,
    party_line,
    table_line,
    table_view,
)
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.orders.answered import RoundIs
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.parties import guests_party
from tests.house import MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def stands(house: SmallHouse, table: str = "A01") -> tuple[str, str, str, int]:
    """State, phase, payment and how much is to serve."""
    line, view = table_line(house.state, table), table_view(house.state, table)
    assert (line.state, line.phase, line.payment, line.unserved, line.waiting_since) == (
        view.state,
        view.phase,
        view.payment,
        view.unserved,
        view.waiting_since,
    )
    return line.state, line.phase, line.payment, line.unserved


def pay(house: SmallHouse, placed: RoundIs) -> None:
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))


def test_a_dinner_in_both_marks(house: SmallHouse) -> None:
    assert stands(house) == ("free", "free", "none", 0)
    session = house.ask(OpenSession("A01", 2, share=True), PartyIs).session
    assert stands(house) == ("seated", "seated", "none", 0)
    placed = house.order("tofu", "cola", session=session)
    assert stands(house) == ("seated", "waiting", "open", 2)
    house.do(BumpTicket(house.item(placed.lines[0].line).ticket))
    assert stands(house) == ("seated", "waiting", "open", 2), "what is done is not yet at the table"
    house.do(ServeLine(placed.lines[0].line))
    assert stands(house) == ("seated", "waiting", "open", 1)
    house.do(ServeLine(placed.lines[1].line))
    assert stands(house) == ("seated", "served", "open", 0)
    pay(house, placed)
    assert stands(house) == ("paid", "served", "paid", 0)
    house.do(ClearSession(session))
    assert stands(house) == ("free", "free", "none", 0)


def test_a_paid_table_with_two_dishes_not_begun_says_both(house: SmallHouse) -> None:
    pay(house, house.order("tofu", "crab"))
    assert stands(house) == ("paid", "waiting", "paid", 2)


def test_the_bill_can_be_asked_for_while_two_dishes_are_late(house: SmallHouse) -> None:
    house.order("tofu", "crab")
    house.wait(30 * MINUTE)
    assert stands(house) == ("seated", "waiting", "open", 2)
    assert table_line(house.state, "A01").waiting_since == NOON


def test_the_oldest_dish_that_is_waited_for_counts_from_its_fire(house: SmallHouse) -> None:
    first, held = house.line("tofu"), house.line("crab", fire="hold")
    house.wait(MINUTE)
    second = house.line("cola")

    def waiting() -> int | None:
        return table_line(house.state, "A01").waiting_since

    assert waiting() == NOON
    house.do(ServeLine(first))
    assert waiting() == NOON + MINUTE
    house.do(VoidLine(second, "no"))
    assert (waiting(), stands(house)[3]) == (None, 1)
    house.wait(MINUTE)
    house.do(FireLine(held))
    assert waiting() == NOON + 2 * MINUTE


def test_a_party_that_took_all_back_is_seated_and_owes_nothing(house: SmallHouse) -> None:
    house.do(VoidLine(house.line("tofu"), "no"))
    assert stands(house) == ("seated", "seated", "none", 0)


def test_a_dish_that_was_ended_is_not_waited_for(house: SmallHouse) -> None:
    placed = house.order("tofu", "cola")
    pay(house, placed)
    for line, outcome in zip(placed.lines, ("not_made", "made"), strict=True):
        house.do(EndTicket(house.item(line.line).ticket, outcome))  # type: ignore[arg-type]
    assert stands(house) == ("paid", "waiting", "paid", 1), "what was made is still to be brought"
    house.do(ServeLine(placed.lines[1].line))
    assert stands(house) == ("paid", "served", "paid", 0)


def test_parties_that_share_a_table_are_counted_together_and_listed_apart(house: SmallHouse) -> None:
    first = house.order("tofu", guests=3)
    house.wait(MINUTE)
    second = house.ask(OpenSession("A01", 2, share=True), PartyIs).session
    pay(house, first)
    assert stands(house) == ("seated", "waiting", "paid", 1)
    view = table_view(house.state, "A01")
    assert (view.session, view.sessions, view.bills) == (None, (first.session, second), ())
    assert [(each.number, each.guests, each.phase, each.payment) for each in view.parties] == [
        (1, 3, "waiting", "paid"),
        (2, 2, "seated", "none"),
    ]
    assert view.parties[0].bills == (first.bill,)


def test_a_table_that_is_gone_takes_its_last_clear_with_it(house: SmallHouse) -> None:
    placed = house.order("tofu")
    pay(house, placed)
    house.do(ClearSession(placed.session))
    assert list(house.state.floor.cleared) == ["A01"]
    house.do(ChangeFloor(gone=FloorGone(tables=("A01",))))
    assert house.state.floor.cleared == {}


class TestForAGuest:
    def test_the_one_party_that_has_not_paid_is_theirs(self, house: SmallHouse) -> None:
        assert guests_party(house.state, "A01") is None
        placed = house.order("tofu")
        assert guests_table_view(house.state, "A01") == table_view(house.state, "A01")
        assert guests_table_line(house.state, "A01") == table_line(house.state, "A01")
        party = guests_party(house.state, "A01")
        assert party is not None
        assert party.session == placed.session

    def test_of_one_that_paid_nothing_is_seen(self, house: SmallHouse) -> None:
        pay(house, house.order("tofu"))
        empty = SmallHouse().state
        assert guests_table_view(house.state, "A01") == guests_table_view(empty, "A01")
        assert guests_table_line(house.state, "A01") == guests_table_line(empty, "A01")
        assert guests_party(house.state, "A01") is None

    def test_nor_beside_the_next_one(self, house: SmallHouse) -> None:
        pay(house, house.order("crab"))
        placed = house.order("tofu")
        view = guests_table_view(house.state, "A01")
        assert (view.session, view.bills, view.unserved) == (placed.session, (placed.bill,), 1)

    def test_of_several_none_is_named(self, house: SmallHouse) -> None:
        house.order("tofu")
        house.do(OpenSession("A01", 2, share=True))
        view = guests_table_view(house.state, "A01")
        assert (view.session, view.sessions, view.bills, view.parties, view.state) == (None, (), (), (), "seated")


def listed(house: SmallHouse) -> list[PartyLine]:
    """Every open party as it is told."""
    return [party_line(house.state, each) for each in open_parties(house.state)]


class TestOpenParties:
    def test_they_are_listed_with_a_table_or_without(self, house: SmallHouse) -> None:
        away = house.order("tofu", want("cola", 2), table=None)
        house.wait(MINUTE)
        house.order("tofu", guests=2)
        gone = house.order("tofu", table="A02")
        pay(house, gone)
        house.do(ClearSession(gone.session))
        first, second = listed(house)
        assert (first.session, first.number, first.service, first.table) == (away.session, 1, "takeaway", None)
        assert (first.phase, first.payment, first.unserved, first.due_minor) == ("waiting", "open", 2, 2400)
        assert (first.bills, first.opened_at, first.waiting_since) == ((away.bill,), NOON, NOON)
        assert (second.table, second.guests, second.due_minor) == ("A01", 2, 1200)

    def test_a_takeaway_that_was_taken_back_is_in_the_list_until_it_leaves(self, house: SmallHouse) -> None:
        placed = house.order("tofu", table=None)
        house.do(VoidLine(placed.lines[0].line, "no"))
        (party,) = listed(house)
        assert (party.phase, party.payment, party.unserved, party.due_minor) == ("seated", "none", 0, 0)
        house.do(ClearSession(placed.session))
        assert listed(house) == []
