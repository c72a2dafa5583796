"""What is wrong with a store, for who only looks: nothing is changed, and a server may be at work meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from kds.core.types import Name
from kds.storage import checks, damage, data_dir, journal_reading, pages, write_ahead_log
from kds.storage.connections import FILE, UNREADABLE, log_of, reading
from kds.storage.damage import DamagedStore, Finding
from kds.storage.data_dir import InUse
from kds.storage.journal import FOLDER
from kds.storage.migrations import WATCHED, version
from kds.storage.pages import DamagedSums
from kds.storage.recovery import Recovery, look

LOOKS, APART_S = 5, 0.2
"""How often something is looked at that a running server may just be changing, and how many seconds apart."""


def examine(data: Path) -> list[Name]:
    """All that is not as it was left, but for the events' chain and the snapshots.

    Of a store that no kds has opened since there are witnesses there is nothing to say. Raises `DataDirError`,
    `NewerSchema` and `OSError`.
    """
    path = data_dir.find(data)
    try:
        with data_dir.sole_use(data):
            faults = [each.words for each in Recovery(data, mend=False).run().findings]
    except DamagedStore as damaged:
        return [damaged.words]
    except InUse:
        faults = [*_settled(data, _pages), *_settled(data, _journal)]
    try:
        with reading(path) as db:
            if version(db) < WATCHED:
                return []
            return [*faults, *checks.rows(db), *checks.structure(path)]
    except UNREADABLE:
        return faults or [damage.lost("unreadable", file=FILE).words]


def mends(data: Path) -> list[Finding]:
    """What a start would mend, where it would lose nothing; nothing where it would, or where somebody has the store.

    Raises as `examine`.
    """
    data_dir.find(data)
    try:
        with data_dir.sole_use(data):
            findings = Recovery(data, mend=False).run().findings
    except (DamagedStore, InUse):
        return []
    return findings if all(each.healed for each in findings) else []


def _settled(data: Path, look_at: Callable[[Path], list[Name]]) -> list[Name]:
    """What is still wrong when it is looked at again."""
    faults: list[Name] = []
    for _ in range(LOOKS):
        try:
            faults = look_at(data)
        except FileNotFoundError as error:
            faults = [damage.lost("gone", file=Path(error.filename).name).words]
        if not faults:
            return []
        time.sleep(APART_S)
    return faults


def _pages(data: Path) -> list[Name]:
    try:
        sums = pages.read(data)
    except DamagedSums:
        sums = None
    if sums is None:
        return [damage.lost("gone", file=pages.FILE).words]
    wrong = sums.wrong(pages.checksums_of(data / FILE, sums.page_size))
    if wrong:
        frames = write_ahead_log.frames(log_of(data / FILE), sums.page_size)
        wrong -= {page for page, current, _ in frames if current}
    return [damage.lost("pages", file=FILE, pages=damage.named(wrong)).words] if wrong else []


def _journal(data: Path) -> list[Name]:
    before, scanned, after = look(data / FILE), journal_reading.scan(data), look(data / FILE)
    if before is None or after is None:
        return [damage.lost("unreadable", file=FILE).words]
    # A commit under way may be in one of the two already.
    is_there = scanned.last is not None and before.commits - 1 <= scanned.last <= after.commits + 1
    return [] if scanned.whole and is_there else [damage.lost("journal", file=FOLDER).words]
