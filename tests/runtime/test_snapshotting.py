"""When snapshots are taken, and that one that cannot be written hurts nobody."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kds.core.deadlines import Tick
from kds.runtime import snapshotting
from kds.runtime.snapshotting import Snapshotting
from kds.storage.snapshots import FOLDER, newest_first
from tests.house import CLOSES, NOON
from tests.runtime.running import Kitchen


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A snapshot every ten events."""
    monkeypatch.setattr(snapshotting, "EVERY", 10)
    monkeypatch.setattr(snapshotting, "APART_S", 0.0)


def begun(kitchen: Kitchen, last_seq: int | None = None) -> Snapshotting:
    seq = kitchen.store.head.seq if last_seq is None else last_seq
    snapshots = Snapshotting(kitchen.store, kitchen.data, seq)
    kitchen.store.listeners.follow(snapshots.committed)
    return snapshots


async def taken(kitchen: Kitchen) -> list[int]:
    return [each.header.seq for each in newest_first(kitchen.data) if each.header]


async def until_taken(kitchen: Kitchen) -> list[int]:
    async with asyncio.timeout(5):
        while not (found := await taken(kitchen)):  # noqa: ASYNC110
            await asyncio.sleep(0.002)
    return found


async def test_one_is_taken_after_so_many_events(kitchen: Kitchen) -> None:
    began = kitchen.store.head.seq
    begun(kitchen)
    while kitchen.store.head.seq < began + 10:
        assert not await taken(kitchen)
        await kitchen.order()
    await kitchen.order()
    (seq,) = await until_taken(kitchen)
    assert seq >= began + 10


async def test_a_tail_that_was_loaded_counts(kitchen: Kitchen) -> None:
    for _ in range(5):
        await kitchen.order()
    begun(kitchen, last_seq=0)
    await kitchen.order()
    assert await until_taken(kitchen)


async def test_they_keep_apart_under_a_storm(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshotting, "APART_S", 60.0)
    snapshots = begun(kitchen)
    for _ in range(30):
        await kitchen.order()
    (first,) = await until_taken(kitchen)
    assert first < kitchen.store.head.seq
    await snapshots.last()
    assert await taken(kitchen) == [kitchen.store.head.seq, first]


async def test_a_day_close_gets_its_own(kitchen: Kitchen) -> None:
    begun(kitchen)
    kitchen.hands.ms = CLOSES - NOON
    await kitchen.send(Tick())
    await until_taken(kitchen)
    ((_, header, _),) = newest_first(kitchen.data)
    assert header is not None
    assert header.day_close


async def test_the_last_one_is_taken_at_the_end_and_only_where_there_is_news(kitchen: Kitchen) -> None:
    snapshots = begun(kitchen)
    await snapshots.last()
    assert not await taken(kitchen)
    await kitchen.order()
    await snapshots.last()
    assert await taken(kitchen) == [kitchen.store.head.seq]


async def test_one_taken_during_a_commit_holds_committed_events_only(kitchen: Kitchen) -> None:
    snapshots = begun(kitchen)
    await kitchen.order()
    kitchen.disk.hold()
    order = kitchen.order()
    await kitchen.disk.appending.wait()
    last = asyncio.create_task(snapshots.last())
    await asyncio.sleep(0.01)
    assert not last.done()
    kitchen.disk.gate.set()
    await order
    await last
    ((_, header, _),) = newest_first(kitchen.data)
    assert header is not None
    assert (header.seq, header.hash) == (kitchen.store.head.seq, kitchen.store.head.hash.hex())


async def test_one_that_cannot_be_written_is_alarmed_and_tried_again(kitchen: Kitchen) -> None:
    snapshots = begun(kitchen)
    folder = kitchen.data / FOLDER
    folder.touch()
    await kitchen.order()
    await snapshots.last()
    (alarm,) = kitchen.store.status().alarms
    assert alarm.code == "snapshot_failed"
    await kitchen.order()
    folder.unlink()
    await snapshots.last()
    assert await taken(kitchen) == [kitchen.store.head.seq]
    assert not kitchen.store.status().alarms


async def test_one_that_fails_by_surprise_is_alarmed_too(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    def surprise(data: Path, header: object) -> None:
        raise ZeroDivisionError

    snapshots = begun(kitchen)
    await kitchen.order()
    with monkeypatch.context() as patch:
        patch.setattr(snapshotting, "SnapshotWriter", surprise)
        await snapshots.last()
    assert [alarm.code for alarm in kitchen.store.status().alarms] == ["snapshot_failed"]
    await snapshots.last()
    assert await taken(kitchen) == [kitchen.store.head.seq]
