"""The board, all-day, and what a ticket is while its lines are so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import get_args

import pytest

from kds.core.kitchen import station_view
from kds.core.kitchen.all_day import AllDay, all_day
from kds.core.kitchen.board import BoardLine, BoardTicket, board
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_line import FireLine
from kds.core.kitchen.model import ItemState
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.settling import ticket_state
from kds.core.kitchen.start import StartTicket
from kds.core.orders.model import Cell
from kds.core.orders.void_line import VoidLine
from kds.core.refusals import UNKNOWN_TICKET
from kds.core.types import Refusal
from tests.core.invariants import rebuilt
from tests.house import MINUTE, NOON, SmallHouse, named, want

ALL = ("soup", "cold", "hot", "drinks", "catch_all")


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def stands(house: SmallHouse, stations: Sequence[str] = ALL) -> list[tuple[str, str]]:
    """The first dish of each ticket on the board, and why it stands there."""
    return [(house.item(each.ticket.lines[0]).dish, each.why) for each in board(house.state, iter(stations), house.now)]


def only(house: SmallHouse, station: str) -> BoardTicket:
    (each,) = board(house.state, [station], house.now)
    return each


def lines(house: SmallHouse) -> list[BoardLine]:
    return [line for each in board(house.state, ALL, house.now) for line in each.lines]


class TestBoard:
    def test_a_screen_of_all_stations_in_the_order_to_cook(self, house: SmallHouse) -> None:
        house.order("noodles", "tofu", "twin_pot", want("cola", fire="hold"))
        house.wait(3 * MINUTE)
        rushed = house.line("beef", table="A02")
        house.do(RushLine(rushed))
        assert stands(house) == [
            ("beef", "rushed"),
            ("twin_pot", "base_first"),
            ("tofu", "overdue"),
            ("noodles", "due_time"),
            ("cola", "held"),
        ]

    def test_a_station_has_rules_of_its_own(self, house: SmallHouse) -> None:
        house.order("cola")
        house.wait(5 * MINUTE)
        house.do(RushLine(house.line("cola", table="A02")))
        assert stands(house, ["drinks"]) == [("cola", "due_time"), ("cola", "due_time")]
        assert stands(house, ["drinks", "hot"]) == [("cola", "rushed"), ("cola", "overdue")]

    def test_stations_named_twice_or_unknown_change_nothing(self, house: SmallHouse) -> None:
        house.order("tofu")
        assert len(board(house.state, ["cold", "cold", "roof"], house.now)) == 1
        assert board(house.state, [], house.now) == []

    def test_a_ticket_is_as_late_as_its_latest_unfinished_line(self, house: SmallHouse) -> None:
        placed = house.order("beef", "sesame", want("tofu", fire="hold"))
        beef, sesame, tofu = (each.line for each in placed.lines)
        house.wait(MINUTE)
        ticket = only(house, "cold")
        assert (ticket.colour, ticket.due_at, ticket.late_at) == ("late", NOON + MINUTE, NOON + MINUTE)
        assert [(each.line, each.colour) for each in ticket.lines] == [(beef, "fresh"), (sesame, "late"), (tofu, None)]
        house.do(BumpTicket(placed.tickets[0], (sesame,)))
        ticket = only(house, "cold")
        assert (ticket.colour, ticket.due_at) == ("fresh", NOON + 6 * MINUTE)
        assert (ticket.soon_at, ticket.critical_at) == (NOON + 252_000, NOON + 9 * MINUTE)

    def test_case_11_each_line_of_a_ticket_is_as_old_as_its_own_fire(self, house: SmallHouse) -> None:
        placed = house.order("noodles", want("crab", fire="hold"))
        noodles, crab = (each.line for each in placed.lines)
        house.wait(10 * MINUTE)
        house.do(FireLine(crab))
        house.wait(2 * MINUTE)
        for _ in range(2):
            ages = {
                each.line: (house.now - (house.item(each.line).fired_at or 0), each.colour) for each in lines(house)
            }
            assert ages == {noodles: (12 * MINUTE, "critical"), crab: (2 * MINUTE, "fresh")}
            house.state = rebuilt(house.state)

    def test_a_held_ticket_has_no_colour_and_is_not_due(self, house: SmallHouse) -> None:
        line = house.line("tofu", fire="hold")
        ticket = only(house, "cold")
        assert (ticket.why, ticket.colour, ticket.due_at, ticket.soon_at, ticket.critical_at) == ("held",) + (None,) * 4
        house.do(FireLine(line))
        assert only(house, "cold").due_at == NOON + 3 * MINUTE

    def test_a_line_shows_all_that_a_cook_needs(self, house: SmallHouse) -> None:
        house.order(
            want("four_pot", cells=(Cell("spicy", "hot"), Cell("clear"))),
            want("beef", 2, options=("thick", "egg"), note="thin please"),
        )
        (pot,) = only(house, "soup").lines
        (beef,) = only(house, "cold").lines
        assert pot.cells == (Cell("spicy", "hot"), Cell("clear"))
        assert (beef.dish, beef.qty, beef.options, beef.note) == ("beef", 2, ("thick", "egg"), "thin please")

    def test_a_done_ticket_leaves_the_board_and_a_voided_one_too(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "cola")
        house.do(ServeLine(placed.lines[0].line))
        house.do(VoidLine(placed.lines[1].line, "no"))
        assert stands(house) == [("cola", "stopped")]
        house.do(BumpTicket(house.item(placed.lines[1].line).ticket))
        assert stands(house) == []


class TestAllDay:
    def test_portions_add_up_over_tickets_and_tables(self, house: SmallHouse) -> None:
        house.order(want("tofu", 2), want("tofu", 3, fire="hold"), "sesame")
        house.order(want("tofu", 4), "beef", "noodles", table="A02")
        assert all_day(house.state, ["cold"]) == [
            AllDay("tofu", 6, 3, named("tofu")),
            AllDay("beef", 1, 0, named("beef")),
            AllDay("sesame", 1, 0, named("sesame")),
        ]
        assert all_day(house.state, iter(["cold", "hot", "cold"]))[1:3] == [
            AllDay("beef", 1, 0, named("beef")),
            AllDay("noodles", 1, 0, named("noodles")),
        ]

    def test_case_13_the_same_dish_for_an_allergic_guest_is_a_line_of_its_own(self, house: SmallHouse) -> None:
        house.order("tofu")
        house.order(want("tofu", note="过敏:花生"))
        assert [(each.dish, each.qty, each.note) for each in lines(house)] == [
            ("tofu", 1, ""),
            ("tofu", 1, "过敏:花生"),
        ]
        assert all_day(house.state, ["cold"]) == [AllDay("tofu", 2, 0, named("tofu"))]

    def test_only_what_is_still_to_be_made_counts(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", 2), want("tofu", 3), want("tofu", 5), "tofu", "beef")
        started, done, voided, served, beef = (each.line for each in placed.lines)
        ticket = placed.tickets[0]
        house.do(StartTicket(ticket, (started,)))
        house.do(BumpTicket(ticket, (done,)))
        house.do(VoidLine(voided, "no"))
        house.do(ServeLine(served))
        house.do(BumpTicket(ticket, (beef,)))
        assert all_day(house.state, ["cold"]) == [AllDay("tofu", 2, 0, named("tofu"))]

    def test_an_idle_station_has_none(self, house: SmallHouse) -> None:
        assert all_day(house.state, ["hot", "roof"]) == []


class TestTicketState:
    @pytest.mark.parametrize(
        ("lines", "expected"),
        [
            ([], "done"),
            (["voided"], "voided"),
            (["held"], "held"),
            (["held", "voided"], "held"),
            (["held", "fired"], "fired"),
            (["fired", "started"], "started"),
            (["held", "done"], "held"),
            (["held", "started"], "started"),
            (["fired", "done"], "started"),
            (["fired", "served"], "started"),
            (["done", "served", "voided"], "done"),
            (["served"], "done"),
            (["ended"], "ended"),
            (["ended", "voided"], "ended"),
            (["ended", "done"], "done"),
            (["ended", "held"], "held"),
            (["ended", "fired"], "fired"),
            (["ended", "started"], "started"),
        ],
    )
    def test_of_its_table(self, lines: list[ItemState], expected: str) -> None:
        assert ticket_state(lines) == expected

    def test_it_is_open_exactly_while_a_line_is_to_be_made(self) -> None:
        for lines in combinations_with_replacement(get_args(ItemState), 3):
            is_open = ticket_state(lines) not in ("done", "voided", "ended")
            assert is_open == bool({"held", "fired", "started"} & set(lines)), lines


def test_of_a_station_the_first_tickets_are_told_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(station_view, "TICKETS", 2)
    house = SmallHouse()
    placed = []
    for _ in range(3):
        placed.append(house.order("tofu").tickets[0])
        house.wait(MINUTE)
    told, more = station_view.tickets_view(house.state, "cold", house.now)
    assert ([each.ticket for each in told], more) == (placed[:2], 1)
    told, more = station_view.tickets_view(house.state, "cold", house.now, placed[1])
    assert ([each.ticket for each in told], more) == (placed[2:], 0)
    house.do(BumpTicket(placed[1]))
    with pytest.raises(Refusal, match=UNKNOWN_TICKET.code):
        station_view.tickets_view(house.state, "cold", house.now, placed[1])
