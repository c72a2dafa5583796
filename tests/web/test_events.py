"""GET /events: the public events in pages."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from kds.core.features import FOLDS
from kds.core.kitchen.report_shown import ReportShown
from kds.feed.public import PublicEvent
from kds.feed.public.telling import DATA
from tests.web.served import Api


async def page(api: Api, **params: Any) -> Any:
    """A page of events."""
    answer = await api.get("/events", "integration", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_events_are_there_in_order_and_without_a_gap(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    body = await page(api, since=0, limit=1000)
    assert body.keys() == {"events", "next"}
    assert [each["seq"] for each in body["events"]] == list(range(1, placed["seq"] + 1))
    assert body["next"] == placed["seq"]
    assert all(each.keys() == {"seq", "type", "at", "data"} for each in body["events"])


async def test_a_round_tells_all_that_happened(api: Api) -> None:
    before = (await page(api, limit=1000))["next"]
    placed = await api.order({"dish": "twin_pot", "qty": 1, "cells": [{"soup": "clear"}, {"soup": "tomato"}]}, "tofu")
    events = (await page(api, since=before))["events"]
    assert [each["type"] for each in events] == ["SessionOpened", "BillOpened", "RoundPlaced", "TicketsRouted"]
    opened, _, rounded, routed = [each["data"] for each in events]
    assert (opened["session"], opened["table"]) == (placed["session"], "A01")
    assert [line["price_minor"] for line in rounded["lines"]] == [4400, 1200]
    assert rounded["lines"][0]["cells"] == [{"soup": "clear", "spice": None}, {"soup": "tomato", "spice": None}]
    assert [each["ticket"] for each in routed["tickets"]] == placed["tickets"]


async def test_a_receipt_tells_its_delay_and_taking_charge_tells_the_ticket(api: Api) -> None:
    placed = await api.order("tofu", "cola")
    cold, drink = placed["tickets"]
    api.hands.ms += 340
    await api.do(ReportShown("wall", (cold,)))
    assert (await api.post(f"/tickets/{drink}/acknowledge", role="waiter")).status_code == 200
    shown, acknowledged = (await page(api, since=placed["seq"]))["events"]
    assert (shown["type"], acknowledged["type"]) == ("TicketShown", "TicketAcknowledged")
    assert shown["data"] == {"session": placed["session"], "ticket": cold, "screen": "wall", "delay_ms": 340}
    assert acknowledged["data"] == {"session": placed["session"], "ticket": drink}


async def test_pages_follow_each_other(api: Api) -> None:
    await api.order("tofu")
    whole = (await page(api, since=0, limit=1000))["events"]
    found: list[Any] = []
    since = 0
    while (part := await page(api, since=since, limit=3))["events"]:
        assert len(part["events"]) <= 3
        found.extend(part["events"])
        since = part["next"]
    assert found == whole


async def test_next_is_since_where_there_is_nothing_more(api: Api) -> None:
    head = (await page(api, limit=1000))["next"]
    assert await page(api, since=head) == {"events": [], "next": head}
    assert await page(api, since=head + 1000) == {"events": [], "next": head + 1000}


async def test_a_page_longer_than_a_slice_is_whole(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kds.web.api.events.SLICE", 2)
    placed = await api.order("tofu")
    body = await page(api, since=1, limit=5)
    assert [each["seq"] for each in body["events"]] == [2, 3, 4, 5, 6]
    assert len((await page(api, since=0, limit=10_000))["events"]) == placed["seq"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"since": "x"}, "since"),
        ({"since": "-1"}, "since"),
        ({"since": str(1 << 63)}, "since"),
        ({"since": ""}, "since"),
        ({"limit": "0"}, "limit"),
        ({"limit": "10001"}, "limit"),
        ({"sinse": "1"}, "sinse"),
        ({"since": ["1", "2"]}, "since"),
    ],
)
async def test_a_faulty_parameter_is_named(api: Api, params: Any, field: str) -> None:
    answer = await api.get("/events", **params)
    assert (answer.status_code, answer.json()["reason"], answer.json()["field"]) == (400, "malformed", field)


def test_every_event_of_the_ledger_is_told() -> None:
    assert DATA.keys() == FOLDS.keys()
    assert len(get_args(PublicEvent)) == len(FOLDS)
