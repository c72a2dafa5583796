"""Law 5, Shown: what no screen has painted within seconds is an alarm by the table's name, until somebody has it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import httpx2
import pytest

from tests.live.client import Api
from tests.live.orders import ROUNDS, card
from tests.live.server import Server
from tests.live.wire import Alarm, Event, Health

pytestmark = pytest.mark.slow

WITHIN_S = 5.0
"""How long the demo house lets a ticket wait to be seen."""
SLACK_S = 2.0
"""A look every half second, on a machine that is busy."""


async def order(api: Api, table: str) -> str:
    """Order a dish at a table; its ticket."""
    dish = next(each.dish for each in (await card(api)).dishes if not each.options and each.kind == "dish")
    body = {"table": table, "channel": "waiter", "lines": [{"dish": dish, "qty": 1}]}
    return (await api.until_answered(ROUNDS, body, f"order-{table}")).round.tickets[0]


async def health_when(api: Api, so: Callable[[Alarm | None], bool], within_s: float) -> tuple[Health, Alarm | None]:
    """The server's health as soon as it says so of the alarm. Raises `TimeoutError`."""
    async with asyncio.timeout(within_s):
        while True:
            health = await api.health()
            alarm = next((each for each in health.alarms if each.code == "ticket_unseen"), None)
            if so(alarm):
                return health, alarm
            await asyncio.sleep(0.05)


def about(*tickets: str) -> Callable[[Alarm | None], bool]:
    """Whether the alarm is about these tickets and no others."""

    def so(alarm: Alarm | None) -> bool:
        listed = [] if alarm is None else [each["ticket"] for each in alarm.details["tickets"]]
        return listed == list(tickets)

    return so


async def act(api: Api, ticket: str, deed: str, role: str) -> None:
    """Do something to a ticket."""
    answer = await api.post(f"/api/v1/tickets/{ticket}/{deed}", {}, f"{deed}-{ticket}", role)
    assert answer.status == 200, answer.body


async def told(api: Api, kind: str) -> list[Event]:
    return [each for each in await api.events() if each.type == kind]


async def test_what_nobody_sees_is_an_alarm_in_words_until_somebody_has_it(api: Api) -> None:
    tables = ("A03", "B01", "A07")
    first, second, third = [await order(api, table) for table in tables]
    began = (await told(api, "TicketsRouted"))[0].at
    health, alarm = await health_when(api, about(first, second, third), WITHIN_S + SLACK_S)
    assert alarm is not None
    assert health.ready
    assert health.now - began >= WITHIN_S * 1000
    assert alarm.since >= began + WITHIN_S * 1000
    assert [each["label"] for each in alarm.details["tickets"]] == list(tables)
    assert all(table in text for table in tables for text in (alarm.message.zh, alarm.message.en))
    assert await gauge(api) == 3
    await act(api, second, "acknowledge", "waiter")
    await health_when(api, about(first, third), SLACK_S)
    await act(api, third, "start", "kitchen")
    await health_when(api, about(first), SLACK_S)
    await act(api, first, "bump", "kitchen")
    await health_when(api, lambda alarm: alarm is None, SLACK_S)
    assert await gauge(api) == 0
    assert [each.data["ticket"] for each in await told(api, "TicketAcknowledged")] == [second]
    assert await told(api, "TicketShown") == []


async def gauge(api: Api) -> float:
    """The figure that Prometheus gets."""
    async with httpx2.AsyncClient(trust_env=False) as client:
        lines = (await client.get(f"{api.url}/metrics")).text.splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("kds_unseen_tickets ")))


async def test_a_ticket_that_somebody_has_in_time_is_no_alarm(api: Api) -> None:
    ticket, missed = await order(api, "A01"), await order(api, "A02")
    await act(api, ticket, "acknowledge", "kitchen")
    await health_when(api, lambda alarm: alarm is not None, WITHIN_S + SLACK_S)
    await health_when(api, about(missed), 0.5)


async def test_it_is_as_loud_after_the_server_was_killed(server: Server, api: Api) -> None:
    ticket = await order(api, "A12")
    placed = time.monotonic()
    server.kill()
    await asyncio.to_thread(server.start)
    left = max(0.0, WITHIN_S - (time.monotonic() - placed))
    _, alarm = await health_when(api, about(ticket), left + SLACK_S)
    assert alarm is not None
    assert "A12" in alarm.message.en
    server.kill()
    await asyncio.to_thread(server.start)
    await health_when(api, about(ticket), SLACK_S)
    assert server.verify() == ""
