"""Nothing on the boards of the pass is clipped or hidden: full, in both languages, on walls, tablets and phones."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.screens.expo.conftest import PHONE, TABLET, WALL, OpenBoard, bump, card, cut_off
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLES = 24
PIECES = ".pass-line, .pass-head, .pass-foot button"


def fill(kitchen: Kitchen) -> None:
    """A busy house: some tables are waited for, others stand ready, one has a guest with an allergy."""
    for n in range(1, TABLES + 1):
        note = {"note": "no peanuts, please, and as little chilli as can be"} if n % 5 == 0 else {}
        placed = kitchen.order({"dish": "tofu", "qty": 3, **note}, "sesame", "cola", "noodles", table=f"B{n:02}")
        if n % 2:
            bump(kitchen, placed, 0, 1, *((2, 3) if n % 3 == 0 else ()))


WHOSE = """() => Array.from(document.querySelectorAll(".pass")).map((card) => {
  const parts = Array.from(card.getClientRects());
  const near = (one, other) => Math.abs(one - other) < 30;
  const at = (node) => parts.findIndex(({ left, right }) => node.left >= left - 1 && node.right <= right + 1);
  const rects = (name) => Array.from(card.querySelectorAll(name), (node) => node.getBoundingClientRect());
  return {
    parts: parts.length,
    named: rects(".board-again").map((node) => at(node) > 0 && near(node.top, parts[at(node)].top)),
    ended: rects(".board-goes-on").map((node) => node.bottom <= parts[at(node)].bottom),
    says: Array.from(card.querySelectorAll(".board-part, .board-goes-on, .board-again"), (node) => node.textContent),
    buttons: rects(".pass-foot").map(at),
  };
})"""
"""Of each card in how many columns it stands, and what it says there of itself."""


def labels(page: Page) -> set[str]:
    """The tables whose cards begin on the page that is shown."""
    found = page.eval_on_selector_all(
        ".pass",
        """nodes => nodes.filter((node) => {
          const { left, right } = node.getClientRects()[0];
          return left >= 0 && right <= window.innerWidth;
        }).map((node) => node.dataset.label)""",
    )
    return set(found)


@pytest.mark.parametrize("size", [WALL, TABLET], ids=["wall", "tablet"])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("screen", ["expo", "runner"])
def test_every_table_stands_whole_on_some_page(
    kitchen: Kitchen, open_board: OpenBoard, screen: str, lang: str, size: tuple[int, int]
) -> None:
    fill(kitchen)
    page = open_board(screen, lang, size=size)
    there = page.locator(".pass").count()
    assert there == (TABLES if screen == "expo" else TABLES // 2)
    found = labels(page)
    for _ in range(10):
        assert cut_off(page, PIECES) == []
        if not page.locator("#turn-on").is_enabled() or page.locator("#turn-on").is_hidden():
            break
        page.locator("#turn-on").click()
        found |= labels(page)
    assert len(found) == there


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("screen", ["expo", "runner"])
def test_a_card_that_goes_on_says_whose_it_is_in_every_column(
    kitchen: Kitchen, open_board: OpenBoard, screen: str, lang: str
) -> None:
    lines = 40
    kitchen.order("tofu", table="B02")
    placed = kitchen.order(*["tofu", "sesame"] * (lines // 2), table="B01")
    bump(kitchen, placed, *range(lines))
    page = open_board(screen, lang, size=TABLET)
    (long,) = (each for each in page.evaluate(WHOSE) if each["parts"] > 1)
    parts = long["parts"]
    assert parts > 2
    assert long["named"] == long["ended"] == [True] * (parts - 1)
    assert long["says"][0] == f"1/{parts}"
    assert {f"B01 · {n}/{parts}" for n in range(2, parts + 1)} <= set(long["says"])
    assert long["buttons"] == [0], "what can be done with it stands under its name"
    for _ in range(parts):
        assert cut_off(page, f"{PIECES}, .board-again, .board-goes-on") == []
        if page.locator("#turn-on").is_disabled():
            break
        page.locator("#turn-on").click()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(page.locator(".board-again, .board-goes-on, .board-part")).to_have_count(0)
    page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    expect(page.locator(".board-again")).to_have_count(parts - 1)
    kitchen.post("/lines/serve", {"lines": [each["line"] for each in placed["lines"][4:]]})
    expect(page.locator(".board-again, .board-goes-on, .board-part")).to_have_count(0)


@pytest.mark.parametrize("size", [WALL, TABLET, PHONE], ids=["wall", "tablet", "phone"])
def test_a_time_is_one_word(kitchen: Kitchen, open_board: OpenBoard, size: tuple[int, int]) -> None:
    fill(kitchen)
    page = open_board(lang="zh", size=size)
    page.eval_on_selector_all("time", "nodes => nodes.forEach((node) => { node.textContent = '123分钟'; })")
    broken = page.eval_on_selector_all(
        "time", "nodes => nodes.filter((node) => node.getClientRects().length > 1).map((node) => node.textContent)"
    )
    assert broken == []
    assert cut_off(page, ".pass-line") == []


def test_how_many_tables_stand_elsewhere_is_said_and_keys_turn_the_page(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    fill(kitchen)
    page = open_board(size=TABLET)
    expect(page.locator("#turn")).to_contain_text("tables on other pages")
    elsewhere = TABLES - len(labels(page))
    expect(page.locator("#turn")).to_contain_text(f"{elsewhere} table" if elsewhere > 1 else "one table")
    first = labels(page)
    page.keyboard.press("PageDown")
    page.wait_for_timeout(600)
    assert not labels(page) & first
    page.keyboard.press("1")
    expect(page.locator(".pass.is-chosen")).to_have_attribute("data-label", sorted(labels(page))[0])


def test_a_phone_scrolls_and_nothing_is_wider_than_it(kitchen: Kitchen, open_board: OpenBoard) -> None:
    fill(kitchen)
    page = open_board("runner", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    assert cut_off(page, ".pass-line, .pass-head") == []
    last = page.locator(".pass").last
    last.scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    label = last.get_attribute("data-label") or ""
    last.locator(".pass-foot button").tap()
    expect(card(page, label).locator(".pass-line.is-carried").first).to_be_visible()


def test_what_can_be_tapped_is_as_large_as_a_finger(kitchen: Kitchen, open_board: OpenBoard) -> None:
    fill(kitchen)
    page = open_board(size=TABLET)
    heights = page.eval_on_selector_all(
        "[data-do]", "nodes => nodes.map((node) => node.getBoundingClientRect().height)"
    )
    assert min(heights) >= 40
