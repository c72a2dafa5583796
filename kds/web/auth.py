"""Who asks: the bearer of a token, and whether its role may do this."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.types import Scope

from kds.core.rights import FORBIDDEN, may
from kds.core.types import Refusal, Role, Who
from kds.storage.tokens import Token, Tokens
from kds.web.problems import UNAUTHORIZED, Failed
from kds.web.wire import header

CHALLENGE = {"www-authenticate": "Bearer"}
SECRET_CHARS = 200
"""No token is longer; what is longer is not looked up."""


async def bearer(tokens: Tokens, authorization: bytes | None, roles: frozenset[Role]) -> Token:
    """The token of an Authorization header. Fails with unauthorized. Refused: forbidden."""
    if authorization is None or authorization[:7].lower() != b"bearer ":
        raise Failed(UNAUTHORIZED, CHALLENGE)
    return await holder(tokens, authorization[7:].strip().decode("latin-1"), roles)


async def holder(tokens: Tokens, secret: str, roles: frozenset[Role]) -> Token:
    """The token of a secret. Fails with unauthorized. Refused: forbidden."""
    token = await tokens.find(secret) if 0 < len(secret) <= SECRET_CHARS else None
    if token is None:
        raise Failed(UNAUTHORIZED, CHALLENGE)
    if not may(token.role, roles):
        raise Refusal(FORBIDDEN)
    return token


def who(token: Token) -> Who:
    """Whom a token speaks for."""
    return Who(token.id, token.role, token.table)


async def websocket_holder(tokens: Tokens, scope: Scope, roles: frozenset[Role]) -> tuple[Token, str]:
    """The token of a websocket's handshake and its secret: from the header, or the `token` query parameter."""
    authorization = header(scope, b"authorization")
    if authorization is not None and authorization[:7].lower() == b"bearer ":
        secret = authorization[7:].strip().decode("latin-1")
    else:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        secret = query.get("token", [""])[0]
    return await holder(tokens, secret, roles), secret
