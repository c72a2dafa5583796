"""Pages of those who work at desks and with phones: a house for a module, tables for each test, their browsers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.proxy import Proxy
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen

TABLES = 60
"""That a house has beside its own: those that the tests take."""
PHONE, DESK = (390, 844), (1280, 800)


class OpenDesk(Protocol):
    """Opens a page, signed in, in a browser of its own, and waits until it runs and is live."""

    def __call__(
        self,
        path: str,
        lang: str = "en",
        *,
        size: tuple[int, int],
        role: str = "waiter",
        port: int | None = None,
    ) -> Page: ...


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Numbers of tables that no test has had yet."""
    return iter(count(1))


@pytest.fixture
def table(numbers: Iterator[int]) -> str:
    """A table where nobody sits."""
    return f"B{next(numbers):02}"


@pytest.fixture
def other(numbers: Iterator[int]) -> str:
    """Another one."""
    return f"B{next(numbers):02}"


@pytest.fixture
def wire(kitchen: Kitchen) -> Iterator[Proxy]:
    """A wire to the house that can be cut."""
    made = Proxy(kitchen.port)
    yield made
    made.close()


@pytest.fixture
def open_desk(kitchen: Kitchen, browser: Browser) -> Iterator[OpenDesk]:
    """Opens them. A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        path: str,
        lang: str = "en",
        *,
        size: tuple[int, int],
        role: str = "waiter",
        port: int | None = None,
    ) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        base = f"http://127.0.0.1:{port or kitchen.port}"
        signed_in(context, base, kitchen.secrets[role])
        page.goto(f"{base}/sign-in?lang={lang}")
        page.goto(base + path)
        expect(page.locator("body")).to_have_attribute("data-runs", "1")
        return page

    yield opened
    close_all(contexts, faults)
