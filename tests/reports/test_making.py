"""Rows that were made live, in whatever portions, from whatever snapshot, are those that are made anew (laws 4, 9)."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kds.core.all_facts import BOOKED, TABLES
from kds.core.billing.events import DaySettled
from kds.core.day.events import ClockStepped
from kds.core.decide import Recorded
from kds.core.features import FOLDS, fold
from kds.core.state import State, pack, unpack
from kds.reports.making import Making
from kds.reports.store import FactsStore, digest, rows_of
from kds.storage.ledger import Head
from tests.house import SmallHouse
from tests.laws.dinner import dine

Rows = dict[str, list[dict[str, Any]]]


def through_a_snapshot(state: State) -> State:
    return unpack(state.seq, state.at, list(pack(state.books())))


def facts_of(recorded: Sequence[Recorded], portions: Sequence[int] = (), *, snapshots: bool = False) -> Rows:
    """All rows after these events, taken in portions of so many, the last as large as need be."""
    return _made(recorded, portions, snapshots=snapshots)[0]


def _made(recorded: Sequence[Recorded], portions: Sequence[int], *, snapshots: bool) -> tuple[Rows, str]:
    with tempfile.TemporaryDirectory() as folder:
        store, making, state = FactsStore(Path(folder)), Making(), State()
        left = list(portions)
        room = left.pop(0) if left else len(recorded)
        for number, (stamp, event) in enumerate(recorded, start=1):
            fold(state, event, stamp)
            making.take(stamp, event, state)
            state.journal.forget()
            room -= 1
            if room == 0 or number == len(recorded):
                store.keep(making.made(), Head(stamp.seq, b""))
                room = left.pop(0) if left else len(recorded)
                if snapshots:
                    state, making = through_a_snapshot(state), Making()
        rows = {
            name: [dict(zip(TABLES[name].__struct_fields__, row, strict=True)) for row in rows_of(store.db, name)]
            for name in TABLES
        }
        told = digest(store.db).digest
        store.close()
        return rows, told


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 40), max_size=30))
def test_rows_are_the_same_however_they_were_made(seed: int, portions: list[int]) -> None:
    recorded = dine(seed, 150).recorded
    anew, told = _made(recorded, (), snapshots=False)
    assert _made(recorded, portions, snapshots=True) == (anew, told)
    assert _made(recorded, [1] * len(recorded), snapshots=False) == (anew, told)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_bookings_sum_up_to_their_lines_to_the_day_and_to_what_was_tendered(seed: int) -> None:
    house = dine(seed, 250)
    rows = facts_of(house.recorded)
    for name in ("net", "worth"):
        of_sales, of_lines = Counter[int](), Counter[int]()
        for each in rows["sold"]:
            of_lines[each["seq"]] += each[f"{name}_minor"]
        for each in rows["sales"]:
            lines = each["list_minor"] - each["comped_minor"] - each["reduced_minor"]
            of_sales[each["seq"]] += lines if name == "net" else each["net_minor"]
        assert +of_sales == +of_lines
        assert -of_sales == -of_lines
    for each in rows["sales"]:
        off = each["comped_minor"] + each["reduced_minor"] + each["rounded_minor"] + each["refunded_minor"]
        assert each["net_minor"] == each["list_minor"] + each["surcharged_minor"] + each["share_minor"] - off
    events = [each.event for each in house.recorded]
    if any(isinstance(each, ClockStepped) and each.business_day for each in events):
        return  # a clock that was days ahead was set back: what was booked under the later date is in the earlier Z
    for event in [each for each in events if isinstance(each, DaySettled)]:
        day = event.report
        sales = [each for each in rows["sales"] if each["business_day"] == day.business_day]
        money = [each for each in rows["money"] if each["business_day"] == day.business_day]
        assert sum(each["net_minor"] for each in sales) == day.takings.closed_minor
        assert sum(each["bills"] for each in sales) == day.takings.bills
        assert sum(each["surcharged_minor"] for each in sales) == day.takings.surcharged_minor
        taken = sum(each["amount_minor"] for each in money if each["kind"] in ("bill", "refund"))
        assert taken == sum(each.bills_minor - each.refunded_minor for each in day.takings.tenders)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_alive_is_told_as_the_state_has_it(seed: int) -> None:
    house = dine(seed, 150)
    rows, state = facts_of(house.recorded), house.state
    lines = {each["line"]: each for each in rows["lines"]}
    assert len(lines) == len(rows["lines"]), "a line is told once"
    assert state.orders.lines.keys() <= lines.keys()
    for name, line in state.orders.lines.items():
        item, told = state.kitchen.items[name], lines[name]
        bill = state.orders.bill_of(name)
        assert (told["bill"], told["session"], told["state"]) == (bill.bill, bill.session, item.state)
        assert (told["stands"] == "voided") is (name in state.orders.voids)
        assert told["dish"] == line.dish
    last = {each["line"]: each for each in rows["steps"] if each["is_last"]}
    assert {name: each["state"] for name, each in last.items()} == {
        name: each["state"] for name, each in lines.items() if name in last
    }
    parties = {each["session"]: each for each in rows["parties"]}
    assert {name: parties[name]["guests"] for name in state.floor.sessions} == {
        name: each.guests for name, each in state.floor.sessions.items()
    }


def test_what_is_booked_is_an_event_that_there_is() -> None:
    assert BOOKED.keys() <= FOLDS.keys()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_its_rows_are(name: str) -> None:
    assert TABLES[name].__doc__
    assert ("party" in TABLES[name].__struct_fields__) or not TABLES[name].OF_PARTY


def test_an_empty_house_has_names_and_nothing_else() -> None:
    rows = facts_of(SmallHouse().recorded)
    assert {name for name in TABLES if rows[name]} == {"names"}
    assert {each["kind"] for each in rows["names"]} == {"station", "area", "category", "tender"}
