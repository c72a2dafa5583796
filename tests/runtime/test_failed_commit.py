"""A commit that fails: what is undone, who is told what, and that the same key always comes to one effect."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from kds.core import decide
from kds.core.deeds import Deed
from kds.core.orders.place_round import PlaceRound
from kds.core.rights import NOBODY
from kds.core.types import Answer, Command, Refusal, Who
from kds.runtime import store as module
from kds.runtime.admission import BATCH
from kds.runtime.messages import Fault, InDoubt, Reply, Sender, StorageFailed
from kds.storage.ledger import Head, StorageError
from tests.house import want
from tests.runtime.running import Kitchen, Rows, broken, no_fault, running
from tests.storage.rows import append, kept


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asks for the head again soon."""
    monkeypatch.setattr(module, "RETRY_S", (0.001,))


def codes(kitchen: Kitchen) -> list[str]:
    return [alarm.code for alarm in kitchen.store.status().alarms]


async def test_a_batch_that_fails_is_undone_exactly(kitchen: Kitchen) -> None:
    await kitchen.order()
    before = kitchen.digest()
    kitchen.disk.before = broken
    outcomes = await asyncio.gather(*[kitchen.order(f"k{n}") for n in range(10)], return_exceptions=True)
    assert {type(each) for each in outcomes} == {StorageFailed}
    assert kitchen.digest() == before
    assert codes(kitchen) == ["storage_failed"]
    await kitchen.sound()
    kitchen.disk.before = no_fault
    replies = await asyncio.gather(*[kitchen.order(f"k{n}") for n in range(10)])
    assert not any(reply.replayed for reply in replies)
    assert codes(kitchen) == []
    await kitchen.sound()


async def test_while_the_disk_takes_nothing_the_house_is_not_ready(kitchen: Kitchen) -> None:
    assert kitchen.store.status().ready
    kitchen.disk.before = broken
    with pytest.raises(StorageFailed):
        await kitchen.order("k")
    assert not kitchen.store.status().ready
    kitchen.disk.before = no_fault
    assert not (await kitchen.order("k")).replayed
    assert kitchen.store.status().ready


async def test_the_one_command_that_cannot_be_stored_fails_alone(kitchen: Kitchen) -> None:
    def poisoned(events: Rows) -> None:
        if any(event.actor == "poison" for event in events):
            raise StorageError("it cannot be stored")

    kitchen.disk.before = poisoned
    orders = [kitchen.order(f"k{n}", actor="poison" if n == 7 else "ann") for n in range(BATCH + 20)]
    outcomes = await asyncio.gather(*orders, return_exceptions=True)
    assert isinstance(outcomes[7], StorageFailed)
    assert all(isinstance(each, Reply) for n, each in enumerate(outcomes) if n != 7)
    assert kitchen.lines() == BATCH + 19
    await kitchen.sound()


async def test_a_driver_that_raises_anything_at_all_is_a_disk_that_failed(kitchen: Kitchen) -> None:
    def unforeseen(events: Rows) -> None:
        raise MemoryError

    kitchen.disk.before = unforeseen
    with pytest.raises(StorageFailed):
        await kitchen.order("k")
    kitchen.disk.before = no_fault
    await kitchen.order("k")
    await kitchen.sound()


async def test_tried_one_at_a_time_for_too_long_the_rest_is_refused(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STALE_S", 0.0)
    kitchen.disk.before = broken
    orders = [asyncio.ensure_future(order) for order in [kitchen.order() for _ in range(1)]]
    outcomes = await asyncio.gather(*orders, return_exceptions=True)
    assert [type(each) for each in outcomes] == [StorageFailed]
    monkeypatch.setattr(module, "STALE_S", 60.0)
    many = [kitchen.order() for _ in range(20)]
    await kitchen.disk.appending.wait()
    while kitchen.store.status().queue_depth == 0:  # noqa: ASYNC110
        await asyncio.sleep(0)
    monkeypatch.setattr(module, "STALE_S", 0.0)
    kitchen.disk.appended.clear()
    outcomes = await asyncio.gather(*many, return_exceptions=True)
    assert {type(each) for each in outcomes} == {StorageFailed}
    assert len(kitchen.disk.appended) <= 3
    await kitchen.sound()


async def test_raised_but_committed_is_a_success(kitchen: Kitchen) -> None:
    kitchen.disk.after = broken
    replies = await asyncio.gather(*[kitchen.order(f"k{n}") for n in range(5)])
    assert not any(reply.replayed for reply in replies)
    kitchen.disk.after = no_fault
    assert [reply.body for reply in replies] == [(await kitchen.order(f"k{n}")).body for n in range(5)]
    assert kitchen.lines() == 5
    await kitchen.sound()


@pytest.mark.parametrize("stored", [False, True])
async def test_answers_alone_are_looked_for_too(tmp_path: Path, stored: bool) -> None:
    cart = PlaceRound(channel="scan", table="A01", lines=(want("tofu", id="1"),))
    async with running(tmp_path) as kitchen:
        await kitchen.send(cart, "phone")
        setattr(kitchen.disk, "after" if stored else "before", broken)
        other = kitchen.send(cart, "other phone")
        outcome = (await asyncio.gather(other, return_exceptions=True))[0]
        assert isinstance(outcome, Reply if stored else StorageFailed)
        assert bool(await kept(kitchen.disk, "other phone")) == stored
    async with running(tmp_path) as kitchen:
        assert (await kitchen.send(cart, "other phone")).replayed == stored


@pytest.mark.parametrize("stored", [False, True])
async def test_what_cannot_be_known_is_in_doubt_until_the_same_key_resolves_it(kitchen: Kitchen, stored: bool) -> None:
    followed: list[int] = []
    kitchen.store.listeners.follow(lambda events: followed.extend(each.stored.seq for each in events))
    began = kitchen.store.head.seq
    setattr(kitchen.disk, "after" if stored else "before", broken)
    kitchen.disk.hidden = True
    kitchen.disk.hold()
    first = [kitchen.order(f"k{n}") for n in range(3)]
    await kitchen.disk.appending.wait()
    later = kitchen.order("later")
    await asyncio.sleep(0)
    kitchen.disk.gate.set()
    assert {type(each) for each in await asyncio.gather(*first, return_exceptions=True)} == {InDoubt}
    with pytest.raises(StorageFailed):
        await later
    assert not kitchen.store.status().ready
    with pytest.raises(StorageFailed):
        await kitchen.order("k0")
    kitchen.disk.before = kitchen.disk.after = no_fault
    kitchen.disk.hidden = False
    await ready_again(kitchen)
    again = [await kitchen.order(f"k{n}") for n in range(3)]
    assert [reply.replayed for reply in again] == [stored] * 3
    assert kitchen.lines() == 3
    assert followed == list(range(began + 1, kitchen.store.head.seq + 1))
    assert codes(kitchen) == []
    await kitchen.sound()


async def ready_again(kitchen: Kitchen) -> None:
    async with asyncio.timeout(5):
        while not kitchen.store.status().ready:  # noqa: ASYNC110
            await asyncio.sleep(0.001)


@pytest.mark.parametrize("stored", [False, True])
async def test_a_store_that_closes_in_doubt_ends_and_the_next_start_resolves_it(tmp_path: Path, stored: bool) -> None:
    async with running(tmp_path) as kitchen:
        setattr(kitchen.disk, "after" if stored else "before", broken)
        kitchen.disk.hidden = True
        with pytest.raises(InDoubt):
            await kitchen.order("k")
        kitchen.store.close()
        async with asyncio.timeout(5):
            await kitchen.commits
    async with running(tmp_path) as kitchen:
        assert (await kitchen.order("k")).replayed == stored
        assert kitchen.lines() == 1


async def test_readers_are_served_while_all_is_in_doubt(kitchen: Kitchen) -> None:
    before = kitchen.digest()
    kitchen.disk.before, kitchen.disk.hidden = broken, True
    with pytest.raises(InDoubt):
        await kitchen.order("k")
    await kitchen.store.settled()
    assert kitchen.digest() == before
    kitchen.disk.hidden = False
    await ready_again(kitchen)


async def test_a_ledger_changed_by_another_hand_stops_the_store(kitchen: Kitchen, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kitchen.disk, "before", broken)
        stranger = (await kitchen.disk.read(0, 1))[0]

        async def head() -> Any:
            return Head(999, stranger.hash)

        patch.setattr(kitchen.disk, "head", head)
        with pytest.raises(InDoubt):
            await kitchen.order("k")
    assert "ledger_diverged" in codes(kitchen)
    assert not kitchen.store.status().ready
    with pytest.raises(StorageFailed):
        await kitchen.order("k")


@pytest.mark.parametrize("moved", [False, True])
async def test_a_store_that_somebody_else_has_claimed_stops_and_stores_nothing(kitchen: Kitchen, moved: bool) -> None:
    await kitchen.order()
    before = kitchen.digest()
    if moved:
        await append(kitchen.disk.ledger, 1, epoch=kitchen.epoch)
    else:
        await kitchen.disk.ledger.claim()
    there = await kitchen.disk.ledger.head()
    outcomes = await asyncio.gather(*[kitchen.order(f"k{n}") for n in range(3)], return_exceptions=True)
    assert {type(each) for each in outcomes} == {InDoubt}
    assert "ledger_diverged" in codes(kitchen)
    with pytest.raises(StorageFailed):
        await kitchen.order("k0")
    assert await kitchen.disk.ledger.head() == there
    assert await kept(kitchen.disk, "k0", "k1", "k2") == []
    assert kitchen.digest() == before


async def test_where_keys_cannot_be_looked_up_nothing_is_done(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_answers(keys: object) -> Any:
        raise StorageError("the disk does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(kitchen.disk, "answers", no_answers)
        with pytest.raises(StorageFailed):
            await kitchen.order("k")
        assert not kitchen.disk.appended
    assert not (await kitchen.order("k")).replayed
    await kitchen.sound()


class Ruinous(Command, frozen=True, gc=False):
    """Changes the state, and then its rule fails."""


async def test_rules_that_fail_on_one_command_leave_the_others(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(state: Any, command: Command, rest: Any) -> Any:
        for line in [*state.orders.lines]:
            del state.orders.lines[line]
        raise LookupError("a fault in the rules")

    deeds: dict[Any, Any] = decide.DEEDS
    monkeypatch.setitem(deeds, Ruinous, Deed(Ruinous, half, half, Answer, right=NOBODY))
    await kitchen.order()
    outcomes = await asyncio.gather(
        kitchen.order("a"), kitchen.send(Ruinous(), "bad"), kitchen.order("b"), return_exceptions=True
    )
    assert [type(each) for each in outcomes] == [Reply, Fault, Reply]
    assert kitchen.lines() == 3
    await kitchen.sound()


async def test_what_cannot_be_written_as_json_is_a_fault_of_that_command_alone(kitchen: Kitchen) -> None:
    unwritable = PlaceRound(channel="scan", table="A01", lines=(want("tofu", fire=1j),))
    outcomes = await asyncio.gather(
        kitchen.order("a"),
        asyncio.create_task(kitchen.store.submit(unwritable, Sender(Who("ann", "system")))),
        kitchen.order("b"),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes] == [Reply, Fault, Reply]
    assert kitchen.lines() == 2
    await kitchen.sound()


async def test_a_refusal_in_a_batch_that_fails_is_decided_again(kitchen: Kitchen) -> None:
    kitchen.disk.before = broken
    outcomes = await asyncio.gather(kitchen.order("a"), kitchen.order("b", "no such dish"), return_exceptions=True)
    assert [type(each) for each in outcomes] == [StorageFailed, Refusal]
    await kitchen.sound()
