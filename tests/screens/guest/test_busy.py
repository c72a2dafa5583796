"""A crowd: the page of a busy house comes back by itself with the cart, and the ordering page asks when it may."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from kds.web.busy import busy_page
from kds.web.problems import OVERLOADED, Failed, of_failure
from tests.screens.guest.conftest import OpenPhone

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def busy(after_s: int, lang: str = "zh") -> Callable[[Route], None]:
    """The house is full: so it answers pages, and so all else."""
    failure = Failed(OVERLOADED, {"retry-after": str(after_s)}, retry_after_s=after_s)
    page, (status, problem) = busy_page(failure, lang, "/guest"), of_failure(failure)  # type: ignore[arg-type]

    def answer(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(status=page.status, headers=page.headers, body=page.body)
        elif route.request.method == "HEAD":
            route.fulfill(status=page.status, headers=page.headers)
        else:
            route.fulfill(status=status, headers={"retry-after": str(after_s)}, body=problem)

    return answer


@pytest.mark.parametrize(("lang", "kept", "waiter"), [("zh", "都还留着", "服务员"), ("en", "is kept here", "waiter")])
def test_who_finds_no_room_is_told_and_comes_in_by_itself_with_what_they_chose(
    phone: OpenPhone, lang: str, kept: str, waiter: str
) -> None:
    ann = phone(lang=lang).on().add("tofu")
    page = ann.page
    page.route("**/*", busy(1, lang))
    page.reload()
    expect(page.locator("#kept")).to_contain_text(kept)
    expect(page.locator(".is-asking")).to_contain_text(waiter)
    expect(page.locator("#look")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.unroute("**/*")
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=15_000)
    expect(page.locator("#cart-count")).to_have_text("1")


def test_each_time_it_looks_later_and_a_person_may_look_at_once(phone: OpenPhone) -> None:
    ann = phone(lang="en").on()
    page, heads = ann.page, list[str]()
    page.on("request", lambda request: heads.append(request.method) if request.method == "HEAD" else None)
    page.route("**/*", busy(1, "en"))
    page.reload()
    for looked in (1, 2, 3):
        page.click("#look")
        expect(page.locator("#look")).to_be_enabled()
        assert len(heads) == looked
    assert json.loads(page.evaluate("sessionStorage.getItem('kds.busy')"))["n"] == 4
    seconds = [int(each) for each in page.inner_text("#says").split() if each.isdigit()]
    assert seconds[0] > 8, "four times as long as at first, and some"


def test_without_a_network_it_says_that_and_stays(phone: OpenPhone) -> None:
    page = phone(lang="en").on().page
    page.route("**/*", busy(1, "en"))
    page.reload()
    page.unroute("**/*")
    page.context.set_offline(True)
    page.click("#look")
    expect(page.locator("#says")).to_contain_text("The network does not reach the house")
    page.context.set_offline(False)
    page.click("#look")
    expect(page.locator("#link")).to_have_attribute("data-state", "live")


def test_the_ordering_page_asks_no_sooner_than_it_is_told_and_says_that_the_house_is_busy(phone: OpenPhone) -> None:
    ann = phone(lang="en").on().add("tofu")
    page, asked = ann.page, list[str]()
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/guest/now") else None)
    page.route("**/guest/now", busy(3))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#link")).to_have_attribute("data-state", "busy")
    expect(page.locator("#link-word")).to_contain_text("very busy, as of")
    expect(page.locator("#notices")).to_contain_text("looks again by itself")
    for _ in range(5):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert len(asked) == 1, "whatever happens meanwhile, it waits as long as it was told"
    expect(page.locator("#cart-count")).to_have_text("1")
    page.unroute("**/guest/now")
    expect(page.locator("#link")).to_have_attribute("data-state", "live", timeout=15_000)


def test_an_order_that_finds_the_house_busy_is_kept_said_to_be_and_sent_once(phone: OpenPhone) -> None:
    ann = phone(lang="en").on().add("tofu")
    page, posts = ann.page, list[str]()
    page.on("request", lambda request: posts.append(request.url) if request.url.endswith("/rounds") else None)
    page.route("**/api/v1/rounds", busy(2))
    ann.cart()
    page.tap("#send")
    expect(page.locator("#cart-notices")).to_contain_text("will be sent by itself")
    assert len(posts) == 1
    page.unroute("**/api/v1/rounds")
    expect(page.locator("#sent")).to_be_visible(timeout=15_000)
    assert ann.house.dishes == ["tofu"]
    assert len(posts) == 2
