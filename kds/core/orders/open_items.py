"""Open items (临时菜): what is on no menu, ordered by a name, a price and a station of its own.

To all that comes after it is a dish, known as long as somebody has it on a bill, under an id that no menu's dish can
have. A price out of thin air is a reduction of any other: it takes a right of its own, which may have a limit.
"""

from __future__ import annotations

from collections.abc import Iterable

from kds.core.menu.model import PRICE_MOST, Dish, OpenItem
from kds.core.refusals import OUT_OF_RANGE, UNKNOWN_STATION, within
from kds.core.rights import FORBIDDEN, OPEN_ITEM, OVER_LIMIT, permit_up_to
from kds.core.state import State
from kds.core.types import Context, Ms, Refusal, reason

STANDARD_MS: Ms = 600_000
"""How long the kitchen may take for what it has never made before."""

ITEM_OR_DISH = reason(
    "item_or_dish",
    "invalid",
    "每一行要么点菜单上的菜，要么是临时菜，二者选一；临时菜没有选项和格子",
    "A line is a dish of the menu or an open item, one of both; an open item has neither options nor cells",
)
ITEM_UNNAMED = reason("item_unnamed", "invalid", "临时菜须有名称", "An open item needs a name")
STATION_HIDDEN = reason(
    "station_hidden",
    "conflict",
    "没有屏幕显示“{station}”，临时菜送到那里没人看得到",
    "No screen shows “{station}”: nobody would see an open item there",
)
REFUSES = (FORBIDDEN, OVER_LIMIT, ITEM_OR_DISH, ITEM_UNNAMED, OUT_OF_RANGE, UNKNOWN_STATION, STATION_HIDDEN)


def may_sell(state: State, context: Context, items: Iterable[tuple[OpenItem, int]]) -> None:
    """Each item with how many of it; a limit is of a line. Refused: forbidden, over_limit."""
    for item, qty in items:
        permit_up_to(state, context, OPEN_ITEM, item.price_minor * qty)


def dish_of(state: State, item: OpenItem) -> Dish:
    """The dish as which it is sold, without an id yet. Refused: as in `REFUSES`."""
    if not (item.name.zh or item.name.en):
        raise Refusal(ITEM_UNNAMED)
    within("price_minor", item.price_minor, 0, PRICE_MOST)
    if item.station not in state.kitchen.stations:
        raise Refusal(UNKNOWN_STATION, station=item.station)
    if not any(each.shows(item.station) for each in state.kitchen.screens_now.values()):
        raise Refusal(STATION_HIDDEN, station=state.kitchen.stations[item.station].name.in_zh)
    return item.as_dish("", STANDARD_MS)


def id_of(line: str) -> str:
    """The id of the dish that an open item on this line is: #L5-1."""
    return f"#{line}"
