"""A house with dishes as they are called, and pages on which waiters order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kds.core.menu.change_menu import ChangeMenu
from kds.core.menu.model import Category, Cells, Choice, Dish, DishKind, OptionGroup, Soup
from kds.core.types import Command, Name
from tests.house import FOUNDING
from tests.screens.closing import close_all
from tests.screens.entering import signed_in
from tests.screens.kitchen import Kitchen, running

SPICE = OptionGroup(
    "spice",
    Name("辣度", "Spice"),
    1,
    1,
    (Choice("mild", Name("微辣", "Mild")), Choice("hot", Name("特辣", "Hot"), 200)),
)
HALF = OptionGroup("portion", Name("份量", "Portion"), 0, 1, (Choice("half", Name("半份", "Half"), -2800, 500),))
SOUPS = (
    Soup("tallow", Name("牛油", "Tallow"), 3000),
    Soup("tomato", Name("番茄", "Tomato"), 1000),
    Soup("clear", Name("清汤", "Clear")),
)
LONG = Name(
    "阳澄湖蟹籽手打青虾滑配秘制蟹黄酱与鲜柠檬片双人份竹筒装",
    "Hand-Beaten Shrimp Paste with Crab Roe, Crab Butter Sauce and Lemon for Two",
)


def dish(code: str, dish_id: str, zh: str, en: str, price: int, kind: DishKind = "dish", **more: Any) -> Dish:
    category = {"base": "bases", "drink": "drinks"}.get(kind, "meat")
    station = {"base": "soup", "drink": "drinks"}.get(kind, "cold")
    return Dish(dish_id, Name(zh, en), kind, category, station, price, 300_000, code=code, **more)


DISHES = (
    dish("101", "twin", "鸳鸯锅", "Twin Pot", 2000, "base", cells=Cells(2, 2, "dearest", SOUPS)),
    dish("102", "nine", "九宫格", "Nine-Cell Pot", 8000, "base", cells=Cells(1, 9, "sum", SOUPS)),
    dish("201", "tripe", "冰镇毛肚", "Tripe on Ice", 5800, options=(HALF,)),
    dish("202", "beef", "雪花肥牛", "Marbled Beef", 8800),
    dish("203", "pork", "小酥肉", "Crispy Pork", 3800, options=(SPICE,)),
    dish("204", "shrimp", "活虾", "Live Shrimp", 12_800, weighed=True, per=500),
    dish("205", "paste", LONG.zh, LONG.en, 8800),
    dish("206", "tofu", "冻豆腐", "Frozen Tofu", 1200),
    dish("207", "lettuce", "生菜", "Lettuce", 1400),
    dish("208", "lotus", "藕片", "Lotus Root", 1600),
    dish("209", "potato", "土豆片", "Potato", 1200),
    dish("210", "kelp", "海带结", "Kelp", 1400),
    dish("211", "duck", "鲜鸭血", "Duck Blood", 2600),
    dish("301", "cola", "可乐", "Cola", 600, "drink"),
    dish("302", "beer", "重庆啤酒", "Chongqing Beer", 1200, "drink"),
)
CATEGORIES = (
    Category("bases", Name("锅底", "Bases")),
    Category("meat", Name("菜品", "Dishes")),
    Category("drinks", Name("饮料", "Drinks")),
)


def founding() -> tuple[Command, ...]:
    menu = ChangeMenu(CATEGORIES, DISHES)
    return tuple(menu if isinstance(each, ChangeMenu) else each for each in FOUNDING)


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    """The house, served by a process of its own."""
    yield from running(Kitchen(tmp_path / "data", founding()))


@dataclass
class Hand:
    """A waiter's hand, which counts what it does."""

    page: Page
    presses: int = 0
    taps: int = 0

    def type(self, text: str) -> None:
        """Each letter is a press."""
        self.page.keyboard.type(text)
        self.presses += len(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def tap(self, selector: str) -> None:
        """A finger on the first of these."""
        self.page.locator(selector).first.tap()
        self.taps += 1

    @property
    def lines(self) -> list[str]:
        """The dishes in the cart, as they are read."""
        return self.page.locator(".cart-name").all_inner_texts()


OpenOrder = Callable[..., Hand]


def ready(page: Page) -> None:
    """The menu is there and the state of now is known."""
    expect(page.locator("#link")).to_have_attribute("data-state", "live")
    expect(page.locator(".dish").first).to_be_visible()


@pytest.fixture
def open_order(kitchen: Kitchen, browser: Browser) -> Iterator[OpenOrder]:
    """Opens ordering pages; `beside` opens one in the browser of another. One that throws fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(
        asked: str = "table=A01",
        width: int = 390,
        height: int = 844,
        lang: str = "zh",
        beside: Hand | None = None,
        role: str = "waiter",
    ) -> Hand:
        if beside is None:
            size = {"width": width, "height": height}
            # As over plain HTTP: with a service worker is tests/screens/away.
            context = browser.new_context(
                viewport=size,  # type: ignore[arg-type]
                has_touch=True,
                locale="en-GB",
                service_workers="block",
            )
            contexts.append(context)
        else:
            context = beside.page.context
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
        signed_in(page.context, kitchen.url, kitchen.secrets[role])
        page.goto(f"{kitchen.url}/order?{asked}&lang={lang}")
        ready(page)
        return Hand(page)

    yield opened
    close_all(contexts, faults)


def price(dish_id: str, price_minor: int) -> dict[str, Any]:
    """The body that gives a dish without choices another price."""
    found = next(each for each in DISHES if each.dish == dish_id)
    changed = replace(found, price_minor=price_minor)
    members = ("dish", "kind", "category", "station", "price_minor", "standard_ms", "code")
    name = {"zh": changed.name.zh, "en": changed.name.en}
    return {"dishes": [{"name": name, **{member: getattr(changed, member) for member in members}}]}
