"""Who asks: the bearer of a token, and whether its role may do this."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.types import Scope

from kds.core.rights import FORBIDDEN, may
from kds.core.types import Refusal, Role, Who
from kds.storage.living_tokens import BEARER, Tokens
from kds.storage.tokens import Token
from kds.web.problems import UNAUTHORIZED, Failed
from kds.web.wire import header

CHALLENGE = {"www-authenticate": "Bearer"}


def bearer(tokens: Tokens, authorization: bytes | None, roles: frozenset[Role]) -> Token:
    """The token of an Authorization header. Fails with unauthorized. Refused: forbidden."""
    return _permitted(None if authorization is None else tokens.find_bearer(authorization), roles)


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
