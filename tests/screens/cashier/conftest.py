"""One house for a module, a table of its own for each test; pages of those who take money, at desks and on phones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.proxy import Proxy
from tests.screens.kitchen import Kitchen, founding

TABLES = 60
PHONE, DESK = (390, 844), (1280, 800)
CHARGES = {
    "round_to_minor": 10,
    "surcharges": [
        {
            "surcharge": "tea",
            "name": {"zh": "茶位费", "en": "Tea"},
            "kind": "per_head",
            "value": 500,
            "automatic": False,
        }
    ],
}


class OpenTill(Protocol):
    """Opens a page of those who take money, signed in, in a browser of its own, and waits until it runs."""

    def __call__(
        self,
        path: str = "/cashier",
        lang: str = "en",
        *,
        size: tuple[int, int] = DESK,
        role: str = "waiter",
        port: int | None = None,
    ) -> Page: ...


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with many tables, which rounds cash and can charge tea, for a whole module."""
    made = Kitchen(tmp_path_factory.mktemp("cashier") / "data", founding(more_tables=TABLES))
    made.start()
    made.post("/billing", CHARGES)
    yield made
    made.stop()


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
def open_till(kitchen: Kitchen, browser: Browser) -> Iterator[OpenTill]:
    """Opens them. A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        path: str = "/cashier",
        lang: str = "en",
        *,
        size: tuple[int, int] = DESK,
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
        page.goto(f"{base}/sign-in?token={kitchen.secrets[role]}&lang={lang}")
        page.goto(base + path)
        expect(page.locator("body")).to_have_attribute("data-runs", "1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
