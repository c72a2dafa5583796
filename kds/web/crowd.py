"""Who is connected: where there is no room for all, strangers go before those who have shown a token.

A connection is proven once a request on it has shown a living token, and stays so. All guests of a house can stand
behind one address, so an address may have many that are unproven, and as many that are proven as there is room for.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Protocol

from starlette.types import Scope

from kds.web.addresses import is_ours

CONNECTION = "kds.connection"
"""Where a scope bears its connection."""
OF_ADDRESS = 2_000
"""Unproven connections of one address: six from each of 300 phones, and some. Our own machine is not counted: a proxy
may stand there, and everybody behind it."""
SWEEP_S = 1.0
"""How often connections are looked through for those that stall."""
AT_ONCE = 500
"""How many are looked at in a turn of the loop: a fraction of a millisecond."""
STALL_S = 20.0
"""How long a client may take nothing of what waits for it."""


class Connection(Protocol):
    """What a crowd is made of."""

    def drop(self) -> None:
        """Close at once, whatever is under way."""
        ...

    def look(self, now: float) -> None:
        """Give up what takes too long."""
        ...


class Crowd:
    """The connections of a server that are unproven, by their address, oldest first; and the sweep through all."""

    def __init__(self) -> None:
        self._unproven: defaultdict[str, dict[Connection, None]] = defaultdict(dict)
        self._sweeping = False

    def came(self, connection: Connection, peer: str) -> None:
        """A new one, of which nothing is known. The oldest of an address that has too many goes."""
        of_address = self._unproven[peer]
        of_address[connection] = None
        if len(of_address) > OF_ADDRESS and not is_ours(peer):
            next(iter(of_address)).drop()

    def gone(self, connection: Connection, peer: str) -> None:
        """One that is proven now, or is no more."""
        of_address = self._unproven.get(peer)
        if of_address is not None:
            of_address.pop(connection, None)
            if not of_address:
                del self._unproven[peer]

    def make_room(self, newcomer: Connection) -> bool:
        """Drop the oldest unproven one of the address that has most. False where the newcomer is the only one."""
        of_address = max(self._unproven.values(), key=len, default={})
        oldest = next(iter(of_address), newcomer)
        if oldest is newcomer:
            return False
        oldest.drop()
        return True

    def watch(self, connections: Collection[Any]) -> None:
        """Sweep through these from now on, as long as there are any."""
        if not self._sweeping:
            self._sweeping = True
            asyncio.get_running_loop().call_later(SWEEP_S, self._sweep, connections)

    def _sweep(self, connections: Collection[Any]) -> None:
        self._sweeping = False
        self._look(list(connections))
        if connections:
            self.watch(connections)

    def _look(self, left: list[Any]) -> None:
        """Look at some in each turn of the loop, so that nobody waits for a look at all of them."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for each in left[-AT_ONCE:]:
            each.look(now)
        del left[-AT_ONCE:]
        if left:
            loop.call_soon(self._look, left)


class Unsent:
    """What waits for a client, as each look finds it."""

    def __init__(self) -> None:
        self._size = 0
        self._since = 0.0

    def stalls(self, size: int, now: float) -> bool:
        """Whether the client has taken nothing for too long, now that `size` bytes wait."""
        if size == 0 or size < self._size or self._size == 0:
            self._since = now
        self._size = size
        return now - self._since > STALL_S


def prove(scope: Scope) -> None:
    """The connection of this request has shown a living token."""
    connection = scope.get(CONNECTION)
    if connection is not None:
        connection.prove()
