"""Moving the write-ahead log into the database file, in steps between which a crash may come.

    mark      how far: the commits so far, and a new segment of the journal for those after
    expect    which pages that will change, and into what, on disk
    move      SQLite's checkpoint, and what it leaves out: the database file is what it was at the mark

What came before is then in the database file, and its segments of the journal are let go of.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from pathlib import Path
from typing import NamedTuple

from kds.storage import write_ahead_log
from kds.storage.connections import FILE, index_of, log_of
from kds.storage.journal import Journal
from kds.storage.pages import Sums
from kds.storage.write_ahead_log import Position

_STANDS = "SELECT commits, (SELECT coalesce(max(seq), 0) FROM events) FROM store"


class Point(NamedTuple):
    """A moment between two commits: how many there have been, and how far the log went."""

    commits: int
    log: Position


class Settling:
    """The steps, for a store that nobody else writes. A step that fails raises `OSError`, `ValueError` or
    `sqlite3.Error`; they are done again from the first one.
    """

    def __init__(self, data: Path, sums: Sums, journal: Journal) -> None:
        self.journal = journal
        self._data = data
        self._sums = sums
        self._known = Position(0, b"")
        """How far into the log it is known what its pages are."""
        self._offsets: dict[int, int] = {}
        # Closing a file lets go of all locks that the process has on it: these stay open for as long as they do.
        self._database = os.open(data / FILE, os.O_RDWR)
        self._log = os.open(log_of(data / FILE), os.O_RDONLY)
        self._index = os.open(index_of(data / FILE), os.O_RDONLY)

    def mark(self, db: sqlite3.Connection) -> Point:
        """Where everything is now; no commit is under way, and a segment of the journal is prepared."""
        ((commits, seq),) = db.execute(_STANDS).fetchall()
        self.journal.begin(commits, seq)
        return Point(commits, write_ahead_log.committed(self._index))

    def expect(self, point: Point) -> None:
        """Write down what the database file is to become."""
        size = self._sums.page_size
        if self._known.salts != point.log.salts:
            self._known, self._offsets = Position(0, b""), {}
        checksums: dict[int, int] = {}
        for page, at, content in write_ahead_log.written(self._log, size, self._known.frames, point.log):
            self._offsets[page] = at
            checksums[page] = zlib.crc32(content)
        self._sums.expect(checksums, point.commits)
        self._known = point.log
        self._sums.write(self._data)

    def move(self, db: sqlite3.Connection, point: Point) -> bool:
        """Make the database file what it was at `point`, where somebody reads as of it. False: readers are in the way.

        Where nobody commits meanwhile, nobody need read.
        """
        ((_, _, moved),) = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        if moved < point.log.frames:
            return False
        self._finish(point)
        self._sums.settle()
        self.journal.free()
        return True

    def _finish(self, point: Point) -> None:
        """Move the pages that SQLite leaves out for being changed again since: nobody reads them from the file."""
        now, size = write_ahead_log.committed(self._index), self._sums.page_size
        if now.frames > point.log.frames and now.salts == point.log.salts:
            later = {each.page for each in write_ahead_log.written(self._log, size, point.log.frames, now)}
            for page in later & self._offsets.keys():
                os.pwrite(self._database, os.pread(self._log, size, self._offsets[page]), (page - 1) * size)
            os.fsync(self._database)

    def all_of_it(self, db: sqlite3.Connection, *, empty: bool) -> bool:
        """All steps on end while nobody commits; `empty` leaves no log where no reader is in the way."""
        self.journal.prepare()
        point = self.mark(db)
        if point.log.frames:
            self.expect(point)
        moved = self.move(db, point)
        if moved and empty:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return moved

    def close(self) -> None:
        """Let go; the connections have been closed."""
        self.journal.close()
        for file in (self._database, self._log, self._index):
            os.close(file)
