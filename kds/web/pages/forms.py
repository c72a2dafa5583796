"""What a page posts: from our own pages only, bounded, by somebody who may; and what goes wrong is told on a page."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, quote

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kds.core.rights import PEOPLE, Right, having, may
from kds.core.types import Command, Name, Refusal, Role
from kds.runtime.messages import Reply, Sender
from kds.runtime.store import Store
from kds.storage.living_tokens import Tokens
from kds.storage.tokens import Token
from kds.web import wire
from kds.web.auth import SAFE, own_page, who
from kds.web.busy import AGAIN
from kds.web.endpoints import FORESEEN, failure_of
from kds.web.pages import errors
from kds.web.pages.access import enter, viewer
from kds.web.pages.respond import practised
from kds.web.problems import NOT_PRACTISED, Failed, refusal_status

LARGE_BYTES = 128 << 10
"""A form that is larger is read apart from the loop, which it would hold up."""
FIELDS = 32
"""Fields that a form has at most."""
KEY_CHARS = 64
FOREIGN = Name(zh="这个请求不是从本系统的页面发出的", en="This request did not come from a page of this system")

Handler = Callable[[Request], Awaitable[Response]]
Fields = Mapping[str, str]
Refused = Callable[[Request, Token, frozenset[Role]], Response]


class Stopped(Exception):
    """The request ends here, with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def answered(handler: Handler) -> Handler:
    """The handler, with whatever was foreseen to go wrong told on a page."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except Stopped as stopped:
            return stopped.response
        except Refusal as refusal:
            return errors.told(request, refusal_status(refusal.reason), refusal.message())
        except wire.Gone:
            return Response(status_code=400)
        except FORESEEN as error:
            return _failed(request, failure_of(error))

    return answer


def _failed(request: Request, failure: Failed) -> Response:
    """What was posted is not posted again by itself: its key goes with the page that is there."""
    cause, details = failure.cause, failure.details
    if cause.status in AGAIN and request.method in SAFE:
        return errors.busy(request, failure)
    response = errors.told(request, cause.status, Name(cause.zh.format_map(details), cause.en.format_map(details)))
    response.headers.update(failure.headers)
    return response


async def posted(request: Request, most: int = wire.BODY_BYTES, fields: int = FIELDS) -> Fields:
    """The fields of a form of our own, at most so many; the last of each name. Raises `Stopped` and `Failed`."""
    return dict(await _pairs(request, most, fields))


async def posted_lists(request: Request, most: int, fields: int) -> Fields:
    """The same of a form with lists of ticks: what was said under one name several times stands line by line."""
    found: dict[str, str] = {}
    for name, value in await _pairs(request, most, fields):
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found


async def _pairs(request: Request, most: int, fields: int) -> list[tuple[str, str]]:
    if not own_page(request):
        raise Stopped(errors.told(request, 403, FOREIGN))
    body = await wire.read_body(request.receive, wire.header(request.scope, b"content-length"), most)
    try:
        if len(body) > LARGE_BYTES:
            return await asyncio.to_thread(_parsed, body, fields)
        return _parsed(body, fields)
    except ValueError:
        return []


async def person(
    request: Request, store: Store, tokens: Tokens, right: Right, refused: Refused = errors.no_right
) -> Token:
    """Who asks, and may; a paired device may not: nobody is signed in at it.

    What a person asks for by hand keeps them signed in.
    Raises `Stopped` with the way in, or with the page `refused`; and, where the address is a link, without the secret.
    In a practice nobody sees or does what takes the right to people: that fails with not_practised.
    """
    entered = await enter(request, tokens) if request.method in SAFE else None
    if entered is not None:
        raise Stopped(entered)
    token = await viewer(request, tokens)
    if token is None or token.role == "device":
        raise Stopped(to_sign_in(request))
    if not may(store.state, token.role, right) or token.screen is not None:
        raise Stopped(refused(request, token, having(store.state, right)))
    if right is PEOPLE and practised(request):
        raise Failed(NOT_PRACTISED)
    if by_hand(request):
        tokens.touched(token, store.now())
    return token


def _parsed(body: bytes, fields: int) -> list[tuple[str, str]]:
    return parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=fields)


def by_hand(request: Request) -> bool:
    """Whether a person has asked for this, and not a page by itself: so far as the browser tells."""
    return request.method not in SAFE or request.headers.get("sec-fetch-mode") == "navigate"


def to_sign_in(request: Request) -> Response:
    """Sign in, and come back to this page."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    after = f"?next={quote(asked)}" if request.method == "GET" else ""
    return see(f"/sign-in{after}")


def see(address: str) -> Response:
    """Go on to a page."""
    return RedirectResponse(address, status_code=303, headers={"cache-control": "no-store"})


async def submit(store: Store, token: Token, request: Request, fields: Fields, command: Command) -> Reply:
    """Do what a form asks for, once for each time that the form was shown. Raises what `Store.submit` raises."""
    said = (who(token).id, request.url.path, sorted(fields.items()))
    fingerprint = hashlib.sha256(msgspec.json.encode(said)).digest()
    key = fields.get("key", "")[:KEY_CHARS]
    sent_key = f"page-{key}" if key else ""
    sender = Sender(who(token), key=sent_key, fingerprint=fingerprint, device=token.device or "")
    return await store.submit(command, sender)
