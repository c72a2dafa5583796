"""A waiter orders by thumb and by keyboard: how many taps and key presses it takes, and what the kitchen gets."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.screens.kitchen import Kitchen
from tests.screens.order.conftest import DISHES, OpenOrder

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def ordered(kitchen: Kitchen) -> list[tuple[str, int]]:
    """What the ledger has, as (dish, portions)."""
    return [(line["dish"], line["qty"]) for placed in kitchen.events("RoundPlaced") for line in placed["lines"]]


def test_twelve_dishes_by_keyboard_in_four_keys_each(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800)
    for typed in ("101", "bzmd", "fn", "ddf", "sc", "op", "tdp", "hdj", "xyx", "kl", "cqpj", "205"):
        hand.type(typed)
        hand.press("Enter")
        if typed == "101":
            hand.press("1", "2")
    assert len(hand.lines) == 12
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent")).to_have_count(12)
    assert (hand.presses, hand.taps) == (49, 0), "four keys a dish, with the pot's two soups and the sending"
    assert [dish for dish, _ in ordered(kitchen)] == [
        "twin", "tripe", "beef", "tofu", "lettuce", "lotus", "potato", "kelp", "duck", "cola", "beer", "paste",
    ]  # fmt: skip


def test_a_dish_is_in_the_cart_after_one_tap_or_three_at_most(open_order: OpenOrder) -> None:
    hand = open_order()
    hand.tap(".dish[data-dish=twin] .dish-add")
    hand.tap("#sheet-pot .choice-button")
    hand.tap("#sheet-pot .choice-button >> nth=1")
    assert (hand.lines, hand.taps) == (["鸳鸯锅"], 3), "the second soup was the last thing to choose"
    hand.tap(".category >> text=菜品")
    hand.taps = 0
    hand.tap(".dish[data-dish=beef] .dish-add")
    assert hand.taps == 1
    hand.tap(".dish[data-dish=pork] .dish-add")
    hand.tap("#sheet-groups .choice-button >> nth=1")
    assert (hand.lines, hand.taps) == (["鸳鸯锅", "雪花肥牛", "小酥肉"], 3)


@pytest.mark.parametrize("sits", [False, True], ids=["free", "open"])
def test_from_a_table_on_the_map_any_dish_is_three_taps_away(
    kitchen: Kitchen, open_order: OpenOrder, sits: bool
) -> None:
    if sits:
        kitchen.order("cola", table="A02")
    hand = open_order("service=takeaway")
    hand.page.goto(f"{kitchen.url}/floor")
    expect(hand.page.locator("body")).to_have_attribute("data-runs", "1")
    hand.tap(".map [data-part='table A02']")
    hand.tap(".sheet-deeds a.is-main" if sits else "#headcount [data-answer='4']")
    hand.tap(".dish[data-dish=beer] .dish-add")
    assert (hand.lines, hand.taps) == (["重庆啤酒"], 3), "the last category is a scroll away"


def test_categories_stand_below_each_other_and_the_chosen_one_comes_first(open_order: OpenOrder) -> None:
    hand = open_order(lang="en")
    headings = hand.page.locator(".dishes-heading")
    expect(headings).to_have_text(["Dishes", "Drinks"])
    expect(hand.page.locator(".dish")).to_have_count(len(DISHES))
    hand.tap(".category >> text=Drinks")
    expect(headings).to_have_text(["Bases", "Dishes"])
    expect(hand.page.locator(".dish").first).to_have_attribute("data-dish", "cola")
    hand.page.fill("#search", "be")
    expect(headings).to_have_count(0)


def test_a_whole_order_by_touch(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order()
    hand.tap(".dish[data-dish=twin] .dish-add")
    for soup in (0, 2):
        hand.tap(f"#sheet-pot .choice-button >> nth={soup}")
    hand.tap(".category >> text=菜品")
    for _ in range(2):
        hand.tap(".dish[data-dish=beef] .dish-add")
    hand.tap(".dish[data-dish=tripe] .dish-more")
    hand.tap("#sheet-groups .choice-button")
    hand.page.fill("#sheet-note", "不要冰")
    hand.page.fill("#sheet-seat", "3")
    hand.tap("#sheet-fire button >> nth=2")
    hand.tap("#sheet-add")
    hand.tap("#cart-open")
    expect(hand.page.locator("#cart-lines .cart-qty")).to_have_text(["1 ×", "2 ×", "1 ×"])
    expect(hand.page.locator(".cart-price")).to_have_text(["¥50.00", "¥176.00", "¥30.00"])
    expect(hand.page.locator(".cart-note")).to_have_text(["", "", "不要冰"])
    expect(hand.page.locator(".cart-chosen")).to_contain_text(["", "", "3"])
    hand.tap("#guests-plus")
    hand.tap("#send")
    expect(hand.page.locator("#rounds .sent-state")).to_have_text(["待做", "待做", "等叫"])
    (placed,) = kitchen.events("RoundPlaced")
    assert [(line["dish"], line["qty"], line["fire"]) for line in placed["lines"]] == [
        ("twin", 1, "now"), ("beef", 2, "now"), ("tripe", 1, "hold"),
    ]  # fmt: skip
    assert (placed["guests"], placed["lines"][2]["options"], placed["lines"][2]["note"]) == (1, ["half"], "不要冰")
    assert [line["seat"] for line in placed["lines"]] == [0, 0, 3]
    assert [cell["soup"] for cell in placed["lines"][0]["cells"]] == ["tallow", "clear"]
    assert "session=" in hand.page.url, "from now on the page follows this party"


def test_a_round_is_held_and_a_line_of_it_starts_now(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800)
    for typed in ("fn", "sc", "101"):
        hand.type(typed)
        hand.press("Enter")
    hand.press("1", "1")
    hand.press("Alt+h")
    fires = hand.page.locator(".cart-fire")
    expect(fires).to_have_text(["锅底总是即起", "等叫", "等叫"])
    hand.tap(".cart-fire >> nth=1")
    expect(fires).to_have_text(["锅底总是即起", "即起", "等叫"])
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent-state")).to_have_text(["待做", "待做", "等叫"])


def test_the_nine_cells_of_a_pot_are_filled_by_one_press(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order()
    hand.tap(".dish[data-dish=nine] .dish-add")
    expect(hand.page.locator("#sheet-pot .choice-button small")).to_have_text(["+¥30.00", "+¥10.00", ""])
    hand.tap("#sheet-pot .choice-button >> nth=1")
    hand.tap(".pot-more .button")
    assert (hand.lines, hand.taps) == (["九宫格"], 3), "all is chosen"
    hand.tap("#cart-open")
    hand.tap(".cart-what")
    hand.tap(".order-pot .pot-cell >> nth=0")
    hand.tap("#sheet-pot .choice-button >> nth=0")
    hand.tap(".order-pot .pot-cell >> nth=0")
    hand.tap(".pot-more .button >> text=特辣")
    expect(hand.page.locator("#sheet-add")).to_contain_text("¥190.00")
    hand.tap("#sheet-add")
    hand.tap("#send")
    expect(hand.page.locator("#rounds .sent")).to_have_count(1)
    (line,) = kitchen.events("RoundPlaced")[0]["lines"]
    assert [cell["soup"] for cell in line["cells"]] == ["tallow"] + ["tomato"] * 8
    assert line["cells"][0]["spice"] == "hot"


def test_what_is_missing_is_named_and_nothing_is_added(open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800, lang="en")
    hand.type("pork")
    hand.press("Enter", "Enter")
    expect(hand.page.locator("#sheet-missing")).to_have_text("Still to choose: Spice (1 still to choose)")
    expect(hand.page.locator(".group.is-missing legend")).to_contain_text("Spice")
    assert hand.lines == []
    hand.press("2")
    expect(hand.page.locator("#sheet")).to_be_hidden()
    expect(hand.page.locator(".cart-price")).to_have_text("¥40.00")


def test_weighed_dishes_are_ordered_in_grams(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800, lang="en")
    hand.type("380*shrimp")
    hand.press("Enter", "Enter")
    expect(hand.page.locator(".cart-qty")).to_have_text("380 g")
    expect(hand.page.locator(".cart-price")).to_have_text("¥97.28")
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .sent-qty")).to_have_text("380 g")
    assert ordered(kitchen) == [("shrimp", 380)]


def test_three_of_it_the_last_line_and_the_last_round_again(kitchen: Kitchen, open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800)
    hand.type("3*kl")
    hand.press("Enter", "Alt+=", "Alt+=", "Alt+-")
    expect(hand.page.locator(".cart-qty")).to_have_text("4 ×")
    hand.press("Control+Enter")
    expect(hand.page.locator("#repeat")).to_be_visible()
    hand.press("Alt+r", "Control+Enter")
    expect(hand.page.locator("#question-yes")).to_be_enabled()
    hand.press("Control+Enter")
    expect(hand.page.locator("#rounds .round")).to_have_count(2)
    assert ordered(kitchen) == [("cola", 4), ("cola", 4)]


def test_every_way_of_typing_finds_the_same_dish(open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800)
    for typed in ("毛肚", "maodu", "md", "maod", "bzm", "bingzhenmaodu", "201", "tripe", "Ice"):
        hand.page.fill("#search", typed)
        expect(hand.page.locator(".dish").first).to_have_attribute("data-dish", "tripe")
    hand.page.fill("#search", "chongqing")
    expect(hand.page.locator(".dish-name")).to_have_text(["重庆啤酒"])
    hand.page.fill("#search", "pizza")
    expect(hand.page.locator("#found")).to_have_text("没有找到“pizza”")


def test_every_key_is_written_and_every_target_is_large_enough(open_order: OpenOrder) -> None:
    wide = open_order(width=1280, height=800)
    keys = " ".join(wide.page.locator("kbd:visible").all_inner_texts())
    for key in ("Enter", "↑", "↓", "3*", "Esc", "Alt+H", "Ctrl+Enter", "Alt+−", "Alt+="):
        assert key in keys
    hand = open_order("table=A02")
    small = (
        "nodes => nodes.map(n => n.getBoundingClientRect())"
        ".filter(r => r.width && (r.width < 44 || r.height < 44)).length"
    )
    targets = "button, a, input"
    assert hand.page.eval_on_selector_all(targets, small) == 0
    hand.tap(".dish[data-dish=twin] .dish-add")
    assert hand.page.eval_on_selector_all(targets, small) == 0
    hand.tap("#sheet-pot .choice-button")
    hand.tap("#sheet-pot .choice-button")
    hand.tap("#cart-open")
    assert hand.page.eval_on_selector_all(targets, small) == 0


def test_bases_come_first_until_there_is_one(open_order: OpenOrder) -> None:
    hand = open_order(lang="en")
    expect(hand.page.locator(".category[aria-current]")).to_have_text("Bases")
    expect(hand.page.locator(".notice.is-base")).to_be_visible()
    hand.tap(".category >> text=Dishes")
    hand.tap(".dish[data-dish=beef] .dish-add")
    hand.tap(".category >> text=Bases")
    hand.tap(".dish[data-dish=twin] .dish-add")
    for _ in range(2):
        hand.tap("#sheet-pot .choice-button")
    expect(hand.page.locator(".notice.is-base")).to_have_count(0)
    assert hand.lines == ["Twin Pot", "Marbled Beef"], "bases lead the order"


def test_nothing_is_wider_than_a_phone(open_order: OpenOrder) -> None:
    hand = open_order()
    hand.tap(".category >> text=菜品")
    hand.tap(".dish[data-dish=paste] .dish-add")
    hand.tap("#cart-open")
    expect(hand.page.locator(".cart-line")).to_have_count(1)
    outside = "nodes => nodes.filter(n => n.getBoundingClientRect().right > 390.5).map(n => n.className)"
    assert hand.page.eval_on_selector_all("#cart *", outside) == []
    assert hand.page.evaluate("() => document.documentElement.scrollWidth") == 390


def test_all_dishes_of_the_house_can_be_found_by_their_codes(open_order: OpenOrder) -> None:
    hand = open_order(width=1280, height=800)
    for each in DISHES:
        hand.page.fill("#search", each.code)
        expect(hand.page.locator(".dish").first).to_have_attribute("data-dish", each.dish)
