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

from kds.storage import migrations
from kds.storage.migrations import migrate, version
from kds.storage.snapshots import sync_folder
from kds.storage.sqlite import BUSY_MS, FILE, storage_errors


class DataDirError(Exception):
    """A data directory that cannot be used, in words for the person at the keyboard."""


def create(data: Path) -> str:
    """Make a store's empty ledger in `data` and return the store's id. Raises `DataDirError` where one is."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / FILE
    store_id = f"store_{secrets.token_hex(6)}"
    with sole_use(data):
        if path.exists():
            raise DataDirError(f"{data} holds a store already")
        draft = data / f"{FILE}.draft"
        draft.unlink(missing_ok=True)
        with storage_errors(), contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as db:
            migrate(db)
            db.execute(
                "INSERT INTO store (store_id, created_at) VALUES (?, ?)", (store_id, time.time_ns() // 1_000_000)
            )
        draft.chmod(0o600)
        draft.rename(path)
        sync_folder(data)
    return store_id


def find(data: Path) -> Path:
    """The database of the store in `data`, in today's shape. Raises `NewerSchema`, and `DataDirError` where there
    is none, or where it needs a new shape while a server of an older kds has it.
    """
    path = data / FILE
    if not path.is_file():
        raise DataDirError(f"{data} holds no store; make one with: kds init --data {data}")
    try:
        with _reading(path) as db:
            behind = version(db) < len(migrations.STEPS)
    except sqlite3.Error as error:
        raise DataDirError(f"{path} cannot be read: {error}") from error
    if behind:
        with sole_use(data):
            bring_up_to_date(path)
    return path


def bring_up_to_date(path: Path) -> None:
    """Migrate a store's database forward. Raises `NewerSchema`, and `StorageError`."""
    connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
    with storage_errors(), contextlib.closing(connection) as db:
        migrate(db)


def store_id(path: Path) -> str:
    """The id of the store in a database. Raises `StorageError`."""
    with storage_errors(), _reading(path) as db:
        (found,) = db.execute("SELECT store_id FROM store").fetchone()
    return str(found)


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
        yield db


@contextlib.contextmanager
def sole_use(data: Path) -> Iterator[None]:
    """Be the only server on `data`. Raises `DataDirError`, naming the other one, where there is one."""
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
            raise DataDirError(f"{data} is in use by another kds server (process {other})") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
