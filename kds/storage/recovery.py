"""Before a store is opened: is all there that was acknowledged, and if not, from what is whole can it be healed?

    ledger.sums      says of every page of ledger.db what it must be: a page in which one bit is wrong is mended
    ledger.db-wal    SQLite reads it up to its first damaged frame; how far that is, the number of the last commit says
    journal/         has every commit since the last checkpoint: what is missing is done again

Where SQLite's log ends before the last checkpoint, what SQLite shows mixes two moments: then the log is put aside, and
the journal goes on from the database file alone. What cannot be healed is said, and the store is not opened.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import zlib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import structlog

from kds.core.types import Ms
from kds.storage import checks, damage, journal_reading, pages, write_ahead_log
from kds.storage.changes import redo
from kds.storage.connections import FILE, UNREADABLE, index_of, log_of, reading, writing
from kds.storage.damage import DamagedStore, Finding
from kds.storage.files import sync_folder
from kds.storage.journal import FOLDER
from kds.storage.journal_reading import JournalScan
from kds.storage.migrations import WATCHED, version
from kds.storage.pages import DamagedSums, Sums
from kds.storage.write_ahead_log import Position

log = structlog.get_logger()

MENDED_MOST = 16
"""Pages in which one bit is looked for: it takes a tenth of a second once, and then next to nothing."""
ASIDE = ".damaged"
"""The end of the name of a log that was put aside."""


class Seen(NamedTuple):
    """What SQLite shows: how many commits, whether a witness must be there, and the last event's number and time."""

    store_id: str
    commits: int
    watched: bool
    seq: int
    at: Ms


class Recovered(NamedTuple):
    """A store in which nothing is missing. `sums` is None where they have to be made anew from the database file."""

    findings: list[Finding]
    scanned: JournalScan
    sums: Sums | None


def look(path: Path) -> Seen | None:
    """What SQLite shows of a database; None where it cannot be read. Raises `NewerSchema`."""
    try:
        with reading(path) as db:
            columns = "store_id, commits, watched" if version(db) >= WATCHED else "store_id, 0, 0"
            store_id, commits, watched = db.execute(f"SELECT {columns} FROM store").fetchone()
            last = db.execute("SELECT seq, at FROM events ORDER BY seq DESC LIMIT 1").fetchone() or (0, 0)
            return Seen(store_id, commits, bool(watched), *last)
    except (*UNREADABLE, TypeError):
        return None


class Recovery:
    """Goes through a data directory of which nobody else has hold.

    Without `mend` nothing is changed: what would be healed is found. With `accept` what is lost is given up.
    """

    def __init__(self, data: Path, *, mend: bool, accept: bool = False) -> None:
        self._data = data
        self._path = data / FILE
        self._log = log_of(self._path)
        self._mend = mend
        self._accept = accept
        self._findings: list[Finding] = []
        self._sums: Sums | None = None
        self._wrong: set[int] = set()

    def run(self) -> Recovered:
        """Find, and heal. Raises `DamagedStore` where something may be lost, `NewerSchema`, and `OSError`."""
        if not self._path.exists() or self._path.stat().st_size == 0:  # SQLite would take an empty one for a new one
            raise DamagedStore(damage.lost("gone", file=FILE).words)
        self._read_sums()
        known = self._log_as_known()
        if self._sums is not None:
            self._check_pages(self._sums)
        seen = look(self._path)
        scanned = journal_reading.scan(self._data, seen.store_id if seen else None)
        if self._sums is None:
            if seen is not None and not seen.watched:
                return Recovered(self._findings, scanned, None)
            self._heals("sums", file=pages.FILE)
        commits = self._stands(seen)
        self._judge_journal(commits, scanned, seen)
        if scanned.cut and write_ahead_log.ends_early(self._log, self._page_size(), known):
            self._loses("worn", file=self._log.name, **_since(look(self._path)))
        self._go_on(commits, scanned)
        self._count_events(scanned)
        if self._wrong or self._sums is None or not all(each.healed for each in self._findings):
            self._check_everything()
        return Recovered(self._findings, scanned, self._sums)

    def _read_sums(self) -> None:
        try:
            self._sums = pages.read(self._data)
        except DamagedSums as error:
            log.error("sums_damaged", error=str(error))

    def _log_as_known(self) -> Position | None:
        """What the log's connections last knew of it, before SQLite makes its index anew."""
        try:
            with index_of(self._path).open("rb") as index:
                return write_ahead_log.committed(index.fileno())
        except (OSError, struct.error):
            return None

    def _page_size(self) -> int:
        with self._path.open("rb") as file:
            return int.from_bytes(file.read(18)[16:]) or 4096

    def _check_pages(self, sums: Sums) -> None:
        """Turn back single bits. Pages that lie in the log are SQLite's to read there, and to write once more."""
        wrong = sums.wrong(pages.checksums_of(self._path, sums.page_size))
        if wrong:
            frames = write_ahead_log.frames(self._log, sums.page_size)
            wrong -= {page for page, current, _ in frames if current}
        mended = {page: whole for page in sorted(wrong)[:MENDED_MOST] if (whole := self._mended(sums, page))}
        if mended:
            self._write_pages(sums, mended)
            self._heals("bits", file=FILE, pages=damage.named(mended.keys()))
        self._wrong = wrong - mended.keys()

    def _mended(self, sums: Sums, page: int) -> bytes | None:
        with self._path.open("rb") as file:
            file.seek((page - 1) * sums.page_size)
            return pages.mended(file.read(sums.page_size), sums.allowed(page))

    def _write_pages(self, sums: Sums, contents: dict[int, bytes]) -> None:
        if self._mend:
            with self._path.open("r+b") as file:
                for page, content in contents.items():
                    file.seek((page - 1) * sums.page_size)
                    file.write(content)
                file.flush()
                os.fsync(file.fileno())

    def _stands(self, seen: Seen | None) -> int:
        """The commit as of which the database is, once it is of one."""
        if seen is not None and (self._sums is None or seen.commits >= self._sums.pending_at):
            return seen.commits
        base = self._base(self._sums) if self._sums is not None else None
        if base is not None:
            self._heals("log", file=self._log.name)
            self._put_log_aside()
            return base
        if seen is None or self._sums is None:
            raise DamagedStore(damage.lost("unreadable", file=FILE).words)
        self._loses("missing", first=seen.commits + 1, last=self._sums.pending_at, **_since(seen))
        return seen.commits

    def _base(self, sums: Sums) -> int | None:
        """Make the database file alone that of one commit, and say of which; None where that cannot be done."""
        found = pages.checksums_of(self._path, sums.page_size)
        stands = sums.stands_at(found)
        if stands is None:
            wanted = sums.missing(found)
            there = {
                page: content
                for page, _, content in write_ahead_log.frames(self._log, sums.page_size)
                if zlib.crc32(content) == wanted.get(page)
            }
            rest = wanted.keys() - there.keys()
            there |= {page: whole for page in sorted(rest)[:MENDED_MOST] if (whole := self._mended(sums, page))}
            if there.keys() != wanted.keys():
                return None
            self._write_pages(sums, there)
            self._wrong = set()
            stands = sums.pending_at
        if self._mend:
            os.truncate(self._path, sums.length(stands) * sums.page_size)
        return stands

    def _put_log_aside(self) -> None:
        if self._mend:
            if self._log.exists():
                self._log.rename(self._log.with_name(self._log.name + ASIDE))
            index_of(self._path).unlink(missing_ok=True)
            sync_folder(self._data)

    def _judge_journal(self, commits: int, scanned: JournalScan, seen: Seen | None) -> None:
        if scanned.last is None and seen is not None and seen.watched:
            if not self._log.exists() or self._log.stat().st_size == 0:
                self._loses("both", file=self._log.name, **_since(seen))
            self._heals("journal", file=FOLDER)
        elif scanned.last is not None and (not scanned.whole or scanned.last < commits - 1):
            self._heals("journal", file=FOLDER)

    def _go_on(self, commits: int, scanned: JournalScan) -> None:
        """Do again what the journal has and the database has not."""
        missing = scanned.after(commits)
        if missing is None:
            seen = look(self._path)
            self._loses("missing", first=commits + 1, last=scanned.last, **_since(seen))
            return
        # One may have been under way when the power went: it was acknowledged to nobody.
        if len(missing) > 1 and not any(each.code == "log" for each in self._findings):
            self._heals("log", file=self._log.name)
        if missing and self._mend:
            log.info("commits_done_again", first=missing[0][0], last=missing[-1][0])
            try:
                with writing(self._path) as db:
                    for number, payload in missing:
                        redo(db, number, payload)
            except (sqlite3.Error, msgspec.MsgspecError) as error:
                raise DamagedStore(damage.lost("unfit", why=error).words) from error

    def _count_events(self, scanned: JournalScan) -> None:
        """As many as were stored?"""
        seen, last = look(self._path), scanned.seq()
        if seen is not None and scanned.last is not None and seen.commits >= scanned.last and seen.seq < last:
            self._loses("events", last=last, **_since(seen))

    def _check_everything(self) -> None:
        """Some page is not what it was, or nobody knows: is all that is stored what it was?"""
        for fault in [*checks.content(self._path), *checks.structure(self._path)]:
            self._loses("content", file=FILE, zh=fault.zh, en=fault.en)
        if self._wrong and all(each.healed for each in self._findings):
            self._heals("pages", file=FILE, pages=damage.named(self._wrong))
        if self._accept and self._mend:
            try:
                with writing(self._path) as db:
                    db.execute("REINDEX")
            except UNREADABLE as error:
                raise DamagedStore(damage.lost("unreadable", file=FILE).words) from error
        self._sums = None

    def _heals(self, code: str, **details: Any) -> None:
        self._findings.append(damage.healed(code, **details))

    def _loses(self, code: str, **details: Any) -> None:
        lost = damage.lost(code, **details)
        if not self._accept:
            raise DamagedStore(lost.words)
        self._findings.append(lost)


def _since(seen: Seen | None) -> dict[str, Any]:
    """The last event that is there, and its time."""
    if seen is None:
        return {"seq": "?", "since": "?"}
    return {"seq": seen.seq, "since": damage.moment(seen.at)}
