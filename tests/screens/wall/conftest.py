"""One kitchen for all tests of a module, tidied after each; and walls of every size, also behind a wire to be cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.proxy import Proxy
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen, founding, running
from tests.screens.wall.looking import LINK


class OpenWall(Protocol):
    """Opens a wall in a browser of its own and waits until it is live."""

    def __call__(
        self,
        screen: str = "wall",
        role: str = "kitchen",
        lang: str = "zh",
        *,
        width: int = 1920,
        height: int = 1080,
        port: int | None = None,
        live: bool = True,
        script: str = "",
        clock: bool = False,
    ) -> Page: ...


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house, served by a process of its own, for a whole module."""
    yield from running(Kitchen(tmp_path_factory.mktemp("wall") / "data", founding(more_tables=60)))


@pytest.fixture(autouse=True)
def tidied(kitchen: Kitchen) -> Iterator[None]:
    """Each test finds an empty kitchen."""
    yield
    kitchen.tidy()


@pytest.fixture
def wire(kitchen: Kitchen) -> Iterator[Proxy]:
    """A wire to the kitchen's server that can be cut."""
    made = Proxy(kitchen.port)
    yield made
    made.close()


@pytest.fixture
def open_wall(kitchen: Kitchen, browser: Browser) -> Iterator[OpenWall]:
    """Opens walls. A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        screen: str = "wall",
        role: str = "kitchen",
        lang: str = "zh",
        *,
        width: int = 1920,
        height: int = 1080,
        port: int | None = None,
        live: bool = True,
        script: str = "",
        clock: bool = False,
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        if script:
            page.add_init_script(script)
        if clock:
            page.clock.install()
        signed_in(page.context, kitchen.url, kitchen.secrets[role])
        page.goto(f"http://127.0.0.1:{port or kitchen.port}/screens/{screen}?lang={lang}")
        if live:
            expect(page.locator(LINK)).to_have_attribute("data-state", "live")
        return page

    yield opened
    close_all(contexts, faults)
