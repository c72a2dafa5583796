"""Four people in browsers of their own: a waiter's phone, a cashier's desk, a chef's wall, and a manager."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.live.proxy import Proxy
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.evening.house import House
from tests.screens.evening.people import Chef, Desk, Evening, Waiter

PHONE, DESK, WALL = (390, 844), (1280, 800), (1920, 1080)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house of its own: its day is closed in the end."""
    made = House(tmp_path / "data")
    yield made
    made.stop()


@pytest.fixture
def wire(house: House) -> Iterator[Proxy]:
    """What the waiter's phone hears the house by."""
    made = Proxy(house.port)
    yield made
    made.close()


@pytest.fixture
def open_evening(house: House, wire: Proxy, browser: Browser) -> Iterator[Callable[[str], Evening]]:
    """Signs all four in, in a language. A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def page_of(size: tuple[int, int], locale: str, role: str, port: int) -> Page:
        viewport = ViewportSize(width=size[0], height=size[1])
        context = browser.new_context(viewport=viewport, has_touch=size != DESK, locale=locale)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{role}: {error}"))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        signed_in(page.context, f"http://127.0.0.1:{port}", house.secrets[role])
        return page

    def opened(locale: str) -> Evening:
        chef = page_of(WALL, locale, "kitchen", house.port)
        chef.goto(f"{house.url}/screens/wall?lang={'zh' if locale.startswith('zh') else 'en'}")
        expect(chef.locator("#link")).to_have_attribute("data-state", "live")
        return Evening(
            house=house,
            wire=wire,
            waiter=Waiter(page_of(PHONE, locale, "waiter", wire.port), f"http://127.0.0.1:{wire.port}"),
            cashier=Desk(page_of(DESK, locale, "cashier", house.port), house.url),
            chef=Chef(chef),
            manager=Desk(page_of(DESK, locale, "manager", house.port), house.url),
        )

    yield opened
    close_all(contexts, faults)
