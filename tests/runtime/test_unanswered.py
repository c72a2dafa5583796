"""Calls for service that nobody answers in time are an alarm in words, until somebody goes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from kds.core.calls.answers import CallIs
from kds.core.calls.call_service import CallService
from kds.core.calls.take_call import TakeCall
from kds.core.types import Ms
from kds.feed.alarms import alarms_frame
from kds.runtime import changes, watch
from kds.runtime.alarms import Alarm
from kds.runtime.unanswered import watch_unanswered
from tests.house import NOON
from tests.runtime.running import Kitchen, round_of
from tests.runtime.waiting import doing, looks, until

PATIENCE: Ms = 180_000


@pytest.fixture(autouse=True)
async def watched(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(watch, "GATHER_S", 0.001)
    monkeypatch.setattr(changes, "LONGEST_S", 0.001)
    async with doing(watch_unanswered(kitchen.store).run()):
        yield


async def called(kitchen: Kitchen, table: str) -> str:
    session = round_of(await kitchen.order(table=table)).session
    reply = await kitchen.send(CallService(session, "soup"))
    return msgspec.json.decode(reply.body, type=CallIs).call


def standing(kitchen: Kitchen) -> Alarm | None:
    return kitchen.store.alarms.get("call_unanswered")


async def test_it_stands_from_the_moment_until_somebody_goes_and_names_the_tables(kitchen: Kitchen) -> None:
    first, second = await called(kitchen, "A03"), await called(kitchen, "A01")
    kitchen.hands.ms = PATIENCE - 1
    await looks()
    assert standing(kitchen) is None
    kitchen.hands.ms += 1
    await until(lambda: standing(kitchen) is not None)
    alarm = standing(kitchen)
    assert alarm is not None
    assert alarm.since == NOON + PATIENCE
    assert alarm.message.en == "Nobody answers the calls of A03 A01. Please send somebody"
    assert "A03 A01" in alarm.message.zh
    assert alarm.details == {"calls": [first, second]}
    assert '"alarms":[]' in alarms_frame([alarm]), "no cook can do anything about it"
    await kitchen.send(TakeCall(first))
    await kitchen.send(TakeCall(second))
    await until(lambda: standing(kitchen) is None)
