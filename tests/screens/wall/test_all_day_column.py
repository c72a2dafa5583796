"""The all-day column says all that is to be made; and what else is drawn beside and within tickets is whole."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from kds.core.kitchen.screens import ScreenLanguage
from tests.screens.wall.scenes import look, staged

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FLOOR_REM = 1.1
"""No letter of the board is smaller."""
SHOWN = """() => {
  const edge = document.getElementById('all-day').getBoundingClientRect();
  const rows = Array.from(document.querySelectorAll('.all-day-row'));
  const isWhole = ({ top, bottom, right }) => top >= edge.top && bottom <= edge.bottom + 1 && right <= edge.right + 1;
  const isOut = row => getComputedStyle(row).display === 'none' || getComputedStyle(row).visibility === 'hidden';
  const size = node => parseFloat(getComputedStyle(node).fontSize);
  return {
    all: rows.map(row => row.textContent.trim()),
    shown: rows.filter(row => !isOut(row) && isWhole(row.getBoundingClientRect())).map(row => row.textContent.trim()),
    hidden: rows.filter(isOut).length,
    rem: size(rows[0]) / size(document.documentElement),
  };
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_dish_of_a_rush_stands_in_the_column(browser: Browser, lang: ScreenLanguage) -> None:
    with staged("sixty", lang) as scene:
        page = look(browser, scene, lang)
        seen = page.evaluate(SHOWN)
        assert len(seen["all"]) > 14
        assert seen["shown"] == seen["all"]
        assert seen["rem"] >= FLOOR_REM
        expect(page.locator(".all-day-more")).to_be_hidden()


def test_dishes_that_have_no_room_are_counted_and_shown_by_a_press(browser: Browser) -> None:
    with staged("sixty", "both") as scene:
        page = look(browser, scene, "both", (1280, 520))
        first = page.evaluate(SHOWN)
        assert 0 < first["hidden"] == len(first["all"]) - len(first["shown"])
        more = page.locator(".all-day-more")
        expect(more).to_contain_text(f"+{first['hidden']} more")
        seen = list(first["shown"])
        while len(seen) < len(first["all"]):
            more.click()
            seen += page.evaluate(SHOWN)["shown"]
        assert seen == first["all"]
        more.click()
        assert page.evaluate(SHOWN)["shown"] == first["shown"]


def outside(page: Page, what: str, within: str) -> int:
    """How many elements of one kind have letters outside the box that they stand in."""
    found = page.evaluate(
        """([what, within]) => Array.from(document.querySelectorAll(what)).filter(each => {
          const range = document.createRange();
          range.selectNodeContents(each);
          const [text, box] = [range.getBoundingClientRect(), each.closest(within).getBoundingClientRect()];
          return text.width > 0 && (text.left < box.left - 0.5 || text.right > box.right + 0.5);
        }).length""",
        [what, within],
    )
    assert isinstance(found, int)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_mark_of_the_next_ticket_holds_its_word(browser: Browser, lang: ScreenLanguage) -> None:
    with staged("five", lang) as scene:
        page = look(browser, scene, lang)
        expect(page.locator(".slot-rank[data-rank='1'] small")).to_have_count(1)
        assert outside(page, ".slot-rank small", ".slot-rank") == 0


def test_no_soup_leaves_its_last_character_alone_on_a_row(browser: Browser) -> None:
    with staged("bases") as scene:
        page = look(browser, scene)
        rows = page.evaluate(
            """() => Array.from(document.querySelectorAll('.pot-cell > b'), each => {
              const range = document.createRange();
              const tops = Array.from(each.textContent, (_, at) => {
                range.setStart(each.firstChild, at);
                range.setEnd(each.firstChild, at + 1);
                return Math.round(range.getBoundingClientRect().top);
              });
              return [...new Set(tops)].map(top => tops.filter(one => one === top).length);
            })"""
        )
        assert any(len(each) > 1 for each in rows)
        assert [each for each in rows if len(each) > 1 and each[-1] == 1] == []


def test_the_corners_of_a_pot_are_round(browser: Browser) -> None:
    with staged("bases") as scene:
        page = look(browser, scene)
        square = page.evaluate(
            """() => Array.from(document.querySelectorAll('.pot')).flatMap(pot => {
              const { left, top, right, bottom } = pot.getBoundingClientRect();
              const at = [[left, top, 'TopLeft'], [right, top, 'TopRight'],
                [left, bottom, 'BottomLeft'], [right, bottom, 'BottomRight']];
              return at.filter(([x, y, corner]) => Array.from(pot.children).some(cell => {
                const box = cell.getBoundingClientRect();
                const isThere = Math.min(Math.abs(box.left - x), Math.abs(box.right - x)) < 5
                  && Math.min(Math.abs(box.top - y), Math.abs(box.bottom - y)) < 5;
                return isThere && parseFloat(getComputedStyle(cell)[`border${corner}Radius`]) === 0;
              })).map(([, , corner]) => `${pot.className} ${corner}`);
            })"""
        )
        assert square == []
