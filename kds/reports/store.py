"""The file of facts: DuckDB, written by the one process that follows, rows and cursor in the same transaction.

It may be lost, whole: the ledger is enough to make it anew. Questions are asked of the process that has it open, each
on a connection of its own, which sees what was committed when it began.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from kds.core.all_facts import TABLES
from kds.core.facts import Fact
from kds.reports import schema
from kds.reports.answer import prepare
from kds.reports.making import Made
from kds.storage.ledger import Head, StorageError, Superseded
from kds.storage.own_store import BEGINNING, DamagedFile

FILE = "facts.duckdb"
MEMORY = "256MB"
"""What DuckDB keeps in memory at most; what needs more goes to a folder beside the file."""
THREADS = 2
SPILL = "2GB"
"""What goes to that folder at most."""
_LOCKED = "Could not set lock"
_DAMAGE = ("corrupt", "checksum", "not a valid duckdb", "magic", "serializ", "internal error", "fatal", "not exist")
"""What errors say of a file that cannot be read, or lacks what it has to have."""


class FactsDigest(NamedTuple):
    """The rows of every table up to the event `seq`, as one text that is the same for the same rows."""

    seq: int
    digest: str


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """The file, made where it is not there, within the bounds that it may take. Raises `duckdb.Error`."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": str(THREADS),
        "max_temp_directory_size": SPILL,
        "temp_directory": str(path.with_name("spill")),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    return duckdb.connect(str(path), read_only=read_only, config=settings)


class FactsStore:
    """The file in a follower's folder. A file of another form, or a damaged one, is made anew.

    Raises `StorageError`; `DamagedFile` where the file was damaged, and is gone now; `Superseded` where it has been
    deleted by another hand.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        with self._errors():
            self.db, form, self.head = self._open()
            if form != schema.form():
                self._begin_anew()

    def _open(self) -> tuple[duckdb.DuckDBPyConnection, str, Head]:
        path = self._folder / FILE
        db = connect(path)
        path.chmod(0o600)
        self._is = path.stat()
        known = db.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'cursor'").fetchall()
        if not known:
            db.execute("BEGIN")
            for statement in schema.statements():
                db.execute(statement)
            db.execute("INSERT INTO cursor VALUES (?, ?, ?)", [*BEGINNING, schema.form()])
            db.execute("COMMIT")
        prepare(db)
        ((seq, chained, form),) = db.execute("SELECT seq, hash, form FROM cursor").fetchall()
        return db, form, Head(seq, chained)

    def _begin_anew(self) -> None:
        self.db.close()
        discard(self._folder)
        self.db, _, self.head = self._open()

    def stands(self) -> Head:
        """The last event that was taken in."""
        if not self._is_there():
            raise Superseded("the file of facts has been deleted")
        return self.head

    def keep(self, made: Made, head: Head) -> None:
        """These rows stand, and the cursor with them: all of it, or nothing."""
        if not self._is_there():
            raise Superseded("the file of facts has been deleted")
        with self._errors():
            self.db.execute("BEGIN")
            if made.parties:
                for name, table in TABLES.items():
                    if table.OF_PARTY:
                        self.db.execute(schema.delete(name), [min(made.parties), made.parties])
            for name, rows in made.rows.items():
                self._put(name, rows)
            self.db.execute("UPDATE cursor SET seq = ?, hash = ?", [*head])
            self.db.execute("COMMIT")
        self.head = head

    def _put(self, name: str, rows: Sequence[Fact]) -> None:
        key = TABLES[name].KEY
        if key:
            rows = list({tuple([getattr(row, each) for each in key]): row for row in rows}.values())
            self.db.execute(schema.delete_alike(name), [[getattr(row, each) for row in rows] for each in key])
        names = TABLES[name].__struct_fields__
        self.db.execute(schema.insert(name), [[getattr(row, each) for row in rows] for each in names])

    def reset(self) -> None:
        """No rows, and at the beginning."""
        with self._errors():
            self._begin_anew()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _is_there(self) -> bool:
        path = self._folder / FILE
        return path.exists() and os.path.samestat(path.stat(), self._is)

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with as_storage_errors():
                yield
        except DamagedFile:
            discard(self._folder)
            raise


@contextlib.contextmanager
def as_storage_errors() -> Iterator[None]:
    """Raise what DuckDB raises as `StorageError`, and damage as `DamagedFile`."""
    try:
        yield
    except duckdb.Error as error:
        raise (DamagedFile if is_damage(error) else StorageError)(str(error)) from error


def is_damage(error: duckdb.Error) -> bool:
    """Whether the file is what cannot be read, and not that it is held by another or that the disk is full."""
    words = str(error).lower()
    return not is_held(error) and any(each in words for each in _DAMAGE)


def is_held(error: duckdb.Error) -> bool:
    """Whether another process has the file."""
    return _LOCKED in str(error)


def discard(folder: Path) -> None:
    """Delete the file: who follows makes it anew."""
    for end in ("", ".wal"):
        (folder / (FILE + end)).unlink(missing_ok=True)


def head_of(db: duckdb.DuckDBPyConnection) -> int:
    """The last event whose rows stand. Raises `duckdb.Error`."""
    ((seq,),) = db.execute("SELECT seq FROM cursor").fetchall()
    return int(seq)


def digest(db: duckdb.DuckDBPyConnection) -> FactsDigest:
    """All rows of all tables, whatever their order, as they stand together. Raises `duckdb.Error`."""
    db.execute("BEGIN")
    try:
        seq = head_of(db)
        told = [f"{name} {_sum(db, name)}" for name in TABLES]
    finally:
        db.execute("COMMIT")
    return FactsDigest(seq, "; ".join(told))


def _sum(db: duckdb.DuckDBPyConnection, name: str) -> str:
    ((count, total),) = db.execute(schema.digest_of(name)).fetchall()
    return f"{count}:{total % (1 << 64):016x}"


def rows_of(db: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    """All rows of a table, in the order of their columns: for tests and proofs on small houses."""
    return db.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
