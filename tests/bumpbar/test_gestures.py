"""Gestures: what somebody did, out of what the keys did."""

from __future__ import annotations

import pytest
from bumpbar.gestures import DOWN, UP, Event, Fired, Gestures
from bumpbar.keymap import profiles
from bumpbar.keys import CODES
from hypothesis import given
from hypothesis import strategies as st

from tests.bumpbar.hands import events, keymap_of, play, told

BAR = '"1" = "slot:1"\n"2" = "slot:2"\n"LEFTCTRL" = "bump"'
LONG = '"1" = "slot:1"\n"hold 1" = "all_day"\n"2" = "slot:2"'
COMBO = '"1" = "slot:1"\n"2" = "slot:2"\n"1 & 2" = "acknowledge"'
BUTTONS = '"LEFTCTRL+LEFTSHIFT+F5" = "start"\n"LEFTCTRL+LEFTSHIFT+F5 ENTER" = "bump"\n"F5" = "page"'
CHORD = "0+LEFTCTRL 1+LEFTSHIFT 2+F5 3-F5 4-LEFTSHIFT 5-LEFTCTRL"


@pytest.mark.parametrize(
    ("keys", "script", "out"),
    [
        (BAR, "0+1 30-1 100+LEFTCTRL 130-LEFTCTRL", ["slot:1@0", "bump@100"]),
        (BAR, "0+1 500*1 533*1 566*1 600-1", ["slot:1@0"]),
        (BAR, "0+1 10+2 20-1 30-2", ["slot:1@0", "slot:2@10"]),
        (BAR, "0+F9 30-F9", ["?F9@0"]),
        (LONG, "0+1 599-1", ["slot:1@0"]),
        (LONG, "0+1 600*1 700-1", ["all_day@0"]),
        (LONG, "0+1 100+2 150-1 160-2", ["slot:1@0", "slot:2@100"]),
        (COMBO, "0+1 50+2 100-2 110-1", ["acknowledge@0"]),
        (COMBO, "0+2 1+1 100-2 110-1", ["acknowledge@0"]),
        (COMBO, "0+1 20-1 30+2 40-2", ["slot:1@0", "slot:2@30"]),
        (COMBO, "0+1 51+2 120-1 130-2", ["slot:1@0", "slot:2@51"]),
        (BUTTONS, f"{CHORD} 6+ENTER 7-ENTER", ["bump@2"]),
        (BUTTONS, f"{CHORD} 83-A", ["start@2"]),
        (BUTTONS, f"{CHORD} 20+F5 21-F5", ["start@2", "page@20"]),
        (BUTTONS, "0+F5 3-F5", ["page@0"]),
        (BUTTONS, "0+LEFTCTRL 9-LEFTCTRL", []),
        (BUTTONS, "0+ENTER 9-ENTER", ["?ENTER@0"]),
        (BUTTONS + '\n"LEFTCTRL" = "recall"', f"{CHORD} 6+ENTER 20+LEFTCTRL 40-LEFTCTRL", ["bump@2", "recall@20"]),
    ],
)
def test_what_hands_do(keys: str, script: str, out: list[str]) -> None:
    assert play(keymap_of(keys), script) == out


def test_what_waits_says_until_when_and_is_settled_then() -> None:
    for keys, script, due_at, out in (
        (LONG, "0+1", 600, "all_day@0"),
        (COMBO, "0+1", 50, "slot:1@0"),
        (BUTTONS, CHORD, 82, "start@2"),
    ):
        gestures = keymap_of(keys)
        assert play(gestures, script, due_at - 1) == []
        assert gestures.due_at == due_at
        assert [told(each) for each in gestures.passed(due_at)] == [out]
        assert gestures.due_at is None


def test_a_key_held_at_plug_in_is_no_press_and_the_first_press_counts() -> None:
    gestures = keymap_of(BAR)
    gestures.begun([CODES["LEFTCTRL"]])
    assert play(gestures, "0*LEFTCTRL 9+2 10-2 20-LEFTCTRL 30+LEFTCTRL") == ["slot:2@9", "bump@30"]


def test_lost_events_end_what_was_begun_and_invent_nothing() -> None:
    gestures = keymap_of(LONG + '\n"LEFTCTRL" = "bump"')
    assert play(gestures, "0+1") == []
    gestures.begun([CODES["LEFTCTRL"]])
    assert gestures.due_at is None
    assert play(gestures, "3000-LEFTCTRL 3010-1 3020+LEFTCTRL", 9000) == ["bump@3020"]


def test_a_serial_bar_s_bytes_are_keys() -> None:
    assert play(keymap_of('"x31 x0D" = "slot:1"\n"x32" = "bump"', "serial"), "0+x31 0-x31 9+x0D 9-x0D 20+x32") == [
        "slot:1@0",
        "bump@20",
    ]


PROFILES = {name: found for name, found in profiles().items() if found.kind != "scanner"}
KEYS = sorted({code for found in PROFILES.values() for steps in found.sequences for step in steps for code in step[:1]})
TAPS = st.lists(st.tuples(st.sampled_from(KEYS), st.integers(1, 900), st.integers(1, 900)), max_size=40)


@given(st.sampled_from(sorted(PROFILES)), TAPS)
def test_whatever_is_tapped_comes_once_in_order_and_nothing_stays(name: str, taps: list[tuple[int, int, int]]) -> None:
    gestures = _gestures(name)
    at, downs, out = 0, [], []
    for code, held, pause in taps:
        downs.append(at)
        out += gestures.event(Event(at, code, DOWN)) + gestures.event(Event(at + held, code, UP))
        at += held + pause
    out += gestures.passed(at + 10_000)
    assert gestures.due_at is None
    times = [each.at_ms for each in out]
    assert times == sorted(set(times))
    assert set(times) <= set(downs)


@given(st.sampled_from(sorted(PROFILES)), st.lists(st.sampled_from(KEYS), unique=True, max_size=8))
def test_held_keys_never_press(name: str, held: list[int]) -> None:
    gestures = _gestures(name)
    gestures.begun(held)
    assert [each for at, code in enumerate(held) for each in gestures.event(Event(at, code, 2))] == []
    assert [each for at, code in enumerate(held) for each in gestures.event(Event(100 + at, code, UP))] == []
    assert gestures.passed(10_000) == []


def _gestures(name: str) -> Gestures:
    return Gestures(PROFILES[name])


def test_the_script_reads_as_it_is_written() -> None:
    assert events("5+KP1 6-KP1") == [Event(5, 79, DOWN), Event(6, 79, UP)]
    assert told(Fired("bump", 3)) == "bump@3"
