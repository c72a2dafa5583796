"""GET /events where memory no longer reaches: the table of the past, and what is said while it is not ready."""

from __future__ import annotations

from typing import Any

from kds.feed.events import Broadcast
from kds.feed.past import FOLLOWER
from kds.storage.sqlite import SqliteLedger
from tests.runtime.followed import catch_up
from tests.web.served import Api


def ledger_under(api: Api) -> SqliteLedger:
    """The ledger of the house."""
    ledger = api.store.ledger
    assert isinstance(ledger, SqliteLedger)
    return ledger


def forget_all_but(api: Api, newest: int) -> None:
    """Let memory reach back so far only."""
    owners = [getattr(each, "__self__", None) for each in api.store.listeners._followers]
    (live,) = [each for each in owners if isinstance(each, Broadcast)]
    gone = len(live._run) - newest
    del live._run[:gone]
    live._first += gone


async def page(api: Api, **params: Any) -> Any:
    """A page of events."""
    answer = await api.get("/events", "integration", **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_page_of_the_past_is_what_it_was_when_it_was_new(api: Api) -> None:
    await api.order("tofu", "cola")
    live = await page(api, limit=1000)
    await catch_up(ledger_under(api), api.data, FOLLOWER)
    for newest in (3, 0):
        forget_all_but(api, newest)
        assert await page(api, limit=1000) == live
        assert await page(api, since=2, limit=3) == {"events": live["events"][2:5], "next": 5}


async def test_while_the_past_is_not_ready_the_page_says_so_and_when_to_come_again(api: Api) -> None:
    head = (await api.order("tofu"))["seq"]
    forget_all_but(api, 2)
    answer = await api.get("/events", "integration", since=1)
    assert (answer.status_code, answer.json()["reason"], answer.headers["retry-after"]) == (503, "past_behind", "2")
    assert "第1条之后的历史事件还在整理" in answer.json()["message"]["zh"]
    assert [each["seq"] for each in (await page(api, since=head - 2))["events"]] == [head - 1, head]


async def test_a_page_ends_where_the_past_ends_and_the_next_goes_on_when_it_does(api: Api) -> None:
    first = (await api.order("tofu"))["seq"]
    await catch_up(ledger_under(api), api.data, FOLLOWER)
    last = (await api.order("cola"))["seq"]
    forget_all_but(api, 1)
    found = await page(api, limit=1000)
    assert (len(found["events"]), found["next"]) == (first, first)
    assert (await api.get("/events", since=first)).status_code == 503
    await catch_up(ledger_under(api), api.data, FOLLOWER)
    rest = await page(api, since=first, limit=1000)
    assert [each["seq"] for each in rest["events"]] == list(range(first + 1, last + 1))


async def test_a_manager_sees_what_the_stations_did_on_the_metrics(api: Api) -> None:
    from kds.ops.kitchen_figures import FOLLOWER as FIGURES

    await api.order("tofu", "cola")
    assert "kds_station_tickets_total" not in (await api.get("/metrics", role=None)).text
    await catch_up(ledger_under(api), api.data, FIGURES)
    assert (
        'kds_station_tickets_total{day="2026-09-21",station="cold"} 1.0' in (await api.get("/metrics", role=None)).text
    )
