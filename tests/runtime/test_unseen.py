"""Law 5, the runtime's side: what nobody has seen in time is an alarm in words, until somebody has."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from kds.core.kitchen.acknowledge import AcknowledgeTicket
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.report_shown import ReportShown
from kds.core.kitchen.start import StartTicket
from kds.core.orders.place_round import PlaceRound
from kds.runtime import changes, watch
from kds.runtime.alarms import Alarm
from kds.runtime.unseen import LISTED, unseen_tickets, watch_unseen
from tests.house import HOUSE, NOON, want
from tests.runtime.conftest import Logged
from tests.runtime.running import Kitchen, round_of
from tests.runtime.waiting import doing, looks, until

WITHIN_MS = HOUSE.shown_within_ms


@pytest.fixture(autouse=True)
async def watched(kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(watch, "GATHER_S", 0.001)
    monkeypatch.setattr(changes, "LONGEST_S", 0.001)
    async with doing(watch_unseen(kitchen.store).run()):
        yield


async def ordered(kitchen: Kitchen, *tables: str) -> list[str]:
    """The tickets of an order of tofu at each of these tables."""
    return [round_of(await kitchen.order(table=table)).tickets[0] for table in tables]


def standing(kitchen: Kitchen) -> Alarm | None:
    return kitchen.store.alarms.get("ticket_unseen")


async def missed(kitchen: Kitchen) -> Alarm:
    """The alarm, once it stands."""
    await until(lambda: standing(kitchen) is not None)
    alarm = standing(kitchen)
    assert alarm is not None
    return alarm


async def test_a_ticket_that_nobody_has_seen_in_time_is_an_alarm_with_the_tables_name(kitchen: Kitchen) -> None:
    (ticket,) = await ordered(kitchen, "A03")
    kitchen.hands.ms = WITHIN_MS - 1
    await looks()
    assert (standing(kitchen), unseen_tickets(kitchen.store)) == (None, 0)
    kitchen.hands.ms += 1
    alarm = await missed(kitchen)
    assert alarm.since == NOON + WITHIN_MS
    assert "A03" in alarm.message.zh
    assert alarm.message.en == "Not seen by the kitchen: A03. Please tell the kitchen now"
    assert alarm.details == {
        "count": 1,
        "stations": {"cold": 1},
        "tickets": [{"ticket": ticket, "label": "A03", "station": "cold", "submitted_at": NOON}],
    }
    assert unseen_tickets(kitchen.store) == 1


@pytest.mark.parametrize(
    "seen_by",
    [AcknowledgeTicket, StartTicket, BumpTicket, lambda ticket: ReportShown("wall", (ticket,))],
    ids=["acknowledged", "started", "bumped", "shown"],
)
async def test_it_ends_when_somebody_has_seen_the_ticket(kitchen: Kitchen, seen_by: type[BumpTicket]) -> None:
    (ticket,) = await ordered(kitchen, "A01")
    kitchen.hands.ms = WITHIN_MS
    await missed(kitchen)
    await kitchen.send(seen_by(ticket))
    await until(lambda: standing(kitchen) is None)
    assert unseen_tickets(kitchen.store) == 0


async def test_it_stands_until_the_last_is_seen_and_keeps_its_beginning(kitchen: Kitchen) -> None:
    first, second = await ordered(kitchen, "A01", "A02")
    kitchen.hands.ms = WITHIN_MS
    began = (await missed(kitchen)).since
    kitchen.hands.ms += 1_000
    await kitchen.send(AcknowledgeTicket(first))
    await until(lambda: unseen_tickets(kitchen.store) == 1)
    alarm = await missed(kitchen)
    assert (alarm.since, [each["ticket"] for each in alarm.details["tickets"]]) == (began, [second])
    assert alarm.message.en.startswith("Not seen by the kitchen: A02.")


async def test_many_tables_are_named_once_each_and_the_rest_are_counted(kitchen: Kitchen) -> None:
    for table in ("A01", "A01", "A02", "A03", "V01"):
        await kitchen.order("", "tofu", "cola", table=table)
    for _ in range(3):
        await kitchen.send(PlaceRound("delivery", (want("tofu"),), "delivery"))
    kitchen.hands.ms = WITHIN_MS
    alarm = await missed(kitchen)
    assert alarm.message.en == "Not seen by the kitchen: A01 A02 A03 V01 #5 +2. Please tell the kitchen now"
    assert (alarm.details["count"], len(alarm.details["tickets"])) == (13, 13)


async def test_the_details_list_so_many_and_count_them_all(kitchen: Kitchen) -> None:
    await ordered(kitchen, *["A01"] * (LISTED + 5))
    kitchen.hands.ms = WITHIN_MS
    alarm = await missed(kitchen)
    assert (alarm.details["count"], len(alarm.details["tickets"])) == (LISTED + 5, LISTED)


async def test_an_order_that_is_not_on_disk_is_no_alarm(kitchen: Kitchen) -> None:
    kitchen.disk.hold()
    order = kitchen.order()
    await kitchen.disk.appending.wait()
    kitchen.hands.ms = WITHIN_MS
    await looks()
    assert standing(kitchen) is None
    kitchen.disk.gate.set()
    await order
    await missed(kitchen)


async def test_followers_hear_of_every_change_and_of_nothing_else(kitchen: Kitchen) -> None:
    heard: list[int] = []
    kitchen.store.alarms.follow(lambda: heard.append(unseen_tickets(kitchen.store)))
    first, second = await ordered(kitchen, "A01", "A02")
    kitchen.hands.ms = WITHIN_MS
    await until(lambda: heard == [2])
    await looks()
    await kitchen.send(AcknowledgeTicket(first))
    await until(lambda: heard == [2, 1])
    await kitchen.send(AcknowledgeTicket(second))
    await until(lambda: heard == [2, 1, 0])
    await looks()
    assert heard == [2, 1, 0]


async def test_a_follower_that_fails_silences_no_alarm_and_no_other_follower(kitchen: Kitchen, logged: Logged) -> None:
    heard: list[str] = []

    def broken() -> None:
        raise ZeroDivisionError

    kitchen.store.alarms.follow(broken)
    kitchen.store.alarms.follow(lambda: heard.append("changed"))
    await ordered(kitchen, "A01")
    kitchen.hands.ms = WITHIN_MS
    await missed(kitchen)
    assert heard == ["changed"]
    assert [each["event"] for each in logged if each["log_level"] == "error"] == ["alarm_follower_failed"]
