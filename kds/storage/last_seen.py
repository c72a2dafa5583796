"""When devices, login codes and those who are signed in were last there, as a running server knows it."""

from __future__ import annotations

from collections.abc import Container, Mapping

from kds.core.types import Ms
from kds.storage.tokens import Token, is_device, wall_ms


class LastSeen:
    """Times by the ids of tokens, and which of them are stored already."""

    def __init__(self) -> None:
        self._seen: dict[str, Ms] = {}
        """Token → when it was last looked up, or its last socket ended; none of phones, or of who is signed in."""
        self._active: dict[str, Ms] = {}
        """Sign-in → when the person last did something, by the time of the house."""
        self._stored: dict[str, Ms] = {}

    def used(self, token: Token) -> None:
        """It was looked up, or its last socket ended."""
        if token.device is None and (token.role != "guest" or is_device(token)):
            self._seen[token.id] = wall_ms()

    def touched(self, token: Token, at: Ms) -> None:
        """Who is signed in has done something."""
        self._active[token.id] = at

    def active_at(self, token: Token) -> Ms:
        """When that was last."""
        return self._active.get(token.id, token.seen_at or token.created_at)

    def last(self, held: Container[str]) -> dict[str, Ms]:
        """When each device and each login code was last in use: now, where it is one of those that hold a socket."""
        now = wall_ms()
        return {token: now if token in held else at for token, at in self._seen.items()}

    def news(self, held: Container[str]) -> dict[str, Ms]:
        """What is to be stored, of who is signed in too."""
        seen = {**self.last(held), **self._active}
        return {token: at for token, at in seen.items() if self._stored.get(token) != at}

    def stored(self, news: Mapping[str, Ms]) -> None:
        """This is stored."""
        self._stored.update(news)

    def keep_only(self, ids: Container[str]) -> None:
        """All other tokens are gone."""
        self._seen = {token: at for token, at in self._seen.items() if token in ids}
        self._active = {token: at for token, at in self._active.items() if token in ids}
        self._stored = {token: at for token, at in self._stored.items() if token in ids}
