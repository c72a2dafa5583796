"""Printers in a real Chromium, with one that really listens: set up, tested, an order printed, the kitchen on paper."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.live.printer import Printer, wait_for
from tests.screens.conftest import OpenWall
from tests.screens.desk import OpenPage
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SLOW_MS = 20_000


@pytest.fixture
def printer() -> Iterator[Printer]:
    """On the network of the house."""
    with Printer() as printer:
        yield printer


def set_up(page: Page, printer: Printer, mode: str) -> None:
    """As a manager does."""
    page.click("text=New printer")
    page.fill("#zh", "热菜打印机")
    page.fill("#en", "Hot line printer")
    page.fill("#host", "127.0.0.1")
    page.fill("#port", str(printer.port))
    page.check(f"input[name=mode][value={mode}]", force=True)
    page.click("text=Save")
    expect(page.locator(".setting-rows")).to_contain_text("has printed nothing yet")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_printer_is_set_up_and_tested_and_prints_what_is_ordered(
    kitchen: Kitchen, open_page: OpenPage, printer: Printer, width: int
) -> None:
    page = open_page("/settings/printers?lang=en", "manager", width=width)
    set_up(page, printer, "always")
    page.click("text=Hot line printer")
    page.click("text=Print a test slip")
    assert "打印测试" in wait_for(printer, 1)[0].text
    page.goto(f"{kitchen.url}/settings/printers?lang=en")
    expect(page.locator(".setting-rows")).to_contain_text("works")
    kitchen.order("tofu", table="A03")
    assert "A03" in wait_for(printer, 2)[1].text
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_is_not_confirmed_is_told_on_the_start_page_and_settled_there(
    kitchen: Kitchen, open_page: OpenPage, printer: Printer
) -> None:
    printer.mood = "ends"
    page = open_page("/settings/printers?lang=en", "manager")
    set_up(page, printer, "always")
    kitchen.order("tofu", table="A03")
    page.goto(f"{kitchen.url}/?lang=en")
    expect(page.locator(".paper-unsure")).to_contain_text("A03 tofu", timeout=SLOW_MS)
    assert "补打 首次" in printer.slips[1].text
    page.click("text=It lies there")
    expect(page.locator(".paper-unsure")).to_have_count(0)
    assert len(kitchen.events("PrintJobsPrinted")) == 1


def test_one_press_on_a_wall_prints_the_whole_kitchen(
    kitchen: Kitchen, open_page: OpenPage, open_wall: OpenWall, printer: Printer
) -> None:
    set_up(open_page("/settings/printers?lang=en", "manager"), printer, "fallback")
    kitchen.order("tofu", "noodles", table="A03")
    wall = open_wall()
    wall.keyboard.press("F1")
    wall.click("#sheet-paper")
    expect(wall.locator("#sheet-paper-said")).to_have_text("3页已送去打印。")
    pages = [each.text for each in wait_for(printer, 3)]
    assert [f"全厨交接 {number}/3" in text for number, text in enumerate(pages, start=1)] == [True] * 3
    assert "tofu" in pages[2]
    assert "noodles" in pages[2]


def test_the_tickets_of_a_kitchen_without_a_wall_go_to_paper(
    kitchen: Kitchen, open_page: OpenPage, printer: Printer
) -> None:
    set_up(open_page("/settings/printers?lang=en", "manager"), printer, "fallback")
    kitchen.order("tofu", table="A03")
    began = time.monotonic()
    (slip,) = wait_for(printer, 1, seconds=90)
    assert "没有屏幕显示这个档口" in slip.text or "屏幕上没人看到这张单" in slip.text
    assert time.monotonic() - began < 90
