"""Who asks: the bearer of a token, or one of our own pages with the token in a cookie; and whether its role may."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.types import Scope

from kds.core.rights import FORBIDDEN, STAFF, Right, may
from kds.core.state import State
from kds.core.types import Refusal, Who
from kds.storage.living_tokens import BEARER, Tokens
from kds.storage.tokens import Token
from kds.web.problems import APPROVER_UNKNOWN, UNAUTHORIZED, Failed
from kds.web.wire import header

COOKIE = "kds_token"
"""Where a browser keeps a token: scripts cannot read it."""
SAFE = frozenset({"GET", "HEAD"})
APPROVERS = STAFF | {"owner"}
"""The people of the house: they may approve of what they may do themselves, and have others approve."""
CHALLENGE = {"www-authenticate": "Bearer"}


def asking(
    state: State,
    tokens: Tokens,
    scope: Scope,
    authorization: bytes | None,
    rights: Sequence[Right],
    approver: Token | None = None,
) -> Token:
    """The token of a request, which has one of `rights`: of its header, else that in the cookie of a browser.

    With a cookie, what changes something is taken from our own pages alone: cookies come along from anywhere. With the
    word of an approver who has the right, any of the house may ask. Fails with unauthorized. Refused: forbidden.
    """
    if authorization is not None:
        return _permitted(state, tokens.find_bearer(authorization), rights, approver)
    request = Request(scope)
    ours = request.method in SAFE or own_page(request)
    return _permitted(state, tokens.find(request.cookies.get(COOKIE, "")) if ours else None, rights, approver)


def approving(tokens: Tokens, secret: bytes | None) -> Token | None:
    """Who answers for a request by a login code beside it (`Approver-Token`); None where none is given.

    Fails with approver_unknown: also for a device, at which nobody is signed in, and for guests and programs.
    """
    if secret is None:
        return None
    token = tokens.find(secret.strip().decode("latin-1"))
    if token is None or token.role not in APPROVERS or token.screen is not None:
        raise Failed(APPROVER_UNKNOWN)
    return token


def own_page(request: Request) -> bool:
    """Whether a page of this server sent this: no page of another's can forge these two headers."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def _permitted(state: State, token: Token | None, rights: Sequence[Right], approver: Token | None) -> Token:
    if token is None:
        raise Failed(UNAUTHORIZED, CHALLENGE)
    people = [token.role]
    if approver is not None and token.role in APPROVERS:
        people.append(approver.role)
    if not any(may(state, role, right) for role in people for right in rights):
        raise Refusal(FORBIDDEN)
    return token


def who(token: Token) -> Who:
    """Whom a token speaks for."""
    return Who(token.id, token.role, token.table, token.channel)


def websocket_holder(state: State, tokens: Tokens, scope: Scope, rights: Sequence[Right]) -> Token:
    """The token of a websocket's handshake: from the header, or the `token` query parameter."""
    authorization = header(scope, b"authorization")
    if authorization is not None and authorization[: len(BEARER)].lower() == BEARER:
        return _permitted(state, tokens.find_bearer(authorization), rights, None)
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return _permitted(state, tokens.find(query.get("token", [""])[0]), rights, None)
