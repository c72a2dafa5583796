"""A browser that practises: its cookies, what its pages claim, and what it does on its ground."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

import httpx2

from kds.web.auth import COOKIE
from kds.web.grounds import Ground
from kds.web.practice import PRACTICE
from tests.web.served import Api

OWN = {"sec-fetch-site": "same-origin", "accept": "text/html", "accept-language": "en"}
_keys = count(1)


class Browser:
    """One browser of somebody who is signed in. `claims`: its pages are of its practice."""

    def __init__(self, api: Api, role: str = "waiter") -> None:
        self.api = api
        self.cookies = {COOKIE: api.secrets.get(role, role)}
        self.claims = ""

    async def request(self, method: str, path: str, **more: Any) -> httpx2.Response:
        headers = {**OWN, **more.pop("headers", {})}
        headers["cookie"] = "; ".join([f"{name}={value}" for name, value in self.cookies.items()])
        self.api.client.cookies.clear()
        answer = await self.api.client.request(method, path, headers=headers, **more)
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        return answer

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self.request("GET", path, headers=headers)

    async def form(self, path: str, **fields: str) -> httpx2.Response:
        return await self.request("POST", path, data=fields)

    async def begin(self) -> None:
        """Practise, from a page of the house."""
        answer = await self.form("/practice")
        assert (answer.status_code, answer.headers["location"]) == (303, "/practice"), answer.text
        page = await self.get("/practice")
        found = re.search(r'<html [^>]*data-practice="([0-9a-f]+)"', page.text)
        assert found, "every page of a practice says so"
        self.claims = found[1]

    async def do(self, path: str, body: Any = None, approval: str = "", key: str = "") -> httpx2.Response:
        """A deed of a page's script, which says of which world it is."""
        headers = {"idempotency-key": key or f"a-deed-of-a-browser-{next(_keys)}"}
        if self.claims:
            headers["kds-practice"] = self.claims
        if approval:
            headers["approver-token"] = approval
        return await self.request("POST", f"/api/v1{path}", json={} if body is None else body, headers=headers)

    async def done(self, path: str, body: Any = None, approval: str = "") -> Any:
        """The answer of a deed that is done."""
        answer = await self.do(path, body, approval)
        assert answer.status_code < 300, answer.text
        return answer.json()

    async def order(self, *dishes: str, table: str | None = "A03", **more: Any) -> Any:
        lines = [{"dish": each, "qty": 1} for each in dishes]
        return await self.done("/rounds", {"channel": "waiter", "lines": lines, "table": table, **more})

    @property
    def ground(self) -> Ground:
        """What this browser practises on."""
        assert self.api.grounds is not None
        token = self.api.tokens.find(self.cookies[COOKIE])
        found = self.api.grounds.find(self.cookies[PRACTICE], token)
        assert found is not None
        return found
