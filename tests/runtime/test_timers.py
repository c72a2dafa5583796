"""What happens by itself: day close, the watch on the clock, forgetting, and work that fails and begins again."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kds.core.day.events import ClockStepped, DayClosed
from kds.core.day.model import Day
from kds.core.floor.clear_session import ClearSession
from kds.core.journal import ONLY
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.pay_bill import PayBill
from kds.runtime import timers
from kds.runtime.clock import business_day
from kds.runtime.messages import Overloaded
from kds.storage.ledger import KeptAnswer, StorageError
from tests.house import CLOSES, DAY, HOUR, NOON
from tests.runtime.running import Hands, Kitchen, broken, no_fault, round_of, running
from tests.runtime.waiting import doing, looks, until


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often."""
    for name in ("LOOK_S", "FORGET_S", "AGAIN_S"):
        monkeypatch.setattr(timers, name, 0.001)


async def events(kitchen: Kitchen, kind: type) -> list[Any]:
    found = [event for event in await kitchen.disk.read(0, 10_000) if event.type == kind.__name__]
    return [msgspec.json.decode(event.data, type=kind) for event in found]


async def settle(kitchen: Kitchen, table: str) -> str:
    placed = round_of(await kitchen.order("", "tofu", table=table))
    for ticket in placed.tickets:
        await kitchen.send(BumpTicket(ticket))
    await kitchen.send(PayBill(placed.bill, "cash", 1_200))
    await kitchen.send(ClearSession(placed.session))
    return placed.session


async def test_the_day_closes_by_itself_at_the_cut_off_once(kitchen: Kitchen) -> None:
    gone = await settle(kitchen, "A01")
    stays = round_of(await kitchen.order(table="A02")).session
    async with doing(timers.Deadlines(kitchen.store).run()):
        kitchen.hands.ms = CLOSES - NOON - 1
        await looks()
        assert not await events(kitchen, DayClosed)
        kitchen.hands.ms += 1
        await until(lambda: kitchen.store.state.day.current[ONLY].closes_at > CLOSES)
        await looks()
    (closed,) = await events(kitchen, DayClosed)
    following, closes_at = business_day(CLOSES, "Asia/Shanghai", 4)
    assert (closed.business_day, closed.next) == ("2026-09-21", Day(following, closes_at))
    assert list(kitchen.store.state.floor.sessions) == [stays]
    assert closed.sessions == (gone,)
    await kitchen.sound()


async def test_days_that_passed_while_the_house_was_dark_end_in_one_close(tmp_path: Path) -> None:
    hands = Hands()
    async with running(tmp_path, hands):
        pass
    hands.ms = CLOSES - NOON + 2 * DAY + HOUR
    async with running(tmp_path, hands) as kitchen, doing(timers.Deadlines(kitchen.store).run()):
        await until(lambda: kitchen.store.state.day.current[ONLY].closes_at > kitchen.store.now())
        await looks()
        assert len(await events(kitchen, DayClosed)) == 1


async def test_a_close_that_could_not_be_stored_is_tried_again(kitchen: Kitchen) -> None:
    before = kitchen.store.head.seq
    kitchen.disk.before = broken
    kitchen.hands.ms = CLOSES - NOON
    async with doing(timers.Deadlines(kitchen.store).run()):
        await until(lambda: len(kitchen.disk.appended) >= 2)
        kitchen.disk.before = no_fault
        # The state shows the next day also while a close is being stored that fails: only the disk tells.
        await until(lambda: kitchen.store.head.seq > before)
    assert len(await events(kitchen, DayClosed)) == 1


@pytest.mark.parametrize("step", [HOUR, -HOUR])
async def test_a_step_of_the_wall_clock_is_recorded_once_and_alarmed_while_time_goes_on(
    kitchen: Kitchen, step: int
) -> None:
    before = kitchen.store.now()
    async with doing(timers.watch_clock(kitchen.store)):
        await looks()
        kitchen.hands.wall_off += step
        await until(lambda: bool(kitchen.store.status().alarms))
        await looks()
    assert await events(kitchen, ClockStepped) == [ClockStepped(delta_ms=step)]
    (alarm,) = kitchen.store.status().alarms
    assert (alarm.code, alarm.details) == ("clock_stepped", {"delta_ms": step})
    assert kitchen.store.now() == before
    reply = await kitchen.order()
    assert kitchen.store.state.orders.rounds[round_of(reply).round].placed_at == before


async def test_a_clock_that_is_disciplined_is_no_news(kitchen: Kitchen) -> None:
    async with doing(timers.watch_clock(kitchen.store)):
        for _ in range(5):
            kitchen.hands.wall_off += 1_500
            await looks(2)
    assert not kitchen.store.status().alarms
    assert not await events(kitchen, ClockStepped)


async def test_a_step_that_cannot_be_recorded_now_is_recorded_later(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with doing(timers.watch_clock(kitchen.store)):
        with monkeypatch.context() as patch:

            async def full(*_: object) -> Any:
                raise Overloaded

            patch.setattr(kitchen.store, "submit", full)
            kitchen.hands.wall_off += HOUR
            await until(lambda: bool(kitchen.store.status().alarms))
            await looks()
        await until(lambda: kitchen.store.state.seq > 4)
        await looks()
    assert await events(kitchen, ClockStepped) == [ClockStepped(delta_ms=HOUR)]


async def test_a_clock_behind_the_ledger_at_a_start_is_alarmed_and_times_run_on(tmp_path: Path) -> None:
    hands = Hands()
    async with running(tmp_path, hands) as kitchen:
        hands.ms = 2 * HOUR
        await kitchen.order()
    slow = Hands()
    async with running(tmp_path, slow) as kitchen, doing(timers.watch_clock(kitchen.store)):
        await until(lambda: bool(kitchen.store.status().alarms))
        (alarm,) = kitchen.store.status().alarms
        assert (alarm.code, alarm.details) == ("clock_stepped", {"delta_ms": -2 * HOUR})
        await kitchen.order()
        slow.ms += 5
        await kitchen.order()
        times = [event.at for event in await kitchen.disk.read(0, 1_000)]
        assert times == sorted(times)
        assert times[-1] == NOON + 2 * HOUR + 5


async def test_answers_are_forgotten_after_31_days_and_not_before_30(kitchen: Kitchen) -> None:
    ages = {"31 days and more": 31 * DAY + 1, "30 days": 30 * DAY, "today": 0}
    now = kitchen.store.now()
    rows = [KeptAnswer(key, b"f", now - age, b"{}") for key, age in ages.items()]
    await kitchen.disk.ledger.append([], rows)
    async with doing(timers.forget_answers(kitchen.store, kitchen.disk)):
        await looks()
    assert list(await kitchen.disk.answers(list(ages))) == ["30 days", "today"]


async def test_many_old_answers_all_go_though_some_at_a_time(kitchen: Kitchen) -> None:
    rows = [KeptAnswer(f"k{number}", b"f", 0, b"{}") for number in range(2_500)]
    await kitchen.disk.ledger.append([], rows)
    async with doing(timers.forget_answers(kitchen.store, kitchen.disk)):
        async with asyncio.timeout(5):
            while await kitchen.disk.answers(["k2499"]):  # noqa: ASYNC110
                await asyncio.sleep(0.005)


async def test_forgetting_that_fails_is_tried_again(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    async def failing(before: int) -> int:
        tries.append(before)
        raise StorageError("locked")

    monkeypatch.setattr(kitchen.disk, "forget_answers", failing)
    async with doing(timers.forget_answers(kitchen.store, kitchen.disk)):
        await until(lambda: len(tries) >= 3)


async def test_work_that_fails_is_alarmed_and_begun_again(kitchen: Kitchen) -> None:
    begun: list[int] = []

    async def work() -> None:
        begun.append(1)
        raise ZeroDivisionError

    async with doing(timers.kept_up(kitchen.store, "dishes", work)):
        await until(lambda: len(begun) >= 3)
    (alarm,) = kitchen.store.status().alarms
    assert (alarm.code, alarm.details["task"]) == ("task_failed", "dishes")
