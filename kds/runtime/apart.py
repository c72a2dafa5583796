"""Reckoning of the state beside the loop: what takes long is done in a thread, on a copy that nothing changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from kds.core.state import State, of_books
from kds.runtime.store import Store

T = TypeVar("T")


async def apart(store: Store, reckon: Callable[[State], T]) -> T:
    """What is reckoned of the house as of its last commit; orders go on meanwhile. The records are shared.

    Afterwards the state may be read again, until the next await. Raises `StorageFailed`, and what `reckon` raises.
    """
    await store.readable()
    seq, at, books = store.state.seq, store.state.at, store.state.books()
    found = await asyncio.to_thread(lambda: reckon(of_books(seq, at, books)))
    await store.readable()
    return found
