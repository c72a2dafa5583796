"""Every scene in every language and size: nothing on the board is cut off, covered, or too small to be read.

A run of this file by itself prints how high the ink is: `python -m tests.screens.wall.test_never_hidden [SCENE…]`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from statistics import quantiles
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kds.core.kitchen.screens import ScreenLanguage
from tests.needs import needs
from tests.screens.closing import close
from tests.screens.conftest import ARGUMENTS
from tests.screens.wall.looking import HIDDEN
from tests.screens.wall.scenes import SCENES, cell, look, staged

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
LANGUAGES: tuple[ScreenLanguage, ...] = ("zh", "en", "both")
PANEL_MM = 952.0
"""How wide a panel of 43 inches is."""
DISH_MM = 15.0
"""Of the smallest of 20 tickets."""
LEAST_MM = 8.0
PAGES_MOST = 12
INK = """
() => {
  const pen = document.createElement('canvas').getContext('2d');
  const ink = (node) => {
    const style = getComputedStyle(node);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const measured = pen.measureText(node.textContent.trim());
    return measured.actualBoundingBoxAscent + measured.actualBoundingBoxDescent;
  };
  const least = (article, what) => Math.min(...Array.from(article.querySelectorAll(what), ink));
  return Array.from(document.querySelectorAll('.board .slot > article'), (article) => [
    least(article, '.line-dish'), least(article, '.line-qty'), least(article, '.ticket-table span'),
  ]);
}
"""


class Ink(NamedTuple):
    """How high the smallest of a ticket is, in mm on a panel of 43 inches."""

    dish: float
    qty: float
    table: float


def scanned(page: Page, width: int) -> Iterator[tuple[list[str], list[Ink]]]:
    """What is hidden on each page of a wall, and how high its letters are."""
    for _ in range(PAGES_MOST):
        found = page.evaluate(INK)
        yield page.evaluate(HIDDEN), [Ink(*[each * PANEL_MM / width for each in one]) for one in found]
        now, _, last = page.locator("#page-now").inner_text().partition("/")
        if now == last or page.locator("#pager").is_hidden():
            return
        page.keyboard.press("ArrowRight")


def test_a_scene_orders_no_soup_hotter_than_it_can_be() -> None:
    assert {cell("tallow-mild", n)["spice"] for n in range(9)} == {"mild"}
    assert {cell("tallow", n)["spice"] for n in range(9)} == {"medium", "hot"}
    for soup in ("clear", "bone", "tomato", "mushroom"):
        assert cell(soup, 1) == {"soup": soup}


@pytest.mark.parametrize(
    ("scene", "lang"),
    [
        ("pots", "en"),
        ("pots", "both"),
        ("long", "en"),
        ("long", "both"),
        ("longest", "zh"),
        ("longest", "both"),
        ("many", "zh"),
        ("loud", "both"),
        ("voided", "en"),
    ],
)
def test_nothing_on_the_board_is_hidden(browser: Browser, scene: str, lang: ScreenLanguage) -> None:
    with staged(scene, lang) as made:
        for size in SIZES[:2]:
            page = look(browser, made, lang, size)
            for hidden, _ in scanned(page, size[0]):
                assert hidden == [], f"{scene} {lang} {size}"
            close(page.context)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dishes_of_a_busy_dinner_are_read_at_three_metres(browser: Browser, lang: ScreenLanguage) -> None:
    with staged("sixty", lang) as made:
        page = look(browser, made, lang, (1920, 1080))
        inks = [ink for hidden, found in scanned(page, 1920) for ink in found if hidden == []]
        close(page.context)
    assert len(inks) >= 60
    smallest = quantiles([each.dish for each in inks], n=20)[0]
    assert smallest >= DISH_MM
    assert min(min(each) for each in inks) >= LEAST_MM


def main(*names: str) -> None:
    """Scan all of it and print a table."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=needs("chromium"), headless=True, args=ARGUMENTS)
        for scene in names or SCENES:
            for lang in LANGUAGES:
                with staged(scene, lang) as made:
                    for size in SIZES:
                        said = row(look(browser, made, lang, size), size[0])
                        sys.stdout.write(" ".join([scene, lang, str(size[0]), *said, "\n"]))
        browser.close()


def row(page: Page, width: int) -> list[str]:
    """What a scene looks like, in a line."""
    pages = list(scanned(page, width))
    close(page.context)
    inks = [ink for _, found in pages for ink in found]
    faults = [each for hidden, _ in pages for each in hidden]
    if not inks:
        return [*faults]
    dishes = sorted(each.dish for each in inks)
    said = [f"dish {dishes[0]:.1f}..{dishes[-1]:.1f} mm, 95 of 100 from {dishes[len(dishes) // 20]:.1f}"]
    return [
        *said,
        f"qty {min(each.qty for each in inks):.1f} table {min(each.table for each in inks):.1f}",
        *faults[:6],
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
