"""/settings/times in a browser: what was learnt of a dish, from how many, how far off it is, and the switch."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page, expect

from kds.bootstrap import running_store
from kds.core.day.end_day import CloseDay
from kds.core.deadlines import Tick
from kds.core.kitchen.bump import BumpTicket
from kds.core.kitchen.serve_line import ServeLine
from kds.core.kitchen.timing import AT_ONCE_MS
from kds.core.orders.place_round import PlaceRound
from kds.core.types import Command, Ms
from kds.runtime.clock import Clock
from kds.runtime.messages import HOUSE
from tests.house import HOUR, MINUTE, want
from tests.runtime.running import round_of
from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.kitchen import PEOPLE, Kitchen, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AGO: Ms = 3 * HOUR
TOOK = {"tofu": 6 * MINUTE, "noodles": 8 * MINUTE}
"""Twice as long as is written, which so few times prove by half, and as long as is written."""
TIMES = 8
PAGE = "/settings/times"


class Past:
    """A clock of some hours ago, that stands still until it is moved."""

    def __init__(self) -> None:
        self.ms: Ms = 0
        self._began = int(time.time() * 1_000) - AGO

    def clock(self, last: Ms = 0, founded: Ms = 0) -> Clock:
        return Clock(last, founded, wall=lambda: self._began + self.ms, monotonic=lambda: self.ms)


class Practised(Kitchen):
    """A house whose kitchen has made both dishes so often, on a day that is closed."""

    async def found(self, commands: Sequence[Command]) -> dict[str, str]:
        past = Past()
        async with running_store(self.data, clock_from=past.clock) as house:
            for command in (*commands, Tick()):
                await house.store.submit(command, HOUSE)
            for dish, took_ms in TOOK.items():
                for _ in range(TIMES):
                    order = PlaceRound(channel="scan", lines=(want(dish),), table="A01")
                    placed = round_of(await house.store.submit(order, HOUSE))
                    past.ms += took_ms
                    await house.store.submit(BumpTicket(placed.tickets[0]), HOUSE)
                    await house.store.submit(ServeLine(placed.lines[0].line), HOUSE)
                    past.ms += AT_ONCE_MS + 1
            await house.store.submit(CloseDay("enough"), HOUSE)
            return {role: (await house.tokens.create(role, role))[1] for role in PEOPLE}


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    yield from running(Practised(tmp_path_factory.mktemp("times") / "data"))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    yield from running(Kitchen(tmp_path_factory.mktemp("fresh") / "data"))


def opened(kitchen: Kitchen, browser: Browser, lang: str, size: tuple[int, int] = (1280, 800)) -> Page:
    """The page as a manager sees it."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.set_default_timeout(10_000)
    page = context.new_page()
    signed_in(context, kitchen.url, kitchen.secrets["manager"])
    page.goto(f"{kitchen.url}{PAGE}?lang={lang}")
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize(
    ("lang", "tofu", "said"),
    [
        ("en", "tofu", ["cold", "3:00", "4:30", "+50 %", "8 times"]),
        ("zh", "tofu（中）", ["cold（中）", "3:00", "4:30", "+50 %", "8次"]),
    ],
)
def test_a_manager_sees_what_was_learnt_from_how_many_and_how_far_off_it_is(
    practised: Kitchen, browser: Browser, lang: str, tofu: str, said: list[str], size: tuple[int, int]
) -> None:
    page = opened(practised, browser, lang, size)
    rows = page.locator(".times tbody tr")
    expect(rows).to_have_count(len(TOOK))
    first = rows.first
    expect(first.locator("th")).to_contain_text(tofu)
    for words in said:
        expect(first).to_contain_text(words)
    expect(rows.nth(1).locator(".chip")).to_have_count(0)  # what takes as long as is written is not marked
    first.locator("summary").click()
    expect(first.locator(".times-rows")).to_be_visible()
    assert fits(page)
    close(page.context)


@pytest.mark.parametrize(
    ("lang", "off", "on"), [("en", ("switched off", "Switch it on"), "learning"), ("zh", ("已关闭", "开启"), "学习中")]
)
def test_learning_is_switched_off_and_on_again(
    practised: Kitchen, browser: Browser, lang: str, off: tuple[str, str], on: str
) -> None:
    page = opened(practised, browser, lang)
    switch = page.locator(".times-switch")
    expect(switch.locator(".chip")).to_have_text(on)
    for words in (off[0], on):
        switch.locator("a").click()
        page.locator('input[name="learn"]').click(force=True)
        page.locator("form.panel button.is-main, form button.is-main").first.click()
        page.goto(f"{practised.url}{PAGE}?lang={lang}")
        expect(switch.locator(".chip")).to_have_text(words)
        if words == off[0]:
            expect(switch.locator("a")).to_have_text(off[1])
            expect(page.locator(".times tbody tr")).to_have_count(len(TOOK))
    close(page.context)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Nothing is known yet."), ("zh", "还没有数据。后厨按过“完成”、日结之后就有了。")]
)
def test_where_nothing_is_known_it_says_when_it_begins(fresh: Kitchen, browser: Browser, lang: str, said: str) -> None:
    page = opened(fresh, browser, lang, (390, 844))
    expect(page.locator(".empty")).to_contain_text(said)
    expect(page.locator(".times")).to_have_count(0)
    assert fits(page)
    close(page.context)


def test_what_was_learnt_of_a_dish_is_forgotten_once_that_was_asked(practised: Kitchen, browser: Browser) -> None:
    page = opened(practised, browser, "en")
    page.locator(".times tbody tr").first.get_by_text("Forget …").click()
    expect(page.locator(".is-asking")).to_contain_text("Forget how long tofu takes?")
    page.get_by_text("Leave it").click()
    expect(page.locator(".times tbody tr")).to_have_count(len(TOOK))
    page.locator(".times tbody tr").first.get_by_text("Forget …").click()
    page.locator(".is-asking button").click()
    expect(page.locator(".notice.is-good")).to_contain_text("Forgotten.")
    expect(page.locator(".times tbody tr")).to_have_count(len(TOOK) - 1)
    close(page.context)
