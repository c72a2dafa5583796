"""A ledger that the landed version wrote still folds, chained as it is, to what that version showed of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kds.core.floor.table_view import floor_view, table_view
from kds.core.kitchen.all_day import all_day
from kds.core.kitchen.bill_view import bill_view
from kds.core.kitchen.station_view import stations_view, tickets_view
from kds.core.menu.menu_view import menu_view
from kds.core.state import State
from kds.storage.ledger import GENESIS, chain
from tests.golden.frozen import folded, landed_events, landed_views

VIEWS = landed_views()


def test_its_chain_is_whole() -> None:
    before = GENESIS
    for each in landed_events():
        fields = (each.seq, each.type, each.version, each.at, each.actor, each.session, each.data.encode())
        before = chain(before, VIEWS["store_id"], fields)
        assert before.hex() == each.hash


@pytest.mark.parametrize("moment", VIEWS["moments"], ids=lambda moment: str(moment["seq"]))
def test_it_folds_to_what_was_shown(moment: dict[str, Any]) -> None:
    shown = msgspec.to_builtins(_views(folded(moment["seq"]), moment["now"]))
    assert _within(moment["views"], shown) == moment["views"]


def _views(state: State, now: int) -> dict[str, Any]:
    return {
        "menu": menu_view(state),
        "floor": floor_view(state),
        "tables": {table: table_view(state, table) for table in sorted(state.floor.tables)},
        "bills": {bill: bill_view(state, state.orders.bills[bill], now) for bill in sorted(state.orders.bills)},
        "stations": stations_view(state),
        "tickets": {station: tickets_view(state, station, now)[0] for station in sorted(state.kitchen.stations)},
        "all_day": {station: all_day(state, [station]) for station in sorted(state.kitchen.stations)},
        "sessions": dict(sorted(state.floor.sessions.items())),
    }


def _within(asked: Any, given: Any) -> Any:
    """What was given, without the members that were added since."""
    if isinstance(asked, dict) and isinstance(given, dict):
        return {key: _within(each, given[key]) for key, each in asked.items() if key in given}
    if isinstance(asked, list) and isinstance(given, list | tuple):
        if len(asked) == len(given):
            return [_within(one, other) for one, other in zip(asked, given, strict=True)]
        return list(given)
    return given
