"""The commit loop when all is well: shared commits, clients that hang up, readers, followers, and too much at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from kds.core.orders.place_round import PlaceRound
from kds.core.types import Refusal, Who
from kds.runtime import admission
from kds.runtime import store as module
from kds.runtime.admission import BATCH
from kds.runtime.messages import Committed, Fault, InDoubt, Overloaded, Sender, StorageFailed
from kds.storage.ledger import StorageError
from tests.house import want
from tests.runtime.running import Kitchen, turns

ROUND = PlaceRound(channel="scan", table="A01", lines=(want("tofu"),))


async def test_commands_that_arrive_during_a_commit_share_the_next(kitchen: Kitchen) -> None:
    kitchen.disk.hold()
    first = kitchen.order()
    await kitchen.disk.appending.wait()
    rest = [kitchen.order() for _ in range(20)]
    await turns()
    kitchen.disk.gate.set()
    await asyncio.gather(first, *rest)
    assert len(kitchen.disk.appended) == 2
    await kitchen.sound()


async def test_a_batch_is_bounded(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "HURRY_S", 0.0)
    await asyncio.gather(*[kitchen.order() for _ in range(BATCH + 1)])
    assert len(kitchen.disk.appended) == 2
    assert kitchen.lines() == BATCH + 1


async def test_commands_are_done_in_the_order_in_which_they_came(kitchen: Kitchen) -> None:
    orders = [kitchen.order(f"k{number}", actor=f"guest-{number}") for number in range(150)]
    await asyncio.gather(*orders)
    events = await kitchen.disk.read(0, 10_000)
    actors = list(dict.fromkeys(event.actor for event in events if event.actor != "system"))
    assert actors == [f"guest-{number}" for number in range(150)]


@pytest.mark.parametrize("committing", [False, True])
async def test_a_client_that_hangs_up_cancels_nothing(kitchen: Kitchen, committing: bool) -> None:
    kitchen.disk.hold()
    order = kitchen.order("k")
    await turns(1)
    if committing:
        await kitchen.disk.appending.wait()
    order.cancel()
    await turns()
    assert order.cancelled()
    kitchen.disk.gate.set()
    again = await kitchen.order("k")
    assert again.replayed
    assert kitchen.lines() == 1
    await kitchen.sound()


async def test_a_reader_during_a_commit_waits_for_it(kitchen: Kitchen) -> None:
    kitchen.disk.hold()
    order = kitchen.order()
    await kitchen.disk.appending.wait()

    async def read() -> tuple[int, int]:
        await kitchen.store.settled()
        return kitchen.lines(), kitchen.store.state.seq

    reader = asyncio.create_task(read())
    await turns()
    assert kitchen.store.status().seq == kitchen.store.head.seq < kitchen.store.state.seq
    assert not reader.done()
    kitchen.disk.gate.set()
    await order
    lines, seq = await reader
    assert (lines, seq) == (1, (await kitchen.disk.head()).seq)


async def test_a_reader_during_a_commit_that_fails_sees_nothing_of_it(kitchen: Kitchen) -> None:
    def full(events: object) -> None:
        raise StorageError("disk full")

    kitchen.disk.hold()
    kitchen.disk.before = full
    order = kitchen.order()
    await kitchen.disk.appending.wait()

    async def read() -> int:
        await kitchen.store.settled()
        return kitchen.lines()

    reader = asyncio.create_task(read())
    await turns()
    kitchen.disk.gate.set()
    assert await reader == 0
    with pytest.raises(StorageFailed):
        await order


async def test_readers_are_not_starved_by_a_queue_that_never_empties(kitchen: Kitchen) -> None:
    seen: list[int] = []

    async def client() -> None:
        while len(seen) < 10:
            await kitchen.order()

    async def reader() -> None:
        for _ in range(10):
            await kitchen.store.settled()
            assert kitchen.store.state.seq == kitchen.store.head.seq
            seen.append(kitchen.store.head.seq)
            await kitchen.store.ledger.head()

    clients = [asyncio.create_task(client()) for _ in range(70)]
    async with asyncio.timeout(20):
        await reader()
    seen.extend([0] * 10)
    await asyncio.gather(*clients)
    assert len(set(seen)) > 2, "commits went on meanwhile"


async def test_followers_get_all_events_once_in_order_and_only_when_they_are_on_disk(kitchen: Kitchen) -> None:
    got: list[int] = []
    began = kitchen.store.head.seq

    def follower(events: Sequence[Committed]) -> None:
        assert kitchen.store.head.seq == events[-1].stamp.seq == kitchen.store.state.seq
        got.extend(each.stored.seq for each in events)
        assert [each.stamp.seq for each in events] == [each.stored.seq for each in events]

    kitchen.store.listeners.follow(follower)
    await asyncio.gather(*[kitchen.order(f"k{number % 70}") for number in range(200)])
    assert got == list(range(began + 1, (await kitchen.disk.head()).seq + 1))


async def test_who_approved_and_on_which_device_is_on_disk(kitchen: Kitchen) -> None:
    ann, eve = Who("ann", "waiter"), Who("eve", "manager")
    began = kitchen.store.head.seq
    await kitchen.store.submit(ROUND, Sender(ann, device="tablet", approver=eve))
    stored = await kitchen.disk.read(began, 10)
    assert {(each.actor, each.approver, each.device) for each in stored} == {("ann", "eve", "tablet")}
    await kitchen.sound()


async def test_a_device_that_would_make_the_chain_ambiguous_is_a_fault(kitchen: Kitchen) -> None:
    with pytest.raises(Fault):
        await kitchen.store.submit(ROUND, Sender(Who("ann", "waiter"), device="\t"))
    await kitchen.sound()


async def test_a_follower_that_fails_hurts_nobody_and_is_alarmed(kitchen: Kitchen) -> None:
    got: list[int] = []

    def faulty(events: Sequence[Committed]) -> None:
        raise ValueError("a screen")

    kitchen.store.listeners.follow(faulty)
    kitchen.store.listeners.follow(lambda events: got.append(len(events)))
    await kitchen.order()
    await kitchen.order()
    assert len(got) == 2
    (alarm,) = kitchen.store.status().alarms
    assert alarm.code == "follower_failed"
    assert alarm.message.zh
    assert alarm.message.en


async def test_a_command_without_events_calls_no_follower(kitchen: Kitchen) -> None:
    kitchen.store.listeners.follow(lambda events: pytest.fail("there is nothing to follow"))
    with pytest.raises(Refusal):
        await kitchen.order("", "nothing_like_it")


async def test_behind_one_that_has_waited_long_nobody_may_wait(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALE_S", 0.0)
    kitchen.disk.hold()
    first = kitchen.order()
    await kitchen.disk.appending.wait()
    await asyncio.sleep(0.002)
    assert kitchen.store.status().commit_lag_ms >= 1
    with pytest.raises(Overloaded):
        await kitchen.order()
    kitchen.disk.gate.set()
    await first
    assert kitchen.store.status().commit_lag_ms == 0


async def test_closing_answers_everybody_who_waits_and_takes_no_more(kitchen: Kitchen) -> None:
    kitchen.disk.hold()
    orders = [kitchen.order() for _ in range(100)]
    await kitchen.disk.appending.wait()
    kitchen.store.close()
    assert not kitchen.store.status().ready
    with pytest.raises(Overloaded):
        await kitchen.order()
    kitchen.disk.gate.set()
    await asyncio.gather(*orders)
    await kitchen.commits
    assert kitchen.lines() == 100
    await kitchen.sound()


async def test_a_loop_that_ends_by_a_fault_answers_everybody_and_goes_on_for_nobody(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unforeseen(*_: object) -> None:
        raise ZeroDivisionError

    before = kitchen.digest()
    monkeypatch.setattr(admission, "HURRY_S", 0.0)
    monkeypatch.setattr(module, "decide_batch", unforeseen)
    orders = [kitchen.order() for _ in range(BATCH + 1)]
    outcomes = await asyncio.gather(*orders, return_exceptions=True)
    assert [type(each) for each in outcomes] == [InDoubt] * BATCH + [StorageFailed]
    with pytest.raises(ZeroDivisionError):
        await kitchen.commits
    with pytest.raises(StorageFailed):
        await kitchen.order()
    status = kitchen.store.status()
    assert not status.ready
    assert [alarm.code for alarm in status.alarms] == ["store_stopped"]
    await kitchen.store.settled()
    assert kitchen.digest() == before
