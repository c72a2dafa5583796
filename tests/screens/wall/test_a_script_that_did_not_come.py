"""A wall of which one script did not come is loaded anew by itself, as soon as the server answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AGAIN_MS = 30_000
"""It looks ten seconds after it was loaded."""


def test_it_is_fetched_again_and_the_wall_is_live(kitchen: Kitchen, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    missed: list[str] = []

    def hiccup(route: Route) -> None:
        if missed:
            route.continue_()
        else:
            missed.append(route.request.url)
            route.abort()

    page.route("**/js/wall/slots.js", hiccup)
    signed_in(page.context, kitchen.url, kitchen.secrets["kitchen"])
    page.goto(f"{kitchen.url}/screens/wall")
    assert missed
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=AGAIN_MS)
    close(context)
