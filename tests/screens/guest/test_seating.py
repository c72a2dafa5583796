"""Who waits by phone or tablet until somebody has opened their table on the floor map, or has found nobody there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.screens.closing import close
from tests.screens.entering import signed_in
from tests.screens.floor.looking import tile
from tests.screens.guest.conftest import Guest, House, OpenDevice, OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenMap = Callable[..., Page]
MINUTE_MS = 60_000


@pytest.fixture
def floor_map(kitchen: House, browser: Browser) -> Iterator[OpenMap]:
    """The map of a waiter, on a browser of their own."""
    contexts = []

    def opened(lang: str = "zh", width: int = 390, height: int = 844, *, clock: bool = False) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
        context.set_default_timeout(10_000)
        contexts.append(context)
        signed_in(context, kitchen.url, kitchen.secrets["waiter"])
        page = context.new_page()
        if clock:
            page.clock.install()
        page.goto(f"{kitchen.url}/sign-in?lang={lang}")
        page.goto(f"{kitchen.url}/floor")
        expect(page.locator("body")).to_have_attribute("data-runs", "1")
        return page

    yield opened
    for context in contexts:
        close(context)


@pytest.fixture(autouse=True)
def seats_first(kitchen: House) -> None:
    """The house opens its tables itself."""
    kitchen.set(seated_first=True)


def mark(page: Page) -> Locator:
    """What says that somebody at the first table wants to order."""
    return tile(page, "A01").locator(".is-asking")


def sent(one: Guest, *dishes: str) -> Guest:
    """What was chosen waits for the staff."""
    one.on().add(*dishes).cart().page.tap("#send")
    expect(waiting(one)).to_contain_text("服务员马上来确认您的桌号")
    return one


def waiting(one: Guest) -> Locator:
    """What is said to who waits."""
    return one.page.locator("#cart-notices .is-waiting")


def looked(one: Guest, ms: int) -> None:
    """So much time passes twice, and each time the page reads what is new: of the first it has done what it would."""
    for _ in range(2):
        with one.page.expect_response("**/guest/now"):
            one.page.clock.fast_forward(ms)


def decline(page: Page) -> None:
    """Nobody is there."""
    expect(mark(page)).to_be_visible()
    tile(page, "A01").click()
    page.locator("#asking [value=nobody]").click()
    expect(mark(page)).to_have_count(0)


def test_the_order_waits_somebody_seats_them_and_it_goes_once_by_itself(
    kitchen: House, phone: OpenPhone, floor_map: OpenMap
) -> None:
    page = floor_map()
    expect(tile(page, "A01").locator("[data-phase=free]")).to_be_visible()
    one = sent(phone(), "beef", "cola")
    expect(mark(page)).to_have_text(re.compile(r"想点餐\s*0分钟"))
    expect(tile(page, "A01").locator("[data-phase=free]")).to_be_hidden()
    expect(page.locator("#calls-count")).to_have_text("1")
    expect(page.locator('#calls [data-part="asks A01"]')).to_contain_text("想点餐")
    expect(waiting(one)).to_have_text(re.compile(r"已在\d\d:\d\d告诉服务员"))
    assert kitchen.dishes == []
    tile(page, "A01").click()
    expect(page.locator("#asking-title")).to_have_text("A01桌客人想点餐")
    expect(page.locator("#asking [type=submit]")).to_have_text(["开台", "没人"])
    page.locator("#asking [value=seat]").click()
    page.locator("#headcount [data-answer='2']").click()
    page.wait_for_url("**/order?session=*")
    expect(one.sent).to_have_count(2)
    expect(waiting(one)).to_have_count(0)
    one.page.reload()
    expect(one.cart().sent).to_have_count(2)
    assert kitchen.dishes == ["beef", "cola"]
    assert len(kitchen.events("SessionOpened")) == 1


def test_what_is_chosen_while_they_wait_is_said_to_be_left_out_until_it_is_sent_too(
    kitchen: House, phone: OpenPhone
) -> None:
    one = sent(phone(), "beef")
    expect(waiting(one)).to_contain_text("会送出：1 × 雪花肥牛。")
    expect(one.page.locator("#send")).to_be_disabled()
    one.menu().add("cola", "tofu").cart()
    expect(waiting(one)).to_contain_text("之后选的还没算进去：1 × 可乐, 1 × 冻豆腐。")
    one.page.tap("#send")
    expect(waiting(one)).to_contain_text("会送出：1 × 雪花肥牛, 1 × 可乐, 1 × 冻豆腐。")
    expect(waiting(one)).not_to_contain_text("没算进去")
    expect(one.page.locator("#send")).to_be_disabled()
    one.menu().add("lettuce")
    one.page.reload()
    expect(waiting(one.cart())).to_contain_text("没算进去：1 × 生菜")
    assert kitchen.dishes == []
    kitchen.post("/sessions", {"table": "A01", "guests": 2}, 201)
    expect(one.sent).to_have_count(3)
    expect(one.names).to_have_text(["生菜"])
    assert kitchen.dishes == ["beef", "cola", "tofu"]


def test_where_nobody_is_found_the_phone_says_so_and_whoever_is_there_after_all_is_seated(
    kitchen: House, phone: OpenPhone, floor_map: OpenMap
) -> None:
    page, one = floor_map(), sent(phone(), "beef")
    decline(page)
    expect(waiting(one)).to_contain_text("服务员在A01桌没有看到客人。请当面找服务员")
    expect(one.names).to_have_text(["雪花肥牛"])
    expect(one.page.locator("#send")).to_be_enabled()
    one.page.tap("#send")
    expect(one.page.locator("#send")).to_be_enabled()
    expect(waiting(one)).to_contain_text("没有看到客人")
    assert len(kitchen.events("SeatAsked")) == 1, "the staff are left alone"
    expect(mark(page)).to_have_count(0)
    one.page.reload()
    expect(waiting(one.cart())).to_contain_text("没有看到客人")
    kitchen.post("/sessions", {"table": "A01", "guests": 2}, 201)
    expect(one.sent).to_have_count(1)
    assert kitchen.dishes == ["beef"]


def test_it_is_said_again_each_minute_and_not_once_they_were_declined(
    kitchen: House, device: OpenDevice, floor_map: OpenMap
) -> None:
    one, page = device("tablet", clock=True), floor_map("en", 1280, 800)
    one.begin().on().add("beef").page.tap("#send")
    expect(mark(page)).to_contain_text("wants to order")
    asked = []
    one.page.on("request", lambda each: asked.append(each.url) if "/ask-seat" in each.url else None)
    looked(one, MINUTE_MS // 6)
    assert asked == []
    with one.page.expect_response("**/ask-seat"):
        one.page.clock.fast_forward(MINUTE_MS)
    page.locator('[data-part="asks A01"] [data-do=nobody]').click()
    expect(mark(page)).to_have_count(0)
    expect(page.locator("#calls-none")).to_be_visible()
    looked(one, MINUTE_MS // 6)
    expect(one.page.locator("#cart-notices .is-waiting")).to_contain_text("没有看到客人")
    asked.clear()
    looked(one, 2 * MINUTE_MS)
    assert asked == []
    assert kitchen.dishes == []


def test_what_nobody_says_again_goes_from_the_map_by_itself(kitchen: House, floor_map: OpenMap) -> None:
    page = floor_map("en", clock=True)
    kitchen.post("/tables/A01/ask-seat")
    expect(mark(page)).to_be_visible()
    expect(page.locator("#calls-count")).to_have_text("1")
    page.context.set_offline(True)  # The house's own clock stands where it stood.
    page.clock.fast_forward(10 * MINUTE_MS)
    expect(mark(page)).to_be_hidden()
    expect(tile(page, "A01").locator("[data-phase=free]")).to_be_visible()
    expect(page.locator("#calls-count")).to_have_text("0")
    expect(page.locator("#calls-none")).to_be_visible()


def test_at_a_table_whose_guests_have_paid_the_next_are_seated_beside_them(
    kitchen: House, phone: OpenPhone, floor_map: OpenMap
) -> None:
    placed = kitchen.order("cola", table="A01")
    kitchen.post(
        f"/bills/{placed['bill']}/pay",
        {"tender": "cash", "amount_minor": kitchen.get(f"/bills/{placed['bill']}")["due_minor"]},
    )
    page, one = floor_map("en", 1280, 800), sent(phone(), "beef")
    expect(mark(page)).to_be_visible()
    tile(page, "A01").click()
    expect(page.locator("#asking [data-choices] a")).to_have_count(1)
    page.locator("#asking [value=seat]").click()
    page.locator("#headcount [data-answer='2']").click()
    page.wait_for_url("**/order?session=*")
    expect(one.sent).to_have_count(1)
    assert kitchen.dishes == ["cola", "beef"]
    assert len(kitchen.events("SessionOpened")) == 2


def test_where_the_house_seats_nobody_any_more_what_waits_goes(kitchen: House, phone: OpenPhone) -> None:
    one = sent(phone(), "beef")
    kitchen.set(seated_first=False)
    expect(one.sent).to_have_count(1)
    assert kitchen.dishes == ["beef"]
