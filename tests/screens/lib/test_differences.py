"""What has changed between two answers of /floor/known, on an empty document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.screens.lib.empty import ADDRESS, empty_page

pytestmark = pytest.mark.browser

ASK = """async ([before, after]) => {
  const { atTables, onTheMenu } = await import('/js/desk/differences.js');
  return { tables: atTables(before, after), dishes: onTheMenu(before, after) };
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty document."""
    with empty_page(browser) as made:
        made.goto(ADDRESS)
        yield made


def party(session: str, label: str, total: int = 0, due: int | None = None, guests: int = 2) -> dict[str, Any]:
    sums = {"total_minor": total, "due_minor": total if due is None else due}
    return {"session": session, "label": label, "guests": guests, **sums}


def dish(name: str, price: int = 100, *, out: bool = False) -> dict[str, Any]:
    return {"dish": name, "name": {"zh": name, "en": name}, "price_minor": price, "sold_out": out}


def known(*parties: dict[str, Any], dishes: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"parties": list(parties), "dishes": list(dishes)}


def tables(page: Page, before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    told = page.evaluate(ASK, [before, after])["tables"]
    return [(each["what"], each["label"]) for each in told]


def dishes(page: Page, *both: tuple[dict[str, Any], ...]) -> list[tuple[str, str]]:
    told = page.evaluate(ASK, [known(dishes=each) for each in both])["dishes"]
    return [(each["what"], each["dish"]) for each in told]


def test_nothing_that_is_the_same_is_told(page: Page) -> None:
    same = known(party("S1", "A01", 1200), dishes=(dish("tofu"),))
    assert page.evaluate(ASK, [same, same]) == {"tables": [], "dishes": []}


def test_who_came_and_who_left_is_told_in_the_order_of_tables(page: Page) -> None:
    before = known(party("S1", "A10"), party("S2", "A02"))
    after = known(party("S2", "A02"), party("S3", "A03"), party("S4", "A10"))
    assert tables(page, before, after) == [("opened", "A03"), ("opened", "A10"), ("left", "A10")]


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (party("S1", "A01", 1200), party("S1", "A01", 1800), [("grown", "A01")]),
        (party("S1", "A01", 1200), party("S1", "A01", 600), [("less", "A01")]),
        (party("S1", "A01", 1200), party("S1", "A01", 1200, 0), [("paid", "A01")]),
        (party("S1", "A01", 1200), party("S1", "A01", 1200, 600), []),
        (party("S1", "A01", 1200), party("S1", "B02", 1200), [("moved", "B02")]),
        (party("S1", "A01", 1200), party("S1", "B02", 1800, 0), [("moved", "B02"), ("paid", "B02"), ("grown", "B02")]),
        (party("S1", "A01"), party("S1", "A01"), []),
    ],
)
def test_what_happened_to_a_party_that_stayed(
    page: Page, then: dict[str, Any], now: dict[str, Any], told: list[tuple[str, str]]
) -> None:
    assert tables(page, known(then), known(now)) == told


def test_a_moved_party_says_from_where_and_a_bill_from_how_much(page: Page) -> None:
    told = page.evaluate(ASK, [known(party("S1", "A01", 1200)), known(party("S1", "B02", 1800))])["tables"]
    assert [(each["before"], each.get("after")) for each in told] == [("A01", None), (1200, 1800)]


def test_what_is_sold_out_there_again_or_dearer_is_told_in_the_menus_order(page: Page) -> None:
    then = (dish("beef"), dish("tofu", out=True), dish("cola", 600), dish("kelp"), dish("duck"))
    now = (dish("beef", out=True), dish("tofu"), dish("cola", 700), dish("kelp"), dish("new"))
    assert dishes(page, then, now) == [("out", "beef"), ("back", "tofu"), ("price", "cola"), ("out", "duck")]
