"""More connections than the house has room for are refused as honestly as any overload."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from kds.web.connection_limit import ConnectionLimit


async def inside(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "inside"})


async def asked(
    limit: ConnectionLimit, kind: str, method: str = "GET", path: str = "/guest", **headers: str
) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "method": method, "path": path, "headers": raw}
    await limit(scope, asyncio.Event().wait, send)  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize(("kind", "full"), [("http", False), ("websocket", True), ("websocket", False)])
async def test_who_finds_room_gets_in(kind: str, full: bool) -> None:
    assert await asked(ConnectionLimit(inside, lambda: full), kind) == [{"type": "inside"}]


async def test_who_does_not_is_told_when_to_come_back() -> None:
    start, body = await asked(ConnectionLimit(inside, lambda: True), "http")
    headers = dict(start["headers"])
    assert start["status"] == 503
    assert headers[b"retry-after"] == b"1"
    assert headers[b"connection"] == b"close"
    assert json.loads(body["body"])["reason"] == "overloaded"


@pytest.mark.parametrize(
    ("headers", "lang", "words"),
    [
        ({"accept_language": "en"}, "en", "The house is very busy just now"),
        ({"accept_language": "zh-CN"}, "zh-CN", "店里现在非常忙"),
        ({}, "zh-CN", "店里现在非常忙"),
        ({"accept_language": "zh-CN", "cookie": "kds_lang=en"}, "en", "The house is very busy just now"),
    ],
)
async def test_who_goes_to_a_page_gets_one_that_is_whole_in_itself(
    headers: dict[str, str], lang: str, words: str
) -> None:
    start, body = await asked(ConnectionLimit(inside, lambda: True), "http", accept="text/html,*/*", **headers)
    told, page = dict(start["headers"]), body["body"].decode()
    assert start["status"] == 503
    assert (told[b"retry-after"], told[b"connection"]) == (b"1", b"close")
    assert told[b"content-type"] == b"text/html; charset=utf-8"
    assert int(told[b"content-length"]) == len(body["body"])
    assert f'lang="{lang}"' in page
    assert words in page
    assert not re.findall(r'(?:src|href)="', page), "there is no room for what else a page fetches"


async def test_who_asks_for_the_head_gets_no_body() -> None:
    start, body = await asked(ConnectionLimit(inside, lambda: True), "http", "HEAD", accept="text/html")
    assert (start["status"], body["body"]) == (503, b"")


@pytest.mark.parametrize(("method", "path"), [("POST", "/guest"), ("GET", "/api/v1/menu")])
async def test_what_is_no_page_is_a_problem_whatever_is_accepted(method: str, path: str) -> None:
    _, body = await asked(ConnectionLimit(inside, lambda: True), "http", method, path, accept="text/html")
    assert json.loads(body["body"])["reason"] == "overloaded"
