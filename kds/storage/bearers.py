"""Authorization headers as they are sent again and again: what they bear, and which token that was."""

from __future__ import annotations

from kds.storage.tokens import Token

BEARER = b"bearer "
HEADERS_MOST = 4_096
"""Authorization headers whose token is remembered."""


def secret_in(authorization: bytes) -> str | None:
    """The secret of a header; None where it bears none."""
    if authorization[: len(BEARER)].lower() != BEARER:
        return None
    return authorization[len(BEARER) :].strip().decode("latin-1")


class Bearers:
    """What headers open that were looked up before; whoever revokes a token forgets them all."""

    def __init__(self) -> None:
        self._tokens: dict[bytes, Token] = {}

    def __len__(self) -> int:
        return len(self._tokens)

    def get(self, authorization: bytes) -> Token | None:
        """The token of a header that is remembered."""
        return self._tokens.get(authorization)

    def remember(self, authorization: bytes, token: Token) -> None:
        """It need not be looked up again."""
        if len(self._tokens) >= HEADERS_MOST:
            self._tokens.clear()
        self._tokens[authorization] = token

    def forget(self) -> None:
        """A token may open nothing any more."""
        self._tokens.clear()
