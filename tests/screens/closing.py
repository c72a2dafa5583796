"""How windows are closed after a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from playwright.sync_api import BrowserContext, Error


def close_all(contexts: Iterable[BrowserContext], faults: Sequence[str]) -> None:
    """Close windows, once their pages are somewhere else; a fault that one of the pages had until then is the test's.

    A page that loads itself anew in that very moment, over its service worker, would keep Chromium from ever closing
    it: the last of a test is often a change of the house, at which pages do so.
    """
    had = list(faults)
    for context in contexts:
        for page in context.pages:
            with suppress(Error):
                page.goto("about:blank")
        context.close()
    assert had == []
