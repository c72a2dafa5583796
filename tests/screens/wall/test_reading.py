"""Letters follow the panel and the distance, and the browser's zoom changes nothing of it."""

from __future__ import annotations

from statistics import quantiles

import pytest
from playwright.sync_api import Browser, Page

from kds.core.kitchen.model import ScreenLanguage, TextSize
from kds.web.pages.reading import REACHES, USUAL_CM
from tests.screens.wall.looking import HIDDEN
from tests.screens.wall.scenes import look, staged
from tests.screens.wall.test_never_hidden import DISH_MM, LEAST_MM, Ink, scanned

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def inks(page: Page) -> list[Ink]:
    """How high the letters of each ticket are, on all pages, of which none hides anything."""
    found = [ink for hidden, found in scanned(page, 1920) for ink in found if hidden == []]
    page.context.close()
    return found


@pytest.mark.parametrize(
    ("text", "lang"), [("small", "zh"), ("small", "en"), ("medium", "both"), ("large", "zh"), ("large", "en")]
)
def test_as_far_as_a_text_size_is_said_to_reach_a_busy_dinner_is_read(
    browser: Browser, text: TextSize, lang: ScreenLanguage
) -> None:
    far = REACHES[text][lang] / 1000
    with staged("sixty", lang, text=text, distance_cm=int(USUAL_CM * far)) as made:
        found = inks(look(browser, made, lang))
    assert len(found) >= 60
    assert quantiles([each.dish for each in found], n=20)[0] >= DISH_MM * far
    assert min(min(each) for each in found) >= LEAST_MM * far


def test_a_small_panel_far_away_has_larger_letters_and_frames(browser: Browser) -> None:
    sizes, frames = [], []
    for inches in (43, 32):
        with staged("late", diagonal_inches=inches) as made:
            page = look(browser, made)
            frame = "getComputedStyle(document.querySelector('.ticket[data-age=late]'), '::after').borderTopWidth"
            frames.append(float(page.evaluate(frame).removesuffix("px")))
            sizes.append(min(ink.qty for ink in inks(page)))
    assert sizes[1] > sizes[0]
    assert frames[1] == pytest.approx(frames[0] * 1.3, rel=0.05)


@pytest.mark.parametrize("zoom", [50, 75, 110, 150])
def test_zoom_changes_neither_the_picture_nor_hides_a_thing(browser: Browser, zoom: int) -> None:
    """A page that is zoomed has fewer or more pixels of its own, on the same panel."""
    with staged("lively") as made:
        shares = []
        for percent in (100, zoom):
            width = 1920 * 100 // percent
            page = look(browser, made, size=(width, 1080 * 100 // percent), density=percent / 100)
            assert page.evaluate(HIDDEN) == []
            found = page.locator(".slot article .line-dish").evaluate_all(
                "found => found.map(n => parseFloat(getComputedStyle(n).fontSize))"
            )
            shares.append([each / width for each in found])
            page.context.close()
    assert shares[1] == pytest.approx(shares[0], rel=0.05)
