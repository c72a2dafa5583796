"""How windows are closed after a test."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import BrowserContext, Error


def close(context: BrowserContext) -> None:
    """Close a window, once its pages are somewhere else.

    A page that loads itself anew in that very moment, over its service worker, would keep Chromium from ever closing
    it: the last of a test is often a change of the house, at which pages do so.
    """
    for page in context.pages:
        with suppress(Error):
            page.goto("about:blank")
    context.close()
