"""The boards of the pass: whole tables, what is missing, what is to be carried, and in which order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.floor.merge_session import MergeSession
from kds.core.floor.note_session import NoteSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.fire_ticket import FireTicket
from kds.core.kitchen.hand_to_runner import HandToRunner
from kds.core.kitchen.put_forward import PutForward
from kds.core.kitchen.recall import RecallTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.serve_lines import ServeLines
from kds.core.orders.void_line import VoidLine
from kds.feed.pass_pictures import SERVED_MOST, CarryPicture, PassPicture, carry_picture, pass_picture
from kds.feed.passing import ExpoView, PassView, RunnerView
from kds.i18n import LANGUAGES, Language
from tests.feed.boards import board_of, resumes
from tests.house import MINUTE, SmallHouse, want


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), area=st.sampled_from(["", "hall"]))
def test_law_4_resume_of_the_expo_board(seed: int, language: Language, area: str) -> None:
    resumes(ExpoView, seed, language, *([area] if area else []))


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), area=st.sampled_from(["", "hall"]))
def test_law_4_resume_of_the_runners_board(seed: int, language: Language, area: str) -> None:
    resumes(RunnerView, seed, language, *([area] if area else []))


def card(house: SmallHouse, session: str) -> PassPicture:
    found = pass_picture(house.state, house.state.floor.sessions[session])
    assert found is not None
    return found


def tray(house: SmallHouse, session: str) -> CarryPicture:
    found = carry_picture(house.state, house.state.floor.sessions[session])
    assert found is not None
    return found


def bump(house: SmallHouse, *lines: str) -> None:
    for line in lines:
        house.do(BumpTicket(house.ticket(line).ticket, (line,)))


class TestACard:
    def test_what_those_at_the_pass_wait_for_is_missing(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "beef", "sesame", "cola")
        tofu, beef, sesame, cola = (each.line for each in placed.lines)
        assert card(house, placed.session).missing == 0, "nothing waits at the pass"
        bump(house, cola)
        assert card(house, placed.session).missing == 3, "one dish waits for all the others"
        bump(house, sesame)
        shown = card(house, placed.session)
        assert {line.drawn.line for course in shown.courses for line in course.lines if line.missing} == {tofu, beef}
        assert (shown.ready, shown.missing, shown.complete) == ([sesame, cola], 2, False)
        house.do(ServeLine(cola))
        assert card(house, placed.session).missing == 2, "the other one still waits"
        house.do(ServeLine(sesame))
        assert card(house, placed.session).missing == 0, "nothing waits at the pass"

    def test_without_courses_a_round_waits_for_its_own_dishes_only(self) -> None:
        house = SmallHouse()
        first = house.order("tofu", "beef", want("sesame", fire="hold"))
        tofu, beef, held = (each.line for each in first.lines)
        second = house.order("cola", "noodles")
        assert second.session == first.session
        bump(house, tofu)
        shown = card(house, first.session)
        missing = {line.drawn.line: line.missing for course in shown.courses for line in course.lines}
        assert missing == {tofu: False, beef: True, held: False, **{each.line: False for each in second.lines}}
        bump(house, second.lines[0].line)
        assert card(house, first.session).missing == 2

    def test_what_is_on_its_way_waits_for_nothing(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "beef")
        tofu, beef = (each.line for each in placed.lines)
        bump(house, tofu)
        house.do(HandToRunner((tofu,)))
        assert card(house, placed.session).missing == 0
        house.do(HandToRunner((tofu,), back=True))
        assert card(house, placed.session).missing == 1
        bump(house, beef)
        assert card(house, placed.session).missing == 0

    def test_a_course_waits_for_its_own_dishes_only(self) -> None:
        house = SmallHouse()
        placed = house.order(want("tofu", course=1), want("beef", course=2), want("cola", course=2))
        tofu, beef, cola = (each.line for each in placed.lines)
        for ticket in {house.ticket(line).ticket for line in (beef, cola) if house.item(line).state == "held"}:
            house.do(FireTicket(ticket))
        bump(house, cola)
        lines = {
            line.drawn.line: line.missing for course in card(house, placed.session).courses for line in course.lines
        }
        assert lines == {tofu: False, beef: True, cola: False}

    def test_courses_stand_apart_and_say_what_of_them_can_be_fired(self) -> None:
        house = SmallHouse()
        placed = house.order("cola", want("tofu", course=1), want("beef", course=2))
        beef = placed.lines[2].line
        shown = card(house, placed.session)
        assert [each.number for each in shown.courses] == [0, 1, 2]
        assert shown.courses[2].held == [(house.item(beef).ticket, [beef])]
        assert shown.held == 1

    def test_it_says_when_all_is_done(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "cola", want("beef", fire="hold"))
        bump(house, *[each.line for each in placed.lines[:1]])
        assert not card(house, placed.session).complete
        bump(house, placed.lines[1].line)
        shown = card(house, placed.session)
        assert (shown.complete, shown.held) == (True, 1)
        house.do(RecallTicket(house.ticket(placed.lines[0].line).ticket))
        assert not card(house, placed.session).complete

    def test_who_has_all_is_not_there_and_comes_back_with_the_next_round(self) -> None:
        house = SmallHouse()
        board = board_of(house, ExpoView)
        placed = house.order("tofu", table="A01")
        board.follow()
        assert list(board.page.parts) == [f"party {placed.session}"]
        house.do(ServeLine(placed.lines[0].line))
        board.follow()
        assert board.page.parts == {}
        house.order("cola", table="A01")
        board.follow()
        assert list(board.page.parts) == [f"party {placed.session}"]
        assert "1 served" in board.page.parts[f"party {placed.session}"]

    def test_of_many_served_lines_the_last_are_named_and_the_others_counted(self) -> None:
        house = SmallHouse()
        placed = house.order(*["cola"] * (SERVED_MOST + 3), "tofu")
        for line in placed.lines[:-1]:
            house.wait(1_000)
            house.do(ServeLine(line.line))
        shown = card(house, placed.session)
        assert [each.drawn.line for each in shown.served] == [each.line for each in reversed(placed.lines[3:-1])]
        assert shown.served_more == 3

    def test_what_was_taken_back_is_not_waited_for(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "cola")
        bump(house, placed.lines[1].line)
        house.do(VoidLine(placed.lines[0].line, "spilt"))
        shown = card(house, placed.session)
        assert (shown.complete, shown.missing) == (True, 0)

    def test_allergies_notes_and_stations_stand_on_it(self) -> None:
        house = SmallHouse()
        board = board_of(house, ExpoView)
        placed = house.order(want("tofu", note="no peanuts"))
        house.do(NoteSession(placed.session, "birthday", "shellfish"))
        board.follow()
        html = board.page.parts[f"party {placed.session}"]
        station = house.state.kitchen.stations[house.ticket(placed.lines[0].line).station].name.in_en
        for said in ("shellfish", "birthday", "no peanuts", 'pass-note is-allergy"', station):
            assert said in html

    @pytest.mark.parametrize("view", [ExpoView, RunnerView])
    def test_a_note_has_a_pencil_as_on_walls_and_an_allergy_the_sign_of_danger(self, view: type[PassView]) -> None:
        house = SmallHouse()
        board = board_of(house, view)
        placed = house.order(want("tofu", note="less salt"), want("cola", note="no peanuts"))
        bump(house, *[each.line for each in placed.lines])
        house.do(NoteSession(placed.session, "birthday"))
        board.follow()
        html = board.page.parts[f"party {placed.session}"]
        signs = {said: html[: html.index(said)].rpartition("<use")[2] for said in ("less salt", "no peanuts")}
        assert "i-pencil" in signs["less salt"]
        assert "i-alert" in signs["no peanuts"]
        assert "i-note" not in html

    def test_parties_that_are_one_have_one_card(self) -> None:
        house = SmallHouse()
        board = board_of(house, ExpoView)
        first, second = house.order("tofu", table="A01"), house.order("beef", table="A02")
        house.do(MergeSession(second.session, first.session))
        board.follow()
        (html,) = board.page.parts.values()
        assert all(f'data-line="{each.lines[0].line}"' in html for each in (first, second))


class TestTheOrder:
    def test_front_then_rushed_then_the_oldest_then_who_waits_for_a_call(self) -> None:
        house = SmallHouse()
        held = house.order(want("tofu", fire="hold"), table="A01")
        oldest = house.order("tofu", table="A02")
        house.wait(MINUTE)
        rushed = house.order("tofu", table="A03")
        house.do(RushLine(rushed.lines[0].line))
        house.wait(MINUTE)
        front = house.order("tofu", table="V01")
        house.do(PutForward(front.session))
        orders = {each.session: card(house, each.session).order for each in (held, oldest, rushed, front)}
        assert sorted(orders, key=lambda each: orders[each]) == [each.session for each in (front, rushed, oldest, held)]
        house.do(PutForward(front.session, front=False))
        assert card(house, front.session).order > card(house, oldest.session).order


class TestATray:
    def test_what_stands_at_the_pass_and_nothing_else(self) -> None:
        house = SmallHouse()
        placed = house.order("tofu", "beef", want("cola", fire="hold"))
        tofu = placed.lines[0].line
        assert carry_picture(house.state, house.state.floor.sessions[placed.session]) is None
        bump(house, tofu)
        assert [each.drawn.line for each in tray(house, placed.session).lines] == [tofu]
        house.do(ServeLines((tofu,)))
        assert carry_picture(house.state, house.state.floor.sessions[placed.session]) is None

    def test_what_is_on_its_way_goes_first_then_the_oldest(self) -> None:
        house = SmallHouse()
        first, second = house.order("tofu", "beef", table="A01"), house.order("cola", table="A02")
        tofu, beef, cola = first.lines[0].line, first.lines[1].line, second.lines[0].line
        bump(house, tofu)
        house.wait(MINUTE)
        bump(house, cola)
        house.wait(MINUTE)
        bump(house, beef)
        assert tray(house, first.session).order < tray(house, second.session).order
        house.do(HandToRunner((cola,)))
        assert tray(house, second.session).order < tray(house, first.session).order
        house.do(HandToRunner((beef,)))
        shown = tray(house, first.session)
        assert [each.drawn.line for each in shown.lines] == [beef, tofu]
        assert (shown.carried, shown.to_hand) == ([beef], [tofu])

    def test_a_board_of_one_area_carries_there_only_and_says_where(self) -> None:
        house = SmallHouse()
        board = board_of(house, RunnerView, "vip")
        here, there = house.order("tofu", table="V01"), house.order("tofu", table="A01")
        bump(house, here.lines[0].line, there.lines[0].line)
        board.follow()
        assert list(board.page.parts) == [f"party {here.session}"]
        assert house.state.floor.areas["vip"].name.in_en in board.page.parts[f"party {here.session}"]
