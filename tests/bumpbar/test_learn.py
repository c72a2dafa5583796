"""Teaching a bar: what a press sends becomes a line of a keymap that works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bumpbar.gestures import Event, Fired, Gestures
from bumpbar.keymap import parse, written
from bumpbar.learn import FUNCTIONS, gesture_of, taught
from bumpbar.serial_bar import Line

from bumpbar import learn
from tests.bumpbar.hands import events
from tests.bumpbar.lines import Line as Wire

TABLE = [
    ("0+KP1 40-KP1", "KP1"),
    ("0+LEFTCTRL 30-LEFTCTRL", "LEFTCTRL"),
    ("0+LEFTCTRL 5+LEFTSHIFT 9+F5 12-F5 15-LEFTSHIFT 18-LEFTCTRL 25+ENTER 30-ENTER", "LEFTCTRL+LEFTSHIFT+F5 ENTER"),
    ("0+A 9-A 20+B 29-B", "A B"),
    ("0+KP1 250*KP1 280*KP1 600-KP1", "KP1"),
    ("0+x34 0-x34", "x34"),
    ("", ""),
]


@pytest.mark.parametrize(("script", "gesture"), TABLE)
def test_what_a_button_sends_is_written_as_a_keymap_has_it(script: str, gesture: str) -> None:
    assert gesture_of(events(script)) == gesture


@pytest.mark.parametrize(("script", "gesture"), [row for row in TABLE if row[1]])
def test_what_was_taught_is_understood_when_it_is_pressed(script: str, gesture: str) -> None:
    gestures = Gestures(parse(f'name = "taught"\n[keys]\n"{gesture}" = "bump"'))
    out = [each for event in events(script) for each in gestures.event(event)] + gestures.passed(10_000)
    assert [each.function for each in out if isinstance(each, Fired)] == ["bump"]


def pressing(monkeypatch: pytest.MonkeyPatch, presses: list[str]) -> None:
    """Somebody who presses these, one for each question."""
    waiting: Iterator[str] = iter(presses)

    async def pressed(seconds: float) -> list[Event]:
        return events(next(waiting, ""))

    monkeypatch.setattr(learn, "keys_of_press", pressed)


def said() -> tuple[list[str], Callable[[str], object]]:
    lines: list[str] = []
    return lines, lines.append


def test_each_function_is_asked_for_in_turn_and_what_nobody_presses_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pressing(monkeypatch, ["0+KP1 9-KP1", "", "0+KP3 9-KP3"])
    lines, say = said()
    keymap = parse(taught('the "hot" bar', say))
    assert keymap.name == "the hot bar"
    assert sorted(keymap.sequences.values()) == ["slot:1", "slot:3"]
    assert [each for each in lines if each.startswith("Press")][:2] == [
        "Press the key for slot:1 (or wait 15 s to leave it out)",
        "Press the key for slot:2 (or wait 15 s to leave it out)",
    ]
    assert len([each for each in lines if each.startswith("Press")]) == len(FUNCTIONS)
    assert "  KP3" in lines


def test_a_key_that_has_a_function_already_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    pressing(monkeypatch, ["0+KP1 9-KP1", "0+KP1 9-KP1"])
    lines, say = said()
    assert list(parse(taught("bar", say)).sequences.values()) == ["slot:1"]
    assert "  KP1 is slot:1 already; left out" in lines


def test_a_bar_on_a_slow_serial_line_is_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Wire()
    monkeypatch.setattr(learn, "FUNCTIONS", ("slot:1", "bump", "recall"))
    monkeypatch.setattr(learn, "WAIT_S", 1.0)
    presses = iter(["1", "AB", ""])
    text = taught(
        "bar", lambda said: line.send(next(presses)) if said.startswith("Press") else None, Line(line.port, 1200)
    )
    line.close()
    keymap = parse(text)
    assert (keymap.kind, keymap.baud) == ("serial", 1200)
    assert {" ".join(written(chord) for chord in steps): each for steps, each in keymap.sequences.items()} == {
        "x31": "slot:1",
        "x41 x42": "bump",
    }
