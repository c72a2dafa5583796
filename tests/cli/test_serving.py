"""How a server ends: told to while orders wait, or because its commit loop has failed."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
import pytest
from structlog.testing import capture_logs

from kds import bootstrap
from kds.bootstrap import running_store
from kds.core.orders.place_round import PlaceRound
from kds.ops import tokens
from kds.runtime import store as runtime
from kds.runtime import timers
from kds.runtime.messages import HOUSE, InDoubt, Overloaded
from kds.storage import data_dir
from kds.storage.sqlite import SqliteLedger
from tests.house import FOUNDING, want
from tests.live.server import House, Server, new_house
from tests.runtime.running import sender
from tests.storage.stores import flip


@pytest.fixture(autouse=True)
def settings_of_the_process() -> Iterator[None]:
    """What a server sets in its process is put back; its log is not printed."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    with capture_logs():
        yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*thresholds)


def keys_on_disk(data: Path) -> set[str]:
    with closing(sqlite3.connect(data_dir.find(data))) as db:
        return {key for (key,) in db.execute("SELECT key FROM answers")}


@pytest.mark.slow
async def test_told_to_stop_amid_orders_a_server_ends_soon_and_every_answer_was_true(tmp_path: Path) -> None:
    house: House = await asyncio.to_thread(new_house, tmp_path / "data")
    done: list[str] = []
    numbers = count()
    with Server(house) as server:
        headers = {"Authorization": f"Bearer {house.tokens['manager']}"}
        async with httpx2.AsyncClient(base_url=server.url, headers=headers) as client:
            dishes = (await client.get("/api/v1/menu")).json()["dishes"]
            dish = next(each["dish"] for each in dishes if each["kind"] == "drink" and not each["options"])

            async def guest(table: str) -> None:
                while True:
                    key = f"k{next(numbers)}"
                    body = {"channel": "scan", "table": table, "lines": [{"dish": dish, "qty": 1}]}
                    try:
                        answer = await client.post("/api/v1/rounds", json=body, headers={"Idempotency-Key": key})
                    except httpx2.TransportError:
                        return
                    if answer.status_code == 201:
                        done.append(key)

            guests = [asyncio.create_task(guest(f"A0{number % 8 + 1}")) for number in range(16)]
            while len(done) < 100:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
            assert await asyncio.to_thread(server.stop) == 0
            await asyncio.gather(*guests)
        assert keys_on_disk(house.data) >= set(done)
        assert await asyncio.to_thread(server.verify) == ""


async def test_a_store_that_is_closed_answers_what_it_took(tmp_path: Path) -> None:
    data_dir.create(tmp_path)
    async with running_store(tmp_path) as house:
        await asyncio.gather(*[house.store.submit(command, HOUSE) for command in FOUNDING])
        command = PlaceRound(channel="scan", table="A01", lines=(want("tofu"),))
        keys = [f"k{number}" for number in range(200)]
        orders = [asyncio.create_task(house.store.submit(command, sender(command, key))) for key in keys]
        await asyncio.sleep(0)
    assert not any(reply.replayed for reply in await asyncio.gather(*orders))
    assert keys_on_disk(tmp_path) == set(keys)
    with pytest.raises(Overloaded):
        await house.store.submit(command, HOUSE)


async def test_what_was_mended_stands_as_an_alarm_in_both_languages(tmp_path: Path) -> None:
    data_dir.create(tmp_path)
    await bootstrap.found(tmp_path, None)
    (taken,) = (tmp_path / "snapshots").iterdir()
    flip(taken, 8_000)
    flip(tmp_path / "ledger.db", 8 * 5_000)
    async with running_store(tmp_path) as house:
        (alarm,) = house.store.status().alarms
        assert alarm.code == "damage_healed"
        for word in ("ledger.db", taken.name):
            assert word in alarm.message.zh
            assert word in alarm.message.en
        assert house.store.status().ready
        assert not taken.exists()
    async with running_store(tmp_path) as house:
        assert not house.store.status().alarms


async def test_a_founding_is_one_commit(tmp_path: Path) -> None:
    data_dir.create(tmp_path)
    appended: list[int] = []
    real = SqliteLedger.append

    async def counted(self: SqliteLedger, events: list[object], *more: Any) -> None:
        appended.append(len(events))
        await real(self, events, *more)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqliteLedger, "append", counted)
        await bootstrap.found(tmp_path, None)
    assert appended == [4]


async def test_a_server_whose_commit_loop_has_failed_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data_dir.create(tmp_path)
    await bootstrap.found(tmp_path, None)
    _, secret = await tokens.create(tmp_path, "waiter", "lin", None)
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(bootstrap.serve(tmp_path, "127.0.0.1", 0, ready.set_result, pytest.fail))
    address = await ready

    def unforeseen(*_: object) -> None:
        raise ZeroDivisionError

    async with httpx2.AsyncClient(base_url=address) as client:
        assert (await client.get("/healthz")).json()["ready"]
        monkeypatch.setattr(runtime, "decide_batch", unforeseen)
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "k"}
        assert (await client.post("/api/v1/lines/L1-1/serve", headers=headers)).json()["reason"] == "in_doubt"
    with pytest.raises(ZeroDivisionError):
        async with asyncio.timeout(10):
            await serving
    with data_dir.sole_use(tmp_path):
        pass


async def test_whoever_waits_when_the_commit_loop_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unforeseen(*_: object) -> None:
        raise ZeroDivisionError

    data_dir.create(tmp_path)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012
        async with running_store(tmp_path) as house:
            monkeypatch.setattr(runtime, "decide_batch", unforeseen)
            with pytest.raises(InDoubt):
                await house.store.submit(FOUNDING[0], HOUSE)
            assert house.commits.done()


async def test_a_store_ends_also_while_its_timers_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IDLE_S", "FORGET_S", "MORE_S"):
        monkeypatch.setattr(timers, name, 0.0)
    monkeypatch.setattr(timers, "CHECKPOINT_BYTES", -1)
    data_dir.create(tmp_path)
    for _ in range(5):
        async with asyncio.timeout(5), running_store(tmp_path) as house:
            await house.store.submit(FOUNDING[0], HOUSE)
            await asyncio.sleep(0.02)
        assert house.store.status().alarms == []
