"""Routing: every line on exactly one ticket, at a station that somebody looks at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.model import CATCH_ALL, Thresholds
from tests.house import DISHES, MINUTE, SmallHouse, want

NAMES = [each.dish for each in DISHES]
STATION = {each.dish: each.station for each in DISHES} | {"stray": CATCH_ALL}


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=12))
def test_every_line_stands_on_exactly_one_ticket_at_its_station(dishes: list[str]) -> None:
    house = SmallHouse()
    placed = house.order(*dishes)
    tickets = [house.state.kitchen.tickets[ticket] for ticket in placed.tickets]
    on_tickets = [line for ticket in tickets for line in ticket.lines]
    assert sorted(on_tickets) == sorted(each.line for each in placed.lines)
    for ticket in tickets:
        assert {STATION[house.item(line).dish] for line in ticket.lines} == {ticket.station}
        assert {house.state.orders.lines[line].base for line in ticket.lines} == {ticket.base}
        assert [line for line in house.state.orders.rounds[placed.round].lines if line in ticket.lines] == list(
            ticket.lines
        )
    assert len({(ticket.station, ticket.base) for ticket in tickets}) == len(tickets)


def test_a_base_is_a_ticket_of_its_own_and_comes_first(house: SmallHouse) -> None:
    placed = house.order("beef", "twin_pot", "noodles")
    tickets = [house.state.kitchen.tickets[ticket] for ticket in sorted(placed.tickets)]
    assert [(ticket.station, ticket.base) for ticket in tickets] == [("soup", True), ("cold", False), ("hot", False)]


def test_a_dish_without_a_station_goes_to_the_catch_all(house: SmallHouse) -> None:
    line = house.line("stray")
    assert house.ticket(line).station == CATCH_ALL
    assert list(house.state.kitchen.open_tickets[CATCH_ALL]) == [house.ticket(line).ticket]


def test_without_any_kitchen_everything_goes_to_the_catch_all() -> None:
    house = SmallHouse()
    for station in list(house.state.kitchen.stations):
        del house.state.kitchen.stations[station]
    placed = house.order("twin_pot", "beef", "cola")
    assert {house.state.kitchen.tickets[ticket].station for ticket in placed.tickets} == {CATCH_ALL}
    assert len(placed.tickets) == 2


def test_a_ticket_says_whose_it_is(house: SmallHouse) -> None:
    house.order("tofu", guests=3)
    house.wait(5 * MINUTE)
    placed = house.order("beef", "cola", channel="waiter")
    ticket = house.state.kitchen.tickets[placed.tickets[0]]
    assert (ticket.label, ticket.session, ticket.round, ticket.round_no) == ("A01", placed.session, placed.round, 2)
    assert (ticket.channel, ticket.guests, ticket.submitted_at) == ("waiter", 3, house.now)


def test_takeaway_is_called_by_its_number(house: SmallHouse) -> None:
    placed = house.order("tofu", table=None)
    assert house.state.kitchen.tickets[placed.tickets[0]].label == "#1"


def test_a_ticket_is_held_only_when_all_of_it_is(house: SmallHouse) -> None:
    placed = house.order(want("tofu"), want("beef", fire="now"), want("cola"), fire="hold")
    assert [house.state.kitchen.tickets[ticket].state for ticket in placed.tickets] == ["fired", "held"]


def test_a_ticket_is_stamped_with_the_thresholds_it_is_judged_by(house: SmallHouse) -> None:
    assert house.ticket(house.line("tofu")).thresholds == Thresholds()
    assert house.ticket(house.line("noodles")).thresholds == Thresholds(600, 900, 1200, 40 * MINUTE)


def test_the_strictest_dish_of_a_ticket_counts(house: SmallHouse) -> None:
    assert house.ticket(house.line("noodles", "crab")).thresholds == Thresholds(300, 500, 800, 40 * MINUTE)
