"""A house behind a wire that can be cut, and the devices on which people order from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.live.proxy import Proxy
from tests.screens.cut.devices import CHANNELS, SIZES, Channel, Device
from tests.screens.guest.conftest import House

Open = Callable[..., Device]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The house, served by a process of its own."""
    made = House(tmp_path / "data")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def wire(house: House) -> Iterator[Proxy]:
    """The wire between it and all devices; the house's own hands do not need it."""
    made = Proxy(house.port)
    yield made
    made.close()


@pytest.fixture(params=CHANNELS)
def channel(request: pytest.FixtureRequest) -> Channel:
    """By what is ordered."""
    found: Channel = request.param
    return found


def options(channel: Channel) -> dict[str, Any]:
    """A browser as such devices have it."""
    width, height = SIZES[channel]
    return {
        "viewport": {"width": width, "height": height},
        "has_touch": True,
        "is_mobile": channel == "scan",
        "locale": "en-GB",
    }


def watched(context: BrowserContext, faults: list[str]) -> None:
    """Whatever page of it throws, or breaks its policy, is told."""

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)

    context.on("page", watch)
    context.set_default_timeout(10_000)


@pytest.fixture
def device(house: House, wire: Proxy, browser: Browser) -> Iterator[Open]:
    """Devices, each a browser of its own, not yet at a table."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(channel: Channel) -> Device:
        context = browser.new_context(**options(channel))
        contexts.append(context)
        watched(context, faults)
        return Device(channel, context, house, f"http://127.0.0.1:{wire.port}")

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def session(house: House) -> str:
    """Two guests sit at A01."""
    made = house.post("/sessions", {"table": "A01", "guests": 2}, 201)["session"]
    assert isinstance(made, str)
    return made


@pytest.fixture
def here(device: Open, channel: Channel, session: str) -> Device:
    """The device at A01, of the party that sits there."""
    return device(channel).arrive(f"session={session}")
