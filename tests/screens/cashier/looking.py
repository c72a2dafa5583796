"""What the tests look at on the cashier's pages, and what keys they press there."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.screens.kitchen import Kitchen

SUM = ".is-due dd"
BACK_MS = 20_000
"""How long a page may take to come back by itself."""


def bill_page(placed: Any) -> str:
    """The page of the bill of an order."""
    return f"/cashier?bill={placed['bill']}"


def lines_of(placed: Any) -> list[str]:
    """The lines of an order, as the house named them."""
    return [each["line"] for each in placed["lines"]]


def press(page: Page, *keys: str) -> None:
    """Press keys one after the other, as fast as they are taken."""
    for key in keys:
        page.keyboard.press(key)


def ask(page: Page, key: str, dialog: str) -> Locator:
    """Press the key of a deed, and get the question that it asks."""
    page.keyboard.press(f"Alt+{key}")
    found = page.locator(f"#{dialog}")
    expect(found).to_be_visible()
    return found


def still_wanted(page: Page) -> None:
    """Ask to pay a bill; what is not served on it is still wanted. The question how it is paid waits for an answer."""
    ask(page, "P", "guarding")
    page.keyboard.press("Enter")
    expect(page.locator("#paying")).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """The question how a bill is paid has stood long enough to be meant by Enter."""
    expect(page.locator("#paying form")).not_to_have_attribute("data-fresh", "1")


def tick(page: Page, line: str) -> None:
    """Tick a line by the keyboard: go through the lines to it."""
    for _ in range(20):
        page.keyboard.press("Alt+ArrowDown")
        if page.evaluate("document.activeElement.dataset.pick") == line:
            page.keyboard.press("Space")
            return
    raise AssertionError(f"line {line} is not reached")


def pay_card(kitchen: Kitchen, bill: str) -> None:
    """All that is due, at a terminal."""
    due = kitchen.get(f"/bills/{bill}")["due_minor"]
    kitchen.post(f"/bills/{bill}/pay", {"tender": "card", "amount_minor": due})


def of_bill(kitchen: Kitchen, kind: str, bill: str) -> list[Any]:
    """The events of a type that a bill has."""
    return [each for each in kitchen.events(kind) if each["bill"] == bill]
