"""More connections than the house has room for are refused as honestly as any overload."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from kds.web.connection_limit import ConnectionLimit


async def inside(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "inside"})


async def asked(limit: ConnectionLimit, kind: str) -> list[dict[str, Any]]:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await limit({"type": kind}, asyncio.Event().wait, send)  # type: ignore[arg-type]
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
