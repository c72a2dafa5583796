"""A follower's own file, in SQLite: what it made of the events, and how far it has come, in one transaction.

It may be lost, whole: the ledger is enough to make it anew. So it is not synced at every commit: after a power cut it
is what it was a moment earlier, and its cursor with it.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kds.storage.changes import Row
from kds.storage.connections import BUSY_MS, WAL_KEPT, connector, storage_errors
from kds.storage.ledger import GENESIS, Head, StorageError, Superseded

FOLDER = "followers"
FILE = "own.db"
BEGINNING = Head(0, GENESIS)

_HAS_CURSOR = "SELECT 1 FROM sqlite_schema WHERE name = 'cursor'"
_CURSOR = "CREATE TABLE cursor (seq INTEGER NOT NULL, hash BLOB NOT NULL, form TEXT NOT NULL) STRICT"


class Kept(NamedTuple):
    """Rows, and the event up to which they were made."""

    head: Head
    rows: list[Row]


def folder_of(data: Path, name: str) -> Path:
    """Where the follower of that name keeps what is its own, below a data directory."""
    return data / FOLDER / name


class DamagedFile(StorageError):
    """The file is no database any more."""


class OwnStore:
    """The file, for the one process that writes it. `tables` are the statements that make its tables.

    `form` names the shape and the meaning of what is in it: a file of another one is begun anew. A damaged file is
    deleted, with `DamagedFile`, so that the next who opens it makes it anew; unless `anew` is False. Raises
    `StorageError` where the disk does not do what it should.
    """

    cursor: Head
    """The last event that was taken in, as this process knows; `BEGINNING` before the first."""

    def __init__(self, folder: Path, tables: Sequence[str], form: str, *, anew: bool = True) -> None:
        self._folder = folder
        self._tables = tables
        self._form = form
        self._anew = anew
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._errors():
            its, self.cursor = self._open()
            if its != form:
                self._begin_anew()

    def _open(self) -> tuple[str, Head]:
        path = self._folder / FILE
        path.touch(0o600)
        self._is = path.stat()
        self._db = connector(path, "rw")()
        try:
            return self._prepared()
        except BaseException:
            self._db.close()
            raise

    def _prepared(self) -> tuple[str, Head]:
        db = self._db
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
        db.execute("PRAGMA journal_mode = WAL").fetchall()
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute(f"PRAGMA journal_size_limit = {WAL_KEPT}").fetchall()
        db.execute("BEGIN IMMEDIATE")
        if not db.execute(_HAS_CURSOR).fetchall():
            for statement in (_CURSOR, *self._tables):
                db.execute(statement)
            db.execute("INSERT INTO cursor VALUES (?, ?, ?)", (*BEGINNING, self._form))
        db.execute("COMMIT")
        ((seq, chained, form),) = db.execute("SELECT seq, hash, form FROM cursor").fetchall()
        return form, Head(seq, chained)

    def _begin_anew(self) -> None:
        # Another file: emptying a large table would take longer than anybody should wait.
        self._db.close()
        discard(self._folder)
        _, self.cursor = self._open()

    def stands(self) -> Head:
        """The last event that was taken in, by the file. Raises `Superseded` where it is not there any more."""
        with self._errors():
            if not self._is_there():
                raise Superseded("the file of this follower has been deleted")
            ((seq, chained),) = self._db.execute("SELECT seq, hash FROM cursor").fetchall()
            return Head(seq, chained)

    def run(self, statement: str, rows: Iterable[Row]) -> None:
        """Do a statement with each of the rows; it stands once `keep` has been called. Raises `StorageError`."""
        with self._errors():
            self._begin()
            self._db.executemany(statement, rows)

    def keep(self, head: Head) -> None:
        """Make what was done since the last time stand, and the cursor with it.

        Raises `Superseded` where another process has moved the cursor, or the file is not there any more, and
        `StorageError`: then nothing of it stands.
        """
        with self._errors():
            if not self._is_there():
                raise Superseded("the file of this follower has been deleted")
            self._begin()
            moved = self._db.execute(
                "UPDATE cursor SET seq = ?, hash = ? WHERE seq = ? AND hash = ? AND form = ?",
                (*head, *self.cursor, self._form),
            )
            if moved.rowcount != 1:
                self._db.execute("ROLLBACK")
                raise Superseded("another process has moved the cursor of this follower")
            self._db.execute("COMMIT")
        self.cursor = head

    def reset(self) -> None:
        """Be empty again, and at the beginning: another process that has the file keeps nothing more in it.

        Raises `StorageError`.
        """
        with self._errors():
            self._begin_anew()

    def close(self) -> None:
        """Let go of the file: what was kept stays, what was not is gone."""
        self._db.close()

    def _is_there(self) -> bool:
        path = self._folder / FILE
        return path.exists() and os.path.samestat(path.stat(), self._is)

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        with _damage():
            try:
                yield
            except sqlite3.DatabaseError as error:
                if self._anew and _is_damage(error):
                    discard(self._folder)
                raise

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextlib.contextmanager
def _damage() -> Iterator[None]:
    """Raise what goes wrong as `StorageError`, and damage as `DamagedFile`."""
    with storage_errors():
        try:
            yield
        except sqlite3.DatabaseError as error:
            if _is_damage(error):
                raise DamagedFile(str(error)) from error
            raise


def discard(folder: Path) -> None:
    """Delete a follower's file: who follows makes it anew."""
    for end in ("", "-wal", "-shm"):
        (folder / (FILE + end)).unlink(missing_ok=True)


def read(folder: Path, form: str | None, query: str, values: Row = ()) -> Kept | None:
    """What a query gives, and how far that goes, while somebody else may write; None where there is nothing yet.

    `form` None: of whatever form. Opens the file each time, for it may be made anew meanwhile: for a thread. Raises
    `DamagedFile` and `StorageError`.
    """
    path = folder / FILE
    if not path.exists():
        return None
    with _damage(), contextlib.closing(connector(path, "ro")()) as db:
        db.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
        db.execute("BEGIN")
        if not db.execute(_HAS_CURSOR).fetchall():
            return None
        ((seq, chained, its),) = db.execute("SELECT seq, hash, form FROM cursor").fetchall()
        if form is not None and its != form:
            return None
        return Kept(Head(seq, chained), db.execute(query, values).fetchall())
