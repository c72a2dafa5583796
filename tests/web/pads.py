"""A device at which people sign in, and its browser."""

from __future__ import annotations

from typing import Any

import httpx2

from kds.core.people.change_person import ChangePerson
from kds.core.people.model import StaffRole
from kds.storage.devices import pair
from kds.web.auth import COOKIE, PERSON
from tests.web.served import Api

PIN, WRONG = "2580", "1379"
OWN = {"sec-fetch-site": "same-origin"}


async def works(api: Api, name: str, role: StaffRole, pin: str | None = PIN) -> str:
    """Somebody who works here, by their id."""
    card = await api.people.add(name, "")
    if pin is not None:
        await api.people.set_pin(card.person, pin)
    await api.do(ChangePerson(card.person, role))
    return card.person


class Pad:
    """The browser of a device that is paired: with the device's cookie, and that of whoever signs in."""

    def __init__(self, api: Api, device: str, secret: str) -> None:
        self.api = api
        self.device = device
        self.cookies = {COOKIE: secret}
        self._keys = 0

    async def request(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """A request of one of our pages."""
        headers = {**OWN, **more.pop("headers", {})}
        headers["cookie"] = "; ".join([f"{name}={value}" for name, value in self.cookies.items()])
        self.api.client.cookies.clear()
        return await self.api.client.request(method, path, headers=headers, **more)

    async def get(self, path: str) -> httpx2.Response:
        """A page."""
        return await self.request("GET", path)

    async def enter(self, person: str, pin: str = PIN, **fields: str) -> httpx2.Response:
        """A name is tapped and a PIN is typed."""
        answer = await self.request("POST", "/sign-in/pin", data={"person": person, "pin": pin, **fields})
        secret = answer.cookies.get(PERSON)
        if secret is not None:
            self.cookies[PERSON] = secret
        return answer

    async def do(self, path: str, body: Any, approval: str = "", key: str = "") -> httpx2.Response:
        """A deed of whoever is signed in."""
        self._keys += 1
        headers = {"idempotency-key": key or f"a-deed-at-{self.device}-{self._keys}"}
        if approval:
            headers["approver-token"] = approval
        return await self.request("POST", f"/api/v1{path}", json=body, headers=headers)

    async def state(self, *, touched: bool = False) -> str:
        """Who the device says is there: in, out, unpaired."""
        answer = await self.request("POST" if touched else "GET", "/sign-in/here")
        return str(answer.json()["state"])


async def paired(api: Api, name: str = "Till 1") -> Pad:
    """A device that is paired."""
    token, secret = await pair(api.tokens, name, None)
    return Pad(api, token.id, secret)
