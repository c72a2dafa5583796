"""Courses: the first is made at once, a later one when it is fired; all of it at one time, and no other."""

from __future__ import annotations

import pytest

from kds.core.floor.answers import PartyIs
from kds.core.floor.clear_session import ClearSession
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.core.floor.open_session import OpenSession
from kds.core.floor.unmerge_session import UnmergeSession
from kds.core.kitchen.fire_course import CourseIs, FireCourse
from kds.core.kitchen.fire_line import FireLine
from kds.core.menu.change_menu import ChangeMenu
from kds.core.orders.model import PartChosen
from kds.core.orders.move_lines import MoveLines
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.orders.void_line import VoidLine
from kds.core.types import Who
from tests.house import FOR_TWO, MINUTE, NOON, SmallHouse, want


@pytest.fixture
def house() -> SmallHouse:
    return SmallHouse()


def states(house: SmallHouse, lines: list[str]) -> list[str]:
    return [house.item(line).state for line in lines]


def fired(house: SmallHouse, session: str, course: int = 2) -> tuple[str, ...]:
    """The lines that a course had."""
    return house.ask(FireCourse(session, course), CourseIs).lines


class TestHeld:
    def test_a_later_course_is_held_and_the_first_starts_at_once(self, house: SmallHouse) -> None:
        placed = house.order("tofu", *[want("tofu", course=course) for course in (1, 2, 9)])
        lines = [each.line for each in placed.lines]
        assert states(house, lines) == ["fired", "fired", "held", "held"]
        assert [house.state.orders.lines[line].course for line in lines] == [0, 1, 2, 9]

    def test_what_a_line_says_of_itself_goes_before_its_course(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", course=2, fire="now"), want("tofu", course=1, fire="hold"))
        assert states(house, [each.line for each in placed.lines]) == ["fired", "held"]

    def test_a_first_course_waits_in_an_order_that_is_held(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", course=1), want("tofu", course=2), fire="hold")
        assert states(house, [each.line for each in placed.lines]) == ["held", "held"]

    def test_a_soup_base_is_never_held(self, house: SmallHouse) -> None:
        assert house.item(house.line(want("twin_pot", course=3))).state == "fired"

    def test_a_set_meal_is_of_one_course_and_its_pot_comes_first(self, house: SmallHouse) -> None:
        house.do(ChangeMenu(dishes=(FOR_TWO,)))
        pot = PartChosen("pot", "four_pot", cells=want("four_pot").cells)
        parts = (pot, PartChosen("main", "noodles"), PartChosen("drinks", "cola", 2))
        placed = house.order(want("for_two", course=2, parts=parts))
        lines = [each for each in house.state.orders.lines.values() if each.round == placed.round]
        assert states(house, [each.line for each in lines]) == ["fired", "held", "held"]
        assert len(fired(house, placed.session)) == 2

    @pytest.mark.parametrize("course", [-1, 10])
    def test_there_are_nine_courses(self, house: SmallHouse, course: int) -> None:
        before = house.state.seq
        assert house.refused(PlaceRound("waiter", (want("tofu", course=course),), table="A01")) == "out_of_range"
        assert house.state.seq == before


class TestFired:
    def test_all_of_a_course_starts_at_one_time_and_nothing_else(self, house: SmallHouse) -> None:
        first = house.order(want("tofu", course=2), want("noodles", course=3), "beef")
        second = house.order(want("noodles", course=2), want("tofu", fire="hold"), session=first.session)
        tofu, third, _ = [each.line for each in first.lines]
        noodles, held = [each.line for each in second.lines]
        house.wait(20 * MINUTE)
        answer = house.ask(FireCourse(first.session, 2), CourseIs)
        assert (answer.session, answer.course, answer.lines) == (first.session, 2, (tofu, noodles))
        assert {house.item(line).fired_at for line in (tofu, noodles)} == {NOON + 20 * MINUTE}
        assert states(house, [third, held]) == ["held", "held"]

    def test_it_is_refused_where_nothing_of_it_is_held(self, house: SmallHouse) -> None:
        placed = house.order("tofu", want("tofu", course=2))
        assert house.refused(FireCourse(placed.session, 3)) == "nothing_held"
        fired(house, placed.session)
        assert house.refused(FireCourse(placed.session, 2)) == "nothing_held"
        assert house.refused(FireCourse(placed.session, 0)) == "out_of_range"
        assert house.refused(FireCourse("S999", 2)) == "unknown_session"

    def test_only_those_who_serve_fire_a_course(self, house: SmallHouse) -> None:
        session = house.order(want("tofu", course=2)).session
        for who in (Who("cook", "kitchen"), Who("guest", "guest", "A01")):
            assert house.refused(FireCourse(session, 2), who) == "forbidden"
        house.do(FireCourse(session, 2), Who("w", "waiter"))

    def test_what_was_taken_back_or_fired_by_itself_is_no_part_of_it(self, house: SmallHouse) -> None:
        placed = house.order(*[want("tofu", course=2) for _ in range(3)])
        one, other, last = [each.line for each in placed.lines]
        house.do(VoidLine(one, "no"))
        house.do(FireLine(other))
        assert fired(house, placed.session) == (last,)
        assert states(house, [one, other, last]) == ["voided", "fired", "fired"]

    def test_a_course_all_of_which_was_taken_back_is_not_there(self, house: SmallHouse) -> None:
        placed = house.order("tofu", want("tofu", course=2))
        house.do(VoidLine(placed.lines[1].line, "no"))
        assert house.refused(FireCourse(placed.session, 2)) == "nothing_held"

    def test_a_party_that_has_left_has_none(self, house: SmallHouse) -> None:
        placed = house.order("tofu")
        house.do(PayBill(placed.bill, "cash", house.due(placed.bill)))
        house.do(ClearSession(placed.session))
        assert house.refused(FireCourse(placed.session, 2)) == "session_ended"


class TestMoved:
    def test_a_party_takes_its_courses_to_another_table(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", course=2))
        house.do(MoveSession(placed.session, "A02"))
        assert fired(house, placed.session) == (placed.lines[0].line,)

    def test_merged_parties_have_a_course_together_by_either_name(self, house: SmallHouse) -> None:
        one, other = (house.order(want("tofu", course=2), table=table) for table in ("A01", "A02"))
        later = house.line(want("tofu", course=3), table="A02")
        house.do(MergeSession(other.session, one.session))
        answer = house.ask(FireCourse(other.session, 2), CourseIs)
        assert (answer.session, answer.lines) == (one.session, (one.lines[0].line, other.lines[0].line))
        house.do(UnmergeSession(other.session))
        assert house.refused(FireCourse(one.session, 3)) == "nothing_held"
        assert fired(house, other.session, 3) == (later,)

    def test_a_line_that_went_to_another_party_is_of_that_ones_course(self, house: SmallHouse) -> None:
        placed = house.order(want("tofu", course=2), want("tofu", course=2))
        stays, goes = [each.line for each in placed.lines]
        to = house.ask(OpenSession("A02"), PartyIs).session
        house.do(MoveLines((goes,), to_session=to))
        assert fired(house, placed.session) == (stays,)
        assert house.item(goes).state == "held"
        assert fired(house, to) == (goes,)


class TestOrderedAgain:
    def test_a_line_that_comes_again_with_another_course_is_told(self, house: SmallHouse) -> None:
        session, other = house.order(want("tofu", id="d1", course=2)).session, want("tofu", id="d1", course=3)
        assert house.refused(PlaceRound("waiter", (other,), table="A01", session=session)) == "line_differs"
        before = house.state.seq
        house.order(want("tofu", id="d1", course=2), session=session)
        assert house.state.seq == before, "the same again adds nothing"

    def test_an_order_from_outside_keeps_its_courses(self, house: SmallHouse) -> None:
        second, third = [
            PlaceRound("delivery", (want("tofu", course=course),), service="takeaway", external_id="E1")
            for course in (2, 3)
        ]
        house.do(second)
        assert house.types(second) == []
        assert house.refused(third) == "order_differs"
