"""Phones at the tables of the small house, as their pages speak: each is a browser of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx2

from kds.storage.table_codes import code_tables, table_codes
from tests.web.served import Api

NAVIGATE = {"accept": "text/html", "sec-fetch-mode": "navigate", "sec-fetch-site": "none"}
OPTIONS = {"beef": ["thin"]}
"""What has to be chosen."""
keys = count(1)


async def codes(api: Api) -> dict[str, str]:
    """Where the printed codes of all tables lead."""
    await code_tables(api.tokens, list(api.store.state.floor.tables))
    return {table: f"/t/{each.id.removeprefix('tok_')}" for table, each in table_codes(api.tokens).items()}


class Phone:
    """A guest's browser."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self.client = client
        self.visit = ""

    async def scan(self, link: str) -> httpx2.Response:
        """Scan a code, and look at the page."""
        answer = await self.client.get(link, headers=NAVIGATE, follow_redirects=True)
        if answer.status_code == 200:
            self.visit = (await self.now())["visit"]
        return answer

    async def now(self) -> dict[str, Any]:
        """What the page shows."""
        answer = await self.client.get("/guest/now")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def session(self) -> str | None:
        """The party that the phone is of."""
        party = (await self.now())["now"]["party"]
        return None if party is None else party["session"]

    async def post(self, path: str, body: Any = None, visit: str | None = None) -> httpx2.Response:
        """A deed, as the page does it."""
        headers = {
            "kds-visit": self.visit if visit is None else visit,
            "idempotency-key": f"a-phone-of-this-test-{next(keys)}",
            "sec-fetch-site": "same-origin",
        }
        return await self.client.post(f"/api/v1{path}", json={} if body is None else body, headers=headers)

    async def order(self, *dishes: str, **more: Any) -> httpx2.Response:
        """A round of one portion each."""
        lines = [{"dish": dish, "qty": 1, "options": OPTIONS.get(dish, [])} for dish in dishes]
        return await self.post("/rounds", {"channel": "scan", "lines": lines} | more)


@asynccontextmanager
async def phone(api: Api) -> AsyncIterator[Phone]:
    """A phone that has scanned nothing yet."""
    transport = api.client._transport
    async with httpx2.AsyncClient(transport=transport, base_url="http://kds") as client:
        yield Phone(client)
