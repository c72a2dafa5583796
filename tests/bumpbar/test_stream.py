"""The kernel's protocol: keys, and what comes after SYN_DROPPED; and the two projects share no code."""

from __future__ import annotations

import re
from pathlib import Path

from bumpbar.gestures import Event, Gestures
from bumpbar.keymap import profiles
from bumpbar.stream import EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT, Stream

ROOT = Path(__file__).resolve().parents[2]


def test_keys_are_keys_and_all_else_is_nothing() -> None:
    stream = Stream()
    assert stream.take(EV_KEY, 29, 1, 5) == Event(5, 29, 1)
    assert [stream.take(4, 4, 29, 5), stream.take(EV_SYN, SYN_REPORT, 0, 5)] == [None, None]


def test_a_stalled_reader_during_200_taps_invents_no_bump() -> None:
    """What follows the marker up to its report is not whole, and counts for nothing; then the keys' state is read."""
    stream, gestures = Stream(), Gestures(profiles()["kb1700"])
    raw = [(EV_KEY, 29, value, at) for at in range(22) for value in (1, 0)]
    raw += [(EV_SYN, SYN_DROPPED, 0, 3000), (EV_KEY, 29, 1, 3000), (EV_SYN, SYN_REPORT, 0, 3000), (EV_KEY, 29, 0, 3010)]
    fired, lost = [], 0
    for each in raw:
        taken = stream.take(*each)
        if taken == "lost":
            lost += 1
            gestures.begun([29])
        elif isinstance(taken, Event):
            fired += gestures.event(taken)
    assert ([each.at_ms for each in fired], lost) == (list(range(22)), 1)


def test_neither_project_imports_the_other() -> None:
    for folder, other in ((ROOT / "bumpbar" / "src", "kds"), (ROOT / "kds", "bumpbar")):
        for path in folder.rglob("*.py"):
            assert not re.search(rf"^\s*(from|import) {other}\b", path.read_text(), re.MULTILINE), path
