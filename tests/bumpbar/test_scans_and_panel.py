"""Barcodes as bursts, and what a function means once a slot is selected."""

from __future__ import annotations

import pytest
from bumpbar.gestures import Event
from bumpbar.keys import code_of
from bumpbar.panel import SELECTED_MS, Act, Panel, Select, SelectFirst, Switch
from bumpbar.scans import GAP_MS, Scanned, Scanner

CODES = ("0755441231925", "6900000007")


def typed(code: str, at: int, before: str = "", after: str = "") -> list[Event]:
    """A burst of a key a millisecond."""
    keys = [*before.split(), *code, *after.split()]
    return [Event(at + number, code_of(key), value) for number, key in enumerate(keys) for value in (1, 0)]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("before", "after"), [("", "ENTER"), ("ENTER", ""), ("", ""), ("ENTER", "ENTER"), ("", "TAB")])
def test_each_code_comes_whole_and_once(code: str, before: str, after: str) -> None:
    scanner = Scanner()
    out = [each for at in (0, 200) for event in typed(code, at, before, after) for each in scanner.event(event)]
    out += scanner.passed(1_000)
    assert [each.code for each in out] == [code, code]
    assert scanner.due_at is None


def test_two_scanners_at_once_do_not_mix() -> None:
    scanners = (Scanner(), Scanner())
    both = sorted(((event, side) for side in (0, 1) for event in typed(CODES[side], side)), key=lambda each: each[0])
    for event, side in both:
        assert scanners[side].event(event) == []
    assert [scanner.passed(500)[0].code for scanner in scanners] == list(CODES)


def test_typing_is_no_code_and_spoils_none() -> None:
    scanner = Scanner()
    out = []
    for number, key in enumerate("1234"):
        out += scanner.event(Event(number * (GAP_MS + 1), code_of(key), 1))
    for event in typed(CODES[0], 1_000, after="ENTER"):
        out += scanner.event(event)
    assert out == [Scanned(CODES[0], 1_000)]


def test_half_a_code_after_lost_events_is_none() -> None:
    scanner = Scanner()
    for event in typed("690000", 0):
        scanner.event(event)
    scanner.begun([])
    assert scanner.passed(100) == []


def test_letters_are_small_unless_shifted() -> None:
    scanner = Scanner()
    events = [*typed("A", 0), Event(1, 42, 1), *typed("B", 2), Event(3, 42, 0), *typed("12", 4)]
    assert [each for event in events for each in scanner.event(event)] == []
    assert scanner.passed(100) == [Scanned("aB12", 0)]


def test_a_digit_selects_and_the_next_key_acts_on_what_was_seen_then() -> None:
    panel = Panel()
    assert panel.function("slot:3", 100) == Select(3, 100)
    assert panel.function("slot:4", 200) == Select(4, 200)
    assert panel.function("bump", 900) == Act("bump", 4, 200)
    assert panel.function("bump", 950) == SelectFirst("bump", 950)


def test_a_selection_is_meant_for_a_while_only() -> None:
    for later, did in ((0, Act("bump", 1, 0)), (1, SelectFirst("bump", SELECTED_MS + 1))):
        panel = Panel()
        panel.function("slot:1", 0)
        assert panel.function("bump", SELECTED_MS + later) == did


def test_functions_without_a_slot_leave_the_selection_and_switching_ends_it() -> None:
    panel = Panel()
    panel.function("slot:1", 0)
    assert panel.function("recall", 10) == Act("recall_last", None, 10)
    assert panel.function("bump:7", 20) == Act("bump", 7, 20)
    assert panel.function("screen", 30) == Switch(30)
    assert panel.function("start", 40) == SelectFirst("start", 40)


def test_a_ticket_of_several_dishes_takes_the_next_digit_for_the_one_that_is_sold_out() -> None:
    panel = Panel()
    panel.function("slot:3", 0)
    assert panel.function("sold_out", 10) == Act("sold_out", 3, 0)
    panel.ask("T7", 50)
    assert panel.function("slot:2", 900) == Act("sold_out", None, 900, "T7", 2)
    assert panel.function("slot:2", 950) == Select(2, 950)


@pytest.mark.parametrize(("function", "at_ms"), [("recall", 100), ("slot:1", 100 + SELECTED_MS)])
def test_what_was_asked_is_answered_by_the_next_key_or_never(function: str, at_ms: int) -> None:
    panel = Panel()
    panel.ask("T7", 0)
    panel.function(function, at_ms + 1)
    assert panel.function("slot:2", at_ms + 2) == Select(2, at_ms + 2)


def test_a_card_takes_the_next_digit_for_one_of_its_buttons_and_selects_nothing() -> None:
    for opens in ("card", "recalls"):
        panel = Panel()
        panel.function("slot:3", 0)
        assert panel.function(opens, 10) == Act(opens, None, 10)
        assert panel.function("slot:2", 900) == Act("card", None, 900, dish=2)
        assert panel.function("slot:4", 950) == Select(4, 950)


@pytest.mark.parametrize(("function", "at_ms"), [("recall", 100), ("slot:1", 100 + SELECTED_MS)])
def test_the_digit_after_any_other_key_or_after_a_while_selects_again(function: str, at_ms: int) -> None:
    panel = Panel()
    panel.function("card", 0)
    panel.function(function, at_ms)
    assert panel.function("slot:2", at_ms + 2) == Select(2, at_ms + 2)


def test_an_acknowledgement_is_of_what_is_selected_or_of_the_screen() -> None:
    panel = Panel()
    panel.function("slot:1", 0)
    assert panel.function("acknowledge", 10) == Act("acknowledge", 1, 0)
    assert panel.function("acknowledge", 20) == Act("acknowledge", None, 20)
