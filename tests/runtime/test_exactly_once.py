"""The same key: one effect and the same answer, at once, one after the other, over a restart, over a failure."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Refusal
from kds.runtime import answers
from kds.runtime.messages import Fault, Reply
from kds.storage.ledger import StoredAnswer
from tests.house import want
from tests.runtime.running import Kitchen, round_of, running, sender, turns
from tests.storage.rows import kept, put


async def test_a_repetition_gets_the_first_answer_byte_for_byte(kitchen: Kitchen) -> None:
    first = await kitchen.order("k")
    await kitchen.order("other")
    again = await kitchen.order("k")
    assert (first.replayed, again.replayed) == (False, True)
    assert again.body == first.body
    assert kitchen.lines() == 2


async def test_at_the_same_time_one_of_them_is_done(kitchen: Kitchen) -> None:
    replies = await asyncio.gather(*[kitchen.order("k") for _ in range(40)])
    assert len({reply.body for reply in replies}) == 1
    assert sorted(reply.replayed for reply in replies) == [False] + [True] * 39
    assert kitchen.lines() == 1
    assert len(kitchen.disk.appended) == 1


async def test_while_the_first_is_being_committed_the_second_waits_and_is_told_the_same(kitchen: Kitchen) -> None:
    kitchen.disk.hold()
    first = kitchen.order("k")
    await kitchen.disk.appending.wait()
    second = kitchen.order("k")
    await turns()
    assert not second.done()
    kitchen.disk.gate.set()
    assert (await second).body == (await first).body
    assert kitchen.lines() == 1


async def test_over_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as kitchen:
        first = await kitchen.order("k")
    async with running(tmp_path) as kitchen:
        again = await kitchen.order("k")
        assert again.replayed
        assert again.body == first.body
        assert kitchen.lines() == 1


async def test_when_memory_has_long_forgotten(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "RECENT", 2)
    first = await kitchen.order("k")
    for number in range(5):
        await kitchen.order(f"other-{number}")
    again = await kitchen.order("k")
    assert (again.replayed, again.body) == (True, first.body)


@pytest.mark.parametrize("restart", [False, True])
async def test_another_command_under_the_same_key_is_refused(tmp_path: Path, restart: bool) -> None:
    async with running(tmp_path) as kitchen:
        await kitchen.order("k")
        if not restart:
            await refused_as_reused(kitchen)
    async with running(tmp_path) as kitchen:
        await refused_as_reused(kitchen)


async def refused_as_reused(kitchen: Kitchen) -> None:
    with pytest.raises(Refusal) as refusal:
        await kitchen.order("k", "cola")
    assert refusal.value.reason.code == "key_reused"
    assert kitchen.lines() == 1


@pytest.mark.parametrize("at_once", [False, True])
async def test_another_actor_under_the_same_key_is_another_command(tmp_path: Path, at_once: bool) -> None:
    async with running(tmp_path) as kitchen:
        phones = [kitchen.order("1", actor=actor) for actor in ("ann", "bob")]
        if not at_once:
            await phones[0]
        first = await asyncio.gather(*phones)
        assert [reply.replayed for reply in first] == [False, False]
    async with running(tmp_path) as kitchen:
        again = [await kitchen.order("1", actor=actor) for actor in ("ann", "bob")]
        assert [(reply.replayed, reply.body) for reply in again] == [(True, reply.body) for reply in first]
        assert kitchen.lines() == 2


async def test_an_answer_that_was_kept_before_keys_had_actors_is_told_to_who_asked_then(kitchen: Kitchen) -> None:
    command = PlaceRound(channel="scan", table="A01", lines=(want("tofu"),))
    then = sender(command, "k", "ann")
    await put(kitchen.disk.ledger, [], [StoredAnswer("", "k", then.fingerprint, 1, b'"then"')], kitchen.epoch)
    assert await kitchen.send(command, "k", "ann") == Reply(b'"then"', replayed=True)
    other = await kitchen.send(command, "k", "bob")
    assert not other.replayed
    assert kitchen.lines() == 1


async def test_a_damaged_answer_is_not_told_and_nothing_is_done_twice(kitchen: Kitchen) -> None:
    await kitchen.order("k")
    with closing(sqlite3.connect(kitchen.data / "ledger.db")) as db, db:
        db.execute("UPDATE answers SET body = CAST('{\"price\":1}' AS BLOB)")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kitchen.store, "_answers", answers.Answers(kitchen.disk))
        with pytest.raises(Refusal) as refusal:
            await kitchen.order("k")
    assert refusal.value.reason.code == "answer_damaged"
    assert kitchen.lines() == 1


async def test_another_command_under_the_same_key_in_the_same_batch_is_refused(kitchen: Kitchen) -> None:
    first, second = await asyncio.gather(kitchen.order("k"), kitchen.order("k", "cola"), return_exceptions=True)
    assert not isinstance(first, BaseException)
    assert isinstance(second, Refusal)
    assert second.reason.code == "key_reused"
    assert kitchen.lines() == 1


async def test_a_refusal_is_not_kept_and_is_decided_again(kitchen: Kitchen) -> None:
    bill = round_of(await kitchen.order("k")).bill
    for _ in range(2):
        with pytest.raises(Refusal) as refusal:
            await kitchen.send(PayBill(bill, "cash", 9_999), "pay")
        assert refusal.value.reason.code == "overpaid"
    assert not await kept(kitchen.disk, "pay")
    assert not (await kitchen.send(PayBill(bill, "cash", 1_200), "pay")).replayed


async def test_a_success_that_changed_nothing_is_kept_too(tmp_path: Path) -> None:
    cart = PlaceRound(channel="scan", table="A01", lines=(want("tofu", id="1"),))
    async with running(tmp_path) as kitchen:
        await kitchen.send(cart, "phone")
        seq = kitchen.store.head.seq
        nothing = await kitchen.send(cart, "other phone")
        assert kitchen.store.head.seq == seq
        assert not nothing.replayed
    async with running(tmp_path) as kitchen:
        again = await kitchen.send(cart, "other phone")
        assert (again.replayed, again.body) == (True, nothing.body)


async def test_a_fault_is_not_kept(kitchen: Kitchen) -> None:
    with pytest.raises(Fault):
        await kitchen.send(StartTicket(["no id"]), "k")  # type: ignore[arg-type]
    assert not (await kitchen.order("k")).replayed


async def test_without_a_key_every_command_is_its_own(kitchen: Kitchen) -> None:
    await asyncio.gather(kitchen.order(), kitchen.order())
    assert kitchen.lines() == 2
