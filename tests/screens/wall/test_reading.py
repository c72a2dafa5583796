"""Letters follow the panel and the distance, and the browser's zoom changes nothing of it."""

from __future__ import annotations

from statistics import quantiles

import pytest
from playwright.sync_api import Browser, Page

from kds.core.kitchen.screens import ScreenLanguage, TextSize
from kds.web.pages.reading import REACHES, USUAL_CM
from tests.screens.wall.looking import HIDDEN
from tests.screens.wall.scenes import look, staged
from tests.screens.wall.test_never_hidden import DISH_MM, LEAST_MM, Ink, scanned

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MEASURES = """
() => {
  const ticket = document.querySelector('.slot article.is-tall');
  const px = (text) => parseFloat(text);
  const probe = ticket.appendChild(document.createElement('i'));
  probe.style.fontSize = 'var(--least)';
  return [
    px(getComputedStyle(ticket, '::after').borderTopWidth),
    px(getComputedStyle(document.querySelector('.wall-name')).fontSize),
    px(getComputedStyle(probe).fontSize),
  ];
}
"""


def inks(page: Page) -> list[Ink]:
    """How high the letters of each ticket are, on all pages, of which none hides anything."""
    return [ink for hidden, found in scanned(page, 1920) for ink in found if hidden == []]


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
    found = []
    for inches in (43, 32):
        with staged("five", diagonal_inches=inches) as made:
            found.append(look(browser, made).evaluate(MEASURES))
    (frame, bar, least), (wider, larger, more) = found
    assert larger == pytest.approx(bar * 1.3, rel=0.01)
    assert wider > frame
    assert more == pytest.approx(least * 43 / 32, rel=0.01)


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
    assert shares[1] == pytest.approx(shares[0], rel=0.05)
