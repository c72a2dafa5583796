"""What is kept outlives its page, its tab, its browser and the server: it goes by itself once, and in order."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.live.proxy import Proxy
from tests.needs import needs
from tests.screens.browsers import watched
from tests.screens.conftest import ARGUMENTS
from tests.screens.cut.conftest import options
from tests.screens.cut.devices import ROUNDS, Channel, Device
from tests.screens.cut.test_cut_network import there
from tests.screens.guest.conftest import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_two_tabs_send_what_each_has_kept_once_and_in_order(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    other = here.beside()
    wire.set("drop")
    here.send("beef").keeps(["beef"], [])
    other.send("cola").keeps(["beef", "cola"], [])
    here.send("tofu").keeps(["beef", "cola", "tofu"], [])
    other.keeps(["beef", "cola", "tofu"], [])
    wire.set("pass")
    for each in (here, other):
        each.shows([], ["beef", "cola", "tofu"])
    there(house, session, "beef", "cola", "tofu")


def test_the_tab_that_was_sending_is_closed_and_the_other_goes_on(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    other = here.beside()
    wire.mark(ROUNDS, "deaf")
    here.send("beef", "cola")
    wire.met(1)
    here.page.close()
    wire.mark(ROUNDS, "pass")
    wire.set("drop")
    wire.set("pass")
    other.shows([], ["beef cola"])
    there(house, session, "beef", "cola")


def test_the_page_is_closed_and_opened_again(house: House, wire: Proxy, session: str, here: Device) -> None:
    """With the house in sight but for orders, so that the page opens; what was kept stands there, and then goes."""
    wire.mark(ROUNDS, "lose")
    here.send("beef").send("cola").keeps(["beef", "cola"], [])
    before, here.page = here.page, here.context.new_page()
    before.close()
    here.open(f"session={session}").keeps(["beef", "cola"], [])
    there(house, session)
    wire.mark(ROUNDS, "pass")
    here.shows([], ["beef", "cola"])
    there(house, session, "beef", "cola")


def test_the_server_begins_anew_amid_a_cart_and_amid_what_is_kept(
    house: House, wire: Proxy, session: str, here: Device
) -> None:
    here.add("beef")
    house.kill()
    here.send("cola").keeps(["beef cola"], [])
    here.add("tofu").look()
    expect(here.cart).to_have_text(["Frozen Tofu"])
    house.start()
    here.shows([], ["beef cola"])
    expect(here.cart).to_have_text(["Frozen Tofu"])
    here.send().shows([], ["beef cola", "tofu"])
    there(house, session, "beef", "cola", "tofu")


Profile = Callable[[Channel], Device]


@pytest.fixture
def profile(house: House, wire: Proxy, browser: Browser, tmp_path: Path) -> Iterator[Profile]:
    """A browser with a profile on the disk: opened again it is the same one."""
    opened: list[BrowserContext] = []
    faults: list[str] = []

    def begin(channel: Channel) -> Device:
        context = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=needs("chromium"), args=ARGUMENTS, **options(channel)
        )
        opened.append(context)
        watched(context, faults)
        return Device(channel, context, house, f"http://127.0.0.1:{wire.port}")

    yield begin
    for context in opened:
        context.close()
    assert faults == []


def test_the_browser_is_closed_and_begun_anew(
    house: House, wire: Proxy, session: str, channel: Channel, profile: Profile
) -> None:
    one = profile(channel).arrive(f"session={session}")
    wire.set("drop")
    one.send("beef").send("cola").keeps(["beef", "cola"], [])
    one.context.close()
    wire.set("pass")
    wire.mark(ROUNDS, "lose")
    again = profile(channel).known().open(f"session={session}").keeps(["beef", "cola"], [])
    there(house, session)
    wire.mark(ROUNDS, "pass")
    again.shows([], ["beef", "cola"])
    there(house, session, "beef", "cola")


def test_the_battery_is_empty_a_moment_after_it_was_kept(
    house: House, wire: Proxy, session: str, profile: Profile, tmp_path: Path
) -> None:
    """What is shown as kept is on the disk: the browser is killed where it stands."""
    one = profile("waiter").arrive(f"session={session}")
    wire.set("drop")
    one.send("beef").keeps(["beef"], [])
    for process in of_profile(tmp_path / "profile"):
        os.kill(process, signal.SIGKILL)
    one.page.wait_for_event("close") if not one.page.is_closed() else None
    wire.set("pass")
    again = profile("waiter").arrive(f"session={session}")
    again.shows([], ["beef"])
    there(house, session, "beef")


def of_profile(folder: Path) -> list[int]:
    """The processes of the browser that has this profile."""
    words = f"--user-data-dir={folder}".encode()
    found = []
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if words in each.read_bytes().split(b"\0"):
                found.append(int(each.parent.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found
