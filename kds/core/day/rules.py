"""What a change of the house's settings comes to, and why it may not be: the same for every way to change them."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kds.core.day.events import HouseFounded
from kds.core.day.found_house import BAD_CUTOFF, checked
from kds.core.day.model import HouseChange
from kds.core.floor.rules import GATE_MOST_MS
from kds.core.journal import ONLY
from kds.core.refusals import OUT_OF_RANGE, within
from kds.core.state import State
from kds.core.types import Ms, Refusal, reason

HOUR_MS = 3_600_000
FOR_GOOD = reason(
    "for_good",
    "conflict",
    "已经定过价或卖过菜，货币和时区不能再改",
    "Currency and time zone are for good once there are prices, or anything was sold",
)
BAD_CURRENCY = reason(
    "bad_currency",
    "invalid",
    "币种须是三个大写字母，例如CNY",
    "A currency is three capital letters, like CNY",
)
BAD_ADDRESS = reason(
    "bad_address",
    "invalid",
    "地址要写成 http://192.168.1.20:8000 这样，后面什么都不要加",
    "An address is like http://192.168.1.20:8000, with nothing after it",
)
ADDRESS = re.compile(r"https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]{2,39}\])(:[1-9][0-9]{0,4})?")
CURRENCY = re.compile("[A-Z]{3}")
PATIENCE_MOST_MS = 12 * HOUR_MS
IDLE_LEAST_MS = 5_000
PLATES_MOST_PERMILLE = 20_000
NOBODY_PERMILLE = (1_000, 20_000)
"""The least and the most; before its standard time is over nobody is missed."""
PAPER_MS = (5_000, HOUR_MS)
BATCH_WINDOW_MOST_MS = 2 * HOUR_MS
BATCH_LEAST, BATCH_MOST = 2, 99
HOUSE_REFUSES = (BAD_CUTOFF, BAD_ADDRESS, BAD_CURRENCY, FOR_GOOD, OUT_OF_RANGE)


def house_changed(state: State, change: HouseChange) -> list[HouseFounded]:
    """One event where something changes; a day that is under way ends when it was to end.

    Refused: bad_cutoff, bad_address, bad_currency, for_good, out_of_range.
    """
    within("shown_within_ms", _or(change.shown_within_ms, 1_000), 1_000, HOUR_MS)
    within("rush_after_ms", _or(change.rush_after_ms, 0), 0, PATIENCE_MOST_MS)
    within("rush_every_ms", _or(change.rush_every_ms, 0), 0, PATIENCE_MOST_MS)
    within("calls_after_ms", _or(change.calls_after_ms, 0), 0, HOUR_MS)
    within("batch_window_ms", _or(change.batch_window_ms, 0), 0, BATCH_WINDOW_MOST_MS)
    within("batch_most", _or(change.batch_most, BATCH_LEAST), BATCH_LEAST, BATCH_MOST)
    within("base_gate_ms", _or(change.base_gate_ms, 0), 0, GATE_MOST_MS)
    within("paper_dark_ms", _or(change.paper_dark_ms, PAPER_MS[0]), *PAPER_MS)
    within("paper_unseen_ms", _or(change.paper_unseen_ms, PAPER_MS[0]), *PAPER_MS)
    if change.nobody_after_permille:
        within("nobody_after_permille", change.nobody_after_permille, *NOBODY_PERMILLE)
    if change.sign_out_after_ms:
        within("sign_out_after_ms", change.sign_out_after_ms, IDLE_LEAST_MS, PATIENCE_MOST_MS)
    within("plates_a_guest_permille", _or(change.plates_a_guest_permille, 0), 0, PLATES_MOST_PERMILLE)
    if change.address and ADDRESS.fullmatch(change.address) is None:
        raise Refusal(BAD_ADDRESS)
    before, day = state.day.house[ONLY], state.day.current[ONLY]
    if change.currency not in (None, before.currency) and CURRENCY.fullmatch(change.currency or "") is None:
        raise Refusal(BAD_CURRENCY)
    if change.currency not in (None, before.currency) and (has_sold(state) or state.menu.head.value is not None):
        raise Refusal(FOR_GOOD)
    if change.timezone not in (None, before.timezone) and has_sold(state):
        raise Refusal(FOR_GOOD)
    given = {name: value for name in HouseChange.__struct_fields__ if (value := getattr(change, name)) is not None}
    house = checked(replace(before, **given))
    if house == before:
        return []
    return [HouseFounded(house=house, business_day=day.business_day, closes_at=day.closes_at)]


def has_sold(state: State) -> bool:
    """Whether anybody has ever been a guest here."""
    day = state.day.current[ONLY]
    return day.sessions > 0 or day.earlier


def _or(value: Ms | None, other: Ms) -> Ms:
    return other if value is None else value
