"""What a wall says of the device that it runs on: too old, open twice, its clock off, dark before long."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from kds.resources import static_dir
from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOCKS = """navigator.wakeLock.request = async () => {
  window.locks = (window.locks || 0) + 1;
  return new EventTarget();
};"""
NO_LOCK = "Object.defineProperty(Navigator.prototype, 'wakeLock', { get: () => undefined });"


@pytest.mark.parametrize(("lang", "said"), [("zh", "浏览器太旧"), ("en", "too old")])
def test_a_browser_that_cannot_read_the_script_says_that_the_box_is_too_old(
    kitchen: Kitchen, browser: Browser, lang: str, said: str
) -> None:
    page = browser.new_page()
    page.route(
        re.compile(r"/js/wall/page[.]js"),
        lambda route: route.fulfill(content_type="text/javascript", body="class A { #x = 1; y = this.#x ?!? 2 }"),
    )
    signed_in(page.context, kitchen.url, kitchen.secrets["kitchen"])
    page.goto(f"{kitchen.url}/screens/wall?lang={lang}")
    expect(page.locator("#too-old")).to_contain_text(said)
    box = page.locator("#too-old").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 1280, "height": 720}, "nobody cooks from a board that stands still"
    page.close()


def test_a_wall_that_runs_says_nothing_of_the_kind(open_wall: OpenWall) -> None:
    page = open_wall(script=LOCKS)
    expect(page.locator("#too-old")).to_be_hidden()
    expect(page.locator("#hints")).to_have_text("")
    assert page.evaluate("locks") == 1
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


@pytest.mark.parametrize(("lang", "said"), [("zh", "请在设备里关闭休眠"), ("en", "Turn off sleep")])
def test_a_browser_that_keeps_no_screen_on_says_so(open_wall: OpenWall, lang: str, said: str) -> None:
    page = open_wall(script=NO_LOCK, lang=lang)
    expect(page.locator("#hints")).to_contain_text(said)


@pytest.mark.parametrize(("lang", "said"), [("zh", "本机时钟不准"), ("en", "clock of this device is wrong")])
def test_a_device_whose_clock_is_off_says_so(open_wall: OpenWall, lang: str, said: str) -> None:
    page = open_wall(script=LOCKS + "const then = Date.now; Date.now = () => then() - 600000;", lang=lang)
    expect(page.locator("#hints")).to_contain_text(said)


def test_the_clock_of_a_device_is_told_as_the_device_shows_it(kitchen: Kitchen, browser: Browser) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.add_init_script("const then = Date.now; Date.now = () => then() + 51600000;")
    signed_in(page.context, kitchen.url, kitchen.secrets["kitchen"])
    page.goto(f"{kitchen.url}/screens/wall?lang=en")
    expect(page.locator("#hints")).to_contain_text("clock of this device is wrong")
    shown = datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(milliseconds=51_600_000)
    expect(page.locator("#hints")).to_contain_text(shown.strftime("%Y-%m-%d %H:"))
    close(context)


def test_two_tabs_of_one_screen_are_both_live_and_say_that_they_are_two(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(script=LOCKS)
    other = page.context.new_page()
    other.add_init_script(LOCKS)
    other.goto(f"{kitchen.url}/screens/wall?lang=en")
    expect(page.locator("#hints")).to_have_text("本机打开了 2 个相同的屏幕")
    expect(other.locator("#hints")).to_have_text("This screen is open 2 times on this device")
    placed = kitchen.ticket("noodles")
    for each in (page, other):
        expect(each.locator("#link")).to_have_attribute("data-state", "live")
        expect(ticket(each, placed)).to_be_attached()
    other.close()
    expect(page.locator("#hints")).to_have_text("")


def test_a_page_on_the_devices_own_disk_waits_for_the_server_and_goes_to_the_wall(
    kitchen: Kitchen, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "wall.html").write_text((static_dir() / "kiosk.html").read_text())
    page = browser.new_page()
    signed_in(page.context, kitchen.url, kitchen.secrets["kitchen"])
    page.goto(f"{kitchen.url}/screens/wall?lang=en")
    kitchen.kill()
    page.goto(f"file://{tmp_path}/wall.html#{kitchen.url}/screens/wall")
    expect(page.locator("body")).to_contain_text("Waiting for the server")
    kitchen.start()
    page.wait_for_url(f"{kitchen.url}/screens/wall", timeout=20_000)
    page.close()


def test_what_people_wrote_is_isolated_for_direction(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(script=LOCKS)
    placed = kitchen.ticket({"dish": "tofu", "qty": 2, "note": "\u05dc\u05dc\u05d0 7"})
    for part in (".line-dish", ".line-note", ".ticket-table"):
        found = ticket(page, placed).locator(part)
        assert found.evaluate("n => getComputedStyle(n).unicodeBidi") in ("isolate", "plaintext")
    said = page.evaluate(
        """async () => {
          const src = document.querySelector('script[type=module]').src.replace('wall/page.js', 'lib/words.js');
          const { Words } = await import(src);
          return new Words({ gone: '{label} 2' }, 'en').say('gone', { label: '\u05d0' });
        }"""
    )
    assert said == "\u2068\u05d0\u2069 2"
