"""A draft that could not take effect at its time is an alarm, until somebody has seen to it."""

from __future__ import annotations

import pytest

from kds.core.changes.drop_draft import DropDraft
from kds.core.changes.put_in_draft import PutInDraft
from kds.core.changes.time_draft import TimeDraft
from kds.core.deadlines import Tick
from kds.core.floor.model import FloorChange, FloorGone
from kds.core.floor.open_session import OpenSession
from kds.core.types import Command
from kds.runtime.alarms import Alarm
from kds.runtime.messages import HOUSE
from kds.runtime.stayed import watch_stayed
from tests.house import MINUTE
from tests.runtime.running import Kitchen


@pytest.fixture(autouse=True)
def watched(kitchen: Kitchen) -> None:
    watch_stayed(kitchen.store)


async def do(kitchen: Kitchen, *commands: Command) -> Alarm | None:
    """What stands after the commands."""
    for command in commands:
        await kitchen.store.submit(command, HOUSE)
    return kitchen.store.alarms.get("draft_stayed")


async def stay(kitchen: Kitchen) -> str:
    """A draft that takes a table away from its guests."""
    known = set(kitchen.store.state.changes.drafts)
    await do(kitchen, PutInDraft("", "fewer", floor=FloorChange(gone=FloorGone(tables=("V01",)))))
    [draft] = kitchen.store.state.changes.drafts.keys() - known
    await do(kitchen, TimeDraft(draft, kitchen.store.now() + MINUTE))
    kitchen.hands.ms += MINUTE
    return draft


async def test_it_stands_with_the_reason_and_goes_with_the_draft(kitchen: Kitchen) -> None:
    assert await do(kitchen, OpenSession("V01")) is None
    first = await stay(kitchen)
    alarm = await do(kitchen, Tick())
    assert alarm is not None
    assert "“fewer”" in alarm.message.en
    assert "There are guests at table V01" in alarm.message.en
    assert "V01桌还有客人" in alarm.message.zh
    second = await stay(kitchen)
    alarm = await do(kitchen, Tick())
    assert alarm is not None
    assert alarm.details == {"drafts": [first, second]}
    assert await do(kitchen, DropDraft(first)) is not None
    assert await do(kitchen, DropDraft(second)) is None
