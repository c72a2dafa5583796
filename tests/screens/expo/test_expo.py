"""The expo board in a real Chromium: whole tables live, and every deed done once, on what stood there."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from websockets.sync.client import connect

from tests.screens.expo.conftest import PAINTED_MS, OpenBoard, bump, card, line, seen, served
from tests.screens.kitchen import Kitchen

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRONT_MS = 3_500
TAPPED_SOON = """([x, y, after]) => {
  const columns = document.querySelector(".board-columns");
  new MutationObserver((_, observer) => {
    if (document.elementFromPoint(x, y).closest(".pass") === window.stood) return;
    observer.disconnect();
    setTimeout(() => {
      const target = document.elementFromPoint(x, y);
      const how = { clientX: x, clientY: y, button: 0, pointerId: 1, bubbles: true };
      target.dispatchEvent(new PointerEvent("pointerdown", how));
      target.dispatchEvent(new PointerEvent("pointerup", how));
      document.documentElement.dataset.tapped = target.closest(".pass").dataset.label;
    }, after);
  }).observe(columns, { childList: true });
  window.stood = document.elementFromPoint(x, y).closest(".pass");
}"""
"""Somebody taps there so long after another card has come under the finger."""


def press(page: Page, key: str) -> None:
    """As a person does: a key by itself, of what can be seen."""
    page.wait_for_timeout(PAINTED_MS)
    page.keyboard.press(key)


def press_of_bar(kitchen: Kitchen, code: str) -> None:
    """A bar's scanner at the pass has read a slip."""
    address = f"ws{kitchen.url.removeprefix('http')}/screens/expo/bar"
    headers = {"Authorization": f"Bearer {kitchen.secrets['kitchen']}"}
    with connect(address, additional_headers=headers, proxy=None) as bar:
        bar.send(json.dumps({"press": f"scan-{code}", "kind": "bump", "ticket": code, "bar": "pass"}))
        while json.loads(bar.recv(5))["type"] != "pressed":
            pass


def test_a_card_turns_as_its_stations_finish(kitchen: Kitchen, open_board: OpenBoard) -> None:
    page = open_board()
    expect(page.locator("#nothing")).to_be_visible()
    placed = kitchen.order("tofu", "sesame", "cola", table="B01")
    expect(card(page, "B01").locator(".pass-line.is-fired")).to_have_count(3)
    bump(kitchen, placed, 0, 2)
    expect(card(page, "B01").locator(".pass-line.is-done")).to_have_count(2)
    missing = line(page, placed["lines"][1]["line"])
    expect(missing.locator(".pass-missing")).to_have_text("MISSING")
    expect(missing.locator(".pass-station")).not_to_be_empty()
    expect(page.locator("#count-missing")).to_have_text("1")
    bump(kitchen, placed, 1)
    expect(card(page, "B01").locator(".pass-ribbon.is-complete")).to_contain_text("ALL DONE")
    expect(page.locator("#count-missing")).to_have_text("0")


def test_a_tap_serves_a_dish_and_it_can_be_taken_back(kitchen: Kitchen, open_board: OpenBoard) -> None:
    placed = kitchen.order("tofu", "cola", table="B01")
    (tofu,) = bump(kitchen, placed, 0)
    page = open_board()
    line(page, tofu).click()
    expect(card(page, "B01").locator(".pass-served")).to_contain_text("tofu")
    assert served(kitchen) == [tofu]
    page.locator("#undo-do").click()
    seen(page, line(page, tofu), state="done")
    expect(page.locator("#undo")).to_be_hidden()
    assert len(kitchen.events("LineUnserved")) == 1


def test_the_whole_table_is_served_at_once_and_only_what_is_done(kitchen: Kitchen, open_board: OpenBoard) -> None:
    placed = kitchen.order("tofu", "sesame", "cola", table="B01")
    done = bump(kitchen, placed, 0, 2)
    page = open_board()
    card(page, "B01").locator(".pass-serve").click()
    expect(card(page, "B01").locator(".pass-served")).to_contain_text("2 served")
    assert sorted(served(kitchen)) == sorted(done)
    expect(line(page, placed["lines"][1]["line"])).to_have_attribute("data-state", "fired")


@pytest.mark.parametrize(("after", "meant"), [(60, "B02"), (900, "B01")])
def test_law_6_a_tap_means_the_card_that_stood_there_when_it_was_decided(
    kitchen: Kitchen, open_board: OpenBoard, after: int, meant: str
) -> None:
    """Of two cards of one form the second comes to the front, under the finger that is on its way to the first."""
    first, second = kitchen.order("tofu", "cola", table="B02"), kitchen.order("tofu", "cola", table="B01")
    lines = {"B02": bump(kitchen, first, 0), "B01": bump(kitchen, second, 0)}
    page = open_board()
    box = line(page, lines["B02"][0]).bounding_box()
    assert box is not None
    # At its edge, where no ribbon of the card that comes can push the same line away from.
    ribbon = 30
    page.evaluate(TAPPED_SOON, [box["x"] + box["width"] / 2, box["y"] + min(box["height"], 2 * ribbon) - 4, after])
    kitchen.post(f"/sessions/{second['session']}/front", {})
    expect(page.locator("html[data-tapped='B01']")).to_have_count(1)
    expect(card(page, meant).locator(".pass-served")).to_contain_text("tofu")
    assert served(kitchen) == lines[meant]


def test_law_6_what_became_done_only_now_is_not_served_with_the_table(kitchen: Kitchen, open_board: OpenBoard) -> None:
    placed = kitchen.order("tofu", "cola", table="B01")
    (tofu,) = bump(kitchen, placed, 0)
    page = open_board()
    press(page, "1")
    page.wait_for_timeout(PAINTED_MS)
    page.evaluate(
        """() => new MutationObserver((_, observer) => {
          observer.disconnect();
          document.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        }).observe(document.querySelector(".board-columns"), { childList: true })"""
    )
    bump(kitchen, placed, 1)
    expect(card(page, "B01").locator(".pass-served")).to_contain_text("1 served")
    assert served(kitchen) == [tofu]


class TestKeys:
    def test_a_number_chooses_a_table_and_enter_serves_it(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        kitchen.order("tofu", table="B01")
        placed = kitchen.order("tofu", "cola", table="B02")
        done = bump(kitchen, placed, 0, 1)
        page = open_board()
        press(page, "2")
        expect(card(page, "B02")).to_have_class("pass is-waiting is-complete is-chosen")
        press(page, "Enter")
        expect(card(page, "B02")).to_have_count(0)
        assert sorted(served(kitchen)) == sorted(done)
        press(page, "r")
        seen(page, card(page, "B02"), ready="2")

    def test_arrows_choose_a_dish(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        placed = kitchen.order("tofu", "cola", table="B01")
        _, cola = bump(kitchen, placed, 0, 1)
        page = open_board()
        for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Enter"):
            press(page, key)
        expect(card(page, "B01").locator(".pass-served")).to_contain_text("cola")
        assert served(kitchen) == [cola]

    def test_letters_fire_rush_and_hand_over(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        held = {"dish": "sesame", "qty": 1, "course": 2}
        placed = kitchen.order("tofu", "cola", held, table="B01")
        tofu, cola, sesame = (each["line"] for each in placed["lines"])
        bump(kitchen, placed, 0)
        page = open_board()
        expect(line(page, sesame)).to_have_attribute("data-state", "held")
        press(page, "1")
        press(page, "h")
        expect(line(page, tofu)).to_contain_text("on its way")
        press(page, "c")
        expect(card(page, "B01").locator(".pass-ribbon.is-front")).to_have_text("RUSH")
        expect(page.locator("#said")).to_have_text("B01: one dish rushed")
        press(page, "f")
        seen(page, line(page, sesame), state="fired")
        expect(page.locator("#said")).to_have_text("B01: one dish fired")
        assert [each["line"] for each in kitchen.events("LineHandedOver")] == [tofu]
        assert [each["line"] for each in kitchen.events("LineRushed")] == [cola]
        assert [each["line"] for each in kitchen.events("LineFired")] == [sesame]

    def test_without_a_table_it_says_what_to_do_first(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        kitchen.order("tofu", table="B01")
        page = open_board()
        press(page, "Enter")
        expect(page.locator("#said")).to_contain_text("Choose a table first")
        assert served(kitchen) == []

    def test_the_key_that_takes_back_on_walls_takes_back_here_and_never_rushes(
        self, kitchen: Kitchen, open_board: OpenBoard
    ) -> None:
        placed = kitchen.order("tofu", "cola", table="B01")
        (tofu,) = bump(kitchen, placed, 0)
        page = open_board()
        press(page, "1")
        press(page, "r")
        expect(page.locator("#said")).to_have_text("There is nothing to take back")
        for key, state in (("h", "carried"), ("Enter", "served")):
            press(page, key)
            expect(page.locator("#undo")).to_be_visible()
            press(page, "r")
            expect(page.locator("#said")).to_contain_text("Taken back")
            expect(page.locator("#undo")).to_be_hidden()
            seen(page, line(page, tofu), state="done")
            expect(line(page, tofu), state).to_contain_text("ready")
        press(page, "p")
        expect(card(page, "B01").locator(".pass-ribbon.is-front")).to_be_visible()
        press(page, "r")
        expect(card(page, "B01").locator(".pass-ribbon.is-front")).to_have_count(0)
        assert kitchen.events("LineRushed") == []

    def test_every_key_that_does_nothing_says_why(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        placed = kitchen.order("tofu", "cola", {"dish": "sesame", "qty": 1, "course": 2}, table="B01")
        bump(kitchen, placed, 0)
        page = open_board()
        press(page, "1")
        press(page, "Enter")
        expect(page.locator("#undo-said")).to_have_text("B01: one dish served")
        for key, words in (
            ("Enter", "B01: nothing is ready · 1 served, 1 being made, 1 held"),
            ("h", "B01: nothing is ready · 1 served, 1 being made, 1 held"),
            ("7", "No table has the number 7 on this page"),
            ("x", "The key X does nothing here"),
        ):
            press(page, key)
            expect(page.locator("#said")).to_have_text(words)
        kitchen.post(f"/lines/{placed['lines'][2]['line']}/fire")
        seen(page, line(page, placed["lines"][2]["line"]), state="fired")
        press(page, "f")
        expect(page.locator("#said")).to_have_text("B01: nothing is held")
        for each in placed["lines"][1:]:
            kitchen.post(f"/lines/{each['line']}/serve")
        expect(card(page, "B01")).to_have_count(0)
        press(page, "Enter")
        expect(page.locator("#said")).to_have_text("B01: nothing is left to come to it")

    def test_keys_that_come_soon_after_the_number_are_heard(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        placed = kitchen.order("tofu", {"dish": "sesame", "qty": 1, "course": 2}, table="B01")
        page = open_board()
        page.wait_for_timeout(PAINTED_MS)
        page.keyboard.press("1")
        page.wait_for_timeout(PAINTED_MS)
        page.keyboard.press("f")
        expect(line(page, placed["lines"][1]["line"])).to_have_attribute("data-state", "fired")
        page.keyboard.type("cc", delay=0)
        expect(page.locator("#said")).to_contain_text("The keys came too fast")


class TestAScanner:
    """It types faster than any hand, or slower."""

    def scan(self, page: Page, text: str, *, gap_ms: int = 0) -> None:
        page.keyboard.type(text, delay=gap_ms)
        if gap_ms:
            page.wait_for_timeout(gap_ms)
        page.keyboard.press("Enter")

    @pytest.mark.parametrize("gap_ms", [15, 40, 60, 300])
    def test_however_slowly_a_code_comes_none_of_it_is_a_key(
        self, kitchen: Kitchen, open_board: OpenBoard, gap_ms: int
    ) -> None:
        """The last digit of the code is the number of another table that stands ready."""
        placed = [kitchen.order("tofu", "cola", table=f"B{n:02}") for n in range(1, 6)]
        lines = [bump(kitchen, each, 0)[0] for each in placed]
        page = open_board()
        ticket = line(page, lines[4]).get_attribute("data-ticket") or ""
        self.scan(page, ticket, gap_ms=gap_ms)
        expect(card(page, "B05").locator(".pass-served")).to_contain_text("1 served")
        assert served(kitchen) == [lines[4]]
        expect(page.locator(".pass.is-chosen")).to_have_attribute("data-label", "B05")

    def test_what_has_come_of_a_code_is_shown_and_what_does_not_end_is_dropped(
        self, kitchen: Kitchen, open_board: OpenBoard
    ) -> None:
        kitchen.order("tofu", table="B01")
        page = open_board()
        page.keyboard.type("t50", delay=60)
        expect(page.locator("#said")).to_contain_text("T50…")
        page.keyboard.press("Backspace")
        expect(page.locator("#said")).to_contain_text("T5…")
        expect(page.locator("#said")).to_contain_text("The code T5 did not end", timeout=6_000)
        press(page, "1")
        expect(page.locator(".pass.is-chosen")).to_have_attribute("data-label", "B01")
        page.keyboard.press("l")
        page.keyboard.press("Escape")
        expect(page.locator("#said")).to_be_hidden()

    def test_another_code_of_digits_serves_nobody(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        bump(kitchen, kitchen.order("tofu", "cola", table="B01"), 0)
        page = open_board()
        self.scan(page, "690123451", gap_ms=30)
        expect(page.locator("#said")).to_contain_text("is not the code of a slip")
        assert served(kitchen) == []

    def test_a_question_that_stands_open_is_not_answered_by_a_code(
        self, kitchen: Kitchen, open_board: OpenBoard
    ) -> None:
        placed = kitchen.order("tofu", "cola", table="B01")
        (tofu,) = bump(kitchen, placed, 0)
        page = open_board()
        ticket = line(page, tofu).get_attribute("data-ticket") or ""
        card(page, "B01").locator(".pass-more").click()
        expect(page.locator("#party-more")).to_be_visible()
        self.scan(page, ticket, gap_ms=60)
        expect(card(page, "B01").locator(".pass-served")).to_contain_text("1 served")
        expect(page.locator("#party-more")).to_be_hidden()
        assert kitchen.events("LineRushed") == []

    def test_a_slip_serves_what_is_done_of_its_ticket_and_no_digit_of_it_is_a_key(
        self, kitchen: Kitchen, open_board: OpenBoard
    ) -> None:
        others = [kitchen.order("tofu", "cola", table=f"B{n:02}") for n in range(1, 10)]
        placed = others[4]
        (tofu,) = bump(kitchen, placed, 0)
        page = open_board()
        ticket = line(page, tofu).get_attribute("data-ticket") or ""
        self.scan(page, ticket.lower())
        expect(card(page, "B05").locator(".pass-served")).to_contain_text("1 served")
        assert served(kitchen) == [tofu]
        assert kitchen.events("TicketsPutForward") == []
        expect(page.locator(".pass.is-chosen")).to_have_attribute("data-label", "B05")

    def test_a_slip_of_one_dish_serves_that_dish_once_it_is_made(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        placed = kitchen.order("tofu", "cola", "sesame", table="B01")
        tofu, cola, _ = (each["line"] for each in placed["lines"])
        bump(kitchen, placed, 0, 2)
        page = open_board()
        self.scan(page, cola)
        expect(page.locator("#said")).to_contain_text(f"{cola}: none of it is ready yet")
        self.scan(page, tofu.lower(), gap_ms=60)
        expect(card(page, "B01").locator(".pass-served")).to_contain_text("1 served")
        assert served(kitchen) == [tofu]
        self.scan(page, tofu)
        expect(page.locator("#said")).to_contain_text(f"{tofu}: nothing of it is left to serve")

    def test_what_a_bars_own_scanner_reads_is_served_and_what_becomes_of_it_is_said(
        self, kitchen: Kitchen, open_board: OpenBoard
    ) -> None:
        placed = kitchen.order("tofu", "sesame", table="B01")
        page = open_board()
        press_of_bar(kitchen, placed["tickets"][0])
        expect(page.locator("#said")).to_contain_text("none of it is ready yet")
        tofu, _ = bump(kitchen, placed, 0, 1)
        press_of_bar(kitchen, tofu)
        expect(card(page, "B01").locator(".pass-served")).to_contain_text("1 served")
        expect(page.locator("#said")).to_be_hidden()
        assert served(kitchen) == [tofu]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("L99999-1", "nothing of it is left to serve"),
            ("L5-", "is not the code of a slip"),
            ("T99999-1", "nothing of it is left to serve"),
            ("6901234567892", "is not the code of a slip"),
        ],
    )
    def test_what_is_no_slip_of_this_screen_is_said(
        self, kitchen: Kitchen, open_board: OpenBoard, text: str, words: str
    ) -> None:
        kitchen.order("tofu", table="B01")
        page = open_board()
        self.scan(page, text)
        expect(page.locator("#said")).to_contain_text(words)
        expect(page.locator(".pass.is-chosen")).to_have_count(0)

    def test_a_slip_of_which_nothing_is_done_serves_nothing(self, kitchen: Kitchen, open_board: OpenBoard) -> None:
        placed = kitchen.order("tofu", table="B01")
        page = open_board()
        self.scan(page, placed["tickets"][0])
        expect(page.locator("#said")).to_contain_text("none of it is ready yet")
        assert served(kitchen) == []


def test_a_table_goes_to_the_front_and_back_within_three_seconds(kitchen: Kitchen, open_board: OpenBoard) -> None:
    kitchen.order("tofu", table="B01")
    kitchen.order("tofu", table="B02")
    page = open_board()
    card(page, "B02").locator(".pass-more").click()
    page.get_by_role("button", name="Put this table to the front").click()
    expect(page.locator(".pass").first).to_have_attribute("data-label", "B02")
    expect(card(page, "B02").locator(".pass-ribbon.is-front")).to_have_text("TO THE FRONT")
    stands = kitchen.get("/stations/cold/tickets")["tickets"]
    assert [(each["label"], each["why"]) for each in stands] == [("B02", "front"), ("B01", "due_time")]
    page.locator("#undo-do").click()
    expect(page.locator(".pass").first).to_have_attribute("data-label", "B01")
    press(page, "2")
    press(page, "p")
    expect(page.locator(".pass").first).to_have_attribute("data-label", "B02")
    page.wait_for_timeout(FRONT_MS)
    expect(page.locator("#undo")).to_be_hidden()
    assert [each["back"] for each in kitchen.events("TicketsPutForward")] == [False, True, False]


def test_a_house_that_serves_what_is_done_only_says_which_station_makes_it(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    kitchen.post("/house", {"serve_what_is_done_only": True})
    placed = kitchen.order("tofu", table="B01")
    page = open_board()
    line(page, placed["lines"][0]["line"]).click()
    page.get_by_role("button", name="It is at the table already").click()
    expect(card(page, "B01").locator(".pass-fault")).to_contain_text("is not done yet")
    assert served(kitchen) == []


def test_what_is_pressed_while_the_house_is_away_is_done_once_it_is_back(
    kitchen: Kitchen, open_board: OpenBoard
) -> None:
    placed = kitchen.order("tofu", "cola", table="B01")
    (tofu,) = bump(kitchen, placed, 0)
    page = open_board()
    kitchen.kill()
    expect(page.locator("#gone")).to_be_visible(timeout=20_000)
    # The alarm has moved the cards down, and a tap means what stood there before.
    page.wait_for_timeout(PAINTED_MS)
    line(page, tofu).click()
    kitchen.start()
    expect(card(page, "B01").locator(".pass-served")).to_contain_text("1 served", timeout=30_000)
    assert served(kitchen) == [tofu]
