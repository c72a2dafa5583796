"""A house behind a wire that can be cut, and the devices on which people order from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.live.proxy import Proxy
from tests.screens.browsers import several
from tests.screens.cut.devices import CHANNELS, SIZES, Channel, Device
from tests.screens.guest.conftest import House
from tests.screens.kitchen import running

Open = Callable[..., Device]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The house, served by a process of its own."""
    yield from running(House(tmp_path / "data"))


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


@pytest.fixture
def device(house: House, wire: Proxy, browser: Browser) -> Iterator[Open]:
    """Devices, each a browser of its own, not yet at a table."""
    with several(browser) as begin:
        yield lambda channel: Device(channel, begin(**options(channel)), house, f"http://127.0.0.1:{wire.port}")


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
