"""Reservations in a real Chromium: a table is kept, changed, let go, and those who come are seated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.screens.floor.conftest import DESK, PHONE, OpenFloor
from tests.screens.floor.looking import count_of, session_at, tile
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = ZoneInfo("Asia/Shanghai")


def tomorrow_at(hour: int) -> datetime:
    """Where the house is, whatever the clock of the browser says."""
    return (datetime.now(HERE) + timedelta(days=1)).replace(hour=hour, minute=30, second=0, microsecond=0)


def keep(page: Page, table: str, comes: datetime, guests: str) -> None:
    """Fill in the question, and answer it."""
    page.select_option("#reserving-table", table)
    page.fill("#reserving-date", f"{comes:%Y-%m-%d}")
    page.fill("#reserving-time", f"{comes:%H:%M}")
    page.fill("#reserving-guests", guests)
    page.click("#reserving [value=keep]")


def kept_for(kitchen: Kitchen, table: str) -> list[Any]:
    """The reservations of a table."""
    return [each for each in kitchen.get("/reservations")["reservations"] if each["table"] == table]


def soon(kitchen: Kitchen, table: str, minutes: int = 30, guests: int = 3) -> str:
    """A reservation that the map shows already."""
    at = int((datetime.now(HERE) + timedelta(minutes=minutes)).timestamp() * 1000)
    made: str = kitchen.post(f"/tables/{table}/reserve", {"comes_at": at, "guests": guests}, 201)["reservation"]
    return made


@pytest.mark.parametrize(("size", "lang"), [(PHONE, "en"), (DESK, "zh")])
def test_a_table_is_kept_from_the_map(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, size: tuple[int, int], lang: str
) -> None:
    page = open_floor(size=size, lang=lang)
    tile(page, table).click()
    page.click("#reserve-instead")
    expect(page.locator("#reserving-table")).to_have_value(table)
    comes = tomorrow_at(18)
    keep(page, table, comes, "6")
    row = page.locator(f'.reserved[data-table="{table}"]')
    expect(row.locator(".reserved-time")).to_have_text("18:30")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    (made,) = kept_for(kitchen, table)
    assert (made["comes_at"], made["guests"]) == (int(comes.timestamp() * 1000), 6)


def test_what_is_refused_or_no_time_is_told_and_keeps_what_was_typed(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    soon(kitchen, table)
    page = open_floor(f"/reservations?table={table}")
    page.fill("#reserving-guests", "some")
    page.click("#reserving [value=keep]")
    expect(page.locator("#reserving .fault")).to_have_text("Type how many guests they are")
    page.fill("#reserving-date", "")
    page.fill("#reserving-guests", "2")
    page.click("#reserving [value=keep]")
    expect(page.locator("#reserving .fault")).to_have_text("Say on which day and when they come")
    comes = datetime.now(HERE) + timedelta(minutes=50)
    keep(page, table, comes, "2")
    expect(page.locator('[data-fault="new"]')).to_have_text(f"Table {table} is reserved already about that time")
    assert len(kept_for(kitchen, table)) == 1


def test_it_is_changed_to_another_table_and_time(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, other: str
) -> None:
    reservation = soon(kitchen, table)
    page = open_floor()
    tile(page, table).click()
    page.click("#reserved [value=change]")
    page.wait_for_url("**/reservations")
    expect(page.locator("#reserving-table")).to_have_value(table)
    expect(page.locator("#reserving-guests")).to_have_value("3")
    comes = tomorrow_at(20)
    keep(page, other, comes, "")
    row = page.locator(f'.reserved[data-reservation="{reservation}"]')
    expect(row).to_have_attribute("data-table", other)
    assert [each["comes_at"] for each in kept_for(kitchen, other)] == [int(comes.timestamp() * 1000)]
    assert kept_for(kitchen, table) == []


@pytest.mark.parametrize(("answer", "outcome"), [("cancel", "cancelled"), ("no-show", "no_show")])
def test_who_will_not_come_leaves_the_table_free(
    kitchen: Kitchen, open_floor: OpenFloor, table: str, answer: str, outcome: str
) -> None:
    reservation = soon(kitchen, table)
    page = open_floor("/reservations")
    row = page.locator(f'.reserved[data-reservation="{reservation}"]')
    row.locator("[data-open=end]").click()
    page.click(f"#ending [value={answer}]")
    expect(row).to_have_count(0)
    assert count_of(kitchen, "ReservationEnded", reservation=reservation, outcome=outcome) == 1


def test_those_who_come_are_seated_and_order(kitchen: Kitchen, open_floor: OpenFloor, table: str) -> None:
    reservation = soon(kitchen, table)
    page = open_floor("/reservations")
    page.locator(f'.reserved[data-reservation="{reservation}"] [data-open=seat]').click()
    page.wait_for_url("**/order?session=*")
    session = session_at(kitchen, table)
    assert page.url.endswith(f"/order?session={session}")
    assert count_of(kitchen, "ReservationEnded", reservation=reservation, outcome="seated") == 1


def test_others_at_their_table_are_told_where_they_were_to_sit(
    kitchen: Kitchen, open_floor: OpenFloor, table: str
) -> None:
    kitchen.post("/sessions", {"table": table, "guests": 2}, 201)
    reservation = soon(kitchen, table)
    page = open_floor("/reservations")
    row = page.locator(f'.reserved[data-reservation="{reservation}"]')
    row.locator("[data-open=seat]").click()
    expect(row.locator(".fault")).to_contain_text(f"Guests at table {table} have not paid yet")
    assert kept_for(kitchen, table)[0]["reservation"] == reservation
