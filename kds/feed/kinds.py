"""Every kind of view that can be watched live."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from kds.core.state import State
from kds.feed.bill import BILL, bill_sheets
from kds.feed.board_view import BoardView
from kds.feed.calls import Called, CallsView, nobody
from kds.feed.cashier import CASHIER, cashiers
from kds.feed.floor import FLOOR, floors
from kds.feed.live_view import WALL, Kind
from kds.feed.parts import Concerned
from kds.feed.passing import ExpoView, RunnerView
from kds.feed.pickup import PickupView
from kds.feed.progress import ProgressView
from kds.feed.sheet import SHEET, sheets
from kds.feed.walls import walls
from kds.i18n import Language

BOARDS: tuple[type[BoardView], ...] = (ProgressView, PickupView, CallsView, ExpoView, RunnerView)
"""The screens that nobody cooks from."""


def kinds(state: State, called: Called = nobody) -> Mapping[str, Kind]:
    """The views of a store's state, by the kind that a `ViewKey` names; `called` says what people are called."""
    concerned = Concerned(state)
    return {
        WALL: walls(state),
        FLOOR: floors(state, concerned),
        SHEET: sheets(state, concerned),
        CASHIER: cashiers(state, concerned),
        BILL: bill_sheets(state, concerned),
        **{each.role: partial(_board, each, state, concerned) for each in BOARDS},
        CallsView.role: partial(_calls, state, concerned, called),
    }


def _board(view: type[BoardView], state: State, concerned: Concerned, name: str, language: Language) -> BoardView:
    return view(state, name, language, concerned)


def _calls(state: State, concerned: Concerned, called: Called, name: str, language: Language) -> BoardView:
    return CallsView(state, name, language, concerned, called)
