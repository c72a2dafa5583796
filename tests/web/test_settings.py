"""Settings over the interface: one command for many things, whole or not at all, exactly once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kds.web import wire
from tests.house import DISHES
from tests.web.served import Api

NAME = {"zh": "新", "en": "New"}
SOUP_OF_DAY: dict[str, Any] = {
    "dish": "例汤",
    "name": {"zh": "例汤", "en": "Soup of the day"},
    "kind": "dish",
    "category": "all",
    "station": "hot",
    "price_minor": 900,
    "standard_ms": 60_000,
}
CHANGES: dict[str, dict[str, Any]] = {
    "/menu/changes": {"dishes": [SOUP_OF_DAY], "gone": {"dishes": ["tofu"]}},
    "/floor/changes": {"tables": [{"table": "B01", "area": "hall", "seats": 2}], "gone": {"tables": ["A03"]}},
    "/kitchen/changes": {"screens": [{"screen": "bar", "name": NAME, "stations": ["drinks"], "text": "large"}]},
}
FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("/menu/changes", {"dishes": [SOUP_OF_DAY, {**SOUP_OF_DAY, "dish": "b", "category": "c"}]}, "bad_menu"),
    ("/floor/changes", {"tables": [{"table": "B01", "area": "roof", "seats": 2}]}, "bad_floor"),
    ("/kitchen/changes", {"screens": [{"screen": "bar", "name": NAME, "stations": ["roof"]}]}, "bad_kitchen"),
]


async def seq(api: Api) -> int:
    return int((await api.get("/healthz", role=None)).json()["seq"])


async def test_a_dish_is_added_and_another_goes(api: Api) -> None:
    answer = await api.post("/menu/changes", CHANGES["/menu/changes"])
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    menu = (await api.get("/menu")).json()
    offered = [each["dish"] for each in menu["dishes"]]
    assert (menu["version"], offered[-1], "tofu" in offered, len(offered)) == (2, "例汤", False, len(DISHES))
    assert (await api.order("例汤"))["lines"][0]["price_minor"] == 900
    answer = await api.post("/dishes/%E4%BE%8B%E6%B1%A4/sold-out", {"remaining": 0})
    assert answer.json()["sold_out"]


async def test_a_table_is_added_and_another_goes(api: Api) -> None:
    assert (await api.post("/floor/changes", CHANGES["/floor/changes"])).json()["tables"] == 4
    assert [each["table"] for each in (await api.get("/tables")).json()["tables"]] == ["A01", "A02", "B01", "V01"]


async def test_a_screen_is_added_and_what_no_screen_shows_is_named_and_alarmed(api: Api) -> None:
    answer = (await api.post("/kitchen/changes", CHANGES["/kitchen/changes"])).json()
    assert (answer["screens"], answer["hidden"]) == (3, [])
    assert (await api.get("/healthz", role=None)).json()["alarms"] == []
    answer = (await api.post("/kitchen/changes", {"gone": {"screens": ["wall"]}})).json()
    assert answer["hidden"] == ["soup", "hot", "catch_all"]
    (alarm,) = (await api.get("/healthz", role=None)).json()["alarms"]
    assert (alarm["code"], alarm["details"]["stations"]) == ("station_hidden", answer["hidden"])
    page = await api.client.get("/", headers={"accept": "text/html", "accept-language": "en"})
    assert "No screen shows these stations: soup, hot, Other." in page.text


@pytest.mark.parametrize(("path", "body"), CHANGES.items())
async def test_a_change_is_made_once_under_its_key(api: Api, path: str, body: dict[str, Any]) -> None:
    first = await api.post(path, body, key="k")
    after = await seq(api)
    again = await api.post(path, body, key="k")
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    assert (await api.post(path, {}, key="k")).json()["reason"] == "key_reused"
    assert (await api.post(path, body)).json()["seq"] == after == await seq(api)


@pytest.mark.parametrize(("path", "body", "reason"), FAULTS)
async def test_a_faulty_change_is_refused_whole_and_tells_each_fault(
    api: Api, path: str, body: dict[str, Any], reason: str
) -> None:
    before = await seq(api)
    answer = await api.post(path, body)
    problem = answer.json()
    assert (answer.status_code, problem["reason"], problem["count"]) == (422, reason, 1)
    (fault,) = problem["faults"]
    assert set(fault) == {"code", "about", "message"}
    assert fault["message"]["zh"] in problem["message"]["zh"]
    assert fault["message"]["en"] in problem["detail"]
    assert await seq(api) == before


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/menu/changes", {"dishs": []}, "dishs"),
        ("/menu/changes", {"dishes": [{**SOUP_OF_DAY, "prize": 1}]}, "dishes[0].prize"),
        ("/menu/changes", {"dishes": [{**SOUP_OF_DAY, "kind": "soup"}]}, "dishes[0].kind"),
        ("/menu/changes", {"dishes": [{**SOUP_OF_DAY, "name": {"zh": "a"}}]}, "dishes[0].name.en"),
        ("/menu/changes", {"dishes": [{**SOUP_OF_DAY, "dish": ""}]}, "dishes[0].dish"),
        ("/floor/changes", {"gone": {"table": []}}, "gone.table"),
        ("/kitchen/changes", {"screens": [{"screen": "a", "name": NAME, "text": "huge"}]}, "screens[0].text"),
        ("/kitchen/changes", {"thresholds": {"soon": 1}}, "thresholds.soon"),
    ],
)
async def test_what_a_body_says_wrong_is_named(api: Api, path: str, body: dict[str, Any], field: str) -> None:
    answer = await api.post(path, body)
    assert (answer.status_code, answer.json()["reason"], answer.json()["field"]) == (400, "malformed", field)


async def test_texts_and_ids_of_settings_are_as_all_others(api: Api) -> None:
    for dish, field, character in (
        ({"dish": "a/b"}, "dishes[0].dish", "“/”"),
        ({"name": {"zh": "毛\x00肚", "en": ""}}, "dishes[0].name.zh", "U+0000"),
        ({"station": "ho t"}, "dishes[0].station", "U+0020"),
    ):
        answer = await api.post("/menu/changes", {"dishes": [{**SOUP_OF_DAY, **dish}]})
        assert (answer.status_code, answer.json()["reason"]) == (422, "bad_text")
        assert (answer.json()["field"], answer.json()["character"]) == (field, character)
    named = {**SOUP_OF_DAY, "name": {"zh": " 招牌🌶️\u202e毛肚𠮷\n", "en": "كباب (2) — 羊肉串"}}
    await api.post("/menu/changes", {"dishes": [named]})
    (dish,) = [each for each in (await api.get("/menu")).json()["dishes"] if each["dish"] == "例汤"]
    assert dish["name"] == {"zh": "招牌🌶️毛肚𠮷", "en": "كباب (2) — 羊肉串"}


async def test_a_whole_menu_may_be_larger_than_an_order_but_not_endless(api: Api) -> None:
    dishes = [{**SOUP_OF_DAY, "dish": f"d{number}"} for number in range(3000)]
    sent = json.dumps({"dishes": dishes}).encode()
    assert wire.BODY_BYTES < len(sent) < wire.SETTINGS_BYTES
    answer = await api.request("POST", "/menu/changes", "manager", {"Idempotency-Key": "k"}, content=sent)
    assert answer.status_code == 200, answer.text
    assert len((await api.get("/menu")).json()["dishes"]) == 3000 + len(DISHES)
    large = b" " * wire.SETTINGS_BYTES + b"{}"
    answer = await api.request("POST", "/menu/changes", "manager", {"Idempotency-Key": "l"}, content=large)
    assert (answer.status_code, answer.json()["limit_bytes"]) == (413, 4 << 20)


async def test_the_house_is_read_and_changed_and_its_day_can_end_at_half_past_two(api: Api) -> None:
    before = (await api.get("/house", "waiter")).json()
    changed = await api.post("/house", {"cutoff_minute": 150, "rush_after_ms": 60_000})
    assert changed.status_code == 200
    after = (await api.get("/house", "waiter")).json()
    assert after["house"] == {**before["house"], "cutoff_minute": 150, "rush_after_ms": 60_000}
    assert after["closes_at"] == before["closes_at"]
    assert (await api.post("/house", {"cutoff_minute": 1440})).json()["reason"] == "bad_cutoff"
    assert (await api.post("/house", {"currency": "euro"})).json()["field"] == "currency"
    assert (await api.post("/house", {"currency": "EUR"})).json()["reason"] == "for_good", "there are prices"
    assert (await api.post("/house", {"timezone": "Moon"})).json()["field"] == "timezone"
    assert (await api.post("/house", {"cutoff_minute": 0}, "waiter")).status_code == 403
    assert (await api.get("/house", "guest")).status_code == 403
