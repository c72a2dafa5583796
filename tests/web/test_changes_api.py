"""Drafts and changes over the interface: what is other field by field, as programs read it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.house import named
from tests.web.served import Api

Json = dict[str, Any]


def tofu(api: Api, **other: Any) -> Json:
    """The dish as a body, with something that is other."""
    dish = replace(api.store.state.menu.dishes["tofu"], **other)
    body: Json = msgspec.to_builtins(dish)
    body.pop("priced_in", None)
    return body


async def post(api: Api, path: str, body: Json) -> Json:
    answer = await api.post(path, body, role="manager")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def read(api: Api, path: str, role: str = "manager", status: int = 200) -> Json:
    headers = {"authorization": f"Bearer {api.secrets[role]}"}
    answer = await api.client.get(f"/api/v1{path}", headers=headers)
    assert answer.status_code == status, answer.text
    found: Json = answer.json()
    return found


async def test_a_draft_is_read_field_by_field(api: Api) -> None:
    gone = {"dishes": ["cola"]}
    made = await post(
        api, "/drafts", {"title": "winter", "menu": {"dishes": [tofu(api, price_minor=900)], "gone": gone}}
    )
    found = await read(api, f"/drafts/{made['draft']}")
    assert found["draft"]["title"] == "winter"
    changed, left = found["things"]
    assert (changed["id"], changed["kind"]) == ("tofu", "changed")
    assert changed["fields"] == [{"path": ["price_minor"], "before": 1200, "after": 900}]
    assert (left["id"], left["kind"], left["name"]) == ("cola", "gone", {"zh": "cola（中）", "en": "cola"})
    assert found["holes"] == []
    [row] = (await read(api, "/drafts"))["drafts"]
    assert (row["draft"], row["records"], row["publishes_at"]) == (made["draft"], 2, None)


async def test_a_change_is_read_field_by_field_and_undone(api: Api) -> None:
    made = await post(api, "/drafts", {"menu": {"dishes": [tofu(api, price_minor=900, name=named("silken"))]}})
    change = (await post(api, f"/drafts/{made['draft']}/publish", {}))["change"]
    found = await read(api, f"/changes/{change}")
    [thing] = found["things"]
    assert [each["path"] for each in thing["fields"]] == [["name"], ["price_minor"]]
    assert (found["change"]["draft"], found["change"]["records"]) == (made["draft"], 1)
    undone = await post(api, f"/changes/{change}/undo", {})
    rows = (await read(api, "/changes"))["changes"]
    assert [(each["change"], each["undoes"]) for each in rows[:2]] == [(undone["by"], change), (change, "")]


async def test_what_nobody_would_see_is_in_it(api: Api) -> None:
    made = await post(api, "/drafts", {"kitchen": {"gone": {"screens": ["wall"]}}})
    found = await read(api, f"/drafts/{made['draft']}")
    assert {each["station"] for each in found["holes"]} == {"soup", "hot", "drinks", "catch_all"}
    answer = await api.post(f"/drafts/{made['draft']}/publish", {}, role="manager")
    assert answer.status_code == 409
    assert answer.json()["reason"] == "new_hole"
    stations = ["soup", "hot", "drinks", "catch_all"]
    await post(api, f"/drafts/{made['draft']}/publish", {"knowingly": stations})


@pytest.mark.parametrize("path", ["/drafts/G9999", "/changes/X9999"])
async def test_what_there_is_not_is_not_found(api: Api, path: str) -> None:
    await read(api, path, status=404)


@pytest.mark.parametrize("path", ["/drafts", "/changes"])
async def test_who_may_read_them(api: Api, path: str) -> None:
    await read(api, path, role="waiter", status=403)


@pytest.mark.parametrize(
    ("house", "status", "reason"),
    [({"timezone": "Nowhere/X"}, 400, "malformed"), ({"currency": "eur"}, 409, "cannot_be")],
)
async def test_what_the_house_cannot_be_is_not_put_into_a_draft(
    api: Api, house: Json, status: int, reason: str
) -> None:
    answer = await api.post("/drafts", {"title": "moved", "house": house})
    assert (answer.status_code, answer.json()["reason"]) == (status, reason)
    assert not api.store.state.changes.drafts
    answer = await api.post("/drafts", {"title": "moved", "house": {"timezone": "Europe/Berlin"}})
    assert answer.status_code == 200
