"""This box is let in as a wall is: it shows a code, somebody types it in at the pairing page, it gets a token."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.client import HTTPException
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

import msgspec

COOKIE = "kds_token"
TIMEOUT_S = 5.0
ASK_S = 1.0
ANSWER_MOST = 64 << 10


class Failed(Exception):
    """The server cannot be reached, or says something else; the text says what."""


class Paired(NamedTuple):
    """The screen that this box was given, and the token for it."""

    screen: str
    token: str


def ask(server: str) -> tuple[str, str]:
    """A code to show, and the claim that belongs to it. Raises `Failed`."""
    answer, _ = _post(server, "/screens/code", {})
    try:
        return answer["code"], answer["claim"]
    except KeyError:
        raise Failed(f"{server} gave no code") from None


def wait(server: str, claim: str) -> Iterator[Paired | None]:
    """None every second while nobody has typed the code, then what was given. Raises `Failed`, also when it is over."""
    while True:
        answer, token = _post(server, "/screens/claim", {"claim": claim})
        if answer.get("state") == "paired":
            screen = unquote(urlsplit(str(answer.get("to", ""))).path.rpartition("/")[2])
            yield Paired(screen, token)
            return
        if answer.get("state") != "waiting":
            raise Failed("The code is not good any more; begin again")
        yield None
        time.sleep(ASK_S)


def _post(server: str, path: str, fields: dict[str, str]) -> tuple[dict[str, Any], str]:
    headers = {"Origin": server.rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
    request = Request(server.rstrip("/") + path, urlencode(fields).encode(), headers)
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=TIMEOUT_S) as response:
            cookies = SimpleCookie(response.headers.get("set-cookie", ""))
            body = msgspec.json.decode(response.read(ANSWER_MOST), type=dict[str, Any])
    except (OSError, HTTPException, msgspec.DecodeError) as error:
        raise Failed(f"{server} cannot be asked: {error}") from None
    return body, cookies[COOKIE].value if COOKIE in cookies else ""
