"""A house with boards of the pass, in browsers of every size."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from kds.core.kitchen.change_kitchen import ChangeKitchen
from kds.core.kitchen.screens import Screen
from tests.house import named
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen, founding, running

WALL, TABLET, PHONE = (1920, 1080), (1280, 800), (390, 844)
SCREENS = (Screen("expo", named("expo"), role="expo"), Screen("runner", named("runner"), role="runner"))
PAINTED_MS = 600
"""By then a person has seen what was painted."""


class OpenBoard(Protocol):
    """Opens a board as the kitchen does, waits until it is live and has been looked at."""

    def __call__(self, screen: str = "expo", lang: str = "en", *, size: tuple[int, int] = WALL) -> Page: ...


@pytest.fixture
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    """The small house with many tables, anew for each test: what boards show is all that there is."""
    data = tmp_path_factory.mktemp("expo") / "data"
    yield from running(Kitchen(data, (*founding(more_tables=40), ChangeKitchen(screens=SCREENS))))


@pytest.fixture
def open_board(kitchen: Kitchen, browser: Browser) -> Iterator[OpenBoard]:
    """A page that breaks its own policy or throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(screen: str = "expo", lang: str = "en", *, size: tuple[int, int] = WALL) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=size == PHONE)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        signed_in(context, kitchen.url, kitchen.secrets["kitchen"])
        page.goto(f"{kitchen.url}/screens/{screen}?lang={lang}")
        expect(page.locator("body[data-runs]")).to_have_count(1)
        expect(page.locator("#live:not(.is-stale)")).to_have_count(1)
        page.wait_for_timeout(PAINTED_MS)
        return page

    yield opened
    close_all(contexts, faults)


def card(page: Page, label: str) -> Locator:
    """A party's card."""
    return page.locator(f'.pass[data-label="{label}"]')


def line(page: Page, name: str) -> Locator:
    """A line on a card."""
    return page.locator(f'.pass-line[data-line="{name}"]')


def seen(page: Page, found: Locator, **data: str) -> None:
    """It says so, and somebody has had the time to see it."""
    for name, value in data.items():
        expect(found).to_have_attribute(f"data-{name}", value)
    page.wait_for_timeout(PAINTED_MS)


def bump(kitchen: Kitchen, placed: Any, *which: int) -> list[str]:
    """These lines of an order are done; which they are."""
    lines = [placed["lines"][n]["line"] for n in which]
    for ticket in placed["tickets"]:
        own = [each for each in lines if each in of_ticket(kitchen, ticket)]
        if own:
            kitchen.post(f"/tickets/{ticket}/bump", {"lines": own})
    return lines


def of_ticket(kitchen: Kitchen, ticket: str) -> list[str]:
    """The lines of a ticket."""
    routed = [each for event in kitchen.events("TicketsRouted") for each in event["tickets"]]
    return next(list(each["lines"]) for each in routed if each["ticket"] == ticket)


def served(kitchen: Kitchen) -> list[str]:
    """The lines that were said to be served, in order."""
    return [each["line"] for each in kitchen.events("LineServed")]


def cut_off(page: Page, pieces: str) -> list[str]:
    """The pieces of which something is neither whole on the page nor wholly on another."""
    found = page.eval_on_selector_all(
        pieces,
        """nodes => nodes.filter((node) => {
          const seen = node.closest(".board-columns").getBoundingClientRect();
          const high = document.querySelector(".board-pieces").getBoundingClientRect();
          const isOut = ({ top, bottom }) => top < high.top - 1 || bottom > seen.bottom + 1;
          return Array.from(node.getClientRects()).some(isOut)
            || node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1;
        }).map((node) => node.textContent)""",
    )
    assert isinstance(found, list)
    return found
