"""Who may have how many live screens at once: nobody takes the walls from the kitchen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from kds.feed.hub import SCREENS, TooManyScreens
from kds.storage.tokens import Role, Token

PEOPLES = SCREENS - 40
"""Of all places those that people can have together; the others are kept for paired devices."""
OF_A_PERSON: dict[Role, int] = {"waiter": 8, "kitchen": 128, "manager": 128}
"""By the role of a token: a waiter's is for a phone and a tablet, one of the kitchen's may hang on every wall."""
OF_A_DEVICE = 4
"""A device shows one screen; while it comes back, its connections of before may not be known to be gone."""


class Places:
    """The places that are taken, by token; those of walls and of bump bars are the same."""

    def __init__(self) -> None:
        self._taken = Counter[str]()
        self._peoples = 0

    @contextmanager
    def taken(self, token: Token) -> Iterator[None]:
        """A place meanwhile. Raises `TooManyScreens` where this token has as many as it may, or people have theirs."""
        person = token.screen is None
        most = OF_A_PERSON.get(token.role, OF_A_DEVICE) if person else OF_A_DEVICE
        if self._taken[token.id] >= most or (person and self._peoples >= PEOPLES):
            raise TooManyScreens
        self._taken[token.id] += 1
        self._peoples += person
        try:
            yield
        finally:
            self._taken -= Counter({token.id: 1})  # whoever has none is not remembered
            self._peoples -= person
