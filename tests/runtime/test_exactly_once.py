"""The same key: one effect and the same answer, at once, one after the other, over a restart, over a failure."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kds.core.kitchen.start import StartTicket
from kds.core.orders.pay_bill import PayBill
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Refusal
from kds.runtime import answers
from kds.runtime.messages import Fault
from tests.house import want
from tests.runtime.running import Kitchen, round_of, running, turns


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
    for other in (kitchen.order("k", "cola"), kitchen.order("k", actor="bob")):
        with pytest.raises(Refusal) as refusal:
            await other
        assert refusal.value.reason.code == "key_reused"
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
    assert not await kitchen.disk.answers(["pay"])
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
