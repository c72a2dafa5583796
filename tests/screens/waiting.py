"""Waiting for what a page only promises to tell: Playwright's own `wait_for_function` takes a promise for a yes."""

from __future__ import annotations

import time

from playwright.sync_api import Error, Page

PATIENCE_S = 10.0
BETWEEN_MS = 50


def until(page: Page, asked: str) -> None:
    """Wait until this script, or its promise, comes to a yes; a page that is just being loaded is asked again."""
    give_up_at = time.monotonic() + PATIENCE_S
    found: object = None
    while time.monotonic() < give_up_at:
        try:
            found = page.evaluate(asked)
        except Error as error:
            found = error
        if found and not isinstance(found, Error):
            return
        page.wait_for_timeout(BETWEEN_MS)
    raise AssertionError(f"never: {asked}; last: {found}")
