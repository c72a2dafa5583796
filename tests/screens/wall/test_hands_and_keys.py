"""Touch, mouse and keys do the same things: choose, start, bump, recall, a line; and what is refused says why."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.live.proxy import Proxy
from tests.screens.kitchen import Kitchen
from tests.screens.wall.conftest import OpenWall
from tests.screens.wall.looking import Frames, number_of, see, slot, ticket

pytestmark = [pytest.mark.browser, pytest.mark.slow]


BETWEEN_KEYS_MS = 60
"""No hand is faster; a scanner is, and what it types means nothing."""


def press_like_a_hand(page: Page, key: str) -> None:
    """Press a key, some time after the last one."""
    page.wait_for_timeout(BETWEEN_KEYS_MS)
    page.keyboard.press(key)


def test_the_check_of_a_ticket_bumps_it_on_every_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    one, other = open_wall(), open_wall(lang="en")
    keep, done = kitchen.ticket("noodles"), kitchen.ticket("tofu", table="A02")
    see(one, done).locator(".ticket-bump").tap()
    for page in (one, other):
        expect(ticket(page, done)).to_have_count(0)
        expect(ticket(page, keep)).to_be_visible()
    assert [event["ticket"] for event in kitchen.events("TicketBumped")] == [done]


def test_keys_choose_start_bump_and_recall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 11)]
    see(page, placed[9])
    page.keyboard.type(str(number_of(page, placed[9])))
    expect(ticket(page, placed[9])).to_have_class(re.compile("is-selected"))
    assert number_of(page, placed[9]) == 10
    expect(ticket(page, placed[9]).locator(".ticket-why")).to_be_visible()
    page.keyboard.press("s")
    expect(ticket(page, placed[9]).locator(".ticket-started")).to_be_visible()
    page.keyboard.press("Enter")
    expect(ticket(page, placed[9])).to_have_count(0)
    page.keyboard.press("r")
    expect(ticket(page, placed[9])).to_be_visible()
    page.keyboard.type("15")
    expect(slot(page, 15).locator(".slot-message")).to_have_text("15 号位没有制作单")
    page.keyboard.press("Enter")
    expect(page.locator("#bar-message")).to_have_text("请先按数字选号位")


def test_escape_lets_go_of_the_chosen_ticket(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.ticket("noodles")
    see(page, placed)
    page.keyboard.type(str(number_of(page, placed)))
    expect(ticket(page, placed)).to_have_class(re.compile("is-selected"))
    page.keyboard.press("Escape")
    expect(ticket(page, placed)).not_to_have_class(re.compile("is-selected"))


def test_a_tapped_head_says_why_and_offers_what_can_be_done(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.ticket("noodles")
    see(page, placed).locator(".ticket-table").tap()
    expect(ticket(page, placed).locator(".ticket-why")).to_have_text("按应完成时间排列")
    ticket(page, placed).locator(".ticket-foot [data-press=start]").tap()
    expect(ticket(page, placed).locator(".ticket-started")).to_be_visible()
    ticket(page, placed).locator(".ticket-table").tap()
    expect(ticket(page, placed).locator(".ticket-why")).to_be_hidden()


def test_a_tapped_line_is_done_and_tapped_again_is_not(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame")
    see(page, placed["tickets"][0])
    line = page.locator(f"[data-line='{placed['lines'][0]['line']}']")
    line.click()
    expect(line).to_have_class(re.compile(r"\bis-done\b"))
    page.wait_for_timeout(500)  # neither a finger's bounce nor a change that nobody can have seen
    line.click()
    expect(line).to_have_class(re.compile(r"\bis-fired\b"))


def test_a_finger_that_trembles_presses_once(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame")
    see(page, placed["tickets"][0])
    line = page.locator(f"[data-line='{placed['lines'][0]['line']}']")
    before = len(kitchen.events("TicketRecalled"))
    line.dblclick()
    expect(line).to_have_class(re.compile(r"\bis-done\b"))
    assert len(kitchen.events("TicketRecalled")) == before


def test_a_held_ticket_offers_to_be_fired_and_is(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page, english = open_wall(), open_wall(lang="en")
    for n, hand in enumerate(("touch", "key"), 1):
        held = kitchen.ticket("tofu", "sesame", table=f"B{n:02}", fire="hold")
        expect(page.locator("#pager")).to_be_visible()
        page.keyboard.press("ArrowRight")
        english.keyboard.press("ArrowRight")
        expect(ticket(english, held).locator(".ticket-bump")).to_have_text("Fire")
        found = see(page, held)
        expect(found.locator(".ticket-bump")).to_have_text("叫起")
        expect(found.locator("[data-press=bump]")).to_have_count(0)
        if hand == "touch":
            found.locator(".ticket-bump").tap()
        else:
            page.keyboard.type(str(number_of(page, held)))
            page.keyboard.press("Enter")
        expect(ticket(page, held)).to_have_attribute("data-state", "fired")


def test_a_refused_press_says_why_at_its_slot(kitchen: Kitchen, wire: Proxy, open_wall: OpenWall) -> None:
    page = open_wall(port=wire.port)
    placed = kitchen.ticket("tofu")
    see(page, placed).locator(".ticket-table").tap()
    wire.set("drop")
    expect(page.locator("#link")).to_have_attribute("data-state", "stale")
    kitchen.post(f"/tickets/{placed}/start")
    page.keyboard.press("s")
    wire.set("pass")
    expect(slot(page, number_of(page, placed)).locator(".slot-message")).to_have_text("已经在做了", timeout=20_000)
    expect(ticket(page, placed)).not_to_have_class(re.compile("is-pressed"))


def test_what_has_the_focus_is_what_is_chosen_and_what_enter_bumps(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 6)]
    see(page, placed[4])
    numbers = [number_of(page, each) for each in placed]
    for each in placed[:3]:
        press_like_a_hand(page, "Tab")
        expect(ticket(page, each)).to_have_class(re.compile("is-selected"))
        assert page.evaluate("document.activeElement.dataset.slot") == str(number_of(page, each))
    press_like_a_hand(page, str(numbers[4]))
    expect(ticket(page, placed[4])).to_have_class(re.compile("is-selected"))
    expect(ticket(page, placed[2])).not_to_have_class(re.compile("is-selected"))
    press_like_a_hand(page, "Enter")
    expect(ticket(page, placed[4])).to_have_count(0)
    assert [event["ticket"] for event in kitchen.events("TicketBumped")][-1:] == [placed[4]]
    page.locator("#sound").focus()
    expect(page.locator(".is-selected")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#sound")).to_have_attribute("data-sound", re.compile("sound_(on|muted)"))
    for each in placed[:4]:
        expect(ticket(page, each)).to_be_visible()


def test_recall_takes_back_what_another_wall_has_bumped_the_latest_first(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page, other = open_wall(), open_wall("cold")
    first, second = kitchen.ticket("tofu"), kitchen.ticket("tofu", table="A02")
    for each in (first, second):
        see(other, each).locator(".ticket-bump").tap()
        expect(ticket(page, each)).to_have_count(0)
    page.keyboard.press("r")
    expect(ticket(page, second)).to_be_visible()
    expect(ticket(page, first)).to_have_count(0)
    page.wait_for_timeout(450)  # a finger's bounce is one press
    page.locator("#recall").tap()
    expect(ticket(page, first)).to_be_visible()
    page.wait_for_timeout(450)
    for each in (first, second):
        see(page, each).locator(".ticket-bump").tap()
        expect(ticket(page, each)).to_have_count(0)


def test_done_takes_only_the_lines_that_were_painted(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = kitchen.order("tofu", "sesame", "tofu")
    (name,) = placed["tickets"]
    frames = Frames(page)
    page.reload()
    see(page, name)
    hidden = placed["lines"][2]["line"]
    page.evaluate("id => { document.querySelector(`[data-line='${id}']`).hidden = true; }", hidden)
    page.evaluate("window.dispatchEvent(new Event('resize'))")
    kitchen.ticket("noodles", table="A02")
    expect(page.locator(".slot article")).to_have_count(2)
    see(page, name).locator(".ticket-bump").tap()
    expect(ticket(page, name).locator(".line.is-done")).to_have_count(2)
    (press,) = [each for each in frames.sent if each.get("kind") == "bump"]
    assert press["lines"] == [each["line"] for each in placed["lines"][:2]]
    assert [event["lines"] for event in kitchen.events("TicketBumped")][-1] == press["lines"]


def test_digits_are_known_by_their_place_on_the_keyboard(kitchen: Kitchen, open_wall: OpenWall) -> None:
    """NumLock is off, or an input method has the key: the code is the same."""
    page = open_wall()
    placed = kitchen.ticket("noodles")
    see(page, placed)
    number = number_of(page, placed)
    for key in ("End", "Process"):
        event = f"{{ key: '{key}', code: 'Numpad{number}', bubbles: true }}"
        page.evaluate(f"window.dispatchEvent(new KeyboardEvent('keydown', {event}))")
        expect(ticket(page, placed)).to_have_class(re.compile("is-selected"))
        page.keyboard.press("Escape")
        expect(ticket(page, placed)).not_to_have_class(re.compile("is-selected"))


def test_a_number_of_two_digits_says_nothing_before_its_second(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    see(page, kitchen.ticket("noodles"))
    free = slot(page, 2).locator(".slot-message")
    page.evaluate(
        "window.said = []; new MutationObserver(() => said.push(1))"
        ".observe(document.querySelector('[data-slot=\"1\"] .slot-message'), {childList: true})"
    )
    page.keyboard.press("1")
    page.keyboard.press("5")
    expect(slot(page, 15).locator(".slot-message")).to_have_text("15 号位没有制作单")
    assert page.evaluate("said") == []
    page.wait_for_timeout(700)  # a number of one digit is whole after so long
    page.keyboard.press("2")
    expect(free).to_have_text("2 号位没有制作单")


BURST = """code => {
  const began = performance.now();
  for (const [n, key] of Array.from(code).concat('Enter').entries()) {
    const name = key === 'Enter' ? key : /[0-9]/.test(key) ? `Digit${key}` : `Key${key.toUpperCase()}`;
    const event = new KeyboardEvent('keydown', { key, code: name, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: began + 8 * n });
    window.dispatchEvent(event);
  }
}"""


@pytest.mark.parametrize("code", ["5901234123457", "r5s88213", "s3r551"])
def test_a_barcode_that_is_scanned_at_the_wall_does_nothing(kitchen: Kitchen, open_wall: OpenWall, code: str) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles", table=f"B{n:02}") for n in range(1, 9)]
    see(page, placed[7])
    before = [len(kitchen.events(kind)) for kind in ("TicketBumped", "TicketStarted", "TicketRecalled")]
    page.evaluate(BURST, code)
    expect(page.locator(".is-selected")).to_have_count(0)
    page.wait_for_timeout(700)  # what was typed by hand would have been answered by now
    assert [len(kitchen.events(kind)) for kind in ("TicketBumped", "TicketStarted", "TicketRecalled")] == before
    expect(page.locator(".slot article")).to_have_count(8)


def test_chords_and_single_modifiers_can_be_learnt(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    placed = [kitchen.ticket("noodles"), kitchen.ticket("noodles", table="A02")]
    page.locator("#gear").click()
    for deed, chord, face in (("start", "Control+Shift+F5", "Ctrl+Shift+F5"), ("bump", "ControlLeft", "Ctrl ⇤")):
        page.locator(f"#sheet [data-deed={deed}]").click()
        page.keyboard.press(chord)
        expect(page.locator(f"#sheet [data-deed={deed}]")).to_have_text(face)
    page.keyboard.press("Escape")
    see(page, placed[1])
    page.keyboard.type(str(number_of(page, placed[1])))
    page.keyboard.press("Control+Shift+F5")
    expect(ticket(page, placed[1])).to_have_attribute("data-state", "started")
    page.keyboard.press("ControlLeft")
    expect(ticket(page, placed[1])).to_have_count(0)
    expect(ticket(page, placed[0])).to_be_visible()


POINTER = """([name, pointerId, what]) => {
  const button = document.querySelector(`.slot [data-ticket="${name}"] .ticket-bump`);
  const { left, top } = button.getBoundingClientRect();
  const at = { clientX: left + 9, clientY: top + 9, button: 0, isPrimary: pointerId === 7, bubbles: true };
  button.dispatchEvent(new PointerEvent(what, { pointerId, pointerType: 'touch', ...at }));
}"""


def test_a_tap_is_taken_while_a_palm_rests_on_the_wall(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    rests, tapped = kitchen.ticket("noodles"), kitchen.ticket("noodles", table="A02")
    see(page, tapped)
    page.evaluate(POINTER, [rests, 7, "pointerdown"])
    page.wait_for_timeout(800)  # it rests
    for what in ("pointerdown", "pointerup"):
        page.evaluate(POINTER, [tapped, 8, what])
    expect(ticket(page, tapped)).to_have_count(0)
    page.evaluate(POINTER, [rests, 7, "pointerup"])
    see(page, kitchen.ticket("noodles", table="A03"))
    expect(ticket(page, rests)).to_be_visible()


def test_a_waiters_wall_shows_and_does_not_press(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall(role="waiter")
    placed = kitchen.ticket("tofu")
    before = len(kitchen.events("TicketBumped"))
    see(page, placed)
    expect(page.locator(".ticket-bump")).to_be_hidden()
    page.keyboard.type(str(number_of(page, placed)))
    page.keyboard.press("Enter")
    expect(ticket(page, placed).locator(".ticket-why")).to_be_visible()
    assert len(kitchen.events("TicketBumped")) == before


def test_keys_can_be_given_other_deeds_and_stay_so_on_this_device(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_be_visible()
    page.locator("#sheet [data-deed=bump]").click()
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("请按键")
    page.keyboard.press("5")
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("请按键")
    page.keyboard.press("+")
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("+")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    page.reload()
    placed = kitchen.ticket("noodles")
    see(page, placed)
    page.keyboard.type(str(number_of(page, placed)))
    page.keyboard.press("Enter")
    page.keyboard.press("+")
    expect(ticket(page, placed)).to_have_count(0)
    page.locator("#gear").click()
    page.locator("#sheet-reset").click()
    expect(page.locator("#sheet [data-deed=bump]")).to_have_text("↵")


def test_the_column_can_be_hidden_and_stays_so_on_this_device(kitchen: Kitchen, open_wall: OpenWall) -> None:
    page = open_wall()
    kitchen.ticket("noodles")
    expect(page.locator("#all-day")).to_contain_text("noodles")
    page.locator("#column").click()
    expect(page.locator("#all-day")).to_be_hidden()
    page.reload()
    expect(page.locator("#all-day")).to_be_hidden()
    page.locator("#column").click()
    expect(page.locator("#all-day")).to_be_visible()
