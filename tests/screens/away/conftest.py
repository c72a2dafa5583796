"""A house under HTTPS and a name of its own, where browsers keep pages, and the wire to it that can be cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.authority import NAME, Certificate, certified
from tests.live.proxy import Proxy
from tests.needs import needs
from tests.screens.browsers import several
from tests.screens.conftest import ARGUMENTS
from tests.screens.entering import signed_in
from tests.screens.guest.conftest import Guest, House
from tests.screens.kitchen import running

PHONE, DESK = (390, 844), (1280, 800)
AWAY_MS, BACK_MS = 15_000, 25_000
"""Within so long a page says that the house is away, and is live again."""
KEPT = """async (addresses) => {
  const registered = await navigator.serviceWorker.ready;
  const until = Date.now() + 20000;
  while (Date.now() < until) {
    const kept = [];
    for (const name of await caches.keys()) kept.push(...await (await caches.open(name)).keys());
    const paths = kept.map((each) => { const url = new URL(each.url); return url.pathname + url.search; });
    if (navigator.serviceWorker.controller && addresses.every((address) => paths.includes(address))) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Boolean(registered) && false;
}"""


def kept(page: Page, *addresses: str) -> None:
    """Wait until these are kept on the device."""
    assert page.evaluate(KEPT, list(addresses)), addresses


def has_read_the_floor(page: Page) -> None:
    """The page knows the tables, for when the house does not answer."""
    page.wait_for_function(
        "performance.getEntriesByType('resource')"
        ".some(({ name, responseEnd }) => name.endsWith('/floor/known') && responseEnd)"
    )


def names_kept(page: Page) -> list[str]:
    """All that is kept on the device, but for files."""
    found: list[str] = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            if (/-(files|photos)$/.test(name)) continue;
            for (const each of await (await caches.open(name)).keys()) {
              found.push(new URL(each.url).pathname + new URL(each.url).search);
            }
          }
          return found;
        }"""
    )
    return sorted(found)


@pytest.fixture(scope="package")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Of the house's name."""
    return certified(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="package")
def browser(browser: Browser, certificate: Certificate) -> Iterator[Browser]:
    """Another one beside it, which trusts the house."""
    made = browser.browser_type.launch(
        executable_path=needs("chromium"), headless=True, args=[*ARGUMENTS, *certificate.arguments]
    )
    yield made
    made.close()


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[House]:
    """A house whose guests order by themselves, served by a process of its own."""
    yield from running(House(tmp_path / "data"))


@pytest.fixture
def wire(kitchen: House, certificate: Certificate) -> Iterator[Proxy]:
    """The way to the house, which speaks TLS."""
    made = Proxy(kitchen.port, certificate.context)
    yield made
    made.close()


@pytest.fixture
def origin(wire: Proxy) -> str:
    """How the house is reached."""
    return f"https://{NAME}:{wire.port}"


OpenDevice = Callable[..., Page]


@pytest.fixture
def device(kitchen: House, origin: str, browser: Browser) -> Iterator[OpenDevice]:
    """Devices, each a browser of its own."""
    with several(browser) as begin:

        def opened(
            path: str,
            role: str | None = "waiter",
            lang: str = "en",
            size: tuple[int, int] = PHONE,
            beside: Page | None = None,
        ) -> Page:
            width, height = size
            options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "has_touch": size == PHONE}
            context = begin(**options) if beside is None else beside.context
            page = context.new_page()
            if role is not None and beside is None:
                signed_in(context, origin, kitchen.secrets[role])
            page.goto(f"{origin}{path}{'&' if '?' in path else '?'}lang={lang}")
            return page

        yield opened


@pytest.fixture
def phone(device: OpenDevice, kitchen: House) -> Callable[..., Guest]:
    """Guests' phones, which have kept their page."""

    def scanned(table: str = "A01", lang: str = "en") -> Guest:
        page = device(kitchen.codes[table], None, lang)
        guest = Guest(page, kitchen)
        page.goto(page.url.split("/guest")[0] + f"/guest?lang={lang}")
        expect(page.locator("#link")).to_have_attribute("data-state", "live")
        kept(page, "/guest", "/guest/menu", "/guest/now", "/offline")
        return guest

    return scanned
