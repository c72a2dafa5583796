"""Law 5: what a screen has painted is on record, once, whatever fails on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kds.core.kitchen.report_shown import ReportShown
from kds.core.types import Command
from kds.feed import receipts as module
from kds.feed.receipts import Receipts
from kds.runtime.messages import InDoubt, Overloaded, Sender, StorageFailed
from tests.feed.watching import until
from tests.web.served import Api, serving


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[Api]:
    async with serving(tmp_path / "data") as served:
        yield served


@pytest.fixture
async def receipts(api: Api) -> AsyncIterator[Receipts]:
    made = Receipts(api.store)
    yield made
    await made.close()


async def tickets(api: Api, *dishes: str) -> list[str]:
    return [(await api.order(each))["tickets"][0] for each in dishes]


async def shown(api: Api) -> list[tuple[str, str]]:
    events = await api.store.ledger.read(0, 1000)
    return [(each.actor, each.type) for each in events if each.type == "TicketShown"]


def seen(api: Api, each: str) -> bool:
    return api.store.state.kitchen.tickets[each].seen_at is not None


async def test_the_first_receipt_is_an_event_and_later_ones_are_nothing(api: Api, receipts: Receipts) -> None:
    (ticket,) = await tickets(api, "tofu")
    for _ in range(3):
        receipts.shown("wall", [ticket])
    await until(lambda: seen(api, ticket) and not receipts.waiting)
    receipts.shown("wall", [ticket])
    receipts.shown("cold", [ticket])
    assert receipts.waiting == 0
    assert await shown(api) == [("system", "TicketShown")]


async def test_screens_that_paint_at_once_share_one_command(
    api: Api, receipts: Receipts, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = await tickets(api, "tofu", "sesame", "tofu")
    submitted: list[Command] = []
    submit = api.store.submit

    async def noted(command: Command, sender: Sender) -> Any:
        submitted.append(command)
        return await submit(command, sender)

    monkeypatch.setattr(api.store, "submit", noted)
    for _ in range(50):
        receipts.shown("wall", ids)
    receipts.shown("cold", ids)
    await until(lambda: all(seen(api, each) for each in ids))
    assert submitted == [ReportShown("wall", tuple(ids))]


async def test_a_screen_cannot_have_painted_what_it_does_not_show(api: Api, receipts: Receipts) -> None:
    hot, cold = await tickets(api, "noodles", "tofu")
    receipts.shown("cold", [hot, cold, "T999999-1", "nonsense"])
    receipts.shown("cellar", [hot])
    assert receipts.waiting == 1
    await until(lambda: seen(api, cold))
    assert not seen(api, hot)


async def test_a_receipt_for_what_stood_there_before_it_was_fired_is_none(api: Api, receipts: Receipts) -> None:
    placed = await api.order("tofu", fire="hold")
    (ticket,), before = placed["tickets"], api.store.head.seq
    receipts.shown("wall", [ticket], before)
    await until(lambda: seen(api, ticket) and not receipts.waiting)
    await api.post(f"/lines/{placed['lines'][0]['line']}/fire")
    assert not seen(api, ticket)
    for painted in (before, api.store.head.seq - 1, None):
        receipts.shown("wall", [ticket], painted)
    assert receipts.waiting == 0
    receipts.shown("wall", [ticket], api.store.head.seq)
    await until(lambda: seen(api, ticket) and not receipts.waiting)
    assert len(await shown(api)) == 2


async def test_a_fire_that_overtakes_a_receipt_is_not_covered_by_it(api: Api, receipts: Receipts) -> None:
    placed = await api.order("tofu", fire="hold")
    (ticket,) = placed["tickets"]
    receipts.shown("wall", [ticket], api.store.head.seq)
    await api.post(f"/lines/{placed['lines'][0]['line']}/fire")
    receipts.shown("cold", [ticket], api.store.head.seq)
    assert receipts.waiting == 1, "the newer paint stands for the older one"
    await until(lambda: not receipts.waiting)
    (event,) = [each for each in await api.store.ledger.read(0, 1000) if each.type == "TicketShown"]
    assert b'"screen":"cold"' in event.data


@pytest.mark.parametrize("trouble", [Overloaded(1), StorageFailed("disk"), InDoubt()])
async def test_what_could_not_be_stored_is_tried_again(
    api: Api, receipts: Receipts, trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN_S", 0.01)
    (ticket,) = await tickets(api, "tofu")
    tries: list[Command] = []

    async def fail(command: Command, sender: Sender) -> None:
        tries.append(command)
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(api.store, "submit", fail)
        receipts.shown("wall", [ticket])
        await until(lambda: len(tries) > 1)
    await until(lambda: seen(api, ticket) and not receipts.waiting)


async def test_receipts_that_wait_are_bounded(api: Api, receipts: Receipts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)
    ids = await tickets(api, "tofu", "sesame", "tofu")
    receipts.shown("wall", ids)
    assert receipts.waiting == 2
    await until(lambda: not receipts.waiting)
    receipts.shown("wall", ids)
    await until(lambda: all(seen(api, each) for each in ids))
