"""Texts and ids through every way in: what is refused is named, what is kept is told back as it is kept (case 20)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.web.served import Api
from tests.web.test_pairing import PAIRING, post, waiting


async def test_what_is_told_back_is_what_is_kept(api: Api) -> None:
    note = "招牌🌶️毛肚𠮷\u202e\t不要\n香菜"
    placed = await api.order({"dish": "tofu", "qty": 1, "id": "e\u0301", "note": note}, external_id="MT/1")
    assert placed["lines"][0]["id"] == "é"
    (ticket,) = (await api.get("/stations/cold/tickets")).json()["tickets"]
    assert ticket["lines"][0]["note"] == "招牌🌶️毛肚𠮷 不要 香菜"
    events = (await api.get("/events")).json()["events"]
    (told,) = [each["data"] for each in events if each["type"] == "RoundPlaced"]
    assert (told["lines"][0]["note"], told["external_id"]) == ("招牌🌶️毛肚𠮷 不要 香菜", "MT/1")


@pytest.mark.parametrize(
    ("path", "body", "field", "character"),
    [
        (
            "/rounds",
            {"table": "A01", "lines": [{"dish": "tofu", "qty": 1, "note": "\x1bp"}]},
            "lines[0].note",
            "U+001B",
        ),
        ("/rounds", {"table": "A01", "lines": [{"dish": "tofu", "qty": 1, "id": "\x00"}]}, "lines[0].id", "U+0000"),
        ("/lines/L1-1/void", {"reason": "\x07"}, "reason", "U+0007"),
        ("/lines/L1%201/void", {"reason": "no"}, "line", "U+0020"),
        ("/dishes/%E2%80%AE/sold-out", {"remaining": 1}, "dish", "U+202E"),
        ("/dishes/%00/sold-out", {"remaining": 1}, "dish", "U+0000"),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_name(
    api: Api, path: str, body: object, field: str, character: str
) -> None:
    answer = await api.post(path, body)
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (422, "bad_text")
    assert (problem["field"], problem["character"]) == (field, character)
    assert character in problem["message"]["zh"]
    assert character in problem["detail"]


async def test_what_is_read_by_id_is_asked_for_by_the_same_rules(api: Api) -> None:
    for path in ("/tables/%E2%80%AE", "/bills/B%201", "/stations/%00/tickets"):
        answer = await api.get(path)
        assert (answer.status_code, answer.json()["reason"]) == (422, "bad_text")
    assert (await api.get("/tables/" + quote("e\u0301"))).json()["table"] == "é"


async def test_length_is_that_of_what_is_kept(api: Api) -> None:
    await api.order({"dish": "tofu", "qty": 1, "note": "e\u0301" * 500})
    answer = await api.post("/lines/L1-1/void", {"reason": "\u200b \n"})
    assert (answer.status_code, answer.json()["reason"], answer.json()["field"]) == (400, "malformed", "reason")


async def test_a_device_is_named_by_the_same_rules(api: Api) -> None:
    device = await waiting(api)
    refused = await post(api, "/screens/pair", "manager", code=device["code"], **{**PAIRING, "name": "a\x1bb"})
    assert refused.status_code == 422
    assert "U+001B" in refused.text
    named = {**PAIRING, "name": " Wall\u202e \t 1 "}
    assert (await post(api, "/screens/pair", "manager", code=device["code"], **named)).status_code == 303
    page = await api.client.get("/screens/pair", headers={"authorization": f"Bearer {api.secrets['manager']}"})
    assert "Wall 1<" in page.text


async def test_a_page_refuses_what_the_interface_refuses(api: Api) -> None:
    answer = await post(api, "/acknowledge", "manager", tickets="T1\x1b")
    assert answer.status_code == 422
    assert "U+001B" in answer.text
