"""A bar on standard error for whoever waits at the keyboard."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import Progress

EVERY = 1_000
"""The bar is moved so seldom: moving it costs more than what it counts."""


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """`moved(done, total)` moves it; it is gone when its work is done."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def moved(done: int, total: int) -> None:
            if done % EVERY == 0:
                bar.update(task, completed=done, total=total)

        yield moved
