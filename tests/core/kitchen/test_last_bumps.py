"""The last bumps of some stations, with what of them can still be taken back."""

from __future__ import annotations

import pytest

from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.last_bumps import MOST, last_bumps
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.orders.void_line import VoidLine
from tests.house import MINUTE, NOON, SmallHouse


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def listed(house: SmallHouse, *stations: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.ticket.ticket, each.back) for each in last_bumps(house.state, stations or ("cold", "hot"))]


def test_the_latest_stands_first_and_only_of_these_stations(house: SmallHouse) -> None:
    placed = house.order("tofu", "noodles", "cola")
    cold, hot, drinks = placed.tickets
    tofu, noodles, _ = [each.line for each in placed.lines]
    for each in (cold, drinks, hot):
        house.wait(MINUTE)
        house.do(BumpTicket(each))
    assert listed(house) == [(hot, (noodles,)), (cold, (tofu,))]
    assert [each.at for each in last_bumps(house.state, ("hot", "cold"))] == [NOON + 3 * MINUTE, NOON + MINUTE]


def test_a_bump_of_some_lines_is_one_by_itself(house: SmallHouse) -> None:
    placed = house.order("tofu", "sesame")
    (ticket,), (tofu, sesame) = placed.tickets, [each.line for each in placed.lines]
    house.do(BumpTicket(ticket, (tofu,)))
    house.do(BumpTicket(ticket, (sesame,)))
    assert listed(house) == [(ticket, (sesame,)), (ticket, (tofu,))]


def test_what_was_served_or_voided_since_is_listed_and_cannot_be_taken_back(house: SmallHouse) -> None:
    placed = house.order("tofu", "sesame", "tofu")
    (ticket,), (served, voided, left) = placed.tickets, [each.line for each in placed.lines]
    house.do(BumpTicket(ticket))
    house.do(ServeLine(served))
    house.do(VoidLine(voided, "guest"))
    (bump,) = last_bumps(house.state, ("cold",))
    assert [item.state for item in bump.items] == ["served", "voided", "done"]
    assert bump.back == (left,)


def test_case_10_what_comes_back_is_open_and_what_was_voided_stays_struck(house: SmallHouse) -> None:
    placed = house.order("tofu", "sesame", "tofu")
    (ticket,), (one, two, three) = placed.tickets, [each.line for each in placed.lines]
    house.do(StartTicket(ticket))
    house.wait(MINUTE)
    house.do(BumpTicket(ticket))
    house.do(VoidLine(two, "guest"))
    house.wait(MINUTE)
    (bump,) = last_bumps(house.state, ("cold",))
    house.do(RecallTicket(ticket, bump.back))
    assert [house.item(line).state for line in (one, two, three)] == ["started", "voided", "started"]
    assert house.item(one).started_at == NOON
    assert listed(house) == [(ticket, ())]


def test_there_are_so_many_at_most_and_the_oldest_go(house: SmallHouse) -> None:
    tickets = [house.order("tofu", table=None).tickets[0] for _ in range(MOST + 2)]
    for each in tickets:
        house.do(BumpTicket(each))
    assert [name for name, _ in listed(house)] == list(reversed(tickets))[:MOST]
