"""Teach a bar: what a key sends is read as the bar sends it, and becomes a line of a keymap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bumpbar.device import keys_of_press
from bumpbar.gestures import DOWN, UP, Event
from bumpbar.keymap import Chord, parse, written
from bumpbar.keys import CODES
from bumpbar.serial_bar import Line, OpenLine

FUNCTIONS = (
    *(f"slot:{number}" for number in range(1, 11)),
    *(
        "bump",
        "start",
        "recall",
        "page",
        "all_day",
        "rush",
        "sold_out",
        "acknowledge",
        "card",
        "recalls",
        "batches",
        "screen",
    ),
)
MODIFIERS = frozenset(CODES[side + name] for side in ("LEFT", "RIGHT") for name in ("CTRL", "SHIFT", "ALT", "META"))
WAIT_S = 15.0
"""A function for which nobody presses a key in this time is left out."""


def gesture_of(events: Sequence[Event]) -> str:
    """What was sent, as a keymap has it; a modifier counts as a key only where nothing was pressed with it."""
    down: dict[int, bool] = {}
    steps: list[str] = []
    for event in events:
        if event.value == DOWN and event.code not in MODIFIERS:
            held = frozenset(code for code in down)
            down = dict.fromkeys(down, True)
            steps.append(written(Chord(event.code, held)))
        elif event.value == DOWN:
            down[event.code] = False
        elif event.value == UP and event.code in down and not down.pop(event.code) and not any(down.values()):
            steps.append(written(Chord(event.code)))
    return " ".join(steps)


def taught(name: str, say: Callable[[str], object], line: Line | None = None) -> str:
    """Ask for each function in turn, of a keyboard or of a bar on a serial line; the keymap's text.

    Raises `BadKeymap` where what was taught cannot be used, and `OSError` where the line cannot be read.
    """
    opened = None if line is None else OpenLine(line)
    lines: dict[str, str] = {}
    for function in FUNCTIONS:
        say(f"Press the key for {function} (or wait {WAIT_S:.0f} s to leave it out)")
        pressed = asyncio.run(keys_of_press(WAIT_S)) if opened is None else opened.press(WAIT_S)
        gesture = gesture_of(pressed)
        if not gesture:
            say("  left out")
        elif gesture in lines:
            say(f"  {gesture} is {lines[gesture]} already; left out")
        else:
            lines[gesture] = function
            say(f"  {gesture}")
    if opened is not None:
        opened.close()
    rows = [f'"{gesture}" = "{function}"' for gesture, function in lines.items()]
    kind = [] if line is None else ['kind = "serial"', f"baud = {line.baud}"]
    text = "\n".join([f'name = "{name.replace(chr(34), "")[:60]}"', *kind, "", "[keys]", *rows, ""])
    parse(text)
    return text
