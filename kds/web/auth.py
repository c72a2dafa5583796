"""Who asks: the bearer of a token, and whether its role may do this."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.types import Scope

from kds.storage.tokens import Role, Token, Tokens
from kds.web.problems import FORBIDDEN, NOT_YOUR_TABLE, UNAUTHORIZED, Failed
from kds.web.wire import header

CHALLENGE = {"www-authenticate": "Bearer"}
SECRET_CHARS = 200
"""No token is longer; what is longer is not looked up."""


async def bearer(tokens: Tokens, authorization: bytes | None, roles: frozenset[Role]) -> Token:
    """The token of an Authorization header. Fails with unauthorized or forbidden."""
    if authorization is None or authorization[:7].lower() != b"bearer ":
        raise Failed(UNAUTHORIZED, CHALLENGE)
    return await holder(tokens, authorization[7:].strip().decode("latin-1"), roles)


async def holder(tokens: Tokens, secret: str, roles: frozenset[Role]) -> Token:
    """The token of a secret. Fails with unauthorized or forbidden."""
    token = await tokens.find(secret) if 0 < len(secret) <= SECRET_CHARS else None
    if token is None:
        raise Failed(UNAUTHORIZED, CHALLENGE)
    if token.role not in roles:
        raise Failed(FORBIDDEN)
    return token


async def websocket_holder(tokens: Tokens, scope: Scope, roles: frozenset[Role]) -> tuple[Token, str]:
    """The token of a websocket's handshake and its secret: from the header, or the `token` query parameter."""
    authorization = header(scope, b"authorization")
    if authorization is not None and authorization[:7].lower() == b"bearer ":
        secret = authorization[7:].strip().decode("latin-1")
    else:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        secret = query.get("token", [""])[0]
    return await holder(tokens, secret, roles), secret


def own_table(token: Token, table: str | None) -> None:
    """A guest whose token is for one table has business at no other. Fails with not_your_table."""
    if token.role == "guest" and token.table is not None and table != token.table:
        raise Failed(NOT_YOUR_TABLE, own=token.table)
