"""The board of calls: what every table wants, by area, until somebody was there."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kds.core.calls.answers import CallIs
from kds.core.calls.call_service import CallService
from kds.core.calls.end_call import EndCall
from kds.core.calls.take_call import TakeCall
from kds.core.day.change_house import ChangeHouse
from kds.core.floor.ask_bill import AskBill
from kds.core.floor.ask_seat import AskSeat
from kds.core.floor.merge_session import MergeSession
from kds.core.floor.move_session import MoveSession
from kds.feed.calls import CallsView
from kds.feed.parts import Concerned
from kds.i18n import LANGUAGES, Language
from tests.feed.boards import board_of, resumes
from tests.feed.test_parts import Watched
from tests.house import MINUTE, SmallHouse


@given(seed=st.integers(0, 2**32), language=st.sampled_from(LANGUAGES), area=st.sampled_from(["", "hall"]))
def test_law_4_resume_of_the_board_of_calls(seed: int, language: Language, area: str) -> None:
    resumes(CallsView, seed, language, *([area] if area else []))


def called(house: SmallHouse, session: str, kind: str = "soup") -> str:
    return house.ask(CallService(session, kind), CallIs).call  # type: ignore[arg-type]


def shown(board: Watched) -> set[str]:
    board.follow()
    return set(board.page.parts)


def test_a_call_is_there_until_it_is_ended_and_says_who_goes() -> None:
    house = SmallHouse()
    board = board_of(house, CallsView)
    call = called(house, house.order("tofu", table="A01").session)
    assert shown(board) == {f"call {call}"}
    key = f"call {call}"
    assert "nobody yet" in board.page.parts[key]
    assert f'data-late-at="{house.now + 3 * MINUTE}"' in board.page.parts[key]
    assert f'data-critical-at="{house.now + 6 * MINUTE}"' in board.page.parts[key]
    house.do(TakeCall(call), "ben")
    board.follow()
    assert "somebody goes" in board.page.parts[key]
    assert "data-late-at" not in board.page.parts[key]
    house.do(EndCall(call))
    assert shown(board) == set()


def test_who_goes_is_named_where_the_house_knows_them() -> None:
    house = SmallHouse()
    board_of(house, CallsView)
    names = {"ben": "Ben <b>"}
    view = CallsView(house.state, "board", "en", Concerned(house.state), lambda actor: names.get(actor, ""))
    board = Watched(house, view)
    key = f"call {called(house, house.order('tofu', table='A01').session)}"
    for who, said in (("ben", "<bdi>Ben &lt;b&gt;</bdi> goes"), ("carl", "somebody goes")):
        house.do(TakeCall(key.removeprefix("call ")), who)
        board.follow()
        assert said in board.page.parts[key]


def test_how_patient_the_house_is_is_heard_of_at_once() -> None:
    house = SmallHouse()
    board = board_of(house, CallsView)
    called(house, house.order("tofu", table="A01").session)
    house.do(ChangeHouse(calls_after_ms=MINUTE))
    board.follow()
    (html,) = board.page.parts.values()
    assert f'data-late-at="{house.now + MINUTE}"' in html


def test_who_asks_for_the_bill_or_to_be_seated_calls_too() -> None:
    house = SmallHouse()
    house.do(ChangeHouse(seated_first=True))
    board = board_of(house, CallsView)
    session = house.order("tofu", table="A01").session
    house.do(AskBill(session))
    house.do(AskSeat("A02"))
    assert shown(board) == {f"bill {session}", "asks A02"}
    assert not any("data-call" in html for html in board.page.parts.values())
    house.order("tofu", table="A01")
    house.order("tofu", table="A02")
    assert shown(board) == set()


def test_a_call_goes_with_its_party_to_another_area_and_to_another_party() -> None:
    house = SmallHouse()
    tables = house.state.floor.tables.values()
    here = next(each for each in tables if each.area == "hall")
    there = next(each for each in tables if each.area != here.area)
    board = board_of(house, CallsView)
    hall = house.order("tofu", table=here.table).session
    call = called(house, hall)
    board.follow()
    before = re.findall(r'data-list="([^"]+)"', board.page.parts[f"call {call}"])
    house.do(MoveSession(hall, there.table))
    board.follow()
    after = re.findall(r'data-list="([^"]+)"', board.page.parts[f"call {call}"])
    assert before != after
    view = board.view
    assert isinstance(view, CallsView)
    assert [name for name, _, html in view.sections() if html] == after
    other = house.order("tofu", table=here.table).session
    house.do(MergeSession(hall, other))
    board.follow()
    assert re.findall(r'data-list="([^"]+)"', board.page.parts[f"call {call}"]) == before


def test_a_board_of_one_area_shows_no_calls_of_another() -> None:
    house = SmallHouse()
    house.do(ChangeHouse(seated_first=True))
    board = board_of(house, CallsView, "vip")
    mine = called(house, house.order("tofu", table="V01").session)
    called(house, house.order("tofu", table="A01").session)
    called(house, house.order("tofu", table=None).session)
    house.do(AskSeat("A02"))
    assert shown(board) == {f"call {mine}"}
