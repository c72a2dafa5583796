"""A browser without a window: pages asked for and forms sent, as somebody who is signed in."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlencode

from kds.web.auth import COOKIE
from tests.web.served import Api


class Answered(NamedTuple):
    """What came of a request: `to` is where it leads."""

    status: int
    html: str
    to: str


async def shown(api: Api, path: str, role: str = "manager", language: str = "en") -> Answered:
    """A page."""
    headers = {"cookie": f"{COOKIE}={api.secrets.get(role, role)}", "accept-language": language, "accept": "text/html"}
    answer = await api.client.get(path, headers=headers)
    return Answered(answer.status_code, answer.text, answer.headers.get("location", ""))


async def sent(api: Api, path: str, fields: dict[str, str], role: str = "manager", **headers: str) -> Answered:
    """A form, sent from a page of our own."""
    cookie = {"cookie": f"{COOKIE}={api.secrets.get(role, role)}", "accept-language": "en", "accept": "text/html"}
    own = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}
    answer = await api.client.post(path, content=urlencode(fields), headers={**cookie, **own, **headers})
    return Answered(answer.status_code, answer.text, answer.headers.get("location", ""))


def field(html: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, name
    return found[1]
