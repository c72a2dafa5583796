"""What may be a slip of whoever types is asked about once, plainly, and is sent when it is meant."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import Hand, OpenOrder, ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUNDS = "**/api/v1/rounds"


def wide(open_order: OpenOrder, asked: str = "table=A01", lang: str = "en", **more: Any) -> Hand:
    return open_order(asked, width=1280, height=800, lang=lang, **more)


def choose(hand: Hand, *typed: str) -> None:
    for each in typed:
        hand.type(each)
        hand.press("Enter")


def question(hand: Hand) -> Locator:
    """The question, once it can be answered."""
    asked = hand.page.locator("#question")
    expect(asked.locator("#question-yes")).to_be_enabled()
    return asked


def ordered(kitchen: Kitchen) -> list[tuple[str, int]]:
    return [(line["dish"], line["qty"]) for placed in kitchen.events("RoundPlaced") for line in placed["lines"]]


def bodies(hand: Hand) -> list[Any]:
    """What the page sends from now on."""
    sent: list[Any] = []
    hand.page.on(
        "request", lambda asked: sent.append(json.loads(asked.post_data or "")) if asked.method == "POST" else None
    )
    return sent


@pytest.mark.parametrize(
    ("lang", "title", "says", "yes", "no"),
    [
        ("en", "Is that right?", "50 × Cola: that is very much.", "Yes, send it", "No, change it"),
        ("zh", "这样对吗？", "50 × 可乐：数量特别多。", "对，就这样下单", "不对，改一下"),
    ],
)
def test_very_much_of_a_dish_is_asked_about_in_the_persons_language_and_sent_when_it_is_meant(
    kitchen: Kitchen, open_order: OpenOrder, lang: str, title: str, says: str, yes: str, no: str
) -> None:
    hand = wide(open_order, lang=lang)
    sent = bodies(hand)
    choose(hand, "50*cola", "beef")
    hand.press("Control+Enter")
    asked = question(hand)
    expect(asked.locator("h2")).to_have_text(title)
    expect(asked.locator("li")).to_have_text([says])
    expect(asked.locator("button")).to_have_text([f"{yes}Ctrl+Enter", f"{no}Esc"])
    assert ordered(kitchen) == []
    asked.get_by_role("button", name=yes).click()
    expect(hand.page.locator("#rounds .sent")).to_have_count(2)
    expect(asked).to_be_hidden()
    assert sorted(ordered(kitchen)) == [("beef", 1), ("cola", 50)]
    first, second = sent
    assert (first.pop("confirmed"), second.pop("confirmed")) == (False, True)
    assert first == second, "beside that it is the same order"


def test_the_same_dish_within_a_minute_is_asked_about_and_answered_by_key(
    kitchen: Kitchen, open_order: OpenOrder
) -> None:
    hand = wide(open_order)
    choose(hand, "beef")
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(1)
    choose(hand, "beef", "cola")
    hand.press("Control+Enter")
    expect(question(hand).locator("li")).to_have_text(["1 × Marbled Beef: the same a second time within a minute."])
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(3)
    assert ordered(kitchen) == [("beef", 1), ("beef", 1), ("cola", 1)]


@pytest.mark.parametrize("how", ["button", "key"])
def test_whoever_says_no_has_it_all_back_and_is_asked_nothing_once_it_is_mended(
    kitchen: Kitchen, open_order: OpenOrder, how: str
) -> None:
    hand = wide(open_order)
    choose(hand, "22*cola", "beef")
    hand.press("Control+Enter")
    asked = question(hand)
    if how == "key":
        hand.press("Escape")
    else:
        asked.get_by_role("button", name="No, change it").click()
    expect(asked).to_be_hidden()
    assert sorted(hand.lines) == ["Cola", "Marbled Beef"]
    expect(hand.page.locator("#cart-notices .notice")).to_have_count(0)
    assert ordered(kitchen) == []
    for _ in range(2):
        hand.page.locator(".cart-line", has_text="Cola").locator("[data-deed=less]").click()
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(2)
    assert sorted(ordered(kitchen)) == [("beef", 1), ("cola", 20)]


def test_a_second_press_on_sending_does_not_answer(kitchen: Kitchen, open_order: OpenOrder) -> None:
    """What is pressed while the question comes up was meant for what stood there before."""
    hand = wide(open_order)
    choose(hand, "50*cola")
    hand.page.evaluate("""() => new MutationObserver((seen, observer) => {
      const question = document.getElementById('question');
      if (!question.open) return;
      observer.disconnect();
      question.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
      document.getElementById('question-yes').click();
      document.body.dataset.pressed = '1';
    }).observe(document.getElementById('question'), { attributes: true })""")
    hand.press("Control+Enter")
    expect(hand.page.locator("body")).to_have_attribute("data-pressed", "1")
    expect(question(hand)).to_be_visible()
    assert ordered(kitchen) == []


def test_the_question_outlives_a_reload(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = wide(open_order)
    choose(hand, "50*cola")
    hand.press("Control+Enter")
    question(hand)
    hand.page.reload()
    expect(hand.page.locator("#link")).to_have_attribute("data-state", "live")
    question(hand).get_by_role("button", name="Yes, send it").click()
    expect(hand.page.locator("#rounds .sent")).to_have_count(1)
    assert ordered(kitchen) == [("cola", 50)]


def test_a_question_about_lines_that_have_changed_is_asked_no_more(kitchen: Kitchen, open_order: OpenOrder) -> None:
    """Another tab of the same party mends it."""
    hand = wide(open_order)
    choose(hand, "50*cola")
    other = wide(open_order, beside=hand)
    hand.press("Control+Enter")
    question(hand)
    question(other)
    other.press("Escape")
    other.page.locator("[data-deed=less]").first.click()
    expect(hand.page.locator("#question")).to_be_hidden()
    expect(hand.page.locator(".cart-qty")).to_have_text("49 ×")
    assert ordered(kitchen) == []


def test_only_what_was_asked_about_goes_and_what_was_chosen_meanwhile_stays(
    kitchen: Kitchen, open_order: OpenOrder
) -> None:
    hand = wide(open_order)
    choose(hand, "50*cola")
    late: list[Route] = []
    hand.page.route(ROUNDS, lambda route: late.append(route), times=1)
    hand.press("Control+Enter")
    expect(hand.page.locator("#waiting .sent")).to_have_count(1)
    choose(hand, "beef")
    late[0].continue_()
    question(hand).get_by_role("button", name="Yes, send it").click()
    expect(hand.page.locator("#rounds .sent")).to_have_count(1)
    assert ordered(kitchen) == [("cola", 50)]
    assert hand.lines == ["Marbled Beef"]


def test_on_a_phone_the_question_stands_over_the_cart_with_targets_for_a_thumb(open_order: OpenOrder) -> None:
    hand = open_order(lang="en")
    hand.page.fill("#search", "50*cola")
    hand.tap(".dish[data-dish=cola] .dish-add")
    hand.tap("#cart-open")
    hand.tap("#send")
    asked = question(hand)
    for button in asked.locator("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    asked.get_by_role("button", name="Yes, send it").tap()
    expect(hand.page.locator("#rounds .sent")).to_have_count(1)
    ready(hand.page)
