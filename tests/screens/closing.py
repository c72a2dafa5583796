"""How windows are closed after a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from playwright.sync_api import BrowserContext, Error


def close(context: BrowserContext) -> None:
    """Close a window: its network first, then its pages.

    A page that loads itself anew in that very moment, over its service worker, keeps Chromium from ever closing it:
    the last of a test is often a change of the house, at which pages do so. Without a network nothing is loaded.
    """
    with suppress(Error):
        context.set_offline(True)
    for page in context.pages:
        with suppress(Error):
            page.goto("about:blank")
    context.close()


def close_all(contexts: Iterable[BrowserContext], faults: Sequence[str]) -> None:
    """Close windows; a fault that one of their pages had until then is the test's."""
    had = list(faults)
    for context in contexts:
        close(context)
    assert had == []
