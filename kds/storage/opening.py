"""Opening a store's ledger: to have it alone, or only to read beside whoever has it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

from kds.storage import data_dir, migrations, pages
from kds.storage.changes import Change
from kds.storage.connections import FILE, connect, connector, prepare, reading, storage_errors, writing
from kds.storage.damage import Finding
from kds.storage.files import keep_private
from kds.storage.journal import Journal
from kds.storage.ledger import StorageError
from kds.storage.pages import Sums
from kds.storage.recovery import Recovery
from kds.storage.settling import Settling
from kds.storage.sqlite import SqliteEvents, SqliteLedger
from kds.storage.writer import Writer


class Whole(NamedTuple):
    """A store from which nothing is missing, in today's shape."""

    findings: list[Finding]
    sums: Sums
    last_segment: int


@contextlib.asynccontextmanager
async def open_ledger(data: Path, *, synchronous: str = "FULL", accept: bool = False) -> AsyncIterator[SqliteLedger]:
    """The ledger of the store in `data`, whole and in today's shape, for the only one who writes there.

    `accept` gives up what is lost. `synchronous` is for tests that must lose data. Raises `DataDirError` where there
    is no store or somebody else has it, `NewerSchema`, `DamagedStore`, and `StorageError` where it cannot be opened.
    """
    data_dir.find(data)
    with data_dir.sole_use(data):
        keep_private(data)
        with storage_errors():
            whole = make_whole(data, accept=accept)
            with reading(data / FILE) as db:
                ((store_id, watched),) = db.execute("SELECT store_id, watched FROM store").fetchall()
        journal = Journal(data, store_id, whole.last_segment, synced=synchronous == "FULL")
        ledger = await _opened(data, store_id, whole, journal, synchronous)
        try:
            if not watched:
                await ledger.change(Change("watch", [()]))
            yield ledger
        finally:
            await ledger.close()


async def _opened(data: Path, store_id: str, whole: Whole, journal: Journal, synchronous: str) -> SqliteLedger:
    async with contextlib.AsyncExitStack() as parts:
        parts.callback(journal.close)
        with storage_errors():
            reader = await parts.enter_async_context(connect(data / FILE, read_only=True))
            await reader.execute_fetchall("SELECT * FROM store")
            writer = Writer(data / FILE, journal, synchronous)
            await parts.enter_async_context(writer)
            settling = Settling(data, whole.sums, journal)
        await writer.between_commits(lambda db: settling.all_of_it(db, empty=False))
        parts.pop_all()
    return SqliteLedger(store_id, data, reader, writer, settling, whole.findings)


@contextlib.asynccontextmanager
async def read_ledger(data: Path) -> AsyncIterator[SqliteEvents]:
    """The events of the store in `data`, to be read beside whoever writes it; one of an older shape gets today's first.

    Raises what `open_ledger` raises.
    """
    path = data_dir.find(data)
    with storage_errors():
        behind = _behind(path)
    if behind:
        async with open_ledger(data):
            pass
    async with contextlib.AsyncExitStack() as connection:
        with storage_errors():
            reader = await connection.enter_async_context(connect(path, read_only=True))
            ((store_id,),) = await reader.execute_fetchall("SELECT store_id FROM store")
        yield SqliteEvents(str(store_id), reader)


def make_whole(data: Path, *, accept: bool = False) -> Whole:
    """Heal the store and bring it to today's shape; nobody else has hold of it."""
    findings, scanned, sums = Recovery(data, mend=True, accept=accept).run()
    path = data / FILE
    if _behind(path):
        # From here on until the sums are made anew, nobody misses them.
        with writing(path) as db:
            if migrations.version(db) >= migrations.WATCHED:
                db.execute("UPDATE store SET watched = 0")
        (data / pages.FILE).unlink(missing_ok=True)
        sums = None
        with writing(path) as db:
            migrations.migrate(db)
    return Whole(findings, sums or _sums_of(data), scanned.last_segment)


def _behind(path: Path) -> bool:
    with reading(path) as db:
        return migrations.version(db) < len(migrations.STEPS)


def _sums_of(data: Path) -> Sums:
    """Move all of the log into the database file, and take its checksums as they are."""
    path = data / FILE
    with contextlib.closing(connector(path, "rw")()) as db:
        prepare(db)
        ((busy, _, _),) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise StorageError("another program is reading the database")
        ((size,),) = db.execute("PRAGMA page_size").fetchall()
        ((store_id, commits),) = db.execute("SELECT store_id, commits FROM store").fetchall()
    found = pages.checksums_of(path, size)
    sums = Sums(store_id, size, found, commits)
    sums.write(data)
    return sums
