"""A timed script of keys through a keymap: what it would press, without a device and without a server.

# milliseconds, then + for down, - for up, * for the kernel's repeat, and the key
0 +KP1
30 -KP1
3000 dropped LEFTCTRL       events were lost; these keys are down
5000 unplugged
5000 plugged KPENTER        with these keys down
9000 end
"""

from __future__ import annotations

from collections.abc import Iterator

from bumpbar.gestures import Event, Fired, Gestures
from bumpbar.keymap import Keymap
from bumpbar.keys import code_of
from bumpbar.panel import Panel
from bumpbar.scans import Scanned, Scanner

SIGNS = {"-": 0, "+": 1, "*": 2}
WORDS = ("dropped", "plugged", "unplugged", "end")


class BadScript(Exception):
    """A line that cannot be read; the text says which, and how it should be."""


def play(keymap: Keymap, script: str) -> Iterator[str]:
    """What the daemon would do, a line each. Raises `BadScript`."""
    machine = Scanner() if keymap.kind == "scanner" else Gestures(keymap)
    panel = Panel()
    for number, line in enumerate(script.splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        try:
            at_ms, what, keys = int(words[0]), words[1], [code_of(each) for each in words[2:]]
            event = Event(at_ms, code_of(what[1:]), SIGNS[what[0]]) if what[0] in SIGNS else None
        except (ValueError, IndexError, KeyError):
            event, what = None, ""
        if event is None and what not in WORDS:
            like = f"60 +KP1, 90 -KP1, 95 *KP1, or 100 {' | '.join(WORDS)}"
            raise BadScript(f"line {number}: {line!r} is not like {like}")
        out = machine.passed(at_ms) if event is None else machine.event(event)
        for each in out:
            yield f"{each.at_ms} {_told(each, panel)}"
        if what in ("dropped", "plugged", "unplugged"):
            machine.begun(keys)
            panel.forget()


def _told(each: object, panel: Panel) -> str:
    if isinstance(each, Fired):
        did = panel.function(each.function, each.at_ms)
        values = [value for field, value in did._asdict().items() if field != "at_ms" and value is not None]
        return " ".join([type(did).__name__.lower(), *(str(value) for value in values)])
    if isinstance(each, Scanned):
        return f"scanned {each.code}"
    return "nothing"
