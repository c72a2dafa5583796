"""The first half hour in a real Chromium: from nothing to a first order on a wall and back, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.screens.desk import OpenPage, code_on, pair
from tests.screens.kitchen import Kitchen
from tests.screens.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = {"zh": "火锅", "en": "Hotpot"}
DONE_MS = 15_000
"""The page of a test order looks every two seconds."""


def at(page: Page, step: str) -> None:
    """A step is open, and nothing on it is grave or wider than the page."""
    expect(page).to_have_url(re.compile(rf"/setup/{step}(\?|$)"))
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def on(page: Page) -> None:
    """Press the button that goes on."""
    page.locator("main .button.is-main").first.click()


@pytest.mark.parametrize(("lang", "width", "height"), [("zh", 1280, 800), ("en", 390, 844)])
def test_a_house_is_set_up_and_its_first_order_runs_to_the_wall_and_back(
    kitchen: Kitchen, open_page: OpenPage, tmp_path: Path, lang: str, width: int, height: int
) -> None:
    page = open_page(f"/setup?lang={lang}", "owner", width=width, height=height)
    page.goto(f"{kitchen.url}/setup/house?lang={lang}")
    at(page, "house")
    page.fill("#zh", "老灶火锅")
    page.fill("#cutoff", "03:30")
    on(page)
    at(page, "kitchen")
    page.get_by_label(KINDS[lang]).check()
    on(page)
    at(page, "tables")
    page.fill("#tables", "大厅：A01-A24 4座\n包间：B1-B6 8座")
    on(page)
    at(page, "menu")
    page.set_input_files("#file", menu_file(tmp_path))
    expect(page.locator("#menu")).to_have_value(re.compile("雪花肥牛\t68"))
    page.click("button[value=look]")
    at(page, "menu")
    expect(page.locator("table tbody tr")).to_have_count(3)
    page.click("button[value=take]")
    at(page, "people")
    page.fill("#name", "王老板")
    page.fill("#pin", "7305")
    page.fill("#again", "7305")
    on(page)
    at(page, "screens")
    television = open_page("/screens", width=1920, height=1080)
    on(page)
    pair(page, code_on(television), screen="kitchen")
    television.wait_for_url("**/screens/kitchen?lang=en")
    page.goto(f"{kitchen.url}/setup")
    at(page, "order")
    on(page)
    ticket = television.locator("article.ticket").first
    expect(ticket).to_contain_text("TEST")
    expect(page.locator(".setup-trial li.is-done")).to_have_count(2, timeout=DONE_MS)
    television.wait_for_timeout(600)  # what has just come is not bumped by accident
    ticket.locator(".ticket-bump").click()
    expect(page.locator(".setup-trial li.is-done")).to_have_count(3, timeout=DONE_MS)
    on(page)
    expect(page.locator(".notice.is-good")).to_be_visible()
    at(page, "order")
    expect(page.locator(".setup-step.is-done")).to_have_count(7)


def test_it_is_left_and_resumed_where_something_is_missing(kitchen: Kitchen, open_page: OpenPage) -> None:
    page = open_page("/setup", "manager")
    page.fill("#en", "Old Stove")
    on(page)
    page.goto(kitchen.url)
    page.click("a[href='/setup']")
    at(page, "kitchen")
    expect(page.locator(".setup-step.is-done")).to_have_text(["The house done"])


def test_what_is_wrong_is_named_and_can_be_mended(open_page: OpenPage) -> None:
    page = open_page("/setup/tables", "manager", width=390, height=844)
    page.fill("#tables", "Hall: A1-A3\nBar: window")
    on(page)
    expect(page.locator(".setup-faults")).to_contain_text("Line 2: “window” is not understood")
    at(page, "tables")
    page.fill("#tables", "Hall: A1-A3\nBar: T1")
    on(page)
    at(page, "menu")


def test_a_file_that_is_no_menu_is_said_so(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/setup/menu", "manager")
    bad = tmp_path / "menu.xlsx"
    bad.write_bytes(b"\xff\x00\x01")
    page.set_input_files("#file", bad)
    expect(page.locator("#file-fault")).to_have_text("This is neither an XLSX nor a CSV file")


def menu_file(folder: Path) -> Path:
    """A menu as somebody's till gave it."""
    book = openpyxl.Workbook()
    for row in (("类别", "品名", "售价"), ("锅底", "牛油锅", 88), ("荤菜", "雪花肥牛", 68), ("酒水", "雪花啤酒", 12.5)):
        book.worksheets[0].append(row)
    book.save(folder / "menu.xlsx")
    return folder / "menu.xlsx"
