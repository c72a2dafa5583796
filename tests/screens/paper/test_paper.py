"""On paper nothing is cut off and nothing runs over the edge, whatever dishes are called and people note."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from kds.core.billing.change_billing import ChangeBilling
from kds.core.billing.model import SurchargeRule
from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Dish
from kds.core.types import Command, Name
from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen, running
from tests.screens.order.conftest import founding

pytestmark = pytest.mark.browser

ROLL_PX, SHEET_PX = 302, 794
"""80 mm and 210 mm."""
POINTS_PER_MM = 72 / 25.4
RTL = Name("كباب لحم الضأن المشوي على الفحم مع الأرز والخبز الطازج", "كباب لحم الضأن")
UNBROKEN = Name(
    "超长无空格菜名" * 12, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
)
NOTE = "花生过敏 peanut allergy, " + "not one trace of it in oil or sauce " * 50
MARKED = {"soup": "tallow", "spice": "hot"}

OpenPaper = Callable[..., Page]


def house() -> Iterator[Command]:
    """Dishes as they are called, and some as nobody should call them; charges with names as long."""
    for each in founding():
        if isinstance(each, ChangeMenu):
            plain = next(dish for dish in each.dishes if dish.dish == "tofu")
            more: list[Dish] = [
                replace(plain, dish=dish, name=name, code="", price_minor=price)
                for dish, name, price in (("rtl", RTL, 4800), ("unbroken", UNBROKEN, 99_999_999))
            ]
            yield replace(each, dishes=(*each.dishes, *more))
        else:
            yield each
    yield ChangeBilling(surcharges=(SurchargeRule("tea", UNBROKEN, "per_head", 500),), round_to_minor=10)


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    yield from running(Kitchen(tmp_path_factory.mktemp("paper") / "data", tuple(house())))


@pytest.fixture(scope="module")
def evening(kitchen: Kitchen) -> dict[str, str]:
    """A party that ordered 120 lines of everything; the paths of what is printed of it."""
    nine = {"dish": "nine", "qty": 1, "cells": [MARKED, {"soup": "tomato"}, {"soup": "clear"}] * 3}
    some: list[Any] = [nine, "rtl", "unbroken", "paste", {"dish": "shrimp", "qty": 380, "note": NOTE[:200]}]
    placed = kitchen.order(*some * 24, guests=12, fire="hold")
    party = placed["session"]
    kitchen.post(f"/sessions/{party}/note", {"note": NOTE[:200], "allergies": NOTE[:200]})
    lines = [each["line"] for each in placed["lines"]]
    kitchen.post(f"/lines/{lines[0]}/comp", {"reason": NOTE[:200]})
    kitchen.post(f"/lines/{lines[1]}/void", {"reason": "guest"})
    off = {"kind": "percent", "value": 125, "reason": "Stammgast" * 20, "lines": lines[2:12]}
    kitchen.post(f"/bills/{placed['bill']}/reductions", off)
    return {"bill": f"/bills/{placed['bill']}/print", "slip": f"/sessions/{party}/slip", "menu": "/menu/print"}


@pytest.fixture
def open_paper(kitchen: Kitchen, browser: Browser) -> Iterator[OpenPaper]:
    """Opens what is printed, as paper has it. A page that breaks its own policy or throws fails the test."""
    contexts = []
    faults: list[str] = []

    def opened(path: str, width: int = ROLL_PX, *, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        signed_in(page.context, kitchen.url, kitchen.secrets["manager"])
        page.emulate_media(media="print")
        page.goto(kitchen.url + path)
        return page

    yield opened
    for context in contexts:
        close(context)
    assert faults == []


BEYOND = """(most) => {
  const paper = document.getElementById('paper');
  const out = [];
  const walk = document.createTreeWalker(paper, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.left < -0.5 || box.right > most + 0.5) out.push(`${node.data.slice(0, 40)} ${box.left}..${box.right}`);
  }
  for (const each of paper.querySelectorAll('*')) {
    const style = getComputedStyle(each);
    const about = each.outerHTML.slice(0, 80);
    if (style.overflow !== 'visible' || style.textOverflow === 'ellipsis') out.push(`clips: ${about}`);
    if (each.scrollWidth > each.clientWidth + 1 && each.clientWidth) out.push(`too narrow: ${about}`);
  }
  if (document.documentElement.scrollWidth > most) out.push(`the page is ${document.documentElement.scrollWidth} wide`);
  return out;
}"""
"""Text that stands beside the paper, and whatever hides or overflows."""

LAID_OVER = """() => {
  const cells = [...document.querySelectorAll('.rows th, .rows td, .tick .what, .item-name, .price')];
  return cells.filter((each) => {
    const beside = each.nextElementSibling;
    if (!beside) return false;
    const one = each.getBoundingClientRect();
    const other = beside.getBoundingClientRect();
    return one.right > other.left + 0.5 && one.bottom > other.top + 0.5 && other.bottom > one.top + 0.5;
  }).map((each) => each.outerHTML.slice(0, 80));
}"""
"""Cells that run into the one beside them."""


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
@pytest.mark.parametrize(
    ("what", "paper", "width"),
    [
        ("bill", "80", ROLL_PX),
        ("slip", "80", ROLL_PX),
        ("bill", "a4", SHEET_PX),
        ("slip", "a4", SHEET_PX),
        ("menu", "a4", SHEET_PX),
    ],
)
def test_nothing_is_wider_than_the_paper_and_nothing_is_cut_off(
    open_paper: OpenPaper, evening: dict[str, str], what: str, paper: str, width: int, lang: str
) -> None:
    page = open_paper(f"{evening[what]}?lang={lang}&paper={paper}", width)
    expect(page.locator(".tools")).to_be_hidden()
    assert page.evaluate(BEYOND, width) == []
    assert page.evaluate(LAID_OVER) == []


def sheets(pdf: bytes) -> list[tuple[float, float]]:
    """The pages of a PDF, in millimetres."""
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(float(wide) / POINTS_PER_MM, float(high) / POINTS_PER_MM) for wide, high in boxes]


@pytest.mark.parametrize("lang", ["zh", "both"])
@pytest.mark.parametrize("what", ["bill", "slip"])
def test_a_roll_is_cut_to_the_length_of_what_stands_on_it(
    open_paper: OpenPaper, evening: dict[str, str], what: str, lang: str
) -> None:
    page = open_paper(f"{evening[what]}?lang={lang}")
    high_px = page.locator("#paper").evaluate("paper => paper.getBoundingClientRect().height")
    ((wide_mm, high_mm),) = sheets(page.pdf(prefer_css_page_size=True))
    assert wide_mm == pytest.approx(80, abs=0.3)
    assert high_mm == pytest.approx(high_px * 25.4 / 96, abs=3)


@pytest.mark.parametrize("what", ["bill", "slip", "menu"])
def test_sheets_are_a4_and_go_on_on_the_next_one(open_paper: OpenPaper, evening: dict[str, str], what: str) -> None:
    found = sheets(open_paper(f"{evening[what]}?paper=a4", SHEET_PX).pdf(prefer_css_page_size=True))
    assert len(found) > 1 or what == "menu"
    assert all(each == pytest.approx((210, 297), abs=0.5) for each in found)


def test_without_scripts_it_is_the_same_paper_in_pieces_as_long_as_a_sheet(
    open_paper: OpenPaper, evening: dict[str, str]
) -> None:
    page = open_paper(evening["slip"], script=False)
    expect(page.locator(".tick")).to_have_count(120)
    found = sheets(page.pdf(prefer_css_page_size=True))
    assert len(found) > 1
    assert all(each == pytest.approx((80, 297), abs=0.5) for each in found)


def test_the_button_prints_and_the_switches_keep_what_was_chosen(
    open_paper: OpenPaper, evening: dict[str, str]
) -> None:
    page = open_paper(evening["bill"], 390)
    page.emulate_media(media="screen")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True
    page.get_by_role("link", name="A4").click()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.locator("body")).to_have_attribute("data-paper", "a4")
    expect(page.locator("h1")).to_have_text("Pre-bill")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "and it fits a phone"


def test_allergies_are_printed_white_on_black_also_where_grounds_are_left_out(
    open_paper: OpenPaper, evening: dict[str, str]
) -> None:
    styles = (
        open_paper(evening["slip"])
        .locator("#allergies")
        .evaluate(
            "each => { const s = getComputedStyle(each); return [s.color, s.backgroundColor, s.printColorAdjust]; }"
        )
    )
    assert styles == ["rgb(255, 255, 255)", "rgb(0, 0, 0)", "exact"]
