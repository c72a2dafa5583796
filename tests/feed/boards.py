"""Boards of the small house, and pages that follow them."""

from __future__ import annotations

import random

import pytest

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from kds.feed.board_view import BoardView
from kds.feed.live_view import UnknownView
from kds.feed.parts import Concerned
from kds.i18n import Language
from tests.feed.test_parts import Page, Watched, something
from tests.house import SmallHouse, named


def board_of(house: SmallHouse, kind: type[BoardView], *areas: str, language: Language = "en") -> Watched:
    """A board of this kind, which the house has from then on."""
    house.do(ChangeKitchen(screens=(Screen("board", named("Board"), role=kind.role, areas=areas),)))
    return watched(house, kind, language)


def watched(house: SmallHouse, kind: type[BoardView], language: Language = "en") -> Watched:
    """The board that the house has, drawn anew."""
    return Watched(house, kind(house.state, "board", language, Concerned(house.state)))


def resumes(kind: type[BoardView], seed: int, language: Language, *areas: str) -> None:
    """Law 4: followed from the start, or resumed after a pause, every page shows what one drawn anew does."""
    rng = random.Random(seed)
    house = SmallHouse()
    board, away = board_of(house, kind, *areas, language=language), Page()
    away.hear(board.view.since(-1))
    for _ in range(rng.randint(1, 60)):
        something(house, rng)
        if "board" not in house.state.kitchen.screens:
            board.told()
            with pytest.raises(UnknownView):
                board.view.refresh(house.now)
            return
        if rng.random() < 0.7:
            board.follow()
        if rng.random() < 0.1:
            board.follow()
            away.hear(board.view.since(away.seq))
    board.follow()
    away.hear(board.view.since(away.seq))
    anew = watched(house, kind, language).page.parts
    assert board.page.parts == anew
    assert away.parts == anew
