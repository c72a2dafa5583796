"""Steps: a line passes its stations one after the other, stands at one of them at any time, and is done at the last."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.day.change_house import ChangeHouse
from kds.core.decide import Outcome
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.end_ticket import EndTicket
from kds.core.kitchen.events import LinesPassedOn, TicketBumped
from kds.core.kitchen.expected import expected_at, still_ahead
from kds.core.kitchen.last_bumps import last_bumps
from kds.core.kitchen.model import KitchenGone
from kds.core.kitchen.note_line import NoteLine
from kds.core.kitchen.passed import Passed
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.recall_last import RecallLast
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.screens import Screen
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.start import StartTicket
from kds.core.kitchen.transfer_ticket import TransferTicket
from kds.core.kitchen.unserve_line import UnserveLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.dish_faults import step_faults
from kds.core.menu.model import Step
from kds.core.orders.void_line import VoidLine
from kds.core.types import Command, Ms
from tests.core.invariants import check_conservation, check_shown, check_unseen, indexes, rebuilt
from tests.core.kitchen.pork import with_pork
from tests.house import MINUTE, NOON, SmallHouse, dish, named, want


@pytest.fixture
def house() -> SmallHouse:
    return with_pork()


def bump(house: SmallHouse, line: str) -> None:
    """At the station where it is."""
    house.do(BumpTicket(house.item(line).ticket, (line,)))


class TestOn:
    def test_each_station_has_it_in_turn_with_a_clock_of_its_own(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        clocks = []
        for minutes in (3, 7, 1):
            ticket, item = house.ticket(pork), house.item(pork)
            clocks.append((ticket.station, (item.fired_at or 0) - NOON, item.standard_ms))
            house.wait(minutes * MINUTE)
            bump(house, pork)
        assert clocks == [
            ("cold", 0, 4 * MINUTE),
            ("hot", 3 * MINUTE, 6 * MINUTE),
            ("cold", 10 * MINUTE, MINUTE),
        ]
        item = house.item(pork)
        assert (item.state, item.done_at, item.first_fired_at) == ("done", NOON + 11 * MINUTE, NOON)

    def test_only_the_last_bump_says_that_it_is_done(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        said = [house.types(BumpTicket(house.item(pork).ticket)) for _ in range(3)]
        assert said == [["LinesPassedOn"], ["LinesPassedOn"], ["TicketBumped"]]

    def test_there_it_is_unseen_and_fresh_and_judged_as_that_station_judges(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        house.do(StartTicket(house.item(pork).ticket))
        house.wait(MINUTE)
        bump(house, pork)
        ticket = house.ticket(pork)
        assert (house.item(pork).state, house.item(pork).started_at) == ("fired", None)
        assert (ticket.seen_at, ticket.unseen_since, ticket.thresholds.late_permille) == (None, house.now, 900)

    def test_a_key_that_is_pressed_twice_hands_on_once(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        first = house.item(pork).ticket
        house.do(BumpTicket(first))
        assert house.refused(BumpTicket(first)) == "already_done"
        assert house.refused(BumpTicket(first, (pork,))) == "already_done"
        assert house.ticket(pork).station == "hot"

    def test_what_has_but_one_step_is_done_by_the_same_press(self, house: SmallHouse) -> None:
        pork, tofu, other = [each.line for each in house.order("pork", "tofu", want("pork", note="no salt")).lines]
        first = house.item(pork).ticket
        assert house.types(BumpTicket(first)) == ["TicketBumped", "LinesPassedOn"]
        assert house.item(tofu).state == "done"
        assert house.ticket(pork).lines == (pork, other), "what goes to one station goes together"
        assert house.state.kitchen.tickets[first].state == "done"

    def test_a_void_is_stopped_by_the_press_that_hands_the_rest_on(self, house: SmallHouse) -> None:
        pork, tofu = [each.line for each in house.order("pork", "tofu").lines]
        house.do(VoidLine(tofu, "guest"))
        assert house.types(BumpTicket(house.item(tofu).ticket)) == ["VoidsAcknowledged", "LinesPassedOn"]
        assert house.ticket(pork).station == "hot"

    def test_its_steps_are_those_that_the_dish_had_when_it_was_ordered(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        house.do(ChangeMenu(dishes=(dish("pork", "cold", 2200, 4),)))
        bump(house, pork)
        assert house.ticket(pork).station == "hot"
        assert house.item(house.line("pork")).ahead == ()

    def test_a_station_that_has_gone_is_taken_over_by_the_last_resort(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        house.do(ChangeKitchen(gone=KitchenGone(stations=("hot",)), knowingly=("catch_all",)))
        bump(house, pork)
        assert house.ticket(pork).station == "catch_all"
        bump(house, pork)
        assert house.ticket(pork).station == "cold"

    def test_a_rush_and_a_changed_note_go_along(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        house.do(RushLine(pork))
        house.do(NoteLine(pork, "no salt"))
        bump(house, pork)
        ticket = house.ticket(pork)
        assert (ticket.rushed_at, ticket.changes) == (NOON, 1)


class TestBack:
    def test_a_recall_brings_it_back_as_if_it_had_never_gone(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        house.do(StartTicket(house.item(pork).ticket))
        house.wait(2 * MINUTE)
        before = house.item(pork)
        bump(house, pork)
        gone_to = house.item(pork).ticket
        house.wait(MINUTE)
        house.do(RecallTicket(before.ticket))
        assert house.item(pork) == before
        assert (house.ticket(pork).seen_at, house.state.kitchen.tickets[gone_to].state) == (None, "done")
        assert house.refused(BumpTicket(gone_to)) == "already_done"

    def test_of_what_one_press_did_all_comes_back(self, house: SmallHouse) -> None:
        pork, tofu = [each.line for each in house.order("pork", "tofu").lines]
        first = house.item(pork).ticket
        house.do(BumpTicket(first))
        (told,) = last_bumps(house.state, ("cold",))
        assert ({item.line for item in told.items}, set(told.back), told.at) == ({pork, tofu}, {pork, tofu}, NOON)
        house.do(RecallLast("wall"))
        assert house.state.kitchen.tickets[first].lines == (pork, tofu)
        assert [house.item(each).state for each in (pork, tofu)] == ["fired", "fired"]

    def test_the_last_recall_is_of_the_last_step(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        stations = []
        for _ in range(3):
            bump(house, pork)
        for _ in range(3):
            house.do(RecallLast("wall"))
            stations.append(house.ticket(pork).station)
        assert stations == ["cold", "hot", "cold"]
        assert house.refused(RecallLast("wall")) == "nothing_to_recall"

    def test_a_screen_takes_back_what_its_own_stations_handed_on(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        bump(house, pork)
        bump(house, pork)  # Handed on by the hot line: the cold one's own bump is that of before.
        assert house.refused(RecallLast("cold")) == "nothing_to_recall"
        assert [each.back for each in last_bumps(house.state, ("cold",))] == [()]

    def test_whose_next_step_is_done_is_not_taken_back_before_that(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        first = house.item(pork).ticket
        bump(house, pork)
        bump(house, pork)
        assert house.refused(RecallTicket(first)) == "next_step_done"
        house.do(RecallLast("wall"))
        house.do(RecallTicket(first))
        assert house.ticket(pork).ticket == first


class TestWithTheRest:
    def test_a_void_reaches_whichever_station_has_it_and_it_counts_as_begun(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        bump(house, pork)
        house.do(VoidLine(pork, "guest"))
        assert (house.ticket(pork).station, house.ticket(pork).stops) == ("hot", 1)
        house.wait(2 * MINUTE)
        house.go()
        assert house.ticket(pork).stops == 1, "food has gone into it: somebody has to say what became of it"

    def test_served_before_its_last_step_it_is_done_and_can_be_taken_back_there(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        bump(house, pork)
        house.do(ServeLine(pork))
        house.do(UnserveLine(pork))
        assert (house.item(pork).state, house.ticket(pork).station) == ("fired", "hot")
        house.do(RecallLast("wall"))
        assert house.ticket(pork).station == "cold"

    def test_ended_at_a_step_it_is_not_made_and_comes_back_there(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        bump(house, pork)
        house.do(EndTicket(house.item(pork).ticket, "wasted"))
        assert house.refused(RecallLast("wall")) == "nothing_to_recall"
        house.do(RecallTicket(house.item(pork).ticket))
        assert (house.item(pork).state, house.ticket(pork).station) == ("fired", "hot")

    def test_another_station_can_have_a_step_and_the_others_stay(self, house: SmallHouse) -> None:
        pork = house.line("pork")
        bump(house, pork)
        house.do(TransferTicket(house.item(pork).ticket, "soup"))
        bump(house, pork)
        assert house.ticket(pork).station == "cold"

    def test_what_is_held_begins_at_its_first_step(self, house: SmallHouse) -> None:
        pork = house.line(want("pork", fire="hold"))
        assert house.refused(BumpTicket(house.item(pork).ticket)) == "line_held"

    def test_a_promise_and_the_pace_reckon_with_the_steps_to_come(self, house: SmallHouse) -> None:
        house.do(ChangeHouse(pace_courses=True))
        pork, noodles = [each.line for each in house.order("pork", "noodles").lines]
        assert house.item(noodles).fires_at == NOON + 3 * MINUTE, "eleven minutes less eight"
        item = house.item(pork)
        assert still_ahead(house.state, item.ahead, house.now) == 7 * MINUTE
        assert expected_at(item, 0, house.now, 7 * MINUTE) == NOON + 11 * MINUTE

    def test_the_steps_of_a_dish_have_a_time_and_are_few(self, house: SmallHouse) -> None:
        for steps in ((Step("hot", 0),), (Step("hot", MINUTE),) * 7):
            assert house.refused(ChangeMenu(dishes=(dish("pork", steps=steps),))) == "bad_menu"

    def test_a_step_is_at_another_station_than_the_one_before(self, house: SmallHouse) -> None:
        hot, cold = Step("hot", MINUTE), Step("cold", MINUTE)
        for steps, again in (((cold,), [2]), ((hot, hot), [3]), ((cold, cold), [2, 3]), ((hot, cold, hot), [])):
            found = step_faults(dish("pork", "cold", steps=steps))
            assert [each.code for each in found] == ["step_again"] * len(again), steps
            assert all(f"Step {n} of" in each.message.en for n, each in zip(again, found, strict=True))
        assert house.refused(ChangeMenu(dishes=(dish("pork", "cold", steps=(cold,)),))) == "bad_menu"
        house.do(ChangeMenu(dishes=(dish("pork", "cold", steps=(hot, cold)),)))


ACTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 1000)), max_size=40)


def acts(house: SmallHouse, kind: int, chance: Random) -> Command:
    """Something that a kitchen does."""
    tickets, lines = sorted(house.state.kitchen.tickets), sorted(house.state.kitchen.items)
    ticket, line = chance.choice(tickets), chance.choice(lines)
    return (
        BumpTicket(ticket),
        BumpTicket(house.item(line).ticket, (line,)),
        BumpTicket(house.item(line).ticket),
        StartTicket(ticket),
        RecallTicket(ticket),
        RecallLast("wall"),
        TransferTicket(ticket, chance.choice(("cold", "hot", "soup"))),
        VoidLine(line, "guest"),
        ServeLine(line),
        UnserveLine(line),
    )[kind]


@given(ACTS)
def test_a_line_stands_at_one_station_or_is_done_and_needs_a_bump_a_step(played: list[tuple[int, int]]) -> None:
    house = with_pork()
    for table in ("A01", "A02"):
        house.order("pork", "tofu", "pork", table=table)
    for kind, seed in played:
        house.wait(1000)
        house.attempt(acts(house, kind, Random(seed)))
    check_conservation(house.state)
    check_shown(house.state, house.now)
    check_unseen(house.state)
    assert indexes(rebuilt(house.state)) == indexes(house.state)
    for line in [item.line for item in house.state.kitchen.items.values() if item.state in ("fired", "started")]:
        needed = 1 + len(house.item(line).ahead)
        assert needed + len(house.item(line).passed) == 1 + len(house.state.orders.lines[line].steps)
        for left in range(needed, 0, -1):
            done = house.do(BumpTicket(house.item(line).ticket, (line,)))
            assert isinstance(done, Outcome)
            (event,) = [each.event for each in done.recorded if isinstance(each.event, TicketBumped | LinesPassedOn)]
            assert isinstance(event, TicketBumped) == (left == 1)
        assert house.item(line).state == "done"


def test_how_long_each_step_took_is_kept_with_the_line(house: SmallHouse) -> None:
    pork = house.line("pork")
    first = house.item(pork).ticket
    house.wait(MINUTE)
    house.do(StartTicket(first))
    house.wait(MINUTE)
    bump(house, pork)
    (passed,) = house.item(pork).passed
    assert passed == Passed(first, passed.seq, 4 * MINUTE, 2 * MINUTE, MINUTE, "pork/cold//0")


def test_of_each_step_it_is_learnt_how_long_it_takes_where_it_is_made(house: SmallHouse) -> None:
    pork = house.line("pork")
    bump_after(house, pork, 3 * MINUTE)
    assert house.item(pork).cell == "pork/hot//0"
    bump_after(house, pork, 5 * MINUTE)
    assert house.item(pork).cell == "", "the cold station has had a step of it: the two are not told apart"
    taken = {name: [each.took_ms for each in streak.taken] for name, streak in house.state.kitchen.streaks.items()}
    assert taken == {"cold": [3 * MINUTE], "hot": [5 * MINUTE]}
    house.do(RecallLast("wall"))
    assert (house.item(pork).cell, house.state.kitchen.streaks["hot"].taken) == ("pork/hot//0", ())


def test_what_was_handed_on_from_a_ticket_is_recalled_where_it_was_bumped_wherever_the_rest_goes(
    house: SmallHouse,
) -> None:
    pork, tofu = [each.line for each in house.order("pork", "tofu").lines]
    here = house.item(pork).ticket
    house.do(ChangeKitchen(screens=(Screen("drinks", named("drinks"), ("drinks",)),)))
    house.do(BumpTicket(here, (pork,)))
    house.do(TransferTicket(here, "drinks"))
    assert (house.ticket(tofu).station, house.item(tofu).ticket != here) == ("drinks", True)
    assert house.state.kitchen.tickets[here].station == "cold"
    assert house.refusal(RecallLast("drinks")).reason.code == "nothing_to_recall"
    house.do(RecallLast("cold"))
    assert house.ticket(pork).station == "cold"


def bump_after(house: SmallHouse, line: str, ms: Ms) -> None:
    house.wait(ms)
    bump(house, line)
