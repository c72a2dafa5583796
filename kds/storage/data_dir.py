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

from kds.storage.connections import FILE, storage_errors
from kds.storage.files import create_private, sync_folder
from kds.storage.migrations import migrate


class DataDirError(Exception):
    """A data directory that cannot be used, in words for the person at the keyboard."""


class InUse(DataDirError):
    """Somebody else has hold of it."""


def create(data: Path) -> str:
    """Make a store's empty ledger in `data` and return the store's id. Raises `DataDirError` where one is."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / FILE
    store_id = f"store_{secrets.token_hex(6)}"
    with sole_use(data):
        if path.exists():
            raise DataDirError(f"{data} holds a store already")
        draft = data / f"{FILE}.draft"
        os.close(create_private(draft))
        with storage_errors(), contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as db:
            migrate(db)
            made = (store_id, time.time_ns() // 1_000_000)
            db.execute("INSERT INTO store (store_id, created_at) VALUES (?, ?)", made)
        draft.rename(path)
        sync_folder(data)
    return store_id


def find(data: Path) -> Path:
    """The database of the store in `data`. Raises `DataDirError` where there is none."""
    path = data / FILE
    # Where something else of a store lies, the database has gone missing: that is for the recovery to say.
    if not path.is_file() and not any((data / name).exists() for name in ("ledger.sums", "journal", "snapshots")):
        raise DataDirError(f"{data} holds no store; make one with: kds init --data {data}")
    return path


@contextlib.contextmanager
def sole_use(data: Path) -> Iterator[None]:
    """Be the only one who writes in `data`. Raises `DataDirError`, naming the other one, where there is one."""
    handle = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            other = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
            raise InUse(f"{data} is in use by another kds server (process {other})") from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
