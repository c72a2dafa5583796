"""GET /healthz and GET /metrics."""

from __future__ import annotations

import asyncio

from prometheus_client.parser import text_string_to_metric_families

from tests.house import HOUSE
from tests.web.served import Api


async def figures(api: Api) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    answer = await api.get("/metrics", role=None)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


async def test_health_is_told_to_everybody(api: Api) -> None:
    placed = await api.order("tofu")
    answer = await api.get("/healthz", role=None)
    assert answer.status_code == 200
    health = answer.json()
    assert (health["ready"], health["seq"], health["queue_depth"], health["alarms"]) == (True, placed["seq"], 0, [])
    assert health["commit_lag_ms"] == 0


async def test_alarms_are_data_and_the_answer_stays_200(api: Api) -> None:
    api.store.alarms.raise_alarm("storage_failed", api.store.now(), "磁盘", "disk", error="full")
    answer = await api.get("/healthz", role=None)
    assert answer.status_code == 200
    (alarm,) = answer.json()["alarms"]
    assert (alarm["code"], alarm["message"], alarm["details"]) == (
        "storage_failed",
        {"zh": "磁盘", "en": "disk"},
        {"error": "full"},
    )


async def test_commands_are_counted_by_kind_and_outcome(api: Api) -> None:
    before = await figures(api)
    body = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}
    await api.post("/rounds", body, key="k")
    await api.post("/rounds", body, key="k")
    await api.post("/rounds", {**body, "table": "Z99"})
    after = await figures(api)
    for outcome in ("done", "replayed", "unknown_table"):
        key = ("kds_commands_total", "PlaceRound", outcome)
        assert after[key] - before.get(key, 0) == 1
    assert after["kds_refusals_total", "unknown_table"] == 1
    assert after["kds_command_seconds_count",] - before["kds_command_seconds_count",] == 3
    assert after["kds_commit_batch_count",] > before["kds_commit_batch_count",]
    assert after["kds_commit_seconds_count",] == after["kds_commit_batch_count",]
    assert after["kds_commit_seconds_bucket", "+Inf"] == after["kds_commit_seconds_count",]
    assert after["kds_queue_depth",] == 0
    assert after["kds_ledger_seq",] == api.store.head.seq


async def test_requests_that_never_became_commands_are_counted_too(api: Api) -> None:
    await api.post("/rounds", {"nonsense": 1})
    await api.get("/menu", role=None)
    after = await figures(api)
    assert after["kds_refusals_total", "malformed"] == 1
    assert after["kds_refusals_total", "unauthorized"] == 1


async def test_tickets_that_nobody_has_seen_are_an_alarm_and_a_figure(api: Api) -> None:
    await api.order("tofu", table="A02")
    assert (await figures(api))["kds_unseen_tickets",] == 0
    api.hands.ms += HOUSE.shown_within_ms
    async with asyncio.timeout(10):
        while "ticket_unseen" not in api.store.alarms:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    (alarm,) = (await api.get("/healthz", role=None)).json()["alarms"]
    assert (alarm["code"], alarm["details"]["tickets"][0]["label"]) == ("ticket_unseen", "A02")
    assert (await figures(api))["kds_unseen_tickets",] == 1
