"""A real Chromium, and a kitchen to look at with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.needs import needs
from tests.screens.closing import close_all
from tests.screens.desk import OpenPage
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen, running

WITHOUT = (
    # Each window would load two pages for its address bar, at more cost than a wall's.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # A page that passed through a test counts as one from elsewhere, which may not open sockets to this machine.
    "LocalNetworkAccessChecks",
    "SpareRendererForSitePerProcess",
    # Playwright's own list, in whose place this one comes.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    f"--disable-features={','.join(WITHOUT)}",
]

OpenWall = Callable[..., Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window; closed before other tests: none that is asynchronous runs beside it."""
    path = needs("chromium")
    with sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    """The small house, served by a process of its own."""
    yield from running(Kitchen(tmp_path / "data"))


@pytest.fixture
def open_wall(kitchen: Kitchen, browser: Browser) -> Iterator[OpenWall]:
    """Opens walls, each in a browser of its own. A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(screen: str = "wall", role: str = "kitchen", lang: str = "zh", live: bool = True) -> Page:
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        signed_in(context, kitchen.url, kitchen.secrets[role])
        page.goto(f"{kitchen.url}/screens/{screen}?lang={lang}")
        if live:
            expect(page.locator("#link")).to_have_attribute("data-state", "live")
        return page

    yield opened
    close_all(contexts, faults)


@pytest.fixture
def open_page(kitchen: Kitchen, browser: Browser) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own, signed in with a role or not. One that throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str, role: str | None = None, width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        if role is not None:
            signed_in(context, kitchen.url, kitchen.secrets[role])
        page.goto(kitchen.url + path)
        return page

    yield opened
    close_all(contexts, faults)
