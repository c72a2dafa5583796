"""Reach the facts from wherever one is: by the process that has the file, or, where none has it, by the file."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from kds.reports.asking import Facts, FactsAway
from kds.reports.store import FILE, as_storage_errors, connect, is_held

T = TypeVar("T")

TRIES = 50
PAUSE_S = 0.2
"""So often, and so long apart, it is tried again: a process that begins or ends has the file and does not answer."""


async def reach(
    folder: Path, ask: Callable[[Facts], Awaitable[T]], read: Callable[[duckdb.DuckDBPyConnection], T]
) -> T | None:
    """What the process that has the file says, or what is read of the file; None where there is none.

    Raises `StorageError`.
    """
    for left in reversed(range(TRIES)):
        if not (folder / FILE).exists():
            return None
        with contextlib.suppress(FactsAway):
            return await ask(Facts(folder))
        try:
            return await asyncio.to_thread(_read, folder, read)
        except duckdb.Error as error:
            if not left or not is_held(error):
                with as_storage_errors():
                    raise
        await asyncio.sleep(PAUSE_S)
    return None


def _read(folder: Path, read: Callable[[duckdb.DuckDBPyConnection], T]) -> T:
    with contextlib.closing(connect(folder / FILE, read_only=True)) as db:
        return read(db)
