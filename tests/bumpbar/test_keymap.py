"""Keymaps are data; a bad one says what is wrong with it."""

from __future__ import annotations

import pytest
from bumpbar.gestures import Fired, Gestures
from bumpbar.keymap import BadKeymap, parse, profiles
from bumpbar.keys import CODES, code_of, name_of
from evdev import ecodes

from tests.bumpbar.hands import events


def test_every_name_is_the_kernel_s() -> None:
    assert {name: getattr(ecodes, f"KEY_{name}") for name in CODES} == CODES


def test_a_name_reads_back() -> None:
    for code in [*CODES.values(), 0x1000, 0x10FF, 700]:
        assert code_of(name_of(code)) == code


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "name"),
        ("name = 1", "name"),
        ('name = "x"\ncolour = 1', "colour"),
        ('name = "x"\n[keys]\n"KP1" = "fly"', "'fly', which is no function"),
        ('name = "x"\n[keys]\n"KP1" = "slot:0"', "no function"),
        ('name = "x"\n[keys]\n"KP1" = "slot:100"', "no function"),
        ('name = "x"\n[keys]\n"KPX" = "bump"', "'KPX', which there is not"),
        ('name = "x"\n[keys]\n"" = "bump"', "no keys"),
        ('name = "x"\n[keys]\n"1 2 3 4 5 6 7 8 9" = "bump"', "more than 8"),
        ('name = "x"\n[keys]\n"1" = "bump"\n"KEY_1" = "start"', "twice"),
        ('name = "x"\n[keys]\n"1 & 1" = "bump"', "two keys"),
        ('name = "x"\n[timing]\nhold_ms = 1', "hold_ms"),
        ("name = ", "Invalid value"),
    ],
)
def test_a_bad_one_says_why(text: str, words: str) -> None:
    with pytest.raises(BadKeymap, match=words):
        parse(text)


TABLE = [
    ("kb1700", "0+3 9-3 20+LEFTCTRL 30-LEFTCTRL 40+KPMINUS", ["slot:3", "bump", "recall"]),
    ("kb9000", "0+KP0 9-KP0 20+LEFTCTRL 30-LEFTCTRL 40+F2", ["slot:10", "bump", "screen"]),
    ("keypad", "0+NUMLOCK 5-NUMLOCK 10+KP1 19-KP1 20+KPENTER", ["slot:1", "bump"]),
    ("keypad", "0+KPPLUS 700-KPPLUS 800+KPPLUS 850-KPPLUS", ["acknowledge", "start"]),
    ("f13f24", "0+F20 9-F20 20+F21", ["slot:8", "bump"]),
    ("programmable20", "0+LEFTCTRL 0+LEFTSHIFT 1+F4 2-F4 3-LEFTSHIFT 3-LEFTCTRL 4+ENTER 5-ENTER", ["slot:4"]),
    ("serial9600", "0+x34 0-x34 9+x0D 9-x0D", ["slot:4", "bump"]),
]


@pytest.mark.parametrize(("name", "script", "functions"), TABLE)
def test_the_table_of_keymaps(name: str, script: str, functions: list[str]) -> None:
    gestures = Gestures(profiles()[name])
    out = [each for event in events(script) for each in gestures.event(event)]
    assert [each.function for each in out if isinstance(each, Fired)] == functions


def test_every_profile_of_keys_is_in_the_table() -> None:
    assert {name for name, _, _ in TABLE} | {"scanner"} == set(profiles())
