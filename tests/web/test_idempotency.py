"""One key, one effect, one answer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kds.web.api import ROUTES
from kds.web.routes import Post
from tests.web.served import Api

ROUND: dict[str, Any] = {"table": "A01", "channel": "scan", "lines": [{"dish": "tofu", "qty": 1}]}
DEEDS = [each.path for each in ROUTES if isinstance(each, Post)]


async def test_the_same_key_path_and_body_return_the_original_answer(api: Api) -> None:
    first = await api.post("/rounds", ROUND, key="k")
    again = await api.post("/rounds", ROUND, key="k")
    assert (again.status_code, again.content) == (first.status_code, first.content) == (201, first.content)
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert len((await api.get(f"/bills/{first.json()['bill']}")).json()["lines"]) == 1


async def test_a_body_is_the_same_whatever_its_spaces_and_the_order_of_its_members(api: Api) -> None:
    first = await api.post("/rounds", ROUND, key="k")
    spelled = b'{ "lines" : [ {"qty":1, "dish":"tofu"} ], "channel":"scan",\n "table":"A01" }'
    again = await api.request("POST", "/rounds", "manager", {"Idempotency-Key": "k"}, content=spelled)
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"


async def test_duplicates_at_the_same_time_have_one_effect(api: Api) -> None:
    answers = await asyncio.gather(*[api.post("/rounds", ROUND, key="k") for _ in range(30)])
    assert {answer.content for answer in answers} == {answers[0].content}
    assert sum("idempotent-replayed" not in answer.headers for answer in answers) == 1
    assert len((await api.get(f"/bills/{answers[0].json()['bill']}")).json()["lines"]) == 1


@pytest.mark.parametrize("change", ["body", "path"])
async def test_another_body_or_path_under_the_same_key_is_refused(api: Api, change: str) -> None:
    ticket = (await api.order("tofu"))["tickets"][0]
    assert (await api.post(f"/tickets/{ticket}/start", key="k")).status_code == 200
    body = {"lines": ["L1-1"]} if change == "body" else {}
    path = f"/tickets/{ticket}/{'bump' if change == 'path' else 'start'}"
    answer = await api.post(path, body, key="k")
    assert (answer.status_code, answer.json()["reason"]) == (422, "key_reused")


async def test_devices_that_count_from_one_do_not_meet(api: Api) -> None:
    roles = ("waiter", "integration", "manager")
    first = [await api.post("/rounds", ROUND, role, key="1") for role in roles]
    assert [answer.status_code for answer in first] == [201] * 3
    assert len({answer.json()["round"] for answer in first}) == 3
    again = [await api.post("/rounds", ROUND, role, key="1") for role in roles]
    assert [answer.content for answer in again] == [answer.content for answer in first]
    assert all(answer.headers["idempotent-replayed"] == "true" for answer in again)


async def test_a_refusal_is_not_kept_so_the_same_key_may_be_used_again(api: Api) -> None:
    await api.post("/dishes/tofu/sold-out", {"remaining": 0})
    assert (await api.post("/rounds", ROUND, key="k")).status_code == 409
    await api.post("/dishes/tofu/sold-out", {"remaining": None})
    answer = await api.post("/rounds", ROUND, key="k")
    assert answer.status_code == 201
    assert "idempotent-replayed" not in answer.headers


async def test_the_answer_is_kept_when_the_party_has_long_gone(api: Api) -> None:
    first = await api.post("/rounds", ROUND, key="k")
    await api.pay(first.json()["bill"])
    await api.post(f"/sessions/{first.json()['session']}/clear")
    again = await api.post("/rounds", ROUND, key="k")
    assert again.content == first.content


@pytest.mark.parametrize("path", DEEDS)
async def test_every_post_that_changes_something_requires_a_key(api: Api, path: str) -> None:
    answer = await api.request("POST", path.removeprefix("/api/v1"), "manager", json={})
    assert (answer.status_code, answer.json()["reason"]) == (400, "key_required")


@pytest.mark.parametrize("key", ["x" * 65, "with space", "tab\there", "schlüssel", "中文"])
async def test_a_key_that_is_too_long_or_has_odd_characters_is_malformed(api: Api, key: str) -> None:
    headers: Any = {"Idempotency-Key": key.encode()}
    answer = await api.request("POST", "/rounds", "manager", headers, json=ROUND)
    assert (answer.status_code, answer.json()["reason"]) == (400, "malformed")
    assert answer.json()["field"] == "Idempotency-Key"


async def test_a_key_may_have_64_characters(api: Api) -> None:
    assert (await api.post("/rounds", ROUND, key="!~" * 32)).status_code == 201


@pytest.mark.parametrize("key", ["1", "x" * 15])
async def test_phones_that_share_a_tables_token_cannot_count_their_keys(api: Api, key: str) -> None:
    body = {"table": "A01", "lines": [{"dish": "tofu", "qty": 1}]}
    answer = await api.post("/rounds", body, "guest", key=key)
    assert (answer.status_code, answer.json()["reason"], answer.json()["field"]) == (
        400,
        "malformed",
        "Idempotency-Key",
    )
    assert (await api.post("/rounds", body, "guest", key=key.ljust(16, "y"))).status_code == 201
    assert (await api.post("/rounds", body, "waiter", key=key)).status_code == 201
