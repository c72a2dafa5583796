"""What is wrong with a request is said by name, before anything is done."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from kds.web import wire
from kds.web.decoding import field_and_fault
from tests.web.served import Api

LINE: dict[str, Any] = {"dish": "tofu", "qty": 1}


def body(**more: Any) -> dict[str, Any]:
    """A good order, changed."""
    return {"table": "A01", "channel": "scan", "lines": [LINE], **more}


FAULTS = [
    (body(colour="red"), "colour"),
    (body(lines=[{**LINE, "price": 1}]), "lines[0].price"),
    ({"table": "A01"}, "lines"),
    (body(lines=[{"qty": 1}]), "lines[0].dish"),
    (body(lines=[LINE, {"dish": "tofu", "qty": 0}]), "lines[1].qty"),
    (body(lines=[{"dish": "tofu", "qty": 100_000}]), "lines[0].qty"),
    (body(lines=[{"dish": "tofu", "qty": -1}]), "lines[0].qty"),
    (body(lines=[{"dish": "tofu", "qty": 1.5}]), "lines[0].qty"),
    (body(lines=[{"dish": "tofu", "qty": "1"}]), "lines[0].qty"),
    (body(lines=[{"dish": "tofu", "qty": True}]), "lines[0].qty"),
    (body(lines=[{"dish": "tofu", "qty": 10**30}]), "lines[0].qty"),
    (body(lines=[{**LINE, "id": "x" * 65}]), "lines[0].id"),
    (body(lines=[{**LINE, "cells": [{"soup": "clear", "spice": "nuclear"}]}]), "lines[0].cells[0].spice"),
    (body(lines=[{**LINE, "fire": "later"}]), "lines[0].fire"),
    (body(lines=[LINE] * 201), "lines"),
    (body(lines={}), "lines"),
    (body(lines=[]), "lines"),
    (body(service="drive_in"), "service"),
    (body(channel="pigeon"), "channel"),
    (body(guests=-1), "guests"),
    (body(made_at="yesterday"), "made_at"),
    (body(made_at="2026-05-01T12:00:00"), "made_at"),
    (body(made_at=-5), "made_at"),
    (body(promised_at=10**15), "promised_at"),
    (body(promised_at="1969-12-31T23:59:59.999Z"), "promised_at"),
    (body(made_at="0001-01-01T00:00:00+08:00"), "made_at"),
    (body(table=""), "table"),
    ([], "body"),
    ("order", "body"),
    (None, "body"),
]


TOO_LONG = [
    (body(lines=[{**LINE, "note": "辣" * 501}]), "lines[0].note", "The note of dish 1"),
    (body(external_id="x" * 129), "external_id", "The platform's order number"),
]


@pytest.mark.parametrize(("sent", "field", "words"), TOO_LONG)
async def test_a_text_that_is_too_long_is_named_as_its_form_names_it(
    api: Api, sent: Any, field: str, words: str
) -> None:
    headers = {"Idempotency-Key": "k"}
    answer = await api.request("POST", "/rounds", "manager", headers, content=json.dumps(sent).encode())
    problem = answer.json()
    assert (answer.status_code, problem["reason"], problem["field"]) == (400, "malformed", field)
    assert problem["detail"].startswith(f"{words} may have ")
    assert (await api.get("/tables/A01")).json()["sessions"] == []


@pytest.mark.parametrize(("sent", "field"), FAULTS)
async def test_a_malformed_unknown_or_out_of_range_field_is_named(api: Api, sent: Any, field: str) -> None:
    headers = {"Idempotency-Key": "k"}
    answer = await api.request("POST", "/rounds", "manager", headers, content=json.dumps(sent).encode())
    problem = answer.json()
    assert (answer.status_code, problem["reason"], problem["field"]) == (400, "malformed", field)
    assert field in problem["detail"]
    assert (await api.get("/tables/A01")).json()["sessions"] == []


@pytest.mark.parametrize(
    "sent",
    [b"{", b'{"lines":', b"\xff\xfe", b'{"table":"\xff","lines":[]}', b'{"table":"\\ud800","lines":[]}', b"[" * 9000],
)
async def test_what_is_no_json_is_malformed(api: Api, sent: bytes) -> None:
    answer = await api.request("POST", "/rounds", "manager", {"Idempotency-Key": "k"}, content=sent)
    assert (answer.status_code, answer.json()["reason"], answer.json()["field"]) == (400, "malformed", "body")


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("/bills/B1/pay", {"tender": 1, "amount_minor": 1}, "tender"),
        ("/bills/B1/pay", {"tender": "cash", "amount_minor": -1}, "amount_minor"),
        ("/bills/B1/pay", {"tender": "cash"}, "amount_minor"),
        ("/dishes/tofu/sold-out", {"remaining": -1}, "remaining"),
        ("/dishes/tofu/sold-out", {}, "remaining"),
        ("/lines/L1-1/void", {"reason": ""}, "reason"),
        ("/lines/L1-1/void", {}, "reason"),
        ("/lines/L1-1/serve", {"now": True}, "now"),
        ("/tickets/T1-1/bump", {"lines": [1]}, "lines[0]"),
        ("/sessions/S1/clear", {"force": True}, "force"),
    ],
)
async def test_every_deed_names_the_faulty_field(api: Api, path: str, sent: Any, field: str) -> None:
    answer = await api.post(path, sent)
    assert (answer.status_code, answer.json()["field"]) == (400, field)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_the_content_type_is_not_insisted_on(api: Api, content_type: str) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": content_type}
    answer = await api.request("POST", "/rounds", "manager", headers, content=json.dumps(body()).encode())
    assert answer.status_code == 201


async def test_a_deed_that_takes_nothing_takes_an_empty_body(api: Api) -> None:
    ticket = (await api.order("tofu"))["tickets"][0]
    answer = await api.request("POST", f"/tickets/{ticket}/start", "kitchen", {"Idempotency-Key": "k"})
    assert answer.status_code == 200


async def test_a_body_over_256_kib_is_too_large(api: Api) -> None:
    large = b" " * wire.BODY_BYTES + b"{}"
    answer = await api.request("POST", "/rounds", "manager", {"Idempotency-Key": "k"}, content=large)
    assert (answer.status_code, answer.json()["reason"]) == (413, "too_large")
    assert answer.json()["limit_bytes"] == 256 * 1024


async def test_a_body_of_256_kib_is_taken(api: Api) -> None:
    sent = json.dumps(body()).encode()
    whole = b" " * (wire.BODY_BYTES - len(sent)) + sent
    answer = await api.request("POST", "/rounds", "manager", {"Idempotency-Key": "k"}, content=whole)
    assert answer.status_code == 201


async def test_a_body_without_a_declared_length_is_counted_while_it_comes(api: Api) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 8192
        pytest.fail("read on past the limit")

    answer = await api.request("POST", "/rounds", "manager", {"Idempotency-Key": "k"}, content=endless())
    assert answer.status_code == 413


async def test_an_unknown_address_is_a_problem(api: Api) -> None:
    for path in ("/nothing", "/rounds/", "/bills/B1/eat", "/"):
        answer = await api.get(path)
        assert (answer.status_code, answer.json()["reason"]) == (404, "not_found")
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("GET", "/rounds", "POST"), ("DELETE", "/menu", "GET, HEAD"), ("PUT", "/bills/B1", "GET, HEAD")],
)
async def test_a_wrong_method_is_a_problem_that_says_which_are_right(
    api: Api, method: str, path: str, allow: str
) -> None:
    answer = await api.client.request(method, f"/api/v1{path}")
    assert (answer.status_code, answer.json()["reason"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == allow


async def test_head_is_answered_where_get_is(api: Api) -> None:
    assert (await api.request("HEAD", "/menu", "guest")).status_code == 200


async def test_every_answer_forbids_sniffing_framing_and_keeping(api: Api) -> None:
    for answer in (await api.get("/menu"), await api.get("/nothing"), await api.get("/menu", role=None)):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("Expected `int` >= 1 - at `$.lines[0].qty`", "lines[0].qty"),
        ("Object contains unknown field `foo` - at `$.lines[3]`", "lines[3].foo"),
        ("Object contains unknown field `foo`", "foo"),
        ("Object missing required field `lines`", "lines"),
        ("Expected `object`, got `array`", "body"),
    ],
)
def test_the_field_is_read_from_the_decoders_message(message: str, field: str) -> None:
    assert field_and_fault(message)[0] == field
