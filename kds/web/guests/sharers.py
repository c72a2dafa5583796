"""Phones that share a cart, while they are there."""

from __future__ import annotations

from collections.abc import Callable

from kds.core.state import State
from kds.feed.subscriber import Subscriber
from kds.web.guests.visits import key_of_table

PHONES_MOST = 4_000
OF_A_CART = 60
OF_A_GUEST = 6
"""Sockets of one phone: its tabs, and those of which it is not known yet that they are gone."""

Opens = Callable[[], str | None]
"""Asked again: whose cart a phone shares; None where its visit is over."""
NOWHERE = ""
"""The key of a phone whose visit is over: what it still says is for nobody."""


class TooManyPhones(Exception):
    """So many are there that none can come: of all, of this cart, or of this guest."""


class Phone:
    """A phone that watches a cart. `key` says which: a party, or a table at which none sits yet."""

    def __init__(self, key: str, guest: str, subscriber: Subscriber, opens: Opens) -> None:
        self.key = key
        self.guest = guest
        self.subscriber = subscriber
        self.opens = opens

    @property
    def is_nowhere(self) -> bool:
        """Whether its visit is over."""
        return self.key == NOWHERE

    def table(self, state: State) -> str | None:
        """Where it is now: at the table of its party, or at the one at which it was scanned."""
        party, at = state.floor.sessions.get(self.key), key_of_table("")
        if party is not None:
            return party.table
        return self.key.removeprefix(at) if self.key.startswith(at) else None
