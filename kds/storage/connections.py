"""Connections to the database file, and what goes wrong with them."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import aiosqlite

from kds.storage.ledger import StorageError

FILE = "ledger.db"
BUSY_MS = 5_000
WAL_KEPT = 4 << 20
"""Bytes that the write-ahead log keeps when it starts again: less is not worth giving back."""


UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database may raise: SQLite's own words may quote what is damaged."""


def log_of(path: Path) -> Path:
    """The write-ahead log of a database file."""
    return path.with_name(path.name + "-wal")


def index_of(path: Path) -> Path:
    """The index of that log, which all connections share; it may be lost."""
    return path.with_name(path.name + "-shm")


def connector(path: Path, mode: str) -> Callable[[], sqlite3.Connection]:
    """Opens connections that begin no transaction by themselves, for one thread at a time; `mode` is ro or rw."""
    address = f"file:{quote(str(path))}?mode={mode}"
    return partial(sqlite3.connect, address, uri=True, isolation_level=None, check_same_thread=False)


def connect(path: Path, *, read_only: bool = False) -> aiosqlite.Connection:
    """A connection that is not open yet: `async with` it."""
    return aiosqlite.Connection(connector(path, "ro" if read_only else "rw"), iter_chunk_size=64)


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that can only read, and that leaves the write-ahead log alone when it is closed."""
    with contextlib.closing(connector(path, "ro")()) as db:
        yield db


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that writes, for who has the store alone; closing it moves nothing of the write-ahead log."""
    with reading(path) as other:
        # The last connection to be closed moves the log by itself, unless it only reads.
        other.execute("SELECT * FROM store").fetchall()
        with contextlib.closing(connector(path, "rw")()) as db:
            prepare(db)
            yield db


def prepare(db: sqlite3.Connection, synchronous: str = "FULL") -> None:
    """Make a connection one that commits durably and moves nothing of the log by itself. Raises `StorageError`."""
    db.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    ((mode,),) = db.execute("PRAGMA journal_mode = WAL").fetchall()
    if mode != "wal":
        raise StorageError(f"the disk has no room for a write-ahead log: journal_mode is {mode}")
    db.execute(f"PRAGMA synchronous = {synchronous}")
    db.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
    # What is taken out is overwritten: of a name that is erased nothing stays in the page where it stood.
    db.execute("PRAGMA secure_delete = ON").fetchall()
    db.execute(f"PRAGMA journal_size_limit = {WAL_KEPT}").fetchall()


@contextlib.contextmanager
def storage_errors() -> Iterator[None]:
    """Raise what goes wrong with the database meanwhile as `StorageError`."""
    try:
        yield
    except (sqlite3.Error, ValueError, OverflowError, OSError) as error:
        # ValueError: the connection is closed. OverflowError: a number that has no room in a column.
        raise StorageError(str(error)) from error
