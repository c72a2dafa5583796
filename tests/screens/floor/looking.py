"""What the tests look at on the floor and on a sheet, and how they press there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.screens.kitchen import Kitchen

BACK_MS = 20_000
"""How long a page may take to come back by itself."""
GONE_MS = 5_000
"""Within so long a page says that the server is gone: three seconds, and what the looking takes."""


def tile(page: Page, table: str) -> Locator:
    """A table on the map."""
    return page.locator(f'.map [data-part="table {table}"]')


def row(page: Page, line: str) -> Locator:
    """A line on a sheet."""
    return page.locator(f'.row[data-line="{line}"]')


def becomes(where: Locator, **data: str) -> None:
    """It comes to have these `data-` attributes."""
    for name, value in data.items():
        expect(where).to_have_attribute(f"data-{name}", value)


def lines_of(placed: Any) -> list[str]:
    """The lines of an order, as the house named them."""
    return [each["line"] for each in placed["lines"]]


def session_at(kitchen: Kitchen, table: str) -> str:
    """The one party that sits there."""
    found: str = kitchen.get(f"/tables/{table}")["session"]
    return found


def count_of(kitchen: Kitchen, kind: str, **data: Any) -> int:
    """How many events of a type have these data."""
    return sum(all(event.get(name) == value for name, value in data.items()) for event in kitchen.events(kind))
