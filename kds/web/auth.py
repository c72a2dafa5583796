"""Who asks: the bearer of a token, or one of our own pages with the token in a cookie; and whether its role may."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request
from starlette.types import Scope

from kds.core.deeds import roles
from kds.core.rights import FORBIDDEN, may
from kds.core.types import Refusal, Role, Who
from kds.storage.living_tokens import BEARER, Tokens
from kds.storage.tokens import Token
from kds.web.problems import APPROVER_UNKNOWN, UNAUTHORIZED, Failed
from kds.web.wire import header

COOKIE = "kds_token"
"""Where a browser keeps a token: scripts cannot read it."""
SAFE = frozenset({"GET", "HEAD"})
APPROVERS = roles("waiter", "kitchen", "manager")
"""The staff: they may approve of what they may do themselves, and have others approve."""
CHALLENGE = {"www-authenticate": "Bearer"}


def bearer(tokens: Tokens, authorization: bytes | None, roles: frozenset[Role]) -> Token:
    """The token of an Authorization header. Fails with unauthorized. Refused: forbidden."""
    return _permitted(None if authorization is None else tokens.find_bearer(authorization), roles)


def asking(tokens: Tokens, scope: Scope, authorization: bytes | None, roles: frozenset[Role]) -> Token:
    """The token of a request: of its Authorization header, else that in the cookie of a browser.

    With a cookie, what changes something is taken from our own pages alone: cookies come along from anywhere.
    Fails with unauthorized. Refused: forbidden.
    """
    if authorization is not None:
        return bearer(tokens, authorization, roles)
    request = Request(scope)
    ours = request.method in SAFE or own_page(request)
    return _permitted(tokens.find(request.cookies.get(COOKIE, "")) if ours else None, roles)


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


def with_approver(allowed: frozenset[Role], approver: Token | None) -> frozenset[Role]:
    """Who may ask for what these roles may do: with the word of one of them, any of the staff."""
    return allowed | APPROVERS if approver is not None and may(approver.role, allowed) else allowed


def own_page(request: Request) -> bool:
    """Whether a page of this server sent this: no page of another's can forge these two headers."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == request.headers.get("host")


def _permitted(token: Token | None, roles: frozenset[Role]) -> Token:
    if token is None:
        raise Failed(UNAUTHORIZED, CHALLENGE)
    if not may(token.role, roles):
        raise Refusal(FORBIDDEN)
    return token


def who(token: Token) -> Who:
    """Whom a token speaks for."""
    return Who(token.id, token.role, token.table, token.channel)


def websocket_holder(tokens: Tokens, scope: Scope, roles: frozenset[Role]) -> Token:
    """The token of a websocket's handshake: from the header, or the `token` query parameter."""
    authorization = header(scope, b"authorization")
    if authorization is not None and authorization[: len(BEARER)].lower() == BEARER:
        return bearer(tokens, authorization, roles)
    query = parse_qs(scope["query_string"].decode("latin-1"))
    return _permitted(tokens.find(query.get("token", [""])[0]), roles)
