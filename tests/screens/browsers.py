"""Browsers of a test, each by itself. One whose page throws, or breaks its own policy, fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.screens.closing import close_all

PATIENCE_MS = 10_000
Begin = Callable[..., BrowserContext]


@contextmanager
def several(browser: Browser) -> Iterator[Begin]:
    """Begins them, with the options of Playwright, and closes all that were begun."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def begin(**options: Any) -> BrowserContext:
        contexts.append(browser.new_context(**options))
        watched(contexts[-1], faults)
        return contexts[-1]

    yield begin
    close_all(contexts, faults)


def watched(context: BrowserContext, faults: list[str]) -> None:
    """Whatever a page of it throws, or breaks of its policy, is told."""

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)

    context.on("page", watch)
    context.set_default_timeout(PATIENCE_MS)
