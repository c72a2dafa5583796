"""The progress board: what each table still waits for, and nothing of what is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kds.core.floor.move_session import MoveSession
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.rush_line import RushLine
from kds.core.kitchen.serve_line import ServeLine
from kds.feed.progress import ProgressView
from kds.feed.progress_pictures import progress_picture
from kds.i18n import LANGUAGES, Language
from tests.feed.boards import board_of, resumes
from tests.house import SmallHouse, want


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), area=st.sampled_from(["", "hall"]))
def test_law_4_resume_of_the_progress_board(seed: int, language: Language, area: str) -> None:
    resumes(ProgressView, seed, language, *([area] if area else []))


def test_what_is_ready_stands_first_then_what_is_made_then_what_is_held() -> None:
    house = SmallHouse()
    placed = house.order("tofu", "cola", want("beef", fire="hold"), table="A01")
    tofu, cola, _ = [each.line for each in placed.lines]
    house.do(BumpTicket(house.ticket(cola).ticket))
    house.do(RushLine(tofu))
    party = house.state.floor.sessions[placed.session]
    picture = progress_picture(house.state, party, 0)
    assert picture is not None
    told = [(each.dish.en, each.state, each.rushed, each.done_at is not None) for each in picture.lines]
    assert told == [
        ("cola", "done", False, True),
        ("tofu", "fired", True, False),
        ("beef", "held", False, False),
    ]
    house.do(ServeLine(cola))
    picture = progress_picture(house.state, party, 0)
    assert picture is not None
    assert ([each.dish.en for each in picture.lines], picture.served) == (["tofu", "beef"], 1)


def test_who_waits_for_nothing_is_not_there() -> None:
    house = SmallHouse()
    board = board_of(house, ProgressView)
    placed = house.order("tofu", table="A01")
    board.follow()
    assert list(board.page.parts) == [f"party {placed.session}"]
    house.do(ServeLine(placed.lines[0].line))
    board.follow()
    assert board.page.parts == {}


def test_a_board_of_one_area_hears_of_who_moves_in_and_out() -> None:
    house = SmallHouse()
    areas = {each.area for each in house.state.floor.tables.values()}
    here, there = sorted(areas)[:2]
    of = {area: next(each.table for each in house.state.floor.tables.values() if each.area == area) for area in areas}
    board = board_of(house, ProgressView, here)
    party = house.order("tofu", table=of[there]).session
    house.order("tofu", table=None, service="takeaway")
    board.follow()
    assert board.page.parts == {}
    house.do(MoveSession(party, of[here]))
    board.follow()
    assert list(board.page.parts) == [f"party {party}"]
    house.do(MoveSession(party, of[there]))
    board.follow()
    assert board.page.parts == {}
