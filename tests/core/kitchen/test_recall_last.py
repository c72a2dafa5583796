"""The last bump of a screen's stations comes back, whoever made it: in order, each once."""

from __future__ import annotations

import pytest

from kds.core.floor.clear_session import ClearSession
from kds.core.kitchen.answers import TicketIs
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.bump_batch import BumpBatch
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.last_bumps import last_bumps
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.recall_last import PATIENCE_MS, RecallLast
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.unserve_line import UnserveLine
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.void_line import VoidLine
from kds.core.state import pack, unpack
from tests.core.kitchen.pork import with_pork
from tests.house import SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def last(house: SmallHouse, screen: str = "wall") -> tuple[str, tuple[str, ...]]:
    """What comes back: the ticket, and its lines."""
    answer = house.ask(RecallLast(screen), TicketIs)
    return answer.ticket, answer.lines


def bumped(house: SmallHouse, *dishes: str) -> tuple[str, tuple[str, ...]]:
    """A ticket that was made, and its lines."""
    placed = house.order(*dishes)
    house.do(BumpTicket(placed.tickets[0]))
    return placed.tickets[0], tuple(each.line for each in placed.lines)


def test_bumps_come_back_the_latest_first_also_within_one_millisecond(house: SmallHouse) -> None:
    made = [bumped(house, "tofu", "beef") for _ in range(12)]
    assert [last(house) for _ in made] == made[::-1]
    assert house.refused(RecallLast("wall")) == "nothing_to_recall"


def test_a_bump_of_some_lines_is_one_and_the_rest_of_the_ticket_another(house: SmallHouse) -> None:
    placed = house.order("tofu", "beef", "sesame")
    tofu, beef, sesame = (each.line for each in placed.lines)
    (ticket,) = placed.tickets
    house.do(BumpTicket(ticket, (beef,)))
    house.do(BumpTicket(ticket))
    assert last(house) == (ticket, (tofu, sesame))
    assert last(house) == (ticket, (beef,))


def test_a_screen_takes_back_what_its_own_stations_made(house: SmallHouse) -> None:
    cold, hot = bumped(house, "tofu"), bumped(house, "noodles")
    assert last(house, "cold") == cold
    assert house.refused(RecallLast("cold")) == "nothing_to_recall"
    assert last(house) == hot


def test_what_is_served_voided_or_recalled_already_is_passed_over(house: SmallHouse) -> None:
    stays = bumped(house, "tofu")
    served, voided, recalled = (bumped(house, "beef") for _ in range(3))
    house.do(ServeLine(served[1][0]))
    house.do(VoidLine(voided[1][0], "guest"))
    house.do(RecallTicket(recalled[0]))
    assert last(house) == stays
    house.do(UnserveLine(served[1][0]))
    assert last(house) == served


def test_what_was_ended_was_not_bumped(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(EndTicket(placed.tickets[0], "made"))
    assert house.refused(RecallLast("wall")) == "nothing_to_recall"


def test_a_party_that_has_left_takes_its_bumps_along(house: SmallHouse) -> None:
    placed = house.order("tofu")
    house.do(BumpTicket(placed.tickets[0]))
    house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
    house.do(ClearSession(placed.session))
    assert house.refused(RecallLast("wall")) == "nothing_to_recall"


def test_a_press_that_was_long_under_way_takes_back_nothing(house: SmallHouse) -> None:
    made = bumped(house, "tofu")
    assert house.refused(RecallLast("wall", PATIENCE_MS + 1)) == "recall_too_late"
    assert house.refused(RecallLast("roof")) == "unknown_screen"
    answer = house.ask(RecallLast("wall", PATIENCE_MS), TicketIs)
    assert answer.ticket == made[0]


def test_a_state_that_was_stored_knows_the_same_bumps(house: SmallHouse) -> None:
    made = [bumped(house, "tofu", "beef") for _ in range(3)]
    read = unpack(house.state.seq, house.state.at, pack(house.state.books()))
    assert list(read.kitchen.bumps) == list(house.state.kitchen.bumps)
    assert len(list(read.kitchen.bumps)) == 2 * len(made)


TABLES = ("A01", "A02", "A03")


def together(house: SmallHouse, dish: str) -> tuple[str, ...]:
    """A dish that was cooked for three tables and done by one press; its lines."""
    lines = tuple([house.line(dish, table=table) for table in TABLES])
    house.do(BumpBatch("wall", lines, tuple([house.item(each).ticket for each in lines]), len(lines)))
    return lines


@pytest.mark.parametrize("dish", ["tofu", "pork"])
def test_a_press_for_a_batch_comes_back_as_one_and_then_what_was_before_it(dish: str) -> None:
    house = with_pork()
    early, _ = bumped(house, "beef")
    lines = together(house, dish)
    house.state = unpack(house.state.seq, house.state.at, pack(house.state.books()))
    back = house.ask(RecallLast("wall"), TicketIs)
    assert sorted(back.lines) == sorted(lines)
    assert [(house.item(each).state, house.item(each).passed) for each in lines] == [("fired", ())] * 3
    assert last(house)[0] == early
    assert house.refused(RecallLast("wall")) == "nothing_to_recall"


def test_of_a_batch_comes_back_what_can_and_one_table_by_itself(house: SmallHouse) -> None:
    one, two, three = together(house, "tofu")
    house.do(ServeLine(one))
    house.do(RecallTicket(house.item(two).ticket))
    assert last(house)[1] == (three,)
    assert [house.item(each).state for each in (one, two, three)] == ["served", "fired", "fired"]


def test_two_batches_come_back_one_after_the_other(house: SmallHouse) -> None:
    first, second = together(house, "tofu"), together(house, "beef")
    assert sorted(last(house)[1]) == sorted(second)
    assert sorted(last(house)[1]) == sorted(first)


def test_the_list_of_what_was_done_last_has_each_table_of_a_batch(house: SmallHouse) -> None:
    lines = together(house, "tofu")
    listed = last_bumps(house.state, {"cold"})
    assert sorted(each.back for each in listed) == sorted((each,) for each in lines)
