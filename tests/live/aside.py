"""Asynchronous work for whoever cannot wait for it: a test that is not asynchronous, or has a browser's loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def aside(work: Coroutine[Any, Any, Result]) -> Result:
    """Do it to its end, in a loop and a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
