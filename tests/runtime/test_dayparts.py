"""The parts of the day: by the house's calendar, in a silent kitchen, after a restart, on nights of a change."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Daypart, MenuGone
from kds.core.types import Ms, PartOfDay
from kds.runtime import changes, timers
from kds.runtime.dayparts import part_of_day
from tests.house import HOUR, NOON, named
from tests.runtime.running import Hands, Kitchen, running
from tests.runtime.waiting import doing, looks, until

BERLIN = "Europe/Berlin"
WEEK: Ms = 7 * 24 * HOUR
LUNCH, DINNER = Daypart("lunch", named("lunch"), 660), Daypart("dinner", named("dinner"), 1020)
LATE = Daypart("late", named("late"), 1320, (5, 6))
"""From 22:00 on Fridays and Saturdays, until lunch."""
DAY = (LUNCH, DINNER, LATE)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often: the hands of these clocks are moved without a sound."""
    monkeypatch.setattr(changes, "LONGEST_S", 0.001)
    monkeypatch.setattr(timers, "TICK_AGAIN_S", 0.001)


def moment(local: str, zone: str = BERLIN, fold: int = 0) -> Ms:
    return int(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp() * 1000)


@pytest.mark.parametrize(
    ("local", "daypart", "ends"),
    [
        ("2026-09-24T10:59", "dinner", "2026-09-24T11:00"),  # a Thursday: dinner of the day before lasts until lunch
        ("2026-09-24T11:00", "lunch", "2026-09-24T17:00"),
        ("2026-09-24T23:30", "dinner", "2026-09-25T11:00"),
        ("2026-09-25T21:59", "dinner", "2026-09-25T22:00"),
        ("2026-09-25T22:00", "late", "2026-09-26T11:00"),
        ("2026-09-26T01:00", "late", "2026-09-26T11:00"),
        ("2026-09-27T22:00", "dinner", "2026-09-28T11:00"),
    ],
)
def test_a_part_lasts_until_the_next_one_begins_on_its_weekdays(local: str, daypart: str, ends: str) -> None:
    assert part_of_day(moment(local), BERLIN, DAY) == PartOfDay(daypart, moment(ends))


def test_a_part_that_there_is_once_a_week_is_found_a_week_later() -> None:
    market = Daypart("market", named("market"), 0, (3,))
    found = part_of_day(moment("2026-09-22T23:59"), BERLIN, (market,))
    assert found == PartOfDay("market", moment("2026-09-23T00:00"))


def test_a_day_without_parts_has_none() -> None:
    assert part_of_day(NOON, BERLIN, ()) is None


def test_when_the_clock_jumps_over_begins_the_last_of_them_begins() -> None:
    """On 29 March 2026 the clock goes from 02:00 to 03:00."""
    parts = (Daypart("a", named("a"), 135), Daypart("b", named("b"), 170), Daypart("c", named("c"), 600))
    jump = moment("2026-03-29T03:00")
    assert part_of_day(jump - 1, BERLIN, parts) == PartOfDay("c", jump)
    assert part_of_day(jump, BERLIN, parts) == PartOfDay("b", moment("2026-03-29T10:00"))


def test_what_the_clock_shows_twice_begins_once() -> None:
    """On 25 October 2026 the clock goes from 03:00 back to 02:00."""
    parts = (Daypart("a", named("a"), 150), Daypart("b", named("b"), 170))
    first, again = moment("2026-10-25T02:30"), moment("2026-10-25T02:30", fold=1)
    assert again - first == HOUR
    assert part_of_day(first, BERLIN, parts) == PartOfDay("a", first + 20 * 60_000)
    ends = moment("2026-10-26T02:30")
    assert part_of_day(again, BERLIN, parts) == PartOfDay("b", ends)


PARTS = st.lists(
    st.tuples(st.integers(0, 1439), st.sets(st.integers(1, 7))), min_size=1, max_size=5, unique_by=lambda each: each[0]
).map(lambda rows: [Daypart(f"p{n}", named("p"), at, tuple(sorted(days))) for n, (at, days) in enumerate(rows)])
ZONES = st.sampled_from(["Asia/Shanghai", BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"])


@given(st.integers(moment("2011-12-20T00:00"), moment("2027-01-01T00:00")), ZONES, PARTS)
def test_parts_follow_each_other_without_a_gap(at: Ms, zone: str, parts: list[Daypart]) -> None:
    """Until its end a part is what it is, and it ends where another moment of the calendar begins one."""
    now = part_of_day(at, zone, parts)
    assert now is not None
    assert at < now.ends_at <= at + 2 * WEEK
    before_its_end = part_of_day(now.ends_at - 1, zone, parts)
    assert before_its_end == now
    begun = part_of_day(now.ends_at, zone, parts)
    assert begun is not None
    assert begun.ends_at > now.ends_at


def began(kitchen: Kitchen) -> str:
    return kitchen.store.state.menu.daypart


AFTERNOON = (Daypart("noon", named("noon"), 0), Daypart("night", named("night"), 23 * 60))
"""The small house's clock shows 22:13 in Shanghai, on a Monday: night begins 46 minutes and 40 seconds later."""
TO_NIGHT: Ms = 46 * 60_000 + 40_000


async def test_a_part_begins_by_itself_in_a_silent_kitchen(kitchen: Kitchen) -> None:
    async with doing(timers.Deadlines(kitchen.store).run()):
        await kitchen.send(ChangeMenu(dayparts=AFTERNOON))
        await until(lambda: began(kitchen) == "noon")
        kitchen.hands.ms += TO_NIGHT - 1
        await looks()
        assert began(kitchen) == "noon"
        kitchen.hands.ms += 1
        await until(lambda: began(kitchen) == "night")


async def test_an_order_just_after_a_begin_is_the_new_parts(kitchen: Kitchen) -> None:
    """The store alone does it: no timer runs here."""
    await kitchen.send(ChangeMenu(dayparts=AFTERNOON))
    await kitchen.order("", "tofu", table="A01")
    assert began(kitchen) == "noon"
    kitchen.hands.ms += TO_NIGHT
    before = kitchen.store.head.seq
    await kitchen.order("", "tofu", table="A02")
    assert [event.type for event in await kitchen.disk.read(before, 2)] == ["DaypartBegan", "SessionOpened"]


async def test_a_change_of_the_list_holds_at_once(kitchen: Kitchen) -> None:
    async with doing(timers.Deadlines(kitchen.store).run()):
        await kitchen.send(ChangeMenu(dayparts=AFTERNOON))
        await until(lambda: began(kitchen) == "noon")
        earlier = Daypart("night", named("night"), 22 * 60)
        await kitchen.send(ChangeMenu(dayparts=(earlier,)))
        await until(lambda: began(kitchen) == "night")
        await kitchen.send(ChangeMenu(gone=MenuGone(dayparts=("noon", "night"))))
        await until(lambda: began(kitchen) == "")


async def test_a_store_that_was_off_begins_with_the_part_that_it_is(tmp_path: Path) -> None:
    hands = Hands()
    async with running(tmp_path, hands) as kitchen:
        await kitchen.send(ChangeMenu(dayparts=AFTERNOON))
        await kitchen.order("", "tofu", table="A01")
        assert began(kitchen) == "noon"
    hands.ms += TO_NIGHT
    async with running(tmp_path, hands) as kitchen:
        assert began(kitchen) == "noon"
        async with doing(timers.Deadlines(kitchen.store).run()):
            await until(lambda: began(kitchen) == "night")
