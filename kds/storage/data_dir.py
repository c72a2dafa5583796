"""The data directory of a store: who may use it, and how it begins."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from kds.storage.migrations import migrate
from kds.storage.sqlite import BUSY_MS, FILE


class DataDirError(Exception):
    """A data directory that cannot be used, in words for the person at the keyboard."""


def create(data: Path) -> str:
    """Make a store's empty ledger in `data` and return the store's id. Raises `DataDirError` where one is."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / FILE
    if path.exists():
        raise DataDirError(f"{data} holds a store already")
    draft = data / f"{FILE}.draft"
    draft.unlink(missing_ok=True)
    store_id = f"store_{secrets.token_hex(6)}"
    with contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        migrate(db)
        db.execute("INSERT INTO store VALUES (?, ?)", (store_id, time.time_ns() // 1_000_000))
    draft.chmod(0o600)
    draft.rename(path)
    return store_id


def find(data: Path) -> Path:
    """The database of the store in `data`. Raises `DataDirError` where there is none."""
    path = data / FILE
    if not path.is_file():
        raise DataDirError(f"{data} holds no store; make one with: kds init --data {data}")
    return path


def bring_up_to_date(path: Path) -> None:
    """Migrate a store's database forward. Raises `NewerSchema`."""
    with contextlib.closing(sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)) as db:
        migrate(db)


def store_id(path: Path) -> str:
    """The id of the store in a database."""
    with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
        (found,) = db.execute("SELECT store_id FROM store").fetchone()
    return str(found)


@contextlib.contextmanager
def sole_use(data: Path) -> Iterator[None]:
    """Be the only server on `data`. Raises `DataDirError`, naming the other one, where there is one."""
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            other = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
            raise DataDirError(f"{data} is in use by another kds server (process {other})") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
