"""What is no wall: it has no slots, hides nothing, proves nothing, and is gone once it is something else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kds.core.holes import plan_of
from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.hidden import hidden_stations
from kds.core.kitchen.model import KitchenGone
from kds.core.kitchen.proof import shown_stations
from kds.core.kitchen.screens import Screen
from kds.feed.kinds import BOARDS, kinds
from kds.feed.live_view import WALL, UnknownView
from kds.feed.progress import ProgressView
from tests.core.invariants import check_slots
from tests.feed.boards import board_of
from tests.house import SmallHouse, named

BOARD = Screen("board", named("Board"), role="progress")


def test_every_role_of_a_board_is_one_kind_of_view() -> None:
    assert {WALL, *[each.role for each in BOARDS]} <= kinds(SmallHouse().state).keys()


def test_a_board_has_no_slots_and_a_wall_that_becomes_one_loses_them() -> None:
    house = SmallHouse()
    house.order("tofu")
    house.do(ChangeKitchen(screens=(BOARD,)))
    assert "board" not in house.state.kitchen.slots
    cold = house.state.kitchen.screens["cold"]
    house.do(ChangeKitchen(screens=(replace(cold, role="progress"),)))
    assert "cold" not in house.state.kitchen.slots
    house.do(ChangeKitchen(screens=(cold,)))
    assert any(house.state.kitchen.slots["cold"].tickets)
    check_slots(house.state, house.now)


def test_law_12_what_stands_on_boards_alone_is_hidden() -> None:
    house = SmallHouse()
    walls = tuple(house.state.kitchen.screens)
    house.do(ChangeKitchen(screens=(BOARD,), gone=KitchenGone(screens=walls)))
    assert [each.station for each in hidden_stations(house.state)] == ["soup", "cold", "hot", "drinks", "catch_all"]
    assert shown_stations(plan_of(house.state)) == frozenset()


def test_a_screen_that_is_gone_or_something_else_is_no_board() -> None:
    house = SmallHouse()
    board = board_of(house, ProgressView)
    house.do(ChangeKitchen(screens=(replace(BOARD, role="prep"),)))
    board.told()
    with pytest.raises(UnknownView):
        board.view.refresh(house.now)
    with pytest.raises(UnknownView):
        kinds(house.state)["progress"]("board", "en")
    with pytest.raises(UnknownView):
        kinds(house.state)["progress"]("nowhere", "en")


def test_a_board_that_is_set_anew_loads_its_page_anew() -> None:
    house = SmallHouse()
    board = board_of(house, ProgressView)
    house.do(ChangeKitchen(screens=(replace(BOARD, text="large"),)))
    board.follow()
    assert board.page.reloads == 1


def test_a_backup_has_slots_and_proves_nothing() -> None:
    house = SmallHouse()
    house.order("tofu")
    walls = tuple(house.state.kitchen.screens)
    house.do(ChangeKitchen(screens=(replace(BOARD, role="backup"),), gone=KitchenGone(screens=walls)))
    assert any(house.state.kitchen.slots["board"].tickets)
    assert [each.station for each in hidden_stations(house.state)] == ["soup", "cold", "hot", "drinks", "catch_all"]
    check_slots(house.state, house.now)
