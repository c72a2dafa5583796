"""Hands on a bar that is none: key events at given milliseconds, and what the machines make of them."""

from __future__ import annotations

from bumpbar.gestures import Event, Fired, Gestures, Unmapped
from bumpbar.keymap import parse, written
from bumpbar.keys import code_of


def keymap_of(keys: str, kind: str = "keys") -> Gestures:
    return Gestures(parse(f'name = "test"\nkind = "{kind}"\n[keys]\n{keys}'))


def events(script: str) -> list[Event]:
    """`0+KP1 40-KP1 50*KP1`: at 0 ms down, at 40 up, at 50 a repeat."""
    found = []
    for word in script.split():
        place = next(number for number, each in enumerate(word) if each in "+-*")
        found.append(Event(int(word[:place]), code_of(word[place + 1 :]), "-+*".index(word[place])))
    return found


def play(gestures: Gestures, script: str, until: int | None = None) -> list[str]:
    """What came of it: `bump@0`, or `?F5@0` for keys that mean nothing."""
    out = [each for event in events(script) for each in gestures.event(event)]
    if until is not None:
        out += gestures.passed(until)
    return [told(each) for each in out]


def told(each: Fired | Unmapped) -> str:
    return f"{each.function}@{each.at_ms}" if isinstance(each, Fired) else f"?{written(each.chord)}@{each.at_ms}"
