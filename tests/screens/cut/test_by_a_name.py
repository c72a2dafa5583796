"""The house by a name, as devices reach it: encrypted by its own certificate, which the browser trusts, and plain."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from kds.ops.tls.kept import FOLDER, keep, public_file
from kds.ops.tls.names import names_of
from kds.ops.tls.served import now
from kds.web.auth import COOKIE
from kds.web.guests.passes import PASS
from tests.live.proxy import Proxy
from tests.live.server import free_port
from tests.needs import needs
from tests.screens.browsers import several
from tests.screens.conftest import ARGUMENTS
from tests.screens.cut.conftest import options
from tests.screens.cut.devices import Channel, Device
from tests.screens.cut.test_cut_network import there, written
from tests.screens.cut.trusting import have_trusted
from tests.screens.guest.conftest import House
from tests.screens.kitchen import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "kds.test"
Begin = Callable[[Channel, str], Device]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kds tls --name kds.test` makes."""
    data = tmp_path_factory.mktemp("certificates")
    keep(data, now(), names_of([NAME]))
    return data


@pytest.fixture(scope="module")
def trusting(browser: Browser, certificates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that finds the house by its name, and trusts its authority."""
    home = tmp_path_factory.mktemp("home")
    have_trusted(home, public_file(certificates))
    found = [*ARGUMENTS, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    env: dict[str, str | float | bool] = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / ".local/share")}
    chromium = browser.browser_type.launch(executable_path=needs("chromium"), headless=True, args=found, env=env)
    yield chromium
    chromium.close()


class EncryptedHouse(House):
    """The house with certificates of its own, served by HTTPS besides."""

    def __init__(self, data: Path, certificates: Path) -> None:
        super().__init__(data)
        self.tls_port = free_port()
        shutil.copytree(certificates / FOLDER, data / FOLDER)

    def _begun(self, arguments: Sequence[str], log: Path) -> Any:
        return super()._begun([*arguments, "--tls", "--tls-port", str(self.tls_port)], log)


@pytest.fixture
def house(tmp_path: Path, certificates: Path) -> Iterator[EncryptedHouse]:
    """It is served by a process of its own."""
    yield from running(EncryptedHouse(tmp_path / "data", certificates))


@pytest.fixture
def wire(house: EncryptedHouse) -> Iterator[Proxy]:
    """The wire to where HTTPS is spoken: what goes over it nobody reads on the way."""
    made = Proxy(house.tls_port)
    yield made
    made.close()


@pytest.fixture
def begin(house: EncryptedHouse, trusting: Browser) -> Iterator[Begin]:
    """Opens a device at an address."""
    with several(trusting) as begun:
        yield lambda channel, url: Device(channel, begun(**options(channel)), house, url)


def test_encrypted_orders_are_kept_and_arrive_once(
    house: EncryptedHouse, wire: Proxy, session: str, channel: Channel, begin: Begin
) -> None:
    one = begin(channel, f"https://{NAME}:{wire.port}").arrive(f"session={session}")
    assert one.page.evaluate("isSecureContext && Boolean(navigator.locks)")
    assert [each["secure"] for each in one.context.cookies() if each["name"] in (PASS, COOKIE)] == [True]
    wire.set("drop")
    one.send("beef").send("cola").keeps(["beef", "cola"], [])
    wire.set("pass")
    one.shows([], ["beef", "cola"])
    wire.set("deaf")
    one.send("tofu")
    written(house, 3)
    wire.set("drop")
    one.keeps(["tofu"], ["beef", "cola"])
    wire.set("pass")
    one.shows([], ["beef", "cola", "tofu"])
    there(house, session, "beef", "cola", "tofu")


def test_plain_by_a_name_two_tabs_do_as_well(
    house: EncryptedHouse, session: str, channel: Channel, begin: Begin
) -> None:
    """There is no lock between tabs then, nor anything else of a secure page."""
    plain = Proxy(house.port)
    try:
        one = begin(channel, f"http://{NAME}:{plain.port}").arrive(f"session={session}")
        assert one.page.evaluate("!isSecureContext && !navigator.locks")
        other = one.beside()
        plain.set("drop")
        one.send("beef").keeps(["beef"], [])
        other.send("cola").shows(["beef", "cola"], [])
        plain.set("pass")
        for each in (one, other):
            each.shows([], ["beef", "cola"])
        there(house, session, "beef", "cola")
    finally:
        plain.close()


def test_a_browser_that_does_not_trust_the_house_is_warned_and_the_page_says_what_to_do(
    house: EncryptedHouse, browser: Browser
) -> None:
    context = browser.new_context(ignore_https_errors=True, locale="en-GB")
    page = context.new_page()
    page.goto(f"https://127.0.0.1:{house.tls_port}/certificate")
    with page.expect_download() as fetching:
        page.click("text=Fetch the certificate >> nth=-1")
    assert fetching.value.suggested_filename == "kds-authority.crt"
    page.click("summary:has-text('Android')")
    expect(page.locator(".certificate-how[open]")).to_contain_text("Install anyway")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
