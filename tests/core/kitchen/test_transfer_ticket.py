"""A ticket, or some lines of it, goes to another station: seen anew there, and not made twice or later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.kitchen.acknowledge_voids import AcknowledgeVoids
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.model import CATCH_ALL, KitchenGone, Ticket
from kds.core.kitchen.note_line import NoteLine
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferIs, TransferTicket
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.void_line import VoidLine
from tests.core.invariants import check_conservation, check_slots, check_unseen, indexes, rebuilt
from tests.house import MINUTE, SmallHouse, named, want

ONE_EACH = tuple(Screen(each, named(each), (each,)) for each in ("cold", "hot"))


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def ticket(house: SmallHouse, name: str) -> Ticket:
    return house.state.kitchen.tickets[name]


def transfer(house: SmallHouse, name: str, station: str = "hot", *lines: str) -> str:
    """The ticket that has them then."""
    answer = house.ask(TransferTicket(name, station, lines), TransferIs)
    assert answer.station == station
    sound(house)
    return answer.ticket


def sound(house: SmallHouse) -> None:
    check_conservation(house.state)
    check_slots(house.state, house.now)
    check_unseen(house.state)
    before = indexes(house.state)
    house.state = rebuilt(house.state)
    assert indexes(house.state) == before


class TestAll:
    def test_the_same_ticket_stands_there_and_its_clocks_run_on(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "sesame")
        (name,) = placed.tickets
        house.do(StartTicket(name, (placed.lines[0].line,)))
        before = [house.item(each.line) for each in placed.lines]
        house.wait(MINUTE)
        assert transfer(house, name) == name
        assert ticket(house, name).station == "hot"
        assert [house.item(each.line) for each in placed.lines] == before

    def test_it_is_to_be_seen_there_as_if_it_had_just_come(self, house: SmallHouse) -> None:
        (name,) = house.order("tofu").tickets
        house.do(ReportShown("wall", (name,), house.state.seq))
        assert ticket(house, name).seen_at is not None
        house.wait(MINUTE)
        transfer(house, name)
        assert (ticket(house, name).seen_at, ticket(house, name).unseen_since) == (None, house.now)
        assert ticket(house, name).unseen_seq == house.state.seq

    def test_it_keeps_its_slot_on_a_wall_that_shows_both_and_leaves_one_that_does_not(self, house: SmallHouse) -> None:
        house.do(
            ChangeKitchen(screens=(Screen("cold", named("cold"), ("cold",)), Screen("hot", named("hot"), ("hot",))))
        )
        house.order("tofu")
        (name,) = house.order("tofu").tickets
        slot = house.state.kitchen.slots["wall"].tickets.index(name)
        transfer(house, name)
        slots = house.state.kitchen.slots
        assert slots["wall"].tickets.index(name) == slot
        assert name not in slots["cold"].tickets
        assert name in slots["hot"].tickets

    def test_it_is_bumped_and_recalled_at_the_new_station(self, house: SmallHouse) -> None:
        house.do(
            ChangeKitchen(screens=(Screen("cold", named("cold"), ("cold",)), Screen("hot", named("hot"), ("hot",))))
        )
        (name,) = house.order("tofu").tickets
        house.do(BumpTicket(transfer(house, name)))
        assert house.refused(RecallLast("cold")) == "nothing_to_recall"
        house.do(RecallLast("hot"))
        assert ticket(house, name).state == "fired"

    def test_one_that_stood_at_the_catch_all_does_not_go_home_any_more(self, house: SmallHouse) -> None:
        (name,) = house.order("tofu").tickets
        cold = house.state.kitchen.stations["cold"]
        screens = tuple(each for each in house.state.kitchen.screens.values() if "cold" not in each.stations)
        gone = tuple(name for name, each in house.state.kitchen.screens.items() if "cold" in each.stations)
        house.do(ChangeKitchen(screens=screens, gone=KitchenGone(stations=("cold",), screens=gone)))
        assert (ticket(house, name).station, ticket(house, name).routed_to) == (CATCH_ALL, "cold")
        transfer(house, name)
        house.do(ChangeKitchen(stations=(cold,)))
        assert ticket(house, name).station == "hot"


class TestSome:
    def test_the_lines_that_go_have_a_ticket_of_their_own(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "sesame", want("tofu", fire="hold"))
        (old,), (first, second, held) = placed.tickets, [each.line for each in placed.lines]
        house.do(RushLine(second))
        house.wait(MINUTE)
        new = transfer(house, old, "hot", second, held)
        assert new != old
        assert (ticket(house, old).lines, ticket(house, new).lines) == ((first,), (second, held))
        assert (ticket(house, old).station, ticket(house, new).station) == ("cold", "hot")
        assert (ticket(house, old).rushed_at is None, ticket(house, new).rushed_at is None) == (True, False)
        assert (ticket(house, new).label, ticket(house, new).submitted_at) == ("A01", ticket(house, old).submitted_at)
        assert ticket(house, new).thresholds == ticket(house, old).thresholds
        house.do(BumpTicket(old))
        assert (ticket(house, old).state, ticket(house, new).state) == ("done", "fired")

    def test_what_is_done_or_to_be_stopped_stays_where_it_was(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "sesame", "tofu")
        (old,), (done, struck, open_line) = placed.tickets, [each.line for each in placed.lines]
        house.do(BumpTicket(old, (done,)))
        house.do(StartTicket(old))
        house.do(VoidLine(struck, "guest"))
        new = transfer(house, old)
        assert (ticket(house, old).lines, ticket(house, new).lines) == ((done, struck), (open_line,))
        assert (ticket(house, old).state, ticket(house, old).stops) == ("done", 1)
        house.do(AcknowledgeVoids(old))
        assert not ticket(house, old).is_open

    def test_a_note_that_nobody_has_acknowledged_goes_along(self, house: SmallHouse) -> None:
        placed = house.order("tofu", "sesame")
        house.do(NoteLine(placed.lines[1].line, "no nuts"))
        new = transfer(house, placed.tickets[0], "hot", placed.lines[1].line)
        assert (ticket(house, placed.tickets[0]).changes, ticket(house, new).changes) == (0, 1)

    def test_a_line_of_another_party_takes_its_own_name_along(self, house: SmallHouse) -> None:
        placed, other = house.order("tofu", "sesame"), house.order("tofu", table="A02")
        house.do(MoveLines((placed.lines[1].line,), to_bill=other.bill))
        new = transfer(house, placed.tickets[0], "hot", placed.lines[1].line)
        assert (ticket(house, new).label, ticket(house, placed.tickets[0]).label) == ("A02", "A01")


class TestRefused:
    def test_a_station_that_is_not_there_the_same_one_and_one_that_no_screen_shows(self, house: SmallHouse) -> None:
        (name,) = house.order("tofu").tickets
        assert house.refused(TransferTicket(name, "roof")) == "unknown_station"
        assert house.refused(TransferTicket(name, "cold")) == "already_there"
        gone = KitchenGone(screens=tuple(house.state.kitchen.screens))
        house.do(ChangeKitchen(screens=(Screen("one", named("one"), ("cold",)),), gone=gone))
        assert house.refused(TransferTicket(name, "hot")) == "station_unseen"

    def test_what_is_done_served_ended_or_voided_goes_nowhere(self, house: SmallHouse) -> None:
        tickets = [house.order("tofu") for _ in range(4)]
        done, served, ended, voided = [each.tickets[0] for each in tickets]
        house.do(BumpTicket(done))
        house.do(ServeLine(tickets[1].lines[0].line))
        house.do(EndTicket(ended, "wasted"))
        house.do(VoidLine(tickets[3].lines[0].line, "guest"))
        refused = [house.refused(TransferTicket(each, "hot")) for each in (done, served, ended, voided)]
        assert refused == ["already_done", "already_done", "already_ended", "line_voided"]
        assert house.refused(TransferTicket(done, "hot", ("L1-1",))) == "not_on_ticket"
        assert house.refused(TransferTicket("T999-1", "hot")) == "unknown_ticket"


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(("cold", "hot", "drinks", CATCH_ALL)), st.integers(0, 7))))
def test_however_often_it_is_handed_on_every_line_is_made_once(steps: list[tuple[int, str, int]]) -> None:
    house = SmallHouse()
    placed = house.order("tofu", "sesame", "noodles", want("tofu", fire="hold"))
    fired = {each.line: house.item(each.line).fired_at for each in placed.lines}
    for which, station, chosen in steps:
        names = sorted(house.state.kitchen.tickets)
        there = ticket(house, names[which % len(names)])
        lines = tuple([line for number, line in enumerate(there.lines) if chosen >> number & 1])
        house.wait(1_000)
        house.attempt(TransferTicket(there.ticket, station, lines))
    sound(house)
    assert {each.line: house.item(each.line).fired_at for each in placed.lines} == fired
