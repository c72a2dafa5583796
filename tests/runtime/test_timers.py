"""What happens by itself: day close, who leaves, forgetting, checkpoints, and work that fails and begins again."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kds.core.day.events import DayClosed, OpenTicket, PartiesLeft, UnpaidParty
from kds.core.day.leave import STAYS_MS
from kds.core.floor.clear_session import ClearSession
from kds.core.journal import ONLY
from kds.core.kitchen.bump import BumpTicket
from kds.core.orders.pay_bill import PayBill
from kds.runtime import changes, timers
from kds.runtime.clock_watch import ClockWatch
from kds.runtime.days import business_day
from kds.runtime.unseen import watch_unseen
from kds.storage.ledger import StorageError, StoredAnswer
from kds.storage.sqlite import SqliteLedger
from tests.house import CLOSES, DAY, HOUR, NOON
from tests.runtime.running import Hands, Kitchen, broken, no_fault, round_of, running
from tests.runtime.waiting import doing, looks, until
from tests.storage.rows import kept, put


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often: the hands of these clocks are moved without a sound."""
    monkeypatch.setattr(changes, "LONGEST_S", 0.001)
    for name in ("TICK_AGAIN_S", "FORGET_S", "MORE_S", "PROBE_S", "AGAIN_S"):
        monkeypatch.setattr(timers, name, 0.001)


async def events(kitchen: Kitchen, kind: type) -> list[Any]:
    found = [event for event in await kitchen.disk.read(0, 10_000) if event.type == kind.__name__]
    return [msgspec.json.decode(event.data, type=kind) for event in found]


def parties(kitchen: Kitchen) -> set[str]:
    """Who is in the state."""
    return set(kitchen.store.state.floor.sessions)


async def settle(kitchen: Kitchen, table: str) -> str:
    placed = round_of(await kitchen.order("", "tofu", table=table))
    for ticket in placed.tickets:
        await kitchen.send(BumpTicket(ticket))
    await kitchen.send(PayBill(placed.bill, "cash", 1_200))
    await kitchen.send(ClearSession(placed.session))
    return placed.session


async def test_the_day_closes_by_itself_at_the_cut_off_once(kitchen: Kitchen) -> None:
    stays = round_of(await kitchen.order(table="A02"))
    async with doing(timers.Deadlines(kitchen.store).run()):
        kitchen.hands.ms = CLOSES - NOON - 1
        await looks()
        assert not await events(kitchen, DayClosed)
        kitchen.hands.ms += 1
        await until(lambda: kitchen.store.state.day.current[ONLY].closes_at > CLOSES)
        await looks()
    (closed,) = await events(kitchen, DayClosed)
    following, closes_at = business_day(CLOSES, "Asia/Shanghai", 240)
    assert (closed.business_day, closed.next_business_day, closed.closes_at) == ("2026-09-21", following, closes_at)
    assert closed.tickets == (OpenTicket(stays.tickets[0], stays.session, "A02", "cold"),)
    assert closed.unpaid == (UnpaidParty(stays.session, "A02", 1_200),)
    assert list(kitchen.store.state.floor.sessions) == [stays.session]
    await kitchen.sound()


async def test_a_party_leaves_by_itself_ten_minutes_after_all_is_done(kitchen: Kitchen) -> None:
    gone = await settle(kitchen, "A01")
    stays = round_of(await kitchen.order(table="A02")).session
    async with doing(timers.Deadlines(kitchen.store).run()):
        kitchen.hands.ms = STAYS_MS - 1
        await looks()
        assert sorted(kitchen.store.state.floor.sessions) == sorted([gone, stays])
        kitchen.hands.ms += 1
        await until(lambda: gone not in parties(kitchen))
        await kitchen.store.settled()
    assert parties(kitchen) == {stays}
    assert await events(kitchen, PartiesLeft) == [PartiesLeft((gone,))]
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


async def test_a_disk_that_takes_writes_again_is_noticed_without_an_order(kitchen: Kitchen) -> None:
    async with doing(timers.DiskProbe(kitchen.store).run()):
        kitchen.disk.before = broken
        await asyncio.gather(kitchen.order(), return_exceptions=True)
        await looks()
        assert not kitchen.store.status().ready
        kitchen.disk.before = no_fault
        await until(lambda: kitchen.store.status().ready)


async def test_answers_are_forgotten_after_31_days_and_not_before_30(kitchen: Kitchen) -> None:
    ages = {"31 days and more": 31 * DAY + 1, "30 days": 30 * DAY, "today": 0}
    now = kitchen.store.now()
    rows = [StoredAnswer("ann", key, b"f", now - age, b"{}") for key, age in ages.items()]
    await put(kitchen.disk.ledger, [], rows, kitchen.epoch)
    async with doing(timers.forget_answers(kitchen.store, kitchen.disk)):
        await looks()
    assert await kept(kitchen.disk, *ages) == ["30 days", "today"]


async def test_many_old_answers_all_go_though_some_at_a_time(kitchen: Kitchen) -> None:
    rows = [StoredAnswer("ann", f"k{number}", b"f", 0, b"{}") for number in range(2_500)]
    await put(kitchen.disk.ledger, [], rows, kitchen.epoch)
    async with doing(timers.forget_answers(kitchen.store, kitchen.disk)):
        async with asyncio.timeout(5):
            while await kept(kitchen.disk, "k2499"):  # noqa: ASYNC110
                await asyncio.sleep(0.005)


async def test_forgetting_that_fails_is_tried_again(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    async def failing(before: int) -> int:
        tries.append(before)
        raise StorageError("locked")

    monkeypatch.setattr(kitchen.disk, "forget_answers", failing)
    async with doing(timers.forget_answers(kitchen.store, kitchen.disk)):
        await until(lambda: len(tries) >= 3)


async def test_a_log_that_has_grown_is_moved_into_the_database_after_some_commits(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = kitchen.disk.ledger
    assert isinstance(ledger, SqliteLedger)
    looked: list[int] = []
    monkeypatch.setattr(timers, "CHECKPOINT_BYTES", 0)
    monkeypatch.setattr(timers, "COMMITS", 3)

    async def checkpoint() -> None:
        looked.append(kitchen.store.head.seq)

    monkeypatch.setattr(ledger, "checkpoint", checkpoint)
    async with doing(timers.Checkpoints(kitchen.store, ledger).run()):
        for _ in range(2):
            await kitchen.order()
        await looks()
        assert looked == []
        await kitchen.order()
        await until(lambda: looked == [kitchen.store.head.seq])


async def test_a_checkpoint_that_fails_is_tried_again(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = kitchen.disk.ledger
    assert isinstance(ledger, SqliteLedger)
    tries: list[int] = []
    monkeypatch.setattr(timers, "CHECKPOINT_BYTES", 0)
    monkeypatch.setattr(timers, "IDLE_S", 0.001)

    async def failing() -> None:
        tries.append(1)
        raise StorageError("locked")

    monkeypatch.setattr(ledger, "checkpoint", failing)
    async with doing(timers.Checkpoints(kitchen.store, ledger).run()):
        await until(lambda: len(tries) >= 3)


async def test_in_a_silent_kitchen_nothing_looks_again_and_again(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    waits: list[float] = []
    sleeping = asyncio.sleep

    async def sleep(seconds: float, *given: Any) -> Any:
        if seconds:
            waits.append(seconds)
        return await sleeping(seconds, *given)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    works = [
        timers.Deadlines(kitchen.store).run(),
        timers.Checkpoints(kitchen.store, kitchen.disk.ledger).run(),  # type: ignore[arg-type]
        timers.forget_answers(kitchen.store, kitchen.disk),
        watch_unseen(kitchen.store).run(),
        ClockWatch(kitchen.store).run(),
    ]
    async with contextlib.AsyncExitStack() as stack:
        for work in works:
            await stack.enter_async_context(doing(work))
        await sleeping(0.1)
    assert min(waits) >= 10.0


async def test_work_that_fails_is_alarmed_and_begun_again(kitchen: Kitchen) -> None:
    begun: list[int] = []

    async def work() -> None:
        begun.append(1)
        raise ZeroDivisionError

    async with doing(timers.kept_up(kitchen.store, "dishes", work)):
        await until(lambda: len(begun) >= 3)
    (alarm,) = kitchen.store.status().alarms
    assert (alarm.code, alarm.details["task"]) == ("task_failed", "dishes")
