"""Several things at once for one client, until the first of them ends."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Revoked(Exception):
    """The token opens nothing any more."""


async def until_revoked(revoked: asyncio.Event) -> None:
    """Raise `Revoked` as soon as that is set."""
    await revoked.wait()
    raise Revoked


async def first_end(*parts: Coroutine[Any, Any, None]) -> None:
    """Run the parts together; when one ends, end the others, and raise what it raised."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
